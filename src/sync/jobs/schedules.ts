import type { Queue } from 'bullmq';
import { SIDES, type Side } from '../../domain/customer.ts';
import type { Context } from '../context.ts';
import { nextRun } from './next-run.ts';
import { allQueues, type Queues } from './queues.ts';

/** When both sides are read; the schedules live in Redis and outlive every process. */
export type Schedules = {
  readonly pollEveryMs: { readonly [S in Side]: number };
  readonly reconcileCron: string;
  readonly timezone: string;
};

/** Each reading is a trace of its own; the next one is scheduled by this one and does not belong to it. */
const ownTrace = { telemetry: { omitContext: true } };

/** After a start nobody waits longer for the first poll, however long the interval is. */
const START_WITHIN_MS = 5_000;
/** Clocks of replicas differ a little from Redis' own. */
const SLACK_MS = 1_000;
/** No job is put off for longer by a clock that is right. */
const PUT_OFF_MAX_MS = 3_600_000;
const PROMOTED_AT_ONCE = 500;
/** BullMQ keeps the time of a job that is put off in the upper bits of its score. */
const SCORES_PER_MS = 0x1000;

/** Sets the schedules up, and has both sides polled soon. */
export async function startSchedules(ctx: Context, queues: Queues, schedules: Schedules): Promise<void> {
  await healSchedules(ctx, queues, schedules);
  for (const side of SIDES) {
    const queue = queues.scan[side];
    await queue.setGlobalConcurrency(1);
    await upsertPoll(queue, schedules.pollEveryMs[side]);
    await upsertReconcile(queue, schedules);
    const soon = (await nextOf(queue, 'poll', await ctx.store.time())) <= START_WITHIN_MS;
    if (soon || (await isBusy(queue))) continue;
    await queue.removeJobScheduler('poll');
    await upsertPoll(queue, schedules.pollEveryMs[side]);
  }
}

/**
 * A clock that was ahead has put the next run where only that clock would have come soon. By Redis' clock, which all
 * replicas share, a schedule that lies more than its interval ahead is made anew, and a job that was put off for so
 * long is looked at now; it is level-triggered and puts itself off again where it was right to.
 */
export async function healSchedules(ctx: Context, queues: Queues, schedules: Schedules): Promise<void> {
  const now = await ctx.store.time();
  for (const side of SIDES) {
    const queue = queues.scan[side];
    const every = schedules.pollEveryMs[side];
    if ((await nextOf(queue, 'poll', now)) > every + SLACK_MS) {
      ctx.log.warn({ side }, 'the next poll lay too far ahead, as if by a clock that was wrong; made anew');
      await queue.removeJobScheduler('poll');
      await upsertPoll(queue, every);
    }
    const untilDue = nextRun(schedules.reconcileCron, schedules.timezone, now) - now;
    if ((await nextOf(queue, 'reconcile', now)) > untilDue + SLACK_MS) {
      await queue.removeJobScheduler('reconcile');
      await upsertReconcile(queue, schedules);
    }
  }
  for (const queue of allQueues(queues)) await promoteFar(ctx.store, queue, now);
}

/** Milliseconds from `now` to a schedule's next run; 0 where there is none. */
async function nextOf(queue: Queue, id: string, now: number): Promise<number> {
  return ((await queue.getJobScheduler(id))?.next ?? now) - now;
}

async function isBusy(queue: Queue): Promise<boolean> {
  return (await queue.getJobCountByTypes('active', 'waiting', 'prioritized')) > 0;
}

async function upsertPoll(queue: Queue, every: number): Promise<void> {
  await queue.upsertJobScheduler('poll', { every }, { name: 'poll', opts: ownTrace });
}

async function upsertReconcile(queue: Queue, { reconcileCron, timezone }: Schedules): Promise<void> {
  const when = { pattern: reconcileCron, tz: timezone };
  await queue.upsertJobScheduler('reconcile', when, { name: 'reconcile', opts: ownTrace });
}

/** Those of a schedule are left to the schedule. */
async function promoteFar({ redis }: Context['store'], queue: Queue, now: number): Promise<void> {
  const far = (now + PUT_OFF_MAX_MS) * SCORES_PER_MS;
  const ids = await redis.zrange(
    queue.toKey('delayed'),
    far,
    '+inf',
    'BYSCORE',
    'LIMIT',
    0,
    PROMOTED_AT_ONCE,
  );
  for (const id of ids) {
    const job = await queue.getJob(id);
    // Whoever else has looked at it meanwhile was quicker.
    if (job !== undefined && job.repeatJobKey === undefined) await job.promote().catch(() => undefined);
  }
}
