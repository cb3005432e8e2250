/**
 * `npm run bench:writers` (`-- --customers 600 --latency 50 --places 8`): writes a second of one, two and three processes of
 * ROLES=write against an API that answers in 50 ms, and the CPU of everybody meanwhile. Each process brings four places among
 * the writers (WRITE_CONCURRENCY is four for one, twelve for three), so that it is the answers that are waited for and not
 * the machine, which the systems and Redis share; with `--places 8`, the most that one process has, it takes more than two
 * cores. Three have to be 2.7 times as fast.
 */
import { availableParallelism, loadavg } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startDaemon } from './daemon.ts';
import { cpuSecondsOf } from './process.ts';
import { startChild } from './stage/child.ts';
import { startRedis } from './stage/redis.ts';
import { figure } from './table.ts';

const { values } = parseArgs({
  options: {
    customers: { type: 'string', default: '400' },
    latency: { type: 'string', default: '50' },
    places: { type: 'string', default: '4' },
  },
});
const [customers, latencyMs, places] = [values.customers, values.latency, values.places].map(Number) as [
  number,
  number,
  number,
];
const LOOK_EVERY_MS = 50;
/** Measured between these shares of all writes: neither the start nor the last few in hand. */
const [FROM, TO] = [0.2, 0.8];

/** CPU seconds so far, by who spends them. */
type Spent = { readonly [who: string]: number };
type Measured = { readonly writesPerSecond: number; readonly cores: Spent };

/** A first sync in which everybody is created on the other side. */
async function measure(writers: number): Promise<Measured> {
  const redis = await startRedis();
  const systems = await startChild('stage/simulators.ts', [
    { managementpro: customers, aceptabits: 0, shared: 0 },
    latencyMs,
  ]);
  const env = {
    ...systems.ready,
    // Readings are not what is measured: as seldom as a first sync allows.
    MANAGEMENTPRO_POLL_EVERY: '10s',
    ACEPTABITS_POLL_EVERY: '10s',
    INITIAL_SYNC: 'auto',
    REDIS_URL: redis.url,
    WRITE_CONCURRENCY: String(places * writers),
  };
  const scan = await startDaemon({ ...env, ROLES: 'scan,web' });
  const own: Awaited<ReturnType<typeof startDaemon>>[] = [];
  for (let count = 0; count < writers; count += 1)
    own.push(await startDaemon({ ...env, ROLES: 'write,web' }));
  const spent = (): Spent => ({
    writers: own.reduce((sum, one) => sum + one.cpuSeconds(), 0),
    scan: scan.cpuSeconds(),
    redis: redis.cpuSeconds(),
    systems: cpuSecondsOf(systems.pid),
  });
  const reached = async (share: number) => {
    for (;;) {
      const { writes } = await systems.ask<{ writes: number }>('counters');
      if (writes >= customers * share) return { at: performance.now(), writes, spent: spent() };
      await pause(LOOK_EVERY_MS);
    }
  };
  const [from, to] = [await reached(FROM), await reached(TO)];
  for (const daemon of [...own, scan]) await daemon.stop();
  await Promise.all([systems.close(), redis.close()]);
  const seconds = (to.at - from.at) / 1_000;
  const cores = Object.entries(to.spent).map(([who, until]): [string, number] => [
    who,
    Math.round(((until - (from.spent[who] ?? 0)) / seconds) * 100) / 100,
  ]);
  return { writesPerSecond: (to.writes - from.writes) / seconds, cores: Object.fromEntries(cores) };
}

const found: Measured[] = [];
for (const writers of [1, 2, 3]) {
  const one = await measure(writers);
  found.push(one);
  const all = Object.values(one.cores).reduce((sum, cores) => sum + cores, 0);
  console.log(
    JSON.stringify({
      'write processes': writers,
      'places among the writers': places * writers,
      'writes/s': figure(one.writesPerSecond),
      'as fast as one, ×': figure(one.writesPerSecond / (found[0]?.writesPerSecond ?? 0)),
      'cores spent by': one.cores,
      'of all': `${figure(all)} of ${availableParallelism()}`,
      'CPU of the writers for a write, ms': figure(((one.cores.writers ?? 0) / one.writesPerSecond) * 1_000),
      'load of the machine': figure(loadavg()[0] ?? 0),
    }),
  );
}
const [first, , third] = found;
process.exitCode = (third?.writesPerSecond ?? 0) / (first?.writesPerSecond ?? 0) >= 2.7 ? 0 : 1;
