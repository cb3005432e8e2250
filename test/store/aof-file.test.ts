import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startPrivateRedis } from '../../src/store/private-redis.ts';

/** docs/rules.md, queues: what a power cut leaves at the end of the private Redis' file, and a file that is damaged. */

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'puente-aof-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const growing = () => {
  const folder = join(dir, 'appendonlydir');
  return join(folder, readdirSync(folder).find((name) => name.endsWith('.incr.aof')) ?? '');
};

/** Runs the server for as long as `work` takes. */
async function running<T>(work: (redis: Redis) => Promise<T>) {
  const server = await startPrivateRedis(dir);
  const redis = new Redis(server.path);
  try {
    return { server, found: await work(redis) };
  } finally {
    redis.disconnect();
    await server.close();
  }
}

const keysKept = () => running((redis) => redis.dbsize());

test('zero bytes at the end are cut off, all that was answered is there, and a copy of the file is kept', async () => {
  const before = await running((redis) => redis.mset({ one: '1', two: '2' }));
  const whole = readFileSync(growing());
  appendFileSync(growing(), Buffer.alloc(200_000));
  const { server, found } = await keysKept();
  expect(found).toBe(2);
  expect(server.repaired).toContain('200000 zero bytes');
  const copy = readdirSync(dir).find((name) => name.endsWith('.before-repair')) ?? '';
  expect(readFileSync(join(dir, copy))).toEqual(Buffer.concat([whole, Buffer.alloc(200_000)]));
  expect(server.file).not.toBe(before.server.file);
});

test('of a command that was cut in its middle, and filled up with zeros, nothing is left', async () => {
  await running((redis) => redis.mset({ one: '1', two: '2' }));
  appendFileSync(growing(), '*3\r\n$3\r\nSET\r\n$5\r\nthr');
  appendFileSync(growing(), Buffer.alloc(4_096));
  expect((await keysKept()).found).toBe(2);
  expect((await keysKept()).server.repaired).toBeUndefined();
});

test('a file that ends as it should is left alone, and keeps its mark', async () => {
  const before = await running((redis) => redis.set('one', '1'));
  const after = await keysKept();
  expect([after.found, after.server.repaired, after.server.file]).toEqual([1, undefined, before.server.file]);
});

test('a file that is a copy has another mark', async () => {
  const before = await running((redis) => redis.set('one', '1'));
  execFileSync('cp', ['-r', join(dir, 'appendonlydir'), join(dir, 'backup')]);
  execFileSync('sh', ['-c', 'rm -r "$0/appendonlydir"; mv "$0/backup" "$0/appendonlydir"', dir]);
  const after = await keysKept();
  expect(after.found).toBe(1);
  expect(after.server.file).not.toBe(before.server.file);
});

test('a damaged file gives one line with the one command, which mends it', async () => {
  await running((redis) => redis.mset({ one: '1', two: '2' }));
  await running((redis) => redis.set('three', '3'));
  const bytes = readFileSync(growing());
  writeFileSync(growing(), Buffer.concat([bytes, Buffer.from('not a command\r\n'), bytes]));
  const said = await startPrivateRedis(dir).then(
    () => '',
    (error: Error) => error.message,
  );
  const [, command = ''] = /then run (redis-check-aof --fix \S+)$/u.exec(said) ?? [];
  expect(command).toContain('appendonly.aof.manifest');
  execFileSync('sh', ['-c', `yes | ${command}`]);
  expect((await keysKept()).found).toBe(3);
});

test('a file that ends in the middle of a command is taken as it is, as Redis does', async () => {
  await running((redis) => redis.mset({ one: '1', two: '2' }));
  await running((redis) => redis.set('three', '3'));
  truncateSync(growing(), readFileSync(growing()).length - 4);
  expect((await keysKept()).found).toBe(2);
});
