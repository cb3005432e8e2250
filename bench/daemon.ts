import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isInStep, type Status } from '../src/report/status.ts';
import { freePort } from './free-port.ts';
import { cpuSecondsOf, forgetPeakOf, peakMiBOf } from './process.ts';

/** What Node takes for itself in the container of `docker-compose.yml`, which has 1 GiB. */
const HEAP_MIB = 536;
const LOOK_EVERY_MS = 500;

/** The daemon as the image runs it, told everything by its environment; a PROFILE folder gets a profile of its CPU. */
export async function startDaemon(env: Readonly<Record<string, string>>) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const { PATH = '', HOME = '', PROFILE } = process.env;
  const profiling = PROFILE ? ['--cpu-prof', `--cpu-prof-dir=${PROFILE}`] : [];
  const limits = ['--max-semi-space-size=4', `--max-old-space-size=${HEAP_MIB}`];
  const program = join(import.meta.dirname, '../src/cli/main.ts');
  const child = spawn(process.execPath, [...limits, ...profiling, program, 'start'], {
    env: { PATH, HOME, LOG_LEVEL: 'warn', HTTP_PORT: String(port), ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const { pid = 0 } = child;
  const status = async () => (await (await fetch(`${url}/api/status`)).json()) as Status;
  const until = async (is: (status: Status) => boolean | Promise<boolean>, everyMs = LOOK_EVERY_MS) => {
    while (!(await is(await status()))) await sleep(everyMs);
  };
  const answers = () =>
    fetch(`${url}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await answers())) await sleep(LOOK_EVERY_MS);
  return {
    cpuSeconds: () => cpuSecondsOf(pid),
    peakMiB: () => peakMiBOf(pid),
    forgetPeak: () => forgetPeakOf(pid),
    status,
    until,
    isInStep,
    async post(path: string, body: object = {}) {
      const headers = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' };
      const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    },
    async stop() {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}
