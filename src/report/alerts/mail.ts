import type { MailTo } from '../../config/config.ts';

/** A mail server may look slowly for spam before it says a word. */
const CONNECT_WITHIN_MS = 10_000;
const SILENT_AT_MOST_MS = 30_000;

export type Mail = { readonly subject: string; readonly text: string };

/** Sends one mail; a refusal, even of one of its addresses, throws. `id` keeps one that is sent twice one mail. */
export async function sendMail({ url, to, from }: MailTo, mail: Mail, id: string): Promise<void> {
  // Read only where a mail is sent.
  const { createTransport } = await import('nodemailer');
  const transport = createTransport({
    url,
    connectionTimeout: CONNECT_WITHIN_MS,
    greetingTimeout: CONNECT_WITHIN_MS,
    socketTimeout: SILENT_AT_MOST_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    const messageId = `<${id}@puente.${from.split('@').at(-1)}>`;
    // Nobody answers it, and no holiday reply comes back.
    const headers = { 'Auto-Submitted': 'auto-generated' };
    await transport.sendMail({
      from: { name: 'Puente', address: from },
      to: [...to],
      messageId,
      headers,
      ...mail,
    });
  } finally {
    transport.close();
  }
}
