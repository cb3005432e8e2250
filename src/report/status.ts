/** How everything stands, in figures without a person in them: the root of every page, metric and command about it. */
import type { ScanState } from '../domain/certificate.ts';
import { SIDES, type Side } from '../domain/customer.ts';
import { WAIT_KINDS } from '../store/records.ts';
import { approved, waitingPlan } from '../sync/certify/first-plan.ts';
import { troubleOf } from '../sync/certify/reading-trouble.ts';
import type { Context } from '../sync/context.ts';
import { createTroubleOf } from '../sync/decide/create-trouble.ts';
import { brakeOf } from '../sync/evaluate/brake-state.ts';
import { ALERTS_QUEUE, allQueues, type Queues } from '../sync/jobs/queues.ts';
import { SHOPS_READ, type ShopsRead } from '../sync/observe/aceptabits.ts';
import { readingNow } from '../sync/observe/budget.ts';
import { firstSyncOf } from './first-sync.ts';
import { pausedQueues } from './paused-queues.ts';
import type { SideStatus, Status } from './status-shape.ts';

export type { SideStatus, Status } from './status-shape.ts';

export type WaitKind = (typeof WAIT_KINDS)[number];

async function sideStatus(ctx: Context, side: Side): Promise<SideStatus> {
  const { store } = ctx;
  const [scan, known, circuit, readingTrouble, reading, brake, intents, { trouble }, counts] =
    await Promise.all([
      store.getState<ScanState>(`scan:${side}`),
      store.knownCount(side),
      ctx.gates[side].circuit(),
      troubleOf(ctx, side),
      readingNow(ctx, side),
      brakeOf(ctx, side),
      store.redis.hlen(store.keys.intents(side)),
      createTroubleOf(ctx, side),
      store.redis.hmget(store.keys.counts, `created:${side}`, `updated:${side}`),
    ]);
  return {
    lastScan: scan?.last,
    completeAt: scan?.complete?.at,
    known,
    circuit,
    readingTrouble,
    reading,
    brake,
    openIntents: intents,
    createTrouble: trouble && { since: trouble.since, code: trouble.code, nextAt: trouble.nextAt },
    created: Number(counts[0] ?? 0),
    updated: Number(counts[1] ?? 0),
  };
}

export async function readStatus(ctx: Context, queues: Queues): Promise<Status> {
  const { redis, keys } = ctx.store;
  const [managementpro, aceptabits, links, differing, oldest, work, isApproved, plan, shops] =
    await Promise.all([
      sideStatus(ctx, SIDES[0]),
      sideStatus(ctx, SIDES[1]),
      redis.hlen(keys.links),
      redis.zcard(keys.differs),
      redis.zrange(keys.differs, '0', '0', 'WITHSCORES'),
      redis.zcard(keys.work),
      approved(ctx),
      waitingPlan(ctx),
      ctx.store.getState<ShopsRead>(SHOPS_READ),
    ]);
  const waiting = await Promise.all(
    WAIT_KINDS.map(async (kind) => [kind, await redis.zcard(keys.waitsOf(kind))] as const),
  );
  const counts = await Promise.all(
    allQueues(queues).map(async (queue) => [queue.name, await queue.getJobCounts()] as const),
  );
  return {
    at: ctx.now(),
    sides: { managementpro, aceptabits },
    links,
    apart: { others: shops?.others ?? 0 },
    waiting: Object.fromEntries(waiting) as Status['waiting'],
    differing,
    oldestDifferenceAt: oldest[1] === undefined ? undefined : Number(oldest[1]),
    work,
    approved: isApproved,
    plan:
      isApproved || plan === undefined ? undefined : { hash: plan.hash, at: plan.at, counts: plan.counts },
    firstSync: await firstSyncOf(ctx),
    queues: Object.fromEntries(counts),
    pausedQueues: await pausedQueues(queues),
  };
}

/** True when both sides have been read completely and nothing is left to do but by a person. */
export function isInStep(status: Status): boolean {
  const { managementpro, aceptabits } = status.sides;
  const scanned = managementpro.completeAt !== undefined && aceptabits.completeAt !== undefined;
  const busy = ['active', 'waiting', 'delayed', 'prioritized'];
  const queued = Object.entries(status.queues)
    .filter(([name]) => !name.startsWith('scan-') && name !== ALERTS_QUEUE)
    .some(([, counts]) => busy.some((state) => (counts[state] ?? 0) > 0));
  return (
    scanned &&
    status.approved &&
    status.work === 0 &&
    managementpro.openIntents + aceptabits.openIntents === 0 &&
    !queued
  );
}
