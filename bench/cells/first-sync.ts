import { setTimeout as pause } from 'node:timers/promises';
import { startChild } from '../stage/child.ts';
import { startRedis } from '../stage/redis.ts';
import type { Measures } from '../table.ts';
import type { Sizes } from './sizes.ts';

/** The first sync of N + N customers, of whom half are the same people, where each side allows so many requests a second. */

const ALLOWED_RPS = 100;
const LOOK_EVERY_MS = 250;

type Counters = { readonly managementpro: number; readonly aceptabits: number };

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
    while (!(await puente.ask<boolean>('inStep'))) await pause(LOOK_EVERY_MS);
    const seconds = (performance.now() - began) / 1_000;
    const requests = await simulators.ask<Counters>('counters');
    const { people, doubled, missing } = await simulators.ask<Record<string, number>>('census');
    const busier = Math.max(requests.managementpro, requests.aceptabits);
    const of = {
      'customers a side': size,
      'wall s': seconds,
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
