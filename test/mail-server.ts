/** A real SMTP server on this machine, for `SMTP_URL`. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export type Letter = {
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly id: string;
  readonly text: string;
};

export type MailServer = {
  /** With the user and the password that the server asks for. */
  readonly url: string;
  readonly letters: readonly Letter[];
  /** It turns away so many mails for now, as a server does that is busy (451). */
  refuse(times: number): void;
  close(): Promise<void>;
};

const USER = 'puente@example.com';
const PASSWORD = 'p@ss/word#1';

export async function startMailServer(): Promise<MailServer> {
  const letters: Letter[] = [];
  let refusing = 0;
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _, done) =>
      username === USER && password === PASSWORD
        ? done(null, { user: username })
        : done(new Error('Invalid login')),
    async onData(stream, { envelope }, done) {
      let source = '';
      for await (const chunk of stream) source += chunk;
      refusing -= 1;
      if (refusing >= 0) return done(Object.assign(new Error('try later'), { responseCode: 451 }));
      const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
      letters.push({ from, to: envelope.rcptTo.map(({ address }) => address), ...read(source) });
      done();
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://${encodeURIComponent(USER)}:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}`,
    letters,
    refuse: (times) => {
      refusing = times;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** The parts of a mail that a person reads, decoded. */
function read(source: string): Pick<Letter, 'subject' | 'id' | 'text'> {
  const [head = '', ...rest] = source.split('\r\n\r\n');
  const headers = head.replace(/\r\n[ \t]+/g, ' ');
  const header = (name: string) => new RegExp(`^${name}: (.*)$`, 'im').exec(headers)?.[1] ?? '';
  const body = rest.join('\r\n\r\n');
  const coding = header('Content-Transfer-Encoding').toLowerCase();
  const text =
    coding === 'base64'
      ? Buffer.from(body, 'base64').toString()
      : coding === 'quoted-printable'
        ? fromQuoted(body.replace(/=\r\n/g, ''))
        : body;
  return {
    subject: fromWords(header('Subject')),
    id: header('Message-ID'),
    text: text.replaceAll('\r\n', '\n'),
  };
}

const fromQuoted = (text: string) =>
  Buffer.from(
    text.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString();

/** Words outside of ASCII: `=?UTF-8?Q?Ferreter=C3=ADa?=`. */
function fromWords(value: string): string {
  return value
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([QB])\?(.*?)\?=/gi, (_, kind: string, text: string) =>
      kind.toUpperCase() === 'B'
        ? Buffer.from(text, 'base64').toString()
        : fromQuoted(text.replaceAll('_', ' ')),
    );
}
