import type { Side } from '../domain/customer.ts';
import { type Subject, subjectId, subjectOf } from '../store/records.ts';
import { brakedSides } from './certify/brakes.ts';
import { certify } from './certify/certify.ts';
import { approved, refreshPlan } from './certify/first-plan.ts';
import { judgeMovements } from './certify/movements.ts';
import { type Context, routesOf } from './context.ts';
import { decide } from './decide.ts';
import { readingName } from './evaluate/surroundings.ts';
import { tellFrozen } from './frozen.ts';
import { readAgents } from './observe/agents.ts';
import { inOneLine, type PollOptions, scan } from './observe/scan.ts';
import { freeTroubled, reviveWaiting } from './revive.ts';
import { markWork, NEWS } from './work.ts';
import type { WriteRequest } from './write-request.ts';

/**
 * One poll of a side: scan → observe → believe or brake → decide. Answers the writes that follow.
 * A failed request ends it with the `SideError`; what its pages showed by then has been observed.
 */
export async function poll(ctx: Context, side: Side, options: PollOptions = {}): Promise<WriteRequest[]> {
  const mayAct = await reading(ctx, side, options, () => judge(ctx, options));
  return mayAct ? decideOnWork(ctx, options) : [];
}

/** The reading half of a poll: observes and certifies, and decides nothing. */
export function readSide(ctx: Context, side: Side, options: PollOptions = {}): Promise<void> {
  return reading(ctx, side, options, async () => undefined);
}

async function reading<T>(
  ctx: Context,
  side: Side,
  options: PollOptions,
  judged: () => Promise<T>,
): Promise<T> {
  const [sequence, begunAt] = await Promise.all([ctx.store.nextSequence(), ctx.store.time()]);
  // Half a reading can hide an accident, so what this one shows is decided on when it is judged as a whole. Left
  // behind by a crash, the note is replaced by the next reading, and what the broken one showed is used.
  await ctx.store.setState(readingName(side), sequence);
  try {
    const read = await scan(ctx, side, sequence, options);
    await certify(ctx, side, sequence, begunAt, read);
    await options.tell?.(inOneLine(read));
    if (side === 'aceptabits') await readAgents(ctx, options.everything ?? false);
    return await judged();
  } finally {
    const { keys } = ctx.store;
    const tx = ctx.store.transaction().expect(keys.state, readingName(side), JSON.stringify(sequence));
    await tx.remove(keys.state, readingName(side)).commit();
  }
}

/** Judges what has been read; false before the first plan's approval, when it only shows the plan. */
async function judge(ctx: Context, { everything }: PollOptions): Promise<boolean> {
  if (everything) await freeTroubled(ctx);
  if (!(await approved(ctx))) {
    await refreshPlan(ctx);
    return false;
  }
  await reviewRoutes(ctx);
  await judgeMovements(ctx);
  return true;
}

/** Decides on everything that is not known to be in step. */
async function decideOnWork(ctx: Context, { everything, backlog }: PollOptions): Promise<WriteRequest[]> {
  const requests: WriteRequest[] = [];
  const brakes = () => brakedSides(ctx);
  const take = async (batch: Subject[]) => void requests.push(...(await decide(ctx, batch, brakes)));
  for await (const batch of ctx.store.workBatches())
    await take(backlog ? await undecided(ctx, batch) : batch);
  await askAmbiguousAgain(ctx, take);
  if (everything) for await (const batch of ctx.store.linkBatches()) await take(batch);
  await tellFrozen(ctx);
  return requests;
}

/**
 * Changed routes may change what every link's salesperson means, so all become work and go past the brake like
 * any movement (rule 10); so does whoever waits for a reference, links or not. Noted afterwards: a crash between
 * marks them again.
 */
async function reviewRoutes(ctx: Context): Promise<void> {
  const { store } = ctx;
  const { shops, salespeople, agentShops = {} } = await routesOf(ctx);
  const sorted = [shops, salespeople, agentShops].map((map) => Object.entries(map).sort());
  const routes = store.digest(JSON.stringify(sorted));
  if (routes === (await store.getState<string>('routes-reviewed'))) return;
  for await (const batch of store.linkBatches()) {
    const tx = store.transaction();
    for (const subject of batch) markWork(ctx, tx, subjectId(subject));
    await tx.commit();
  }
  await reviveWaiting(ctx);
  await store.setState('routes-reviewed', routes);
}

/**
 * Ambiguous customers wait for other customers' data, links and verdicts as well as for their own, so any news
 * asks them again. What was asked is noted afterwards: a crash between repeats the question.
 */
async function askAmbiguousAgain(ctx: Context, take: (batch: Subject[]) => Promise<void>): Promise<void> {
  const { store } = ctx;
  const news = await store.getState<number>(NEWS);
  if (news === (await store.getState<number>('ambiguous-asked'))) return;
  const ids = await store.redis.zrange(store.keys.waitsOf('ambiguous'), '0', '-1');
  for (let at = 0; at < ids.length; at += 500) await take(ids.slice(at, at + 500).map(subjectOf));
  await store.setState('ambiguous-asked', news);
}

/**
 * Leaves out what has passed and has not changed since: its job is among those in hand. A job that was lost to a
 * crash is asked for again as soon as the backlog is done. Whoever waits all the same has passed by a release, or
 * has been parked since, and has no job.
 */
async function undecided({ store: { redis, keys } }: Context, batch: Subject[]): Promise<Subject[]> {
  const ids = batch.map(subjectId);
  const [passed, braked, parked] = await Promise.all([
    redis.hmget(keys.passed, ...ids),
    redis.zmscore(keys.waitsOf('braked'), ids),
    redis.zmscore(keys.waitsOf('parked'), ids),
  ]);
  return batch.filter((_, at) => passed[at] === null || braked[at] !== null || parked[at] !== null);
}
