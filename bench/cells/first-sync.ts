import { setTimeout as pause } from 'node:timers/promises';
import { type Child, startChild } from '../stage/child.ts';
import { startRedis } from '../stage/redis.ts';
import type { Measures } from '../table.ts';
import type { Sizes } from './sizes.ts';

/**
 * The first sync of N + N customers, of whom half are the same people, where each side allows so many requests a second:
 * how much of that it uses from its first write to its last. The readings before are an interval apart (rule 1).
 */

const ALLOWED_RPS = 100;
const LOOK_EVERY_MS = 50;
/** Puente is asked whether it has done once no write has been seen for so many looks: its answer is work, too. */
const STILL_LOOKS = 10;

type Counters = { readonly managementpro: number; readonly aceptabits: number; readonly writes: number };
type Moment = { readonly at: number; readonly counted: Counters };

export async function measureFirstSync({ firstSync: size }: Sizes): Promise<Measures> {
  const counts = { managementpro: size, aceptabits: size, shared: size / 2 };
  const [simulators, redis] = await Promise.all([startChild('stage/simulators.ts', [counts]), startRedis()]);
  const env = {
    ...simulators.ready,
    REDIS_URL: redis.url,
    INITIAL_SYNC: 'auto',
    MANAGEMENTPRO_POLL_EVERY: '2s',
    ACEPTABITS_POLL_EVERY: '2s',
    MANAGEMENTPRO_MAX_RPS: String(ALLOWED_RPS),
    ACEPTABITS_MAX_RPS: String(ALLOWED_RPS),
  };
  const puente = await startChild('stage/puente.ts', [], env);
  try {
    const commands = await redis.commands();
    const began = performance.now();
    await puente.ask('start');
    const { first, last } = await writesSeen(simulators, puente);
    const seconds = (last.at - first.at) / 1_000;
    const { people, doubled, missing } = await simulators.ask<Record<string, number>>('census');
    const requestsOf = (side: 'managementpro' | 'aceptabits') => last.counted[side] - first.counted[side];
    const busier = Math.max(requestsOf('managementpro'), requestsOf('aceptabits'));
    const of = {
      'customers a side': size,
      's until the first write': (first.at - began) / 1_000,
      'wall s from there to the last': seconds,
      'requests of the busier side': busier,
      'Redis commands a customer': ((await redis.commands()) - commands) / (2 * size),
      people: people ?? 0,
      doubled: doubled ?? 0,
      'on one side only': missing ?? 0,
    };
    return { 'first-sync': { value: (100 * busier) / ALLOWED_RPS / seconds, of } };
  } finally {
    await puente.close();
    await simulators.close();
    await redis.close();
  }
}

/** When the first and the last write was seen, and how many requests there were by then. */
async function writesSeen(simulators: Child, puente: Child): Promise<{ first: Moment; last: Moment }> {
  const look = async () => ({
    at: performance.now(),
    counted: await simulators.ask<Counters>('counters'),
  });
  let first = await look();
  let last = first;
  for (let still = 0; ; still += 1) {
    await pause(LOOK_EVERY_MS);
    const now = await look();
    if (now.counted.writes > last.counted.writes) [last, still] = [now, 0];
    else if (now.counted.writes === 0) first = now;
    else if (still % STILL_LOOKS === 0 && (await puente.ask<boolean>('inStep'))) return { first, last };
  }
}
