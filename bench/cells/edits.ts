import { setTimeout as pause } from 'node:timers/promises';
import { median, quantile } from '../median.ts';
import { type Child, startChild } from '../stage/child.ts';
import { startRedis } from '../stage/redis.ts';
import type { Measures } from '../table.ts';
import type { Sizes } from './sizes.ts';

/** From a person's edit until the other side shows it, with polls of two seconds and no budget. */

const POLL_MS = 2_000;
const LOOK_EVERY_MS = 250;

type World = { readonly managementpro: number; readonly aceptabits: number; readonly shared: number };
type Stage = { readonly simulators: Child; readonly puente: Child; close(): Promise<void> };

export async function measureEdits({ linked, edits, editsEveryMs }: Sizes): Promise<Measures> {
  const stage = await open({ managementpro: linked, aceptabits: linked, shared: linked });
  try {
    await untilInStep(stage);
    await amongLinks(stage);
    const waited = await stage.simulators.ask<number[]>('edits', edits, editsEveryMs);
    const [p50, p99] = [median(waited), quantile(waited, 0.99)];
    return {
      'edit-p50': { value: p50 - POLL_MS / 2, of: { edits, 'p50 ms': p50 } },
      'edit-p99': { value: p99 - POLL_MS, of: { 'p99 ms': p99 } },
    };
  } finally {
    await stage.close();
  }
}

/** Edits while so many are still to be created, and the same once they are. */
export async function measureBackfill({ linked, backfill, edits, editsEveryMs }: Sizes): Promise<Measures> {
  const stage = await open({ managementpro: linked + backfill, aceptabits: linked, shared: linked });
  try {
    while (!(await hasBegun(stage, linked))) await pause(LOOK_EVERY_MS);
    await amongLinks(stage);
    const during = await stage.simulators.ask<number[]>('edits', edits, editsEveryMs);
    const left = await missing(stage);
    await untilInStep(stage);
    const after = await stage.simulators.ask<number[]>('edits', edits, editsEveryMs);
    const of = {
      customers: backfill,
      'p50 ms during it': median(during),
      'p50 ms without it': median(after),
      'still to be created at the end of the edits': left,
    };
    return { backfill: { value: median(during) / median(after), of } };
  } finally {
    await stage.close();
  }
}

async function open(counts: World): Promise<Stage> {
  const [simulators, redis] = await Promise.all([startChild('stage/simulators.ts', [counts]), startRedis()]);
  const env = {
    ...simulators.ready,
    REDIS_URL: redis.url,
    INITIAL_SYNC: 'auto',
    MANAGEMENTPRO_POLL_EVERY: `${POLL_MS / 1_000}s`,
    ACEPTABITS_POLL_EVERY: `${POLL_MS / 1_000}s`,
    MANAGEMENTPRO_READ_PER_MINUTE: '0',
    ACEPTABITS_READ_PER_MINUTE: '0',
  };
  const puente = await startChild('stage/puente.ts', [], env);
  await puente.ask('start');
  const close = async () => {
    await puente.close();
    await simulators.close();
    await redis.close();
  };
  return { simulators, puente, close };
}

async function untilInStep({ puente }: Stage): Promise<void> {
  while (!(await puente.ask<boolean>('inStep'))) await pause(LOOK_EVERY_MS);
}

async function amongLinks({ simulators, puente }: Stage): Promise<void> {
  await simulators.ask('among', await puente.ask('links'));
}

async function missing({ simulators }: Stage): Promise<number> {
  return (await simulators.ask<Record<string, number>>('census')).missing ?? 0;
}

/** True when somebody of the backfill has been created: everybody who is linked by then has been for a while. */
async function hasBegun({ puente }: Stage, linked: number): Promise<boolean> {
  const { links } = await puente.ask<{ links: number }>('status');
  return links > linked;
}
