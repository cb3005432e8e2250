import { median } from '../median.ts';
import { cpuSecondsOf } from '../process.ts';
import { type Child, startChild } from '../stage/child.ts';
import { type BenchRedis, startRedis } from '../stage/redis.ts';
import type { Measures } from '../table.ts';
import type { Sizes } from './sizes.ts';

/** Updates and creates from the poll that sees them to the silence after them, and the floor in turn. */

type Counters = { readonly managementpro: number; readonly aceptabits: number };

/** What one write costs, or some polls. */
type Cost = { readonly cpuMs: number; readonly requests: number; readonly commands: number };
type Stage = {
  readonly simulators: Child;
  readonly redis: BenchRedis;
  readonly puente: Child;
  readonly floor: Child;
};

const KINDS = ['update-m', 'update-a', 'create-m', 'create-a'] as const;
type Kind = (typeof KINDS)[number];

export async function measureWrites({ linked, writes, rounds }: Sizes): Promise<Measures> {
  const stage = await open(linked);
  const costs: Record<Kind, Cost[]> = { 'update-m': [], 'update-a': [], 'create-m': [], 'create-a': [] };
  const floors: Cost[] = [];
  try {
    // The first round is both's warming up: what has been compiled by then is compiled.
    for (let round = 0; round <= rounds; round += 1)
      for (const kind of KINDS) {
        const [cost, floor] = [await costOf(stage, kind, writes), await costOfFloor(stage, writes)];
        if (round === 0) continue;
        costs[kind].push(cost);
        floors.push(floor);
      }
    return measuresOf(costs, floors);
  } finally {
    for (const child of [stage.puente, stage.floor, stage.simulators]) await child.close();
    await stage.redis.close();
  }
}

function measuresOf(costs: Record<Kind, Cost[]>, floors: readonly Cost[]): Measures {
  const middle = (of: readonly Cost[], what: keyof Cost) => median(of.map((cost) => cost[what]));
  const of = (kind: Kind, what: keyof Cost) => middle(costs[kind], what);
  const dearest = (kinds: readonly Kind[], what: keyof Cost) =>
    Math.max(...kinds.map((kind) => of(kind, what)));
  const [updates, creates] = [
    ['update-m', 'update-a'],
    ['create-m', 'create-a'],
  ] as const;
  const floorMs = middle(floors, 'cpuMs');
  const told = (kinds: readonly [Kind, Kind]) => ({
    'CPU ms in ManagementPro': of(kinds[0], 'cpuMs'),
    'CPU ms in Aceptabits': of(kinds[1], 'cpuMs'),
    'CPU ms of the floor': floorMs,
  });
  return {
    'update-cpu': { value: dearest(updates, 'cpuMs') / floorMs, of: told(updates) },
    'create-cpu': { value: dearest(creates, 'cpuMs') / floorMs, of: told(creates) },
    'requests-update-a': { value: of('update-a', 'requests') },
    'requests-update-m': { value: of('update-m', 'requests') },
    'requests-create': {
      value: dearest(creates, 'requests'),
      of: { 'in ManagementPro': of('create-m', 'requests'), 'in Aceptabits': of('create-a', 'requests') },
    },
    'commands-changed': {
      value: dearest(KINDS, 'commands'),
      of: {
        ...Object.fromEntries(KINDS.map((kind) => [kind, of(kind, 'commands')])),
        'a BullMQ job alone': middle(floors, 'commands'),
      },
    },
  };
}

async function open(linked: number): Promise<Stage> {
  const counts = { managementpro: linked, aceptabits: linked, shared: linked };
  const [simulators, redis, sink] = await Promise.all([
    startChild('stage/simulators.ts', [counts]),
    startRedis(),
    startChild('floors/sink.ts'),
  ]);
  const env = {
    ...simulators.ready,
    REDIS_URL: redis.url,
    INITIAL_SYNC: 'auto',
    MANAGEMENTPRO_POLL_EVERY: '1h',
    ACEPTABITS_POLL_EVERY: '1h',
    // Those who are created come within minutes, where in life they take months.
    BRAKE_NEW_PERCENT: '90',
  };
  const puente = await startChild('stage/puente.ts', [], env);
  await puente.ask('start');
  await puente.ask('poll', 4);
  await simulators.ask('among', await puente.ask('links'));
  const floor = await startChild('floors/write.ts', [{ redisUrl: redis.url, url: sink.ready.url }]);
  return {
    simulators,
    redis,
    puente,
    floor: { ...floor, close: () => floor.close().then(sink.close) },
  };
}

/** So many polls see the change, write it, and see that nothing is left. */
const POLLS = 2;

/**
 * `update-m` is an update in ManagementPro, of what somebody has edited in Aceptabits. What the same polls cost without any
 * write, of the same customers and right before, is no cost of the writes: however many stand there is read at each poll.
 */
async function costOf(stage: Stage, kind: Kind, count: number): Promise<Cost> {
  const source = kind.endsWith('-m') ? 'aceptabits' : 'managementpro';
  const own = await costOfPolls(stage);
  await stage.simulators.ask(kind.startsWith('update') ? 'edit' : 'create', source, count);
  const all = await costOfPolls(stage);
  if (process.env.RAW) console.log(kind, own, all);
  return {
    cpuMs: (all.cpuMs - own.cpuMs) / count,
    requests: (all.requests - own.requests) / count,
    commands: (all.commands - own.commands) / count,
  };
}

/** What two polls cost, with all writes that follow. */
async function costOfPolls({ simulators, puente, redis }: Stage): Promise<Cost> {
  const [before, commands] = await Promise.all([simulators.ask<Counters>('counters'), redis.commands()]);
  const cpuMs = await cpuOf(puente, () => puente.ask('poll', POLLS));
  const after = await simulators.ask<Counters>('counters');
  return {
    cpuMs,
    requests: after.managementpro + after.aceptabits - before.managementpro - before.aceptabits,
    commands: (await redis.commands()) - commands,
  };
}

/** What the floor spends on each of so many writes. */
async function costOfFloor({ floor, redis }: Stage, count: number): Promise<Cost> {
  const commands = await redis.commands();
  const cpuMs = await cpuOf(floor, () => floor.ask('write', count));
  return { cpuMs: cpuMs / count, requests: 1, commands: ((await redis.commands()) - commands) / count };
}

/** CPU ms that a process spends on some work. */
async function cpuOf(child: Child, work: () => Promise<unknown>): Promise<number> {
  const before = cpuSecondsOf(child.pid);
  await work();
  return (cpuSecondsOf(child.pid) - before) * 1_000;
}
