import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { linkedPair } from '../sync/situations.ts';
import { NGINX, type Nginx, startNginx } from './nginx.ts';
import { AT_WORK, basic, PASSWORD, startWebRig, USER, type WebRig } from './web-rig.ts';

/** Puente behind Debian's nginx, with the configuration that docs/operations.md shows. */

const NAME = 'puente.example.com';

// Skipped where there is no nginx: `.ci/run` installs it where it can.
describe.skipIf(NGINX === undefined)('behind a TLS proxy', () => {
  let one: WebRig;
  let nginx: Nginx;
  beforeAll(async () => {
    one = await startWebRig({ config: AT_WORK, trustProxy: ['127.0.0.1'] });
    nginx = await startNginx(NGINX ?? '', one.web.url);
  });
  afterAll(async () => {
    await nginx.close();
    await one.close();
  });

  type Asked = {
    readonly from?: string;
    readonly headers?: Record<string, string>;
    readonly form?: Record<string, string>;
  };

  /** Asks as a machine of that address does. */
  function open(
    path: string,
    { from = '127.0.0.1', headers = {}, form }: Asked = {},
  ): Promise<IncomingMessage> {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const asking = request(
      {
        host: '127.0.0.1',
        port: nginx.tlsPort,
        path,
        method: form ? 'POST' : 'GET',
        ca: nginx.ca,
        servername: NAME,
        localAddress: from,
        agent: false,
        headers: {
          host: NAME,
          accept: 'text/html',
          ...(form && { origin: `https://${NAME}`, 'content-type': 'application/x-www-form-urlencoded' }),
          ...headers,
        },
      },
      resolve,
    );
    asking.on('error', reject);
    asking.end(form && String(new URLSearchParams(form)));
    return promise;
  }

  async function ask(path: string, asked: Asked = {}) {
    const answer = await open(path, asked);
    let text = '';
    for await (const chunk of answer) text += chunk;
    return { status: answer.statusCode, headers: answer.headers, text };
  }

  type Answer = Awaited<ReturnType<typeof ask>>;
  const cookiesOf = ({ headers }: Answer) =>
    (headers['set-cookie'] ?? []).map((line) => line.split(';')[0]).join('; ');

  async function logIn(from: string, password = PASSWORD): Promise<Answer> {
    const form = await ask('/login', { from });
    const [, token = ''] = /name="_csrf" value="([^"]+)"/.exec(form.text) ?? [];
    const cookie = cookiesOf(form);
    return ask('/login', {
      from,
      headers: { cookie },
      form: { user: USER, password, next: '/', _csrf: token },
    });
  }

  test('plain HTTP leads to TLS, where browsers are told to stay and cookies are Secure', async () => {
    const plain = await fetch(`http://127.0.0.1:${nginx.plainPort}/history?x=1`, { redirect: 'manual' });
    expect([plain.status, plain.headers.get('location')]).toEqual([301, 'https://127.0.0.1/history?x=1']);
    const entered = await logIn('127.0.0.1');
    expect(entered.status).toBe(303);
    expect(entered.headers['strict-transport-security']).toBe('max-age=15552000');
    const kept = entered.headers['set-cookie'] ?? [];
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.filter((line) => !line.includes('Secure'))).toEqual([]);
  });

  test('sessions show the own address of whoever has logged in, whatever a header says', async () => {
    const entered = await logIn('127.0.0.7');
    const page = await ask('/sessions', {
      from: '127.0.0.7',
      headers: { cookie: cookiesOf(entered), 'x-forwarded-for': '198.51.100.1' },
    });
    expect(page.text).toContain('127.0.0.7<br>');
    expect(page.text).not.toContain('198.51.100.1');
  });

  test('who guesses passwords waits, and the neighbour does not', async () => {
    const codes = [];
    for (let time = 0; time < 11; time += 1) codes.push((await logIn('127.0.0.66', `wrong ${time}`)).status);
    expect([codes[0], codes.at(-1)]).toEqual([401, 429]);
    expect((await logIn('127.0.0.67')).status).toBe(303);
  });

  test('the live page arrives while it is being sent', async () => {
    const stream = await open('/live', { headers: { authorization: basic() } });
    stream.setEncoding('utf8');
    let text = '';
    for await (const chunk of stream) {
      text += chunk;
      if (text.includes('data: {"name"')) break;
    }
    expect(text).toMatch(/^retry: 3000\n\n/);
  });

  test('the board, a download and a change go through', async () => {
    await linkedPair(one.rig, 1);
    const headers = { authorization: basic() };
    const board = await ask('/queues/', { headers });
    expect([board.status, board.text]).toEqual([200, expect.stringContaining('Puente')]);
    expect((await ask('/queues/api/queues', { headers })).text).toContain('"write-aceptabits"');
    const csv = await ask('/handwork.csv', { headers });
    expect([csv.status, csv.headers['content-disposition']]).toEqual([200, expect.stringContaining('.csv')]);
    const entered = await logIn('127.0.0.9');
    const cookie = cookiesOf(entered);
    const page = await ask('/sessions', { headers: { cookie } });
    const [, token = ''] = /name="_csrf" value="([^"]+)"/.exec(page.text) ?? [];
    const out = await ask('/logout', { headers: { cookie }, form: { _csrf: token } });
    expect([out.status, out.headers.location]).toEqual([303, '/login']);
  });
});
