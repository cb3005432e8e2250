import type { Side } from '../../domain/customer.ts';
import { SideError } from '../../domain/errors.ts';
import { type Subject, subjectId } from '../../store/records.ts';
import { certify } from '../certify/certify.ts';
import { approved, beginFirstSync, refreshPlan } from '../certify/first-plan.ts';
import { judgeMovements } from '../certify/movements.ts';
import { judgeNewcomers } from '../certify/newcomers.ts';
import { noteFailure, noteReading } from '../certify/reading-trouble.ts';
import { judgeRoutes } from '../certify/reroutes.ts';
import { brakeToldEmpty } from '../certify/told-empty.ts';
import type { Context } from '../context.ts';
import {
  askAmbiguousAgain,
  askHeldAgain,
  freeTroubled,
  reviewRoutes,
  undecided,
} from '../decide/ask-again.ts';
import { decide } from '../decide/decide.ts';
import { tellFrozen } from '../decide/tell-frozen.ts';
import { brakedSides } from '../evaluate/brake-state.ts';
import { readingName } from '../evaluate/snapshot.ts';
import { readAgents } from '../observe/agents.ts';
import { mayReadWhole } from '../observe/budget.ts';
import { reviewShops } from '../observe/ours.ts';
import { inOneLine, type PollOptions, type Read, scan, scanNewcomers } from '../observe/scan.ts';
import { healEpoch } from '../redis-epoch.ts';
import { judgeBacklog } from '../update/backlog.ts';
import type { WriteRequest } from '../write-request.ts';
import { tidy } from './tidy.ts';

/**
 * One poll of a side: scan → observe → believe or brake → decide. Answers the writes that follow.
 * A failed request ends it with the `SideError`; what its pages showed by then has been observed.
 */
export async function poll(ctx: Context, side: Side, options: PollOptions = {}): Promise<WriteRequest[]> {
  const mayAct = await reading(ctx, side, options, () => judge(ctx, options));
  await tidy(ctx, options);
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
  await reviewShops(ctx);
  const [sequence, begunAt] = await Promise.all([ctx.store.nextSequence(), ctx.store.time()]);
  await healEpoch(ctx.store, begunAt);
  // Half a reading can hide an accident, so what this one shows is decided on when it is judged as a whole. Left
  // behind by a crash, the note is replaced by the next reading, and what the broken one showed is used.
  await ctx.store.setState(readingName(side), sequence);
  try {
    const read = await scanned(ctx, side, sequence, options);
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

/** Reads a side; whatever keeps it from being read whole is put on record for people. */
async function scanned(ctx: Context, side: Side, sequence: number, options: PollOptions): Promise<Read> {
  try {
    const isWhole = options.whole || options.everything || (await mayReadWhole(ctx, side));
    const read = isWhole
      ? await scan(ctx, side, sequence, options)
      : await scanNewcomers(ctx, side, sequence);
    await noteReading(ctx, side, read.certificate);
    return read;
  } catch (error) {
    await noteFailure(ctx, side, error);
    if (error instanceof SideError) await brakeToldEmpty(ctx, side, error);
    throw error;
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
  await beginFirstSync(ctx);
  await judgeMovements(ctx);
  await judgeNewcomers(ctx);
  await judgeRoutes(ctx, everything ?? false);
  await judgeBacklog(ctx);
  return true;
}

/** Decides on everything that is not known to be in step. */
async function decideOnWork(ctx: Context, { everything, backlog }: PollOptions): Promise<WriteRequest[]> {
  const requests: WriteRequest[] = [];
  const brakes = () => brakedSides(ctx);
  const take = async (batch: Subject[]) =>
    void requests.push(...(await decide(ctx, batch, brakes, { judging: true })));
  // Each customer once, though the night goes through all links after the work.
  const taken = new Set<string>();
  for await (const batch of ctx.store.workBatches()) {
    const open = backlog ? await undecided(ctx, batch) : batch;
    if (everything) for (const subject of batch) taken.add(subjectId(subject));
    await take(open);
  }
  await askAmbiguousAgain(ctx, take);
  await askHeldAgain(ctx, take);
  if (everything)
    for await (const batch of ctx.store.linkBatches())
      await take(batch.filter((subject) => !taken.has(subjectId(subject))));
  await tellFrozen(ctx);
  return requests;
}
