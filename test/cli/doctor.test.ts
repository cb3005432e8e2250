import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { startMailServer } from '../mail-server.ts';
import { startReceiver } from '../receiver.ts';
import { type Rig, startRig } from '../rig.ts';
import { startCollector } from '../telemetry/collector.ts';
import { environmentOf, puente } from './puente.ts';

/** What `puente doctor` finds, asked beside a running daemon. */

let rig: Rig;
const closing: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  await rig.close();
});

type Finding = { readonly what: string; readonly verdict: string; readonly detail: string };

async function examine(settings: Record<string, string> = {}): Promise<Map<string, Finding>> {
  const { out } = await puente(['doctor', '--json'], { ...environmentOf(rig), ...settings });
  return new Map((JSON.parse(out) as Finding[]).map((one) => [one.what, one]));
}

test('a wrong key in one shell leaves no trace in the circuit of a running daemon', async () => {
  rig = await startRig();
  const wrong = await examine({ MANAGEMENTPRO_APIKEY: 'wrong', ACEPTABITS_TOKEN: 'wrong' });
  for (const side of ['managementpro', 'aceptabits'] as const) {
    expect(wrong.get(`${side} credentials`)?.verdict).toBe('fail');
    expect((await rig.app.context.gates[side].circuit()).open).toBe(false);
  }
});

test('the side itself is asked where its circuit is open, and both are said', async () => {
  rig = await startRig();
  await rig.app.context.gates.aceptabits.failed('credentials', false);
  const found = await examine();
  expect(found.get('aceptabits credentials')?.verdict).toBe('ok');
  expect(found.get('aceptabits circuit')).toMatchObject({
    verdict: 'warn',
    detail: expect.stringMatching(/^open since \S+ \(credentials\)/),
  });
  expect(found.get('managementpro circuit')?.verdict).toBe('ok');
  // Asking has not closed it: that is for the daemon's own probe.
  expect((await rig.app.context.gates.aceptabits.circuit()).open).toBe(true);
});

test('of a side that was never read nothing is said to be well', async () => {
  rig = await startRig();
  await rig.poll('managementpro');
  const found = await examine();
  expect(found.get('managementpro reading')?.verdict).toBe('ok');
  expect(found.get('aceptabits reading')).toMatchObject({
    verdict: 'warn',
    detail: expect.stringContaining('has not been read yet'),
  });
});

test('the update method is tried without changing anybody', async () => {
  rig = await startRig();
  const written = rig.writes();
  expect((await examine()).get('update method')?.verdict).toBe('ok');
  const missing = await examine({ ACEPTABITS_CUSTOMER_UPDATE_PATH: 'no-such-method' });
  expect(missing.get('update method')).toMatchObject({
    verdict: 'warn',
    detail: expect.stringContaining('no-such-method is not there'),
  });
  expect(rig.writes()).toBe(written);
});

test('a redirect is named with where it leads', async () => {
  rig = await startRig();
  const server: Server = createServer((_, answer) =>
    answer.writeHead(301, { location: 'https://erp.example.com/api/' }).end(),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => server.close());
  const { port } = server.address() as AddressInfo;
  const found = await examine({ MANAGEMENTPRO_URL: `http://127.0.0.1:${port}/api` });
  expect(found.get('managementpro address')).toMatchObject({
    verdict: 'fail',
    detail: expect.stringContaining('redirects to https://erp.example.com/api/'),
  });
});

test('webhook, heartbeat and collector are tried; a heartbeat gets no sign of life', async () => {
  rig = await startRig();
  const [receiver, collector] = [await startReceiver(), await startCollector()];
  closing.push(receiver.close, collector.close);
  const pings: string[] = [];
  const beat = createServer((request, answer) => {
    pings.push(`${request.method} ${request.url}`);
    answer.end();
  });
  beat.listen(0, '127.0.0.1');
  await once(beat, 'listening');
  closing.push(() => beat.close());
  const found = await examine({
    ALERT_WEBHOOK_URL: receiver.url,
    ALERT_HEARTBEAT_URL: `http://127.0.0.1:${(beat.address() as AddressInfo).port}/ping/secret`,
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
  });
  for (const what of ['alert webhook', 'heartbeat', 'traces'])
    expect([what, found.get(what)?.verdict]).toEqual([what, 'ok']);
  expect(receiver.told).toEqual([{ text: expect.stringContaining('doctor'), fact: 'doctor' }]);
  expect(pings).toEqual(['HEAD /']);
  const away = await examine({ ALERT_WEBHOOK_URL: 'http://127.0.0.1:9/' });
  expect(away.get('alert webhook')).toMatchObject({ verdict: 'warn' });
  expect(away.get('traces')?.detail).toBe('not set');
});

test('a mail is sent, and a server that refuses says why', async () => {
  rig = await startRig();
  const server = await startMailServer();
  closing.push(server.close);
  const settings = { SMTP_URL: server.url, ALERT_EMAIL_TO: 'duena@ferreteria.example' };
  expect((await examine(settings)).get('mail')).toMatchObject({
    verdict: 'ok',
    detail: 'a test mail was sent to duena@ferreteria.example: look for it there',
  });
  // The user of the server is an address, and sends it.
  expect(server.letters).toMatchObject([
    { from: 'puente@example.com', to: ['duena@ferreteria.example'], subject: 'Puente: Prueba de correo' },
  ]);
  const wrong = new URL(server.url);
  wrong.password = 'a-wrong-password';
  const refused = (await examine({ ...settings, SMTP_URL: wrong.href })).get('mail');
  expect(refused).toMatchObject({ verdict: 'warn', detail: expect.stringContaining('Invalid login') });
  expect(refused?.detail).not.toContain('a-wrong-password');
});
