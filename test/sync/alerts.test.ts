import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type Alerts, createAlerts } from '../../src/sync/alerts.ts';
import { tellDigest } from '../../src/sync/watch.ts';
import { type Rig, startRig } from '../rig.ts';

type Told = { readonly text: string; readonly fact: string };

let rig: Rig;
let server: Server;
let told: Told[];
let refusing = 0;
let alerts: Alerts;
beforeAll(async () => {
  rig = await startRig();
  server = createServer(async (message, response) => {
    let text = '';
    for await (const chunk of message) text += chunk;
    response.statusCode = refusing > 0 ? 503 : 200;
    if (refusing > 0) refusing -= 1;
    else told.push(JSON.parse(text));
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => {
  told = [];
  alerts = open();
});
afterEach(() => alerts.close());
afterAll(async () => {
  server.close();
  await rig.close();
});

function open(): Alerts {
  const { store, log } = rig.app.context;
  return createAlerts(store, `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, log);
}
const unsent = () => rig.app.context.store.redis.hlen(rig.app.context.store.keys.unsentAlerts);

test('a fact is told once, however many processes find it', async () => {
  const other = open();
  for (let times = 0; times < 5; times += 1)
    for (const one of [alerts, other]) one.alert('one', 'it happened');
  await vi.waitFor(async () =>
    expect([told, await unsent()]).toEqual([[{ fact: 'one', text: 'Puente: it happened' }], 0]),
  );
  other.close();
});

test('what was refused is sent again, by another process where need be, and nobody waits', async () => {
  refusing = 100;
  const before = Date.now();
  alerts.alert('two', 'something else');
  expect(Date.now() - before).toBeLessThan(50);
  await vi.waitFor(async () => expect(await unsent()).toBe(1));
  // The process dies while it tries: its word that it is sending runs out.
  refusing = 0;
  const { store } = rig.app.context;
  await store.redis.del(store.keys.alertSender);
  const other = open();
  await other.flush();
  await vi.waitFor(() => expect(told.map(({ fact }) => fact)).toContain('two'));
  other.close();
});

test('the summary of the day has counts and no names, and is told once by all replicas together', async () => {
  rig.managementpro.people.create({ descripcion: 'Ana Secreta Pérez', email_1: 'ana@secreta.mx' });
  await rig.cycles(2);
  const ctx = { ...rig.app.context, alert: alerts.alert };
  const due = Date.UTC(2026, 10, 21, 14);
  await tellDigest(ctx, due, 'America/Mexico_City');
  await tellDigest(ctx, due, 'America/Mexico_City');
  await vi.waitFor(() => expect(told.length).toBeGreaterThan(0));
  const digests = told.filter(({ fact }) => fact.startsWith('digest:'));
  expect(digests).toHaveLength(1);
  expect(digests[0]?.text).toMatch(
    /^Puente: the last 24 hours: 1 writes, 0 conflicts, 0 failures; \d+ customers differ now/,
  );
  expect(digests[0]?.text).not.toContain('Secreta');
});
