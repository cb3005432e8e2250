import { median } from '../median.ts';
import { cpuSecondsOf } from '../process.ts';
import { type Child, startChild } from '../stage/child.ts';
import { type BenchRedis, startRedis } from '../stage/redis.ts';
import type { Measures } from '../table.ts';
import type { Sizes } from './sizes.ts';

/** Updates and creates from the poll that sees them to the silence after them, and the floor in turn. */

type Counters = { readonly managementpro: number; readonly aceptabits: number };
type Side = keyof Counters;

/** What one write costs. */
type Cost = { readonly cpuMs: number; readonly requests: number; readonly commands: number };
type Stage = {
  readonly simulators: Child;
  readonly redis: BenchRedis;
  readonly puente: Child;
  readonly floor: Child;
};

const WARMING = 15;

const KINDS = ['update-m', 'update-a', 'create-m', 'create-a'] as const;
type Kind = (typeof KINDS)[number];

export async function measureWrites({ linked, writes, rounds }: Sizes): Promise<Measures> {
  const stage = await open(linked);
  try {
    for (const kind of KINDS) await costOf(stage, kind, WARMING, 0);
    await stage.floor.ask('write', writes);
    const pollMs = await pollCost(stage);
    const costs: Record<Kind, Cost[]> = { 'update-m': [], 'update-a': [], 'create-m': [], 'create-a': [] };
    const floors: number[] = [];
    const floorCommands: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      for (const kind of KINDS)
        costs[kind].push(await costOf(stage, kind, Math.round(writes / rounds), pollMs));
      const commands = await stage.redis.commands();
      floors.push((await cpuOf(stage.floor, () => stage.floor.ask('write', writes))) / writes);
      floorCommands.push(((await stage.redis.commands()) - commands) / writes);
    }
    return measuresOf(costs, median(floors), median(floorCommands));
  } finally {
    for (const child of [stage.puente, stage.floor, stage.simulators]) await child.close();
    await stage.redis.close();
  }
}

function measuresOf(costs: Record<Kind, Cost[]>, floorMs: number, floorCommands: number): Measures {
  const of = (kind: Kind, what: keyof Cost) => median(costs[kind].map((cost) => cost[what]));
  const dearest = (kinds: readonly Kind[], what: keyof Cost) =>
    Math.max(...kinds.map((kind) => of(kind, what)));
  const [updates, creates] = [
    ['update-m', 'update-a'],
    ['create-m', 'create-a'],
  ] as const;
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
        'a BullMQ job alone': floorCommands,
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

/** What the readings cost that would be made without any write: CPU ms of two polls. */
async function pollCost(stage: Stage): Promise<number> {
  return cpuOf(stage.puente, () => stage.puente.ask('poll', POLLS));
}

/** `update-m` is an update in ManagementPro, of what somebody has edited in Aceptabits. */
async function costOf(stage: Stage, kind: Kind, count: number, pollMs: number): Promise<Cost> {
  const { simulators, puente, redis } = stage;
  const target: Side = kind.endsWith('-m') ? 'managementpro' : 'aceptabits';
  const source: Side = target === 'managementpro' ? 'aceptabits' : 'managementpro';
  const own = await requestsOfPolls(stage);
  await simulators.ask(kind.startsWith('update') ? 'edit' : 'create', source, count);
  const [before, commands] = await Promise.all([simulators.ask<Counters>('counters'), redis.commands()]);
  const cpuMs = (await cpuOf(puente, () => puente.ask('poll', POLLS))) - pollMs;
  const after = await simulators.ask<Counters>('counters');
  const requests =
    after.managementpro + after.aceptabits - before.managementpro - before.aceptabits - own.requests;
  const used = (await redis.commands()) - commands - own.commands;
  return { cpuMs: cpuMs / count, requests: requests / count, commands: used / count };
}

/** Requests and commands of two polls in which nothing is to be written. */
async function requestsOfPolls({
  simulators,
  puente,
  redis,
}: Stage): Promise<{ requests: number; commands: number }> {
  const [before, commands] = await Promise.all([simulators.ask<Counters>('counters'), redis.commands()]);
  await puente.ask('poll', POLLS);
  const after = await simulators.ask<Counters>('counters');
  return {
    requests: after.managementpro + after.aceptabits - before.managementpro - before.aceptabits,
    commands: (await redis.commands()) - commands,
  };
}

/** CPU ms that a process spends on some work. */
async function cpuOf(child: Child, work: () => Promise<unknown>): Promise<number> {
  const before = cpuSecondsOf(child.pid);
  await work();
  return (cpuSecondsOf(child.pid) - before) * 1_000;
}
