import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { isInStep, type Status } from '../src/report/status.ts';
import { freePort } from './free-port.ts';
import { cpuSecondsOf, forgetPeakOf, peakMiBOf } from './process.ts';
import { NODE_SWITCHES } from './stage/child.ts';

/** The limits of `docker-compose.yml`. */
const CONTAINER = [
  '--memory=1g',
  '--cpus=1.0',
  '--pids-limit=100',
  '--read-only',
  '--tmpfs=/tmp',
  '--user=1000:1000',
];
/** What Node takes for itself in that container. */
const HEAP_MIB = 536;
const LOOK_EVERY_MS = 500;

const ROOT = join(import.meta.dirname, '..');

/** Starts a process and answers its id; where NODE_IMAGE names an image, in a container of the compose file's size. */
async function startProgram(env: Readonly<Record<string, string>>) {
  const { PATH = '', HOME = '', DOCKER_HOST = '', PROFILE, NODE_IMAGE } = process.env;
  const program = [...NODE_SWITCHES, 'src/cli/main.ts', 'start'];
  if (!NODE_IMAGE) {
    const profiling = PROFILE ? ['--cpu-prof', `--cpu-prof-dir=${PROFILE}`] : [];
    const options = [`--max-old-space-size=${HEAP_MIB}`, ...profiling, ...program];
    const child = spawn(process.execPath, options, {
      cwd: ROOT,
      env: { PATH, HOME, ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    return { child, pid: async () => child.pid ?? 0 };
  }
  const name = `puente-bench-${process.pid}`;
  const settings = Object.keys(env).flatMap((key) => ['--env', key]);
  const place = ['--network=host', `--volume=${ROOT}:${ROOT}:ro`, `--workdir=${ROOT}`];
  const docker = [
    'run',
    '--rm',
    '--name',
    name,
    ...CONTAINER,
    ...place,
    ...settings,
    NODE_IMAGE,
    'node',
    ...program,
  ];
  const child = spawn('docker', docker, {
    env: { PATH, HOME, ...(DOCKER_HOST && { DOCKER_HOST }), ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const inspect = ['inspect', '--format', '{{.State.Pid}}', name];
  return { child, pid: async () => Number((await promisify(execFile)('docker', inspect)).stdout) };
}

/** The daemon as the image runs it, told everything by its environment; a PROFILE folder gets a profile of its CPU. */
export async function startDaemon(env: Readonly<Record<string, string>>) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const { child, pid: pidOf } = await startProgram({ LOG_LEVEL: 'warn', HTTP_PORT: String(port), ...env });
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
  const pid = await pidOf();
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
