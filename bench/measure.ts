import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type App, createApp } from '../src/app.ts';
import { loadConfig } from '../src/config/load.ts';
import { createLog } from '../src/telemetry/log.ts';

export type Counters = {
  readonly requests: { readonly managementpro: number; readonly aceptabits: number };
  readonly writes: number;
  readonly people: number;
  readonly doubled: number;
  readonly missing: number;
};

export type Bench = { readonly app: App; counters(): Promise<Counters>; close(): Promise<void> };

export type Sizes = readonly [managementpro: number, aceptabits: number, shared: number];

/** Simulators of these sizes in a process of their own, and the settings that lead to them. */
export async function openSystems(sizes: Sizes) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'simulators.ts'), ...sizes.map(String)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => JSON.parse((await lines.next()).value as string);
  const { managementpro, aceptabits } = await next();
  return {
    env: {
      MANAGEMENTPRO_URL: managementpro.url as string,
      MANAGEMENTPRO_APIKEY: managementpro.apikey as string,
      ACEPTABITS_URL: aceptabits.url as string,
      ACEPTABITS_TOKEN: aceptabits.token as string,
      ACEPTABITS_SHOP: aceptabits.shop as string,
    },
    async counters(): Promise<Counters> {
      child.stdin.write('\n');
      return next();
    },
    close: () => child.stdin.end(),
  };
}

/** An app on a private Redis against simulators of these sizes in a process of their own. */
export async function openBench(sizes: Sizes, pollEvery: string): Promise<Bench> {
  const systems = await openSystems(sizes);
  const dataDir = await mkdtemp(join(tmpdir(), 'puente-bench-'));
  const config = loadConfig({
    ...systems.env,
    MANAGEMENTPRO_POLL_EVERY: pollEvery,
    ACEPTABITS_POLL_EVERY: pollEvery,
    // What is measured are whole readings.
    MANAGEMENTPRO_READ_PER_MINUTE: '0',
    ACEPTABITS_READ_PER_MINUTE: '0',
    DATA_DIR: dataDir,
    INITIAL_SYNC: 'auto',
  });
  const app = await createApp(config, { log: createLog({ level: 'warn', pii: false }) });
  return {
    app,
    counters: systems.counters,
    async close() {
      await app.close();
      systems.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export type Cost = { readonly wallSeconds: number; readonly cpuSeconds: number; readonly peakRssMiB: number };

/** What `work` costs this process: wall time, CPU of all threads, and the peak of resident memory so far. */
export async function cost(work: () => Promise<void>): Promise<Cost> {
  const cpu = process.cpuUsage();
  const began = performance.now();
  await work();
  const used = process.cpuUsage(cpu);
  return {
    wallSeconds: round((performance.now() - began) / 1_000),
    cpuSeconds: round((used.user + used.system) / 1_000_000),
    peakRssMiB: Math.round(process.resourceUsage().maxRSS / 1_024),
  };
}

export function round(value: number): number {
  return Math.round(value * 100) / 100;
}
