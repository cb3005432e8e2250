/** The Redis that the other tests stand on: namespaces apart, data over a kill, and nothing left behind. */
import { existsSync } from 'node:fs';
import { Redis } from 'ioredis';
import { afterEach, expect, test } from 'vitest';
import { freshNamespace, privateTestRedis, testRedis } from './redis.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function client(url: string): Redis {
  const redis = new Redis(url);
  redis.on('error', () => {});
  closing.push(() => redis.disconnect());
  return redis;
}

test('the server of the run answers, and every file has a namespace of its own', async () => {
  const { url } = await testRedis();
  expect(await client(url).ping()).toBe('PONG');
  expect(freshNamespace()).not.toBe(freshNamespace());
});

test.each(['stop', 'kill'] as const)('a private server keeps its data over %s and restart', async (how) => {
  const server = await privateTestRedis();
  closing.push(server.close);
  const redis = client(server.url);
  await redis.set('key', 'value');
  await redis.config('SET', 'appendfsync', 'always');
  await redis.set('other', 'value');
  await server[how]();
  await server.restart();
  expect(await redis.mget('key', 'other')).toEqual(['value', 'value']);
});

test('a private server takes its folder along when it is closed, also when it was stopped before', async () => {
  const server = await privateTestRedis();
  const dir = (await client(server.url).config('GET', 'dir'))[1] as string;
  await server.stop();
  await server.close();
  expect(existsSync(dir)).toBe(false);
});
