import { Redis } from 'ioredis';
import { afterEach, expect, test } from 'vitest';
import { privateTestRedis } from '../redis.ts';
import type { PrivateTestRedis } from '../redis-local.ts';
import { FAST, type Rig, startRig } from '../rig.ts';
import { inManagementPro, person } from './situations.ts';

/** Rule 8: after a start of a Redis that may have lost its last second nobody is created for a quiet time. */

let rig: Rig;
let redis: PrivateTestRedis;
afterEach(async () => {
  await rig.close();
  await redis.close();
});

/** Longer than any test: who waits for it is not created. */
const QUIET = { app: { timings: { ...FAST, createQuietMs: 3_600_000 } } };

async function start(...options: readonly string[]): Promise<void> {
  redis = await privateTestRedis(...options);
  rig = await startRig({ ...QUIET, redisUrl: redis.url });
  await rig.cycles(2);
  inManagementPro(rig, person(1));
  await rig.cycles(2);
  expect(rig.aceptabits.people.all()).toHaveLength(1);
}

/** How many there are in Aceptabits after somebody new has come to ManagementPro. */
async function withOneMore(): Promise<number> {
  inManagementPro(rig, person(2));
  await rig.cycles(3);
  return rig.aceptabits.people.all().length;
}

async function inState(work: (redis: Redis) => Promise<unknown>): Promise<void> {
  const client = new Redis(redis.url);
  await work(client).finally(() => client.disconnect());
}

const state = () => rig.app.context.store.keys.state;

test('a Redis that syncs every write was killed: nobody waits for a quiet time', async () => {
  await start('--appendfsync', 'always');
  await redis.kill();
  await redis.restart();
  expect(await withOneMore()).toBe(2);
});

test('the same with Puente started anew', async () => {
  await start('--appendfsync', 'always');
  await redis.stop();
  await redis.restart();
  await rig.restart();
  expect(await withOneMore()).toBe(2);
});

test('a Redis that syncs every second was killed: the quiet time comes first', async () => {
  await start('--appendfsync', 'everysec');
  await redis.kill();
  await redis.restart();
  expect(await withOneMore()).toBe(1);
});

test('a Redis that did not sync every write when the newest intent was made: the quiet time comes first', async () => {
  await start('--appendfsync', 'always');
  await inState((client) => client.config('SET', 'appendfsync', 'everysec'));
  inManagementPro(rig, person(3));
  await rig.cycles(2);
  expect(rig.aceptabits.people.all()).toHaveLength(2);
  await redis.kill();
  await redis.restart();
  expect(await withOneMore()).toBe(2);
});

test('a Redis with a replica, which could take its place: the quiet time comes first', async () => {
  await start('--appendfsync', 'always');
  const replica = await privateTestRedis('--replicaof', '127.0.0.1', new URL(redis.url).port);
  try {
    await inState((client) => client.wait(1, 10_000));
    inManagementPro(rig, person(3));
    await rig.cycles(2);
  } finally {
    await replica.close();
  }
  expect(rig.aceptabits.people.all()).toHaveLength(2);
  await redis.kill();
  await redis.restart();
  expect(await withOneMore()).toBe(2);
});

test('an older copy of the state, as of a backup that was put back: the quiet time comes first', async () => {
  await start('--appendfsync', 'always');
  const hourAgo = String(Date.now() - 3_600_000);
  await rig.app.close();
  await inState((client) => client.hset(state(), 'redis-alive-at', hourAgo));
  await redis.kill();
  await redis.restart();
  await rig.restart();
  expect(await withOneMore()).toBe(1);
});

test('a master that was a replica in between, whose run is the same: the quiet time comes first', async () => {
  await start();
  const other = await privateTestRedis('--replicaof', '127.0.0.1', new URL(redis.url).port);
  const second = new Redis(other.url);
  try {
    const trusted = () => rig.app.context.store.getState('trusted-from');
    await inState((client) => client.wait(1, 10_000));
    await second.replicaof('NO', 'ONE');
    // Not while it is a replica: a question that travels with one of our writes waits until somebody takes writes again.
    const before = await trusted();
    await inState((client) => client.replicaof('127.0.0.1', new URL(other.url).port));
    await expect.poll(() => second.info('replication'), { timeout: 20_000 }).toContain('state=online');
    await inState((client) => client.replicaof('NO', 'ONE'));
    await expect.poll(trusted, { timeout: 20_000 }).not.toBe(before);
    expect(await withOneMore()).toBe(1);
  } finally {
    second.disconnect();
    await other.close();
  }
});
