import { afterEach, expect, test } from 'vitest';
import { type MailServer, startMailServer } from '../mail-server.ts';
import { type Receiver, startReceiver } from '../receiver.ts';
import { basic, startWebRig, type WebRig } from './web-rig.ts';

/** The page of what Puente talks to, and its name of the business. */

let one: WebRig;
let mails: MailServer;
let receiver: Receiver;
afterEach(async () => {
  await one.close();
  await mails.close();
  await receiver.close();
});

async function open(url?: string): Promise<void> {
  [mails, receiver] = [await startMailServer(), await startReceiver()];
  one = await startWebRig({
    config: {
      businessName: 'Ferretería <El Tornillo> & Hijos',
      mail: { url: url ?? mails.url, to: ['duena@ferreteria.example'], from: 'puente@example.com' },
      alertWebhookUrl: `${receiver.url}hook/TheSecretPath`,
    },
  });
}

const asked = { authorization: basic(), accept: 'text/html', 'sec-fetch-site': 'same-origin' };
const read = async (path: string) => (await fetch(one.web.url + path, { headers: asked })).text();

async function press(which: string): Promise<string> {
  const [, token = ''] = /name="_csrf" value="([^"]+)"/.exec(await read('/connections')) ?? [];
  const body = new URLSearchParams({ which, _csrf: token });
  const answer = await fetch(`${one.web.url}/connections`, { method: 'POST', headers: asked, body });
  expect(answer.status).toBe(200);
  return answer.text();
}

test('each connection is tried by its button, and says that it works', async () => {
  await open();
  // Of a side that was never read, not everything is known.
  for (const side of ['managementpro', 'aceptabits'] as const) await one.rig.poll(side);
  for (const which of ['managementpro', 'aceptabits', 'redis', 'mail', 'webhook'])
    expect([which, await press(which)]).toEqual([
      which,
      expect.stringMatching(/class="badge good">Funciona/),
    ]);
  expect(mails.letters).toMatchObject([
    { to: ['duena@ferreteria.example'], subject: 'Ferretería <El Tornillo> & Hijos: Prueba de correo' },
  ]);
  expect(receiver.told.map(({ fact }) => fact)).toEqual(['doctor']);
});

test('what does not work says why, and no secret is ever shown', async () => {
  await open('smtp://puente:TheSecretPassword@127.0.0.1:9');
  const pages = [await read('/connections'), await press('mail'), await press('webhook')];
  expect(pages[1]).toMatch(/badge warn">Revise[\s\S]+ECONNREFUSED/);
  const { managementpro, aceptabits } = one.rig.config;
  for (const secret of [managementpro.apikey, aceptabits.token, 'TheSecretPassword', 'TheSecretPath'])
    for (const page of pages) expect(page).not.toContain(secret);
  expect(pages[0]).toContain('127.0.0.1:9 → duena@ferreteria.example');
});

test('another site has nothing tested in the name of who is logged in', async () => {
  await open();
  const answer = await fetch(`${one.web.url}/connections`, {
    method: 'POST',
    headers: { ...asked, 'sec-fetch-site': 'cross-site' },
    body: new URLSearchParams({ which: 'mail' }),
  });
  expect(answer.status).toBe(403);
  expect(mails.letters).toEqual([]);
});

test('the name of the business stands on every page, as it is written', async () => {
  await open();
  const named = 'Ferretería &lt;El Tornillo&gt; &amp; Hijos';
  const paths = ['/', '/customers', '/conflicts', '/matches', '/handwork', '/plan', '/routes', '/services'];
  for (const path of [...paths, '/connections', '/history', '/sessions', '/login', '/no-such-page'])
    expect([path, await read(path)]).toEqual([path, expect.stringContaining(named)]);
  expect(await read('/queues/')).toContain('El Tornillo');
});
