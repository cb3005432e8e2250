import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { afterAll, describe, expect, test } from 'vitest';
import { MINIMUM } from '../config/minimum.ts';
import { freePort } from '../redis-local.ts';
import { asVersion5, type OddRedis, selfSigned, startOdd, withTls } from './odd-redis.ts';

/** What `puente start`, `puente doctor` and `/readyz` say about the Redis they are given. */

const PROGRAM = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
/** Nobody listens at the discard port: neither system is asked anything. */
const NOWHERE = { MANAGEMENTPRO_URL: 'http://127.0.0.1:9/', ACEPTABITS_URL: 'http://127.0.0.1:9/' };
const PASSWORD = 's3cret-of-redis';
/** As the npm scripts have it: a start compiles what an earlier one has compiled already only once. */
const NODE_COMPILE_CACHE = join(tmpdir(), 'puente-test-compile-cache');

const closing: (() => unknown)[] = [];
afterAll(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function odd(options: Record<string, string> = {}, port?: number): Promise<OddRedis> {
  const server = await startOdd(options, port);
  closing.push(server.kill);
  return server;
}

type Run = {
  readonly child: ChildProcess;
  readonly output: () => string;
  /** Resolves with the first line that matches. Fails when the process ends without one. */
  says(what: RegExp): Promise<string>;
  readonly ended: Promise<number | null>;
};

function puente(command: string, env: Record<string, string>): Run {
  const settings = { ...MINIMUM, ...NOWHERE, HTTP_PORT: '0', ...env };
  const child = spawn(process.execPath, [PROGRAM, command], {
    env: { PATH: process.env.PATH, TMPDIR: process.env.TMPDIR, NODE_COMPILE_CACHE, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  closing.push(() => child.kill('SIGKILL'));
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr])
    createInterface(stream).on('line', (line) => {
      lines.push(line);
      for (const look of waiting) look();
    });
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const says = (what: RegExp) => {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const look = () => {
      const found = lines.find((line) => what.test(line));
      if (found !== undefined) resolve(found);
    };
    waiting.add(look);
    look();
    void ended.then((code) => reject(new Error(`ended with ${code}, without ${what}:\n${lines.join('\n')}`)));
    return promise;
  };
  return { child, output: () => lines.join('\n'), says, ended };
}

async function readyz(run: Run): Promise<{ ready: boolean; reasons: string[]; warnings: string[] }> {
  const { url } = JSON.parse(await run.says(/the web server listens/));
  return (await fetch(`${url}/readyz`)).json() as Promise<{
    ready: boolean;
    reasons: string[];
    warnings: string[];
  }>;
}

async function stops(run: Run): Promise<void> {
  run.child.kill('SIGTERM');
  expect(await run.ended, run.output()).toBe(0);
}

// Each has a Redis and processes of its own, and most of its time is spent waiting for them.
describe.concurrent('the Redis at the start', () => {
  test('TLS, a user with a password and a database number: everything goes into that database', async () => {
    const certificate = selfSigned();
    const server = await odd({
      ...withTls(certificate),
      user: `puente on >${PASSWORD} ~* &* +@all`,
    });
    const address = `rediss://puente:${PASSWORD}@127.0.0.1:${server.port}`;
    const run = puente('start', { REDIS_URL: `${address}/5`, NODE_EXTRA_CA_CERTS: certificate.cert });
    await run.says(/Puente is running/);
    await stops(run);
    const redis = new Redis(`${address}/0`, { tls: { rejectUnauthorized: false } });
    closing.push(() => redis.disconnect());
    expect(await redis.dbsize()).toBe(0);
    await redis.select(5);
    expect(await redis.dbsize()).toBeGreaterThan(0);
    expect(run.output()).not.toContain(PASSWORD);
  });

  test('SIGTERM that comes twice, as npm hands on what the whole group has had, ends it in good order all the same', async () => {
    const { port } = await odd({});
    const run = puente('start', { REDIS_URL: `redis://127.0.0.1:${port}` });
    await run.says(/Puente is running/);
    run.child.kill('SIGTERM');
    await run.says(/stopping: the jobs in hand/);
    await stops(run);
    await run.says(/stopped/);
  });

  test('a certificate that nobody vouches for is named', async () => {
    const { port } = await odd(withTls(selfSigned()));
    const run = puente('start', { REDIS_URL: `rediss://127.0.0.1:${port}` });
    await run.says(/self-signed certificate.*Redis is not answering/);
    await stops(run);
  });

  const refused: [string, Record<string, string>, string, RegExp][] = [
    ['a wrong password', { requirepass: PASSWORD }, `:${PASSWORD}2@HOST`, /refuses us: WRONGPASS/],
    ['no password where one is needed', { requirepass: PASSWORD }, 'HOST', /refuses us: NOAUTH/],
    ['a database that is not there', {}, 'HOST/99', /refuses us: ERR DB index is out of range/],
    ['eviction', { 'maxmemory-policy': 'allkeys-lru' }, 'HOST', /maxmemory-policy is allkeys-lru/],
  ];

  test.each(refused)('%s stops the start, in one clear line', async (_, options, at, line) => {
    const { port } = await odd(options);
    const REDIS_URL = `redis://${at.replace('HOST', `127.0.0.1:${port}`)}`;
    const run = puente('start', { REDIS_URL });
    await run.says(line);
    expect(await run.ended).toBe(1);
    expect(run.output()).not.toContain(PASSWORD);
  });

  test('a Redis that is too old stops the start, and doctor says the same in its table', async () => {
    const { port, close } = await asVersion5(await odd());
    closing.push(close);
    const REDIS_URL = `redis://127.0.0.1:${port}`;
    const run = puente('start', { REDIS_URL });
    await run.says(/Redis 5\.\S+ is too old: 6\.2 or newer is needed/);
    expect(await run.ended).toBe(1);
    const doctor = puente('doctor', { REDIS_URL });
    await doctor.says(/redis +│ fail +│ Redis 5\.\S+ is too old/);
    expect(await doctor.ended).toBe(1);
  });

  test('persistence that is off is warned about in the log, on /readyz and by doctor', async () => {
    const { port } = await odd({ appendonly: 'no' });
    const REDIS_URL = `redis://127.0.0.1:${port}`;
    const run = puente('start', { REDIS_URL });
    await run.says(/"warn".*the append-only file is off/);
    expect((await readyz(run)).warnings).toEqual([expect.stringContaining('the append-only file is off')]);
    await puente('doctor', { REDIS_URL }).says(/redis +│ warn +│ the append-only file is off/);
    await stops(run);
  });

  test('eviction that is switched on later makes it unready, and doctor fail, by name', async () => {
    const { port } = await odd();
    const REDIS_URL = `redis://127.0.0.1:${port}`;
    const run = puente('start', { REDIS_URL });
    await run.says(/Puente is running/);
    const redis = new Redis(REDIS_URL);
    closing.push(() => redis.disconnect());
    await redis.config('SET', 'maxmemory-policy', 'volatile-ttl');
    const { ready, reasons } = await readyz(run);
    expect(ready).toBe(false);
    expect(reasons).toContainEqual(expect.stringContaining('maxmemory-policy is volatile-ttl'));
    await puente('doctor', { REDIS_URL }).says(/redis +│ fail +│ maxmemory-policy is volatile-ttl/);
    await stops(run);
  });

  test('a Redis that is not there yet is waited for, and a command says that it does not answer', async () => {
    const port = await freePort();
    const REDIS_URL = `redis://:${PASSWORD}@127.0.0.1:${port}`;
    const run = puente('start', { REDIS_URL });
    await run.says(/ECONNREFUSED/);
    const status = puente('status', { REDIS_URL });
    await status.says(/Redis at 127\.0\.0\.1:\d+ does not answer: .*ECONNREFUSED/);
    expect(await status.ended).toBe(1);
    expect(status.output()).not.toContain(PASSWORD);
    await odd({ requirepass: PASSWORD }, port);
    await run.says(/Puente is running/);
    await stops(run);
  });

  test.each([
    ['rediss', 'with TLS', {}],
    ['redis', 'without TLS', withTls(selfSigned())],
  ])(
    '%s:// for a port that expects the other is told by the way it was asked: %s',
    async (scheme, way, options) => {
      const { port } = await odd(options);
      const REDIS_URL = `${scheme}://:${PASSWORD}@127.0.0.1:${port}`;
      const run = puente('start', { REDIS_URL });
      await run.says(new RegExp(`"asked":"${way}.*Redis is not answering`));
      const status = puente('status', { REDIS_URL });
      await status.says(new RegExp(`does not answer: .*; it was asked ${way} \\(${scheme}://\\)`));
      expect(await status.ended).toBe(1);
      expect(run.output() + status.output()).not.toContain(PASSWORD);
      await stops(run);
    },
  );

  test('SIGTERM ends the wait for a Redis that never comes, and a stop without Redis ends too', async () => {
    const waiting = puente('start', { REDIS_URL: `redis://127.0.0.1:${await freePort()}` });
    await waiting.says(/ECONNREFUSED/);
    await stops(waiting);
    const server = await odd();
    const run = puente('start', { REDIS_URL: `redis://127.0.0.1:${server.port}` });
    await run.says(/Puente is running/);
    await server.kill();
    await run.says(/ECONNREFUSED/);
    await stops(run);
    await run.says(/Redis is away, so Puente stops without it/);
  });

  test('an address whose end is no database number is a wrong setting', async () => {
    const run = puente('start', { REDIS_URL: 'redis://127.0.0.1:6379/puente' });
    await run.says(/^REDIS_URL: must end with the number of a database/);
    expect(await run.ended).toBe(2);
  });

  test('a Redis that comes back without its state ends the process: only a new start can go on', async () => {
    const server = await odd();
    const run = puente('start', { REDIS_URL: `redis://127.0.0.1:${server.port}` });
    await run.says(/Puente is running/);
    await server.kill();
    await odd({}, server.port);
    await run.says(
      /"fatal".*Redis came back without the state of this namespace: Puente ends, start it again/,
    );
    expect(await run.ended).toBe(1);
  });
});
