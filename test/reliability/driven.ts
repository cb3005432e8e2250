import { setTimeout as sleep } from 'node:timers/promises';
import { otherSide, SIDES, type Side } from '../../src/domain/customer.ts';
import { SideError } from '../../src/domain/errors.ts';
import { SideClosed } from '../../src/sync/job-errors.ts';
import { poll } from '../../src/sync/jobs/poll.ts';
import { enqueue, hasBacklog, writesIdle } from '../../src/sync/jobs/queues.ts';
import type { Rig } from '../rig.ts';

/** A poll as the schedule starts it: writes go on meanwhile, and a side that cannot be read fails this poll only. */
export async function pollBeside(rig: Rig, side: Side): Promise<void> {
  try {
    const { context, engine } = rig.app;
    await poll(context, side, {
      hasBacklog: () => hasBacklog(context, engine.queues),
      handOver: (requests) => enqueue(engine.queues, requests),
    });
  } catch (error) {
    if (!(error instanceof SideError) && !(error instanceof SideClosed)) throw error;
  }
}

/** True when nothing is left to decide, no write is queued, and no create open but those that wait for a person. */
export async function isSettled(rig: Rig): Promise<boolean> {
  const { store } = rig.app.context;
  if ((await store.redis.zcard(store.keys.work)) > 0) return false;
  for (const target of SIDES) {
    const keys = [...(await store.intents(target)).keys()];
    const sources = await store.load(keys.map((key) => ({ side: otherSide(target), key })));
    if (sources.some(({ waits }) => waits.length === 0)) return false;
  }
  return writesIdle(rig.app.engine.queues);
}

/** Polls both sides every `everyMs` until all is settled. False when it is not within `withinMs`. */
export async function driveUntilSettled(rig: Rig, everyMs: number, withinMs: number): Promise<boolean> {
  const endsAt = Date.now() + withinMs;
  while (Date.now() < endsAt) {
    for (const side of SIDES) await pollBeside(rig, side);
    if (await isSettled(rig)) return true;
    await sleep(everyMs);
  }
  return false;
}
