/**
 * `npm run bench:fleet` (`-- --companies 100 --customers 1000 --seconds 60`, and `--only idle` or `--only polled`): what
 * one more company of a process costs while nothing happens, how soon all of them run, and what it is to poll all of them
 * each minute.
 */
import { loadavg } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startChild } from './stage/child.ts';
import { alike, type Fleet, startFleet } from './stage/fleet.ts';
import { figure } from './table.ts';

const { values } = parseArgs({
  options: {
    companies: { type: 'string', default: '100' },
    customers: { type: 'string', default: '1000' },
    seconds: { type: 'string', default: '60' },
    /** One half alone: what costs while nothing happens, or the polls. */
    only: { type: 'string', default: '' },
  },
});
const [companies, customers, seconds] = [values.companies, values.customers, values.seconds].map(Number) as [
  number,
  number,
  number,
];
/** After a start, until the first polls and the first look at each schedule, which compile code and leave garbage, are over. */
const SETTLE_MS = 90_000;

/** Percent of a core over a while, of Puente and of its Redis. */
async function load(fleet: Fleet, ms: number): Promise<{ puente: number; redis: number }> {
  const [cpu, of, began] = [fleet.cpuSeconds(), fleet.redis.cpuSeconds(), performance.now()];
  await pause(ms);
  const spent = (performance.now() - began) / 100_000;
  return { puente: (fleet.cpuSeconds() - cpu) / spent, redis: (fleet.redis.cpuSeconds() - of) / spent };
}

/** Nobody to be read, and hardly ever asked for: what it costs to be there. */
async function idle(count: number, settings: Readonly<Record<string, string>>) {
  const fleet = await startFleet(
    alike(count, { ...settings, MANAGEMENTPRO_POLL_EVERY: '1h', ACEPTABITS_POLL_EVERY: '1h' }),
  );
  await pause(SETTLE_MS);
  const cpu = await load(fleet, seconds * 1_000);
  const found = {
    startSeconds: fleet.startSeconds,
    rssMiB: fleet.rssMiB(),
    cpu,
    connections: await fleet.connections(),
  };
  await fleet.stop();
  return found;
}

/** Everybody linked, then read each minute. */
async function polled(settings: Readonly<Record<string, string>>) {
  const every = { MANAGEMENTPRO_POLL_EVERY: '1m', ACEPTABITS_POLL_EVERY: '1m' };
  const fleet = await startFleet(alike(companies, { ...settings, ...every, INITIAL_SYNC: 'auto' }));
  const began = performance.now();
  while ((await fleet.links()) < companies * customers) await pause(1_000);
  const linkedSeconds = (performance.now() - began) / 1_000;
  await pause(SETTLE_MS);
  const cpu = await load(fleet, Math.max(seconds, 60) * 1_000);
  const asked = performance.now();
  const rows = await fleet.rows();
  const boardMs = performance.now() - asked;
  const ages = rows.map(({ now }) => (Date.now() - (now?.wholeAt ?? 0)) / 1_000);
  const found = {
    linkedSeconds,
    cpu,
    rssMiB: fleet.rssMiB(),
    redisMiB: (await fleet.redis.usedBytes()) / 2 ** 20,
    boardMs,
    oldestReadingSeconds: Math.max(...ages),
  };
  await fleet.stop();
  return found;
}

const before = loadavg()[0] ?? 0;
if (values.only !== 'polled') {
  const nobody = await startChild('stage/companies.ts', [0]);
  const one = await idle(1, nobody.ready);
  const all = await idle(companies, nobody.ready);
  await nobody.close();
  const each = (of: number, few: number) => figure((of - few) / (companies - 1));
  console.log(
    JSON.stringify({
      companies,
      'load of the machine before': figure(before),
      'idle RSS of one, MiB': one.rssMiB,
      'idle RSS of all, MiB': all.rssMiB,
      'RSS of each further company, MiB': each(all.rssMiB, one.rssMiB),
      'idle CPU of one, % of a core': figure(one.cpu.puente),
      'idle CPU of each further company, % of a core': each(all.cpu.puente, one.cpu.puente),
      'CPU of Redis for each further company, % of a core': each(all.cpu.redis, one.cpu.redis),
      'Redis connections of each further company': each(all.connections, one.connections),
      'start of one, s': figure(one.startSeconds),
      'start of all, s': figure(all.startSeconds),
    }),
  );
}
if (values.only !== 'idle') {
  const systems = await startChild('stage/companies.ts', [customers]);
  const work = await polled(systems.ready);
  const { writes } = await systems.ask<{ writes: number }>('counters');
  await systems.close();
  console.log(
    JSON.stringify({
      companies,
      customers,
      'load of the machine': figure(loadavg()[0] ?? 0),
      'all linked after, s': figure(work.linkedSeconds),
      'polled each minute: CPU of Puente, % of a core': figure(work.cpu.puente),
      'CPU of Redis, % of a core': figure(work.cpu.redis),
      'RSS, MiB': work.rssMiB,
      'Redis, MiB': figure(work.redisMiB),
      'oldest whole reading, s': figure(work.oldestReadingSeconds),
      'board of all, ms': figure(work.boardMs),
      writes,
    }),
  );
}
process.exit(0);
