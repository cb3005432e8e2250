/** The Redis that Puente starts for itself: who reaches it, what it keeps, and how it ends. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Redis } from 'ioredis';
import { afterEach, expect, test, vi } from 'vitest';
import { startPrivateRedis } from '../../src/store/private-redis.ts';

const SOURCE = new URL('../../src/store/private-redis.ts', import.meta.url);
const closing: (() => unknown)[] = [];

afterEach(async () => {
  vi.unstubAllEnvs();
  for (const close of closing.splice(0).reverse()) await close();
});

function folder(...below: string[]): string {
  const dir = mkdtempSync(join(tmpdir(), 'puente-private-'));
  closing.push(() => rmSync(dir, { recursive: true, force: true }));
  return join(dir, ...below);
}

async function start(dir: string) {
  const server = await startPrivateRedis(dir);
  closing.push(server.close);
  return server;
}

function client(path: string): Redis {
  const redis = new Redis(path);
  redis.on('error', () => {});
  closing.push(() => redis.disconnect());
  return redis;
}

async function setting(redis: Redis, name: string): Promise<unknown> {
  return (await redis.config('GET', name))[1];
}

test('a private server listens on a socket file only, appends, and evicts nothing', async () => {
  const dir = folder('data');
  const redis = client((await start(dir)).path);
  expect(await setting(redis, 'port')).toBe('0');
  expect(await setting(redis, 'appendonly')).toBe('yes');
  expect(await setting(redis, 'appendfsync')).toBe('always');
  expect(await setting(redis, 'maxmemory-policy')).toBe('noeviction');
  expect(statSync(dir).mode & 0o777).toBe(0o700);
  redis.disconnect();
});

test('what was written is there after a stop and a new start', async () => {
  const dir = folder();
  const first = await start(dir);
  const writer = client(first.path);
  await writer.set('key', 'value');
  writer.disconnect();
  await first.close();
  expect(existsSync(first.path)).toBe(false);
  const reader = client((await start(dir)).path);
  expect(await reader.get('key')).toBe('value');
  reader.disconnect();
});

test('a second process joins the server that runs, and only the last one to leave stops it', async () => {
  const dir = folder();
  const first = await start(dir);
  const second = await start(dir);
  const id = /process_id:(\d+)/;
  const redis = client(first.path);
  const before = id.exec(await redis.info('server'))?.[1];
  redis.disconnect();
  await first.close();
  const again = client(second.path);
  expect(id.exec(await again.info('server'))?.[1]).toBe(before);
  again.disconnect();
  await second.close();
  expect(existsSync(second.path)).toBe(false);
});

test('starts at the same time end in one server', async () => {
  const dir = folder();
  const servers = await Promise.all([1, 2, 3, 4].map(() => start(dir)));
  const redis = client(servers[0]?.path ?? '');
  expect(await redis.info('clients')).toContain('connected_clients:5');
  redis.disconnect();
});

test('a server whose owner was killed is found again, with its data', async () => {
  const dir = folder();
  const script = `
    import { startPrivateRedis } from ${JSON.stringify(SOURCE.href)};
    await startPrivateRedis(${JSON.stringify(dir)});
    console.log('ready');`;
  const owner = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(owner.stdout, 'data');
  const orphan = client(join(dir, 'redis.sock'));
  await orphan.set('key', 'value');
  owner.kill('SIGKILL');
  await once(owner, 'exit');
  const found = await start(dir);
  expect(await orphan.get('key')).toBe('value');
  orphan.disconnect();
  await found.close();
  expect(existsSync(found.path)).toBe(false);
});

test('a data folder whose path is too long for a socket gets a short private one', async () => {
  const dir = folder('d'.repeat(120));
  const server = await start(dir);
  expect(Buffer.byteLength(server.path)).toBeLessThan(100);
  expect(statSync(dirname(server.path)).mode & 0o777).toBe(0o700);
  closing.push(() => rmSync(dirname(server.path), { recursive: true, force: true }));
  expect(await client(server.path).ping()).toBe('PONG');
});

test('a server that goes away by itself is reported', async () => {
  const server = await start(folder());
  const redis = client(server.path);
  redis.call('SHUTDOWN', 'NOSAVE').catch(() => {});
  await server.lost;
});

test('without a binary, one line says what to install', async () => {
  vi.stubEnv('PATH', '/nonexistent');
  await expect(startPrivateRedis(folder())).rejects.toThrow(
    'no redis-server or valkey-server on the PATH: install one, or set REDIS_URL',
  );
});

/** Only root can make a disk that is small enough to fill. */
test.skipIf(process.getuid?.() !== 0)(
  'on a full disk the server ends, that is named, and with room again all that it said yes to is there',
  async () => {
    const dir = folder();
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'none', dir]);
    closing.push(() => execFileSync('umount', ['-l', dir]));
    const server = await start(dir);
    const writer = new Redis(server.path, { maxRetriesPerRequest: 0, retryStrategy: () => null });
    writer.on('error', () => {});
    closing.push(() => writer.disconnect());
    const filler = join(dir, 'filler');
    expect(() => writeFileSync(filler, Buffer.alloc(8_000_000))).toThrow('ENOSPC');
    let said = 0;
    const write = async (): Promise<void> => {
      await writer.set(`key ${said}`, 'x'.repeat(1_000));
      said += 1;
      return write();
    };
    await expect(write()).rejects.toThrow();
    const full = `the disk of DATA_DIR is full (make room in ${dir})`;
    expect(await server.lost).toBe(`the private Redis has ended (nothing is lost), because ${full}`);
    writer.disconnect();
    rmSync(filler);
    const reader = client((await start(dir)).path);
    expect(await reader.dbsize()).toBeGreaterThanOrEqual(said);
    for (let key = 0; key < said; key += 1) expect(await reader.exists(`key ${key}`)).toBe(1);
    reader.disconnect();
  },
);
