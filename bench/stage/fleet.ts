/** A process that works for many companies, on a Redis of its own; what it costs is read from /proc. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { CompanyRow } from '../../src/report/companies.ts';
import { freePort } from '../free-port.ts';
import { cpuSecondsOf, rssMiBOf } from '../process.ts';
import { NODE_SWITCHES } from './child.ts';
import { startRedis } from './redis.ts';

type Settings = Readonly<Record<string, string>>;
export type Fleet = Awaited<ReturnType<typeof startFleet>>;

const LOOK_EVERY_MS = 50;

/** So many companies of the same systems, each by an address of its own: no two companies share an account. */
export function alike(count: number, settings: Settings): Record<string, Settings> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, at) => {
      const own = `127.0.${1 + Math.floor(at / 250)}.${1 + (at % 250)}`;
      const addressed = Object.entries(settings).map(([key, value]) => [key, value.replace('0.0.0.0', own)]);
      return [`company-${String(at + 1).padStart(4, '0')}`, Object.fromEntries(addressed)];
    }),
  );
}

export async function startFleet(companies: Readonly<Record<string, Settings>>) {
  const redis = await startRedis();
  const dir = mkdtempSync(join(tmpdir(), 'puente-fleet-'));
  const names = new Set<string>();
  const add = (name: string, settings: Settings) => {
    names.add(name);
    const lines = Object.entries(settings).map(([key, value]) => `${key}='${value}'\n`);
    writeFileSync(join(dir, `${name}.env`), lines.join(''));
  };
  for (const [name, settings] of Object.entries(companies)) add(name, settings);
  const port = await freePort();
  const began = performance.now();
  const { PATH = '', HOME = '', PROFILE } = process.env;
  const profiling = PROFILE ? ['--cpu-prof', `--cpu-prof-dir=${PROFILE}`] : [];
  const child = spawn(process.execPath, [...profiling, ...NODE_SWITCHES, 'src/cli/main.ts', 'start'], {
    cwd: join(import.meta.dirname, '..', '..'),
    env: {
      PATH,
      HOME,
      MALLOC_ARENA_MAX: '1',
      COMPANIES_DIR: dir,
      REDIS_URL: redis.url,
      HTTP_PORT: String(port),
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}`;
  const answers = async (path: string) =>
    fetch(url + path).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await answers('/readyz'))) await pause(LOOK_EVERY_MS);
  const startSeconds = (performance.now() - began) / 1_000;
  const pid = child.pid ?? 0;
  return {
    startSeconds,
    redis,
    add,
    rssMiB: () => rssMiBOf(pid),
    cpuSeconds: () => cpuSecondsOf(pid),
    connections: async () =>
      String(await redis.redis.client('LIST'))
        .trim()
        .split('\n').length,
    rows: async () => (await (await fetch(`${url}/api/companies`)).json()) as CompanyRow[],
    async links() {
      const counts = await Promise.all([...names].map((name) => redis.redis.hlen(`{${name}}:links`)));
      return counts.reduce((sum, one) => sum + one, 0);
    },
    /** The claves of the links of one. */
    claves: (name: string) => redis.redis.hkeys(`{${name}}:links`),
    async stop() {
      child.kill('SIGTERM');
      await once(child, 'exit');
      await redis.close();
      rmSync(dir, { recursive: true });
    },
  };
}
