/** The status, the metrics and the two probes against the state that they speak of. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seedWorld } from '../../src/simulators/world.ts';
import { privateTestRedis } from '../redis.ts';
import { basic, startWebRig, type WebRig } from './web-rig.ts';

let one: WebRig;
beforeAll(async () => {
  one = await startWebRig();
  seedWorld(one.rig, { seed: 3, managementpro: 30, aceptabits: 20, shared: 10 });
  await one.rig.cycles(4);
});
afterAll(() => one.close());

test('the status names sides, links, the two leading numbers and the queues, and no person', async () => {
  const text = await (await one.get('/api/status')).text();
  const status = JSON.parse(text);
  for (const side of ['managementpro', 'aceptabits']) {
    expect(status.sides[side].lastScan).toMatchObject({ side, complete: true });
    expect(status.sides[side].circuit).toEqual({ open: false });
    expect(status.sides[side].created).toBeGreaterThan(0);
  }
  expect(status.links).toBeGreaterThanOrEqual(30);
  expect(status).toHaveProperty('differing');
  expect(status.waiting).toHaveProperty('conflict');
  expect(Object.keys(status.queues).sort()).toEqual([
    'alerts',
    'resync',
    'scan-aceptabits',
    'scan-managementpro',
    'write-aceptabits',
    'write-managementpro',
  ]);
  const people = [...one.rig.aceptabits.people.all()];
  expect(people.length).toBeGreaterThan(0);
  for (const { email } of people) if (email) expect(text).not.toContain(email);
});

test('the metrics are those of the store at the moment of the scrape, and scraping twice adds nothing', async () => {
  await one.get('/metrics');
  const answer = await one.get('/metrics');
  expect(answer.headers.get('content-type')).toContain('text/plain');
  const lines = (await answer.text()).split('\n');
  const status = await one.rig.status();
  const { managementpro, aceptabits } = status.sides;
  for (const line of [
    `puente_writes_total{side="managementpro",kind="create"} ${managementpro.created}`,
    `puente_writes_total{side="managementpro",kind="update"} ${managementpro.updated}`,
    `puente_writes_total{side="aceptabits",kind="create"} ${aceptabits.created}`,
    `puente_writes_total{side="aceptabits",kind="update"} ${aceptabits.updated}`,
    `puente_customers{side="managementpro"} ${managementpro.known}`,
    `puente_links ${status.links}`,
    `puente_waiting{kind="conflict"} ${status.waiting.conflict}`,
    `puente_differing_links ${status.differing}`,
    'puente_circuit_open{side="aceptabits"} 0',
    'puente_brake{side="managementpro"} 0',
    'puente_open_intents{side="managementpro"} 0',
    'puente_queue_jobs{queue="resync",state="waiting"} 0',
    'puente_scans_total{side="aceptabits",complete="true"} 4',
  ])
    expect(lines).toContain(line);
  expect(lines.some((line) => line.startsWith('puente_request_seconds_bucket'))).toBe(true);
  expect(lines.some((line) => line.startsWith('nodejs_eventloop_lag_seconds'))).toBe(true);
});

test('what waits, differs and brakes shows in the metrics, and how long', async () => {
  const { store, gates, now } = one.rig.app.context;
  const { held } = (await one.rig.status()).waiting;
  await store.redis.zadd(store.keys.differs, now() - 90_000, 'managementpro:x');
  await store.redis.zadd(store.keys.waitsOf('held'), now(), 'managementpro:x');
  await store.setState('brake:aceptabits', { side: 'aceptabits', reason: 'emptied-list' });
  await gates.managementpro.failed('credentials', false);
  const text = await (await one.get('/metrics')).text();
  expect(Number(/^puente_oldest_undelivered_seconds (\S+)$/m.exec(text)?.[1])).toBeGreaterThanOrEqual(90);
  expect(text).toContain(`\npuente_waiting{kind="held"} ${held + 1}\n`);
  expect(text).toContain('\npuente_brake{side="aceptabits"} 1\n');
  expect(text).toContain('\npuente_circuit_open{side="managementpro"} 1\n');
  await store.redis.zrem(store.keys.differs, 'managementpro:x');
  await store.redis.zrem(store.keys.waitsOf('held'), 'managementpro:x');
  await store.setState('brake:aceptabits', undefined);
  await gates.managementpro.succeeded();
});

test('a queue that somebody has paused is a need, a metric and a warning of /readyz, and no reason to shut them out', async () => {
  const { write } = one.rig.app.engine.queues;
  await write.aceptabits.pause();
  try {
    const needs = (await (await one.get('/api/needs')).json()) as { code: string; count: number }[];
    expect(needs).toContainEqual({ code: 'paused-queue', count: 1 });
    const text = await (await one.get('/metrics')).text();
    expect(text).toContain('\npuente_queue_paused{queue="write-aceptabits"} 1\n');
    expect(text).toContain('\npuente_queue_paused{queue="resync"} 0\n');
    const warnings = ['write-aceptabits is paused on the queue board: nothing of it runs'];
    await expectReadiness(one, 200, { reasons: [], warnings });
    const page = await (
      await fetch(`${one.web.url}/`, { headers: { authorization: basic(), accept: 'text/html' } })
    ).text();
    expect(page).toContain('Colas en pausa');
  } finally {
    await write.aceptabits.resume();
  }
});

test('what is late although no person has to do anything stands apart from hand work', async () => {
  const { store, now } = one.rig.app.context;
  const due = async () => {
    const text = await (await one.get('/metrics')).text();
    return Number(/^puente_oldest_due_seconds (\S+)$/m.exec(text)?.[1]);
  };
  await store.redis.zadd(store.keys.differs, now() - 90_000_000, 'managementpro:typed');
  await store.redis.hset(store.keys.waits, 'managementpro:typed', '[]');
  expect(await due()).toBeLessThan(80_000);
  await store.redis.zadd(store.keys.differs, now() - 80_000_000, 'managementpro:late');
  expect(await due()).toBeGreaterThanOrEqual(80_000);
  await store.redis.zrem(store.keys.differs, 'managementpro:typed', 'managementpro:late');
  await store.redis.hdel(store.keys.waits, 'managementpro:typed');
});

/** The answer of /readyz is kept for a second, so it is asked until it is the one. */
async function expectReadiness(two: WebRig, status: number, expected: object): Promise<void> {
  const ask = async () => {
    const answer = await fetch(`${two.web.url}/readyz`);
    return { status: answer.status, ...((await answer.json()) as object) };
  };
  await expect.poll(ask, { timeout: 20_000, interval: 100 }).toMatchObject({ status, ...expected });
}

