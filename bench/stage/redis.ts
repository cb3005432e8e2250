import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort } from '../free-port.ts';
import { cpuSecondsOf } from '../process.ts';

/** A Redis of its own for one benchmark, set as the documentation asks, and what is asked of it. */
export type BenchRedis = {
  readonly url: string;
  readonly redis: Redis;
  cpuSeconds(): number;
  /** All that it holds, in bytes. */
  usedBytes(): Promise<number>;
  /** Commands that it has carried out, those within scripts included. */
  commands(): Promise<number>;
  close(): Promise<void>;
};

const LOOK_EVERY_MS = 20;

export async function startRedis(): Promise<BenchRedis> {
  const dir = await mkdtemp(join(tmpdir(), 'puente-bench-'));
  const path = join(dir, 'redis.sock');
  const port = String(await freePort());
  const settings = ['--maxmemory-policy', 'noeviction', '--appendonly', 'yes', '--save', ''];
  const server = spawn('redis-server', ['--port', port, '--unixsocket', path, '--dir', dir, ...settings], {
    stdio: 'ignore',
  });
  const redis = new Redis({ path, lazyConnect: true, retryStrategy: () => LOOK_EVERY_MS });
  redis.on('error', () => undefined);
  await redis.connect().catch(() => undefined);
  while (redis.status !== 'ready') await pause(LOOK_EVERY_MS);
  return {
    url: `redis://127.0.0.1:${port}`,
    redis,
    cpuSeconds: () => cpuSecondsOf(server.pid ?? 0),
    usedBytes: async () => Number(/used_memory:(\d+)/.exec(await redis.info('memory'))?.[1] ?? 0),
    commands: async () => Number(/total_commands_processed:(\d+)/.exec(await redis.info('stats'))?.[1] ?? 0),
    async close() {
      redis.disconnect();
      server.kill('SIGKILL');
      await once(server, 'exit');
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** What the history takes, which grows with what happens and not with who is there. */
const HISTORY = /:(history|history-of|activity:[\d-]+)$/;
/** What a person's search asks. */
const SEARCH = /:words-in:/;

export type Bytes = {
  readonly all: number;
  readonly search: number;
  readonly ofKeys: Readonly<Record<string, number>>;
};

/** Memory of the keys, history and queues apart, in bytes. */
export async function bytesOf(redis: Redis): Promise<Bytes> {
  const keys = (await redis.keys('{puente}:*')).filter(
    (key) => !HISTORY.test(key) && !/:(write|scan|resync)/.test(key),
  );
  const ofKeys: Record<string, number> = {};
  for (const key of keys)
    ofKeys[key.replace(/^\{[^}]*\}:/, '')] = Number(await redis.memory('USAGE', key, 'SAMPLES', 0));
  const sum = (names: string[]) => names.reduce((bytes, name) => bytes + (ofKeys[name] ?? 0), 0);
  const names = Object.keys(ofKeys);
  return { all: sum(names), search: sum(names.filter((name) => SEARCH.test(`:${name}`))), ofKeys };
}
