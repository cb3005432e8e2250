import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test, vi } from 'vitest';
import { MINIMUM } from '../config/minimum.ts';
import { freshNamespace, testRedis } from '../redis.ts';
import { freePort } from '../redis-local.ts';

/** What ends the daemon as users start it, and what does not. */

const PROGRAM = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
/** Nobody listens at the discard port: neither system is asked anything. */
const NOWHERE = { MANAGEMENTPRO_URL: 'http://127.0.0.1:9/', ACEPTABITS_URL: 'http://127.0.0.1:9/' };

const closing: (() => unknown)[] = [];
afterAll(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

type Daemon = { readonly child: ChildProcess; readonly url: string; readonly ended: Promise<number | null> };

async function daemon(stdout: number | 'pipe', env: Record<string, string> = {}): Promise<Daemon> {
  const redis = await testRedis();
  const port = await freePort();
  const settings = {
    ...MINIMUM,
    ...NOWHERE,
    REDIS_URL: redis.url,
    NAMESPACE: freshNamespace(),
    HTTP_PORT: String(port),
  };
  const child = spawn(process.execPath, [PROGRAM, 'start'], {
    env: { PATH: process.env.PATH, ...settings, ...env },
    stdio: ['ignore', stdout, 'ignore'],
  });
  closing.push(() => child.kill('SIGKILL'), redis.close);
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return { child, url: `http://127.0.0.1:${port}`, ended };
}

const alive = ({ url }: Daemon) =>
  vi.waitFor(async () => expect((await fetch(`${url}/healthz`)).status).toBe(200), {
    timeout: 20_000,
    interval: 100,
  });

async function linesLost({ url }: Daemon): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^puente_log_lines_lost_total (\d+)/mu.exec(text)?.[1]);
}

/** What Node is told to do when SIGUSR2 comes. */
const onSignal = (code: string) => ({
  NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(`process.on('SIGUSR2', () => { ${code} })`)}`,
});

test.each([
  ['a rejected promise', "Promise.reject(new Error('nobody has caught me'))"],
  ['an exception', "throw new Error('nobody has caught me')"],
])(
  '%s that nobody caught is logged as fatal with its reason, and the process ends with a failure',
  async (_, code) => {
    const run = await daemon('pipe', onSignal(code));
    let said = '';
    run.child.stdout?.on('data', (text) => (said += text));
    await alive(run);
    run.child.kill('SIGUSR2');
    expect(await run.ended).toBe(1);
    const fatal = said.split('\n').find((line) => line.includes('"fatal"')) ?? '{}';
    expect(JSON.parse(fatal)).toMatchObject({ level: 'fatal', err: { message: 'nobody has caught me' } });
  },
);

test('a full disk behind the log ends nothing, and the lines that were lost are counted', async () => {
  const run = await daemon(openSync('/dev/full', 'w'));
  await alive(run);
  expect(await linesLost(run)).toBeGreaterThan(0);
  run.child.kill('SIGTERM');
  expect(await run.ended).toBe(0);
});

test('a reader of the log that has gone ends nothing, and the lines that were lost are counted', async () => {
  const run = await daemon('pipe');
  run.child.stdout?.destroy();
  await alive(run);
  expect(await linesLost(run)).toBeGreaterThan(0);
  run.child.kill('SIGTERM');
  expect(await run.ended).toBe(0);
});