test('ready is who can work: not before the first reading, nor with old ones, nor without Redis', async () => {
  const redis = await privateTestRedis();
  let ahead = 0;
  const two = await startWebRig({ redisUrl: redis.url, now: () => Date.now() + ahead });
  try {
    const unread = ['managementpro has not been read yet', 'aceptabits has not been read yet'];
    await expectReadiness(two, 503, { ready: false, reasons: unread, warnings: [] });
    await two.rig.cycles(1);
    await expectReadiness(two, 200, { ready: true, reasons: [], warnings: [] });
    ahead = 4 * 3_600_000;
    const old = expect.stringMatching(/^\w+ was read 144\d\d s ago, and should be every 3600 s$/);
    await expectReadiness(two, 503, { reasons: [old, old] });
    ahead = 0;
    await redis.stop();
    await expectReadiness(two, 503, { reasons: ['Redis does not answer'] });
    expect((await fetch(`${two.web.url}/healthz`)).status).toBe(200);
    expect((await two.get('/api/status')).status).toBe(503);
    await redis.restart();
    await expectReadiness(two, 200, { reasons: [] });
  } finally {
    await two.close();
    await redis.close();
  }
});

test('a Redis that would lose state is named: without its file as a warning, with eviction as a reason', async () => {
  const redis = await privateTestRedis();
  const two = await startWebRig({ redisUrl: redis.url });
  try {
    await two.rig.cycles(1);
    await two.rig.app.redis.config('SET', 'appendonly', 'no');
    const warnings = [expect.stringContaining('append-only')];
    await expectReadiness(two, 200, { reasons: [], warnings });
    await two.rig.app.redis.config('SET', 'maxmemory-policy', 'allkeys-lru');
    await expectReadiness(two, 503, { reasons: [expect.stringContaining('noeviction')], warnings });
  } finally {
    await two.close();
    await redis.close();
  }
});

test('Aceptabits\u2019 own customers and whoever means nobody are counted apart, and no difference', async () => {
  const { differing, waiting } = await one.rig.status();
  // One for each agent of the shop is there from the first.
  expect(waiting.platform).toBe(3);
  one.rig.aceptabits.people.create({ name: 'Cliente', lastname: 'General', isEditable: 0 });
  one.rig.aceptabits.people.create({ name: 'Cliente agente', lastname: 'Rosa Elena', isEditable: 0 });
  one.rig.managementpro.people.create({ descripcion: 'PUBLICO EN GENERAL', rfc: 'XAXX010101000' });
  await one.rig.cycles(2);
  const status = JSON.parse(await (await one.get('/api/status')).text());
  expect(status.waiting).toMatchObject({ platform: 5, nobody: 1 });
  expect(status.differing).toBe(differing);
  const page = await (await one.get('/')).text();
  expect(page).toContain('href="/customers?state=platform"');
  expect(page).toContain('href="/customers?state=nobody"');
});

test('the status says of a braked, refusing and badly read side all that there is to say, as its schema tells', async () => {
  const { store, gates } = one.rig.app.context;
  for (const { clave } of one.rig.managementpro.people.all())
    one.rig.managementpro.people.edit(clave, { telefono_1: '' });
  await one.rig.poll('managementpro');
  await gates.aceptabits.failed('credentials', false);
  const trouble = { since: 1, at: 2, errorClass: 'credentials', code: '1276', operation: 'get-customers' };
  await store.setState('trouble:aceptabits', trouble);
  const told = JSON.parse(await (await one.get('/api/status')).text());
  const whole = JSON.parse(JSON.stringify(await one.rig.status()));
  expect(told).toEqual({ ...whole, at: told.at });
  expect(told.sides.managementpro.brake).toMatchObject({ reason: 'mass-emptying', field: 'phone' });
  expect(told.sides.aceptabits).toMatchObject({ circuit: { open: true }, readingTrouble: trouble });
});
