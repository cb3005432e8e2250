import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { isInStep, type Status } from '../../src/report/status.ts';
import { freePort } from '../free-port.ts';
import { median } from '../median.ts';
import { cpuSecondsOf, rssMiBOf } from '../process.ts';
import { startChild } from '../stage/child.ts';
import { startRedis } from '../stage/redis.ts';
import type { Measures } from '../table.ts';
import type { Sizes } from './sizes.ts';

/** The daemon as it is started in life: how long until it is ready, and what it takes while nobody edits. */

const ROOT = join(import.meta.dirname, '..', '..');
const LOOK_EVERY_MS = 10;
/** So many times what is measured has gone by before it: the first poll after those of a start, which compiles more, is over. */
const SETTLES = 1.5;

type Daemon = { readonly child: ChildProcess; readonly pid: number; readonly readyMs: number };

export async function measureDaemon({ linked, rounds, idleSeconds }: Sizes): Promise<Measures> {
  const counts = { managementpro: linked, aceptabits: linked, shared: linked };
  const [simulators, redis] = await Promise.all([startChild('stage/simulators.ts', [counts]), startRedis()]);
  const port = String(await freePort());
  const env = {
    ...simulators.ready,
    REDIS_URL: redis.url,
    INITIAL_SYNC: 'auto',
    HTTP_PORT: port,
    MANAGEMENTPRO_MAX_RPS: '0',
    ACEPTABITS_MAX_RPS: '0',
    LOG_LEVEL: 'info',
  };
  try {
    // The first sync is over before: a daemon that idles in life was started long after it.
    await stop(await inStep(await start(env, port), port));
    const starts: number[] = [];
    const floors: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      floors.push(await bareStart());
      const daemon = await start(env, port);
      starts.push(daemon.readyMs);
      if (round < rounds - 1) await stop(daemon);
      else return { ...(await idle(daemon, port, idleSeconds)), ...started(median(starts), median(floors)) };
    }
    return {};
  } finally {
    await simulators.close();
    await redis.close();
  }
}

function started(ms: number, floorMs: number): Measures {
  return { start: { value: ms / floorMs, of: { 'ms to ready': ms, 'ms of the bare start': floorMs } } };
}

async function idle(daemon: Daemon, port: string, seconds: number): Promise<Measures> {
  await inStep(daemon, port);
  await pause(SETTLES * seconds * 1_000);
  const [before, began] = [cpuSecondsOf(daemon.pid), performance.now()];
  await pause(seconds * 1_000);
  const share = (100 * (cpuSecondsOf(daemon.pid) - before) * 1_000) / (performance.now() - began);
  const rss = rssMiBOf(daemon.pid);
  await stop(daemon);
  return { 'idle-cpu': { value: share, of: { seconds } }, 'idle-rss': { value: rss } };
}

/** What the first readings have found to write is no idleness. */
async function inStep(daemon: Daemon, port: string): Promise<Daemon> {
  while (!isInStep((await (await fetch(`http://127.0.0.1:${port}/api/status`)).json()) as Status))
    await pause(1_000);
  return daemon;
}

async function start(env: Record<string, string>, port: string): Promise<Daemon> {
  const began = performance.now();
  const child = spawn('npm', ['start', '--silent'], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  child.stdout.resume();
  while (!(await isReady(port))) {
    if (child.exitCode !== null) throw new Error('npm start has ended');
    await pause(LOOK_EVERY_MS);
  }
  const readyMs = performance.now() - began;
  return { child, pid: await lastDescendant(child.pid ?? 0), readyMs };
}

async function isReady(port: string): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );
}

/** npm runs a shell, and that becomes the daemon. */
async function lastDescendant(pid: number): Promise<number> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  const [first] = children.trim().split(' ');
  return first === undefined || first === '' ? pid : lastDescendant(Number(first));
}

async function stop({ child, pid }: Daemon): Promise<void> {
  process.kill(pid, 'SIGTERM');
  if (child.exitCode === null) await once(child, 'exit');
}

async function bareStart(): Promise<number> {
  const began = performance.now();
  const child = spawn(process.execPath, [join(ROOT, 'bench', 'floors', 'start.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(createInterface({ input: child.stdout }), 'line');
  const ms = performance.now() - began;
  if (child.exitCode === null) await once(child, 'exit');
  return ms;
}
