import { cp, mkdtemp, readdir, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterEach, expect, test } from 'vitest';
import { createApp } from '../../src/app.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { freshNamespace, privateTestRedis, testRedis } from '../redis.ts';
import type { PrivateTestRedis } from '../redis-local.ts';
import { type Rig, startRig } from '../rig.ts';
import { driveUntilSettled } from './driven.ts';

// What Redis holds may vanish, go back in time, or come from another version: nobody is created twice by that.

let rig: Rig | undefined;
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await rig?.close();
  rig = undefined;
  for (const close of closing.splice(0).reverse()) await close();
});

const WITHIN_MS = 30_000;
const COUNT = 20;

async function settle(): Promise<void> {
  if (rig === undefined || !(await driveUntilSettled(rig, 20, WITHIN_MS))) throw new Error('never settled');
}

function newcomers(from: number, count: number): void {
  for (let n = from; n < from + count; n += 1) {
    rig?.managementpro.people.create({ descripcion: `Nueva Eme ${n}`, email_1: `eme${n}@maya.mx` });
    rig?.aceptabits.people.create({ name: `Nueva A ${n}`, phone: `+52999200${1000 + n}` });
  }
}

function counts(): number[] {
  return [rig?.managementpro.people.all().length ?? 0, rig?.aceptabits.people.all().length ?? 0];
}

async function ownRedis(): Promise<{ redis: PrivateTestRedis; dir: string }> {
  const redis = await privateTestRedis();
  closing.push(redis.close);
  const client = new Redis(redis.url);
  const [, dir] = (await client.config('GET', 'dir')) as [string, string];
  client.disconnect();
  return { redis, dir };
}

test('an emptied Redis: everybody is linked again by match, nothing is written', async () => {
  rig = await startRig();
  newcomers(0, COUNT);
  await settle();
  const writes = rig.writes();
  await rig.app.context.store.forget();
  await rig.restart();
  await settle();
  expect(counts()).toEqual([2 * COUNT, 2 * COUNT]);
  expect(rig.writes()).toBe(writes);
  expect(await rig.status()).toMatchObject({ links: 2 * COUNT, differing: 0 });
});

test('an older Redis restored: who was created since is found again, and edits since are no conflicts', async () => {
  const { redis, dir } = await ownRedis();
  rig = await startRig({ redisUrl: redis.url });
  newcomers(0, COUNT);
  await settle();
  await rig.app.close();
  await redis.stop();
  const backup = await mkdtemp(join(tmpdir(), 'puente-backup-'));
  closing.push(() => rm(backup, { recursive: true }));
  await cp(dir, backup, { recursive: true });
  await redis.restart();
  await rig.restart();
  newcomers(COUNT, COUNT);
  rig.managementpro.people.edit('0000000001', { telefono_1: '9991234567' });
  await settle();
  const [before, writes] = [counts(), rig.writes()];

  await rig.app.close();
  await redis.stop();
  await rm(dir, { recursive: true });
  await cp(backup, dir, { recursive: true });
  await redis.restart();
  await rig.restart();
  await settle();
  expect(counts()).toEqual(before);
  expect(rig.writes()).toBe(writes);
  expect(await rig.status()).toMatchObject({ links: 4 * COUNT, differing: 0, waiting: { conflict: 0 } });
});

/** Cuts off what the append-only file has got since it had this size, as a machine that loses its power does. */
async function cutBackTo(dir: string, size: number): Promise<void> {
  await truncate(await incrementalFile(dir), size);
}

async function incrementalFile(dir: string): Promise<string> {
  const [folder] = (await readdir(dir)).filter((name) => name.startsWith('appendonlydir'));
  if (folder === undefined) return join(dir, 'appendonly.aof');
  const names = await readdir(join(dir, folder));
  return join(dir, folder, names.find((name) => name.endsWith('.incr.aof')) ?? '');
}

test('Redis loses its newest writes under a living daemon: creates of that moment are found, not repeated', async () => {
  const { redis, dir } = await ownRedis();
  rig = await startRig({ redisUrl: redis.url });
  newcomers(0, 2);
  await settle();
  // The customers are known, both lists have been read since, and nothing else is before their creates.
  const { write } = rig.app.engine.queues;
  await Promise.all([write.managementpro.pause(), write.aceptabits.pause()]);
  newcomers(2, COUNT);
  for (let poll = 0; poll < 2; poll += 1) await driveUntilSettled(rig, 20, 300);
  const { size } = await stat(await incrementalFile(dir));
  await Promise.all([write.managementpro.resume(), write.aceptabits.resume()]);
  await settle();
  expect(counts()).toEqual([2 * COUNT + 4, 2 * COUNT + 4]);

  await redis.kill();
  await cutBackTo(dir, size);
  await redis.restart();
  await Promise.all([write.managementpro.resume(), write.aceptabits.resume()]);
  await settle();
  expect(counts()).toEqual([2 * COUNT + 4, 2 * COUNT + 4]);
  expect(await rig.status()).toMatchObject({ links: 2 * COUNT + 4, differing: 0 });
});

test.each(['0', '99', 'x'])('state of schema %s is refused with one clear line', async (schema) => {
  const { url } = await testRedis();
  const namespace = freshNamespace();
  const redis = new Redis(url);
  await redis.set(`{${namespace}}:schema`, schema);
  redis.disconnect();
  rig = await startRig();
  const opened = createApp(
    { ...rig.config, redisUrl: url, namespace },
    { log: createLog({ level: 'silent', pii: false }) },
  );
  await expect(opened).rejects.toThrow(
    /^the state under NAMESPACE=\S+ has schema .*, this Puente knows \d+: .+$/,
  );
});
