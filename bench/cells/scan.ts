import { median } from '../median.ts';
import { cpuSecondsOf, forgetPeakOf, peakMiBOf, rssMiBOf } from '../process.ts';
import { type Child, startChild } from '../stage/child.ts';
import { type BenchRedis, bytesOf, startRedis } from '../stage/redis.ts';
import type { Measures } from '../table.ts';
import type { Sizes } from './sizes.ts';

/**
 * Readings of lists that stand ready: Puente and the floor in turn, on one Redis, each in a process of its own. All
 * pairs are linked before, as in steady state.
 */

const BUDGET_ROWS_A_DAY = 2_000 * 60 * 24;
/** A text of each kind that a person types. */
const TEXTS = [
  'garcia',
  'maria garcia',
  'a',
  'm cliente.77',
  'cliente.471',
  '55 1000 0471',
  '471',
  'XAXX010101000',
];
const SEARCHES = 10;

type Stage = {
  readonly lists: Child;
  readonly redis: BenchRedis;
  readonly floor: Child;
  readonly puente: Child;
};

/** What one size of list came to. */
type Sized = {
  readonly size: number;
  readonly puente: number;
  readonly floor: number;
  readonly changed: number;
  readonly idleRss: number;
  readonly peakRss: number;
  readonly commands: number;
  readonly bytes: Awaited<ReturnType<typeof bytesOf>>;
  readonly rowsADay: number;
  readonly requestsADay: number;
  readonly searchMs: number;
};

export async function measureScans(sizes: Sizes): Promise<Measures> {
  const small = await sized(sizes.scanSmall, sizes);
  const large = await sized(sizes.scanLarge, sizes);
  const { size } = large;
  const above = (of: Sized) => of.peakRss - of.idleRss;
  const perCustomer = (of: Sized) => of.puente / of.size;
  const index = large.bytes.search / size;
  return {
    'scan-cpu': {
      value: large.puente / large.floor,
      of: { 'customers a side': size, 'CPU s': large.puente, 'CPU s of the floor': large.floor },
    },
    'scan-rss': {
      value: above(large),
      of: { 'idle MiB': large.idleRss, 'peak MiB': large.peakRss },
    },
    'scan-rss-growth': {
      value: (large.peakRss / small.peakRss - 1) * 100,
      of: {
        'small size': small.size,
        'peak MiB': small.peakRss,
        'large size': size,
        'peak there MiB': large.peakRss,
      },
    },
    'changed-cpu': { value: large.changed / large.puente, of: { 'CPU s': large.changed } },
    'scale-cpu': {
      value: perCustomer(large) / perCustomer(small),
      of: {
        'small size': small.size,
        'µs a customer': perCustomer(small) * 500_000,
        'large size': size,
        'µs a customer there': perCustomer(large) * 500_000,
      },
    },
    'commands-unchanged': { value: large.commands / (2 * size) },
    'bytes-pair': { value: large.bytes.all / size, of: largest(large) },
    'search-bytes': { value: index },
    search: { value: large.searchMs, of: { pairs: size } },
    'day-rows': {
      value: (100 * Math.max(small.rowsADay, large.rowsADay)) / BUDGET_ROWS_A_DAY,
      of: {
        [`rows a day of ${small.size}`]: small.rowsADay,
        [`requests a day of ${small.size}`]: small.requestsADay,
        [`rows a day of ${size}`]: large.rowsADay,
        [`requests a day of ${size}`]: large.requestsADay,
      },
    },
  };
}

/** Bytes a pair of the keys that take most. */
function largest({ bytes, size }: Sized): Record<string, number> {
  const entries = Object.entries(bytes.ofKeys).sort(([, one], [, other]) => other - one);
  return Object.fromEntries(entries.slice(0, 14).map(([key, of]) => [key, Math.round(of / size)]));
}

async function sized(size: number, { rounds, scansARound }: Sizes): Promise<Sized> {
  const stage = await open(size);
  try {
    const idleRss = rssMiBOf(stage.puente.pid);
    // What has been compiled by then is compiled for all rounds.
    for (const child of [stage.puente, stage.floor]) await child.ask('read', 2);
    forgetPeakOf(stage.puente.pid);
    const spent = { puente: [] as number[], floor: [] as number[], changed: [] as number[] };
    let commands = 0;
    for (let round = 0; round < rounds; round += 1) {
      const before = await stage.redis.commands();
      spent.puente.push(await cpuOf(stage.puente, scansARound));
      commands = ((await stage.redis.commands()) - before) / scansARound;
      spent.floor.push(await cpuOf(stage.floor, scansARound));
    }
    const peakRss = peakMiBOf(stage.puente.pid);
    const reading =
      await stage.puente.ask<Record<string, { rowsPerDay: number; requestsPerDay: number }>>('reading');
    const searched = await stage.puente.ask<Record<string, number>>('searches', TEXTS, SEARCHES);
    const bytes = await bytesOf(stage.redis.redis);
    for (let round = 1; round <= rounds; round += 1) {
      await stage.lists.ask('change', 0.01, round);
      spent.changed.push(await cpuOf(stage.puente, 1));
    }
    const sides = Object.values(reading);
    return {
      size,
      puente: median(spent.puente),
      floor: median(spent.floor),
      changed: median(spent.changed),
      idleRss,
      peakRss,
      commands,
      bytes,
      rowsADay: Math.max(...sides.map(({ rowsPerDay }) => rowsPerDay)),
      requestsADay: Math.max(...sides.map(({ requestsPerDay }) => requestsPerDay)),
      searchMs: Math.max(...Object.values(searched)),
    };
  } finally {
    for (const child of [stage.puente, stage.floor, stage.lists]) await child.close();
    await stage.redis.close();
  }
}

/** Lists, all pairs linked, and a Puente that was started on that state. */
async function open(size: number): Promise<Stage> {
  const [lists, redis] = await Promise.all([startChild('stage/lists.ts', [size]), startRedis()]);
  const env = { ...lists.ready, REDIS_URL: redis.url, INITIAL_SYNC: 'auto' };
  const first = await startChild('stage/puente.ts', [], env);
  // The first reading of a list is believed when a second one agrees.
  await first.ask('poll', 3);
  await first.close();
  const floor = await startChild('floors/scan.ts', [
    { url: lists.ready.MANAGEMENTPRO_URL, redisUrl: redis.url },
  ]);
  return { lists, redis, floor, puente: await startChild('stage/puente.ts', [], env) };
}

/** CPU seconds of one reading of both sides. */
async function cpuOf(child: Child, times: number): Promise<number> {
  const before = cpuSecondsOf(child.pid);
  await child.ask('read', times);
  return (cpuSecondsOf(child.pid) - before) / times;
}
