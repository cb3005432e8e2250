import type { Side } from '../../domain/customer.ts';
import { SideError } from '../../domain/errors.ts';
import { type Subject, subjectId } from '../../store/records.ts';
import { certify } from '../certify/certify.ts';
import { approved, beginFirstSync, refreshPlan } from '../certify/first-plan.ts';
import { judgeMovements } from '../certify/movements.ts';
import { judgeNewcomers, type Newcomer } from '../certify/newcomers.ts';
import { noteFailure, noteReading } from '../certify/reading-trouble.ts';
import { judgeRoutes } from '../certify/reroutes.ts';
import { standingNewcomers, takeNewcomers, whatIsKnown } from '../certify/standing-newcomers.ts';
import { brakeToldEmpty } from '../certify/told-empty.ts';
import type { Context } from '../context.ts';
import {
  askAmbiguousAgain,
  askBrakedAgain,
  askHeldAgain,
  freeTroubled,
  reviewRoutes,
} from '../decide/ask-again.ts';
import { type Deciding, decide } from '../decide/decide.ts';
import { tellFrozen } from '../decide/tell-frozen.ts';
import { undecided } from '../evaluate/brake-pass.ts';
import { newcomerMark } from '../evaluate/newcomer-line.ts';
import { isBeingPlaced, isBeingRead, placingName, readingName } from '../evaluate/snapshot.ts';
import { readAgents } from '../observe/agents.ts';
import { mayReadWhole } from '../observe/budget.ts';
import { reviewShops } from '../observe/ours.ts';
import { inOneLine, type PollOptions, type Read, scan, scanNewcomers } from '../observe/scan.ts';
import { inTurn } from '../poll-turns.ts';
import { healEpoch } from '../redis-epoch.ts';
import { judgeBacklog } from '../update/backlog.ts';
import type { WriteRequest } from '../write-request.ts';
import { tidy } from './tidy.ts';

/**
 * One poll of a side: scan → observe → believe or brake → decide. Answers the writes that follow, those that it has
 * handed over by then included.
 * A failed request ends it with the `SideError`; what its pages showed by then has been observed.
 */
export async function poll(ctx: Context, side: Side, options: PollOptions = {}): Promise<WriteRequest[]> {
  const sequence = await ctx.store.nextSequence();
  try {
    const mayAct = await reading(ctx, side, sequence, options, () => judge(ctx, side, sequence, options));
    await tidy(ctx, options);
    return mayAct ? await inTurn(ctx, () => decideOnWork(ctx, side, sequence, options)) : [];
  } finally {
    await endNote(ctx, placingName(side), sequence);
  }
}

/** The reading half of a poll: observes and certifies, and decides nothing. */
export async function readSide(ctx: Context, side: Side, options: PollOptions = {}): Promise<void> {
  const sequence = await ctx.store.nextSequence();
  await reading(ctx, side, sequence, options, async () => undefined);
}

async function reading<T>(
  ctx: Context,
  side: Side,
  sequence: number,
  options: PollOptions,
  judged: () => Promise<T>,
): Promise<T> {
  await reviewShops(ctx);
  const begunAt = await ctx.store.time();
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
    await endNote(ctx, readingName(side), sequence);
  }
}

/** Takes off the note of a reading, unless it is another reading's by now. */
async function endNote({ store }: Context, name: string, sequence: number): Promise<void> {
  const { state } = store.keys;
  await store.transaction().expect(state, name, JSON.stringify(sequence)).remove(state, name).commit();
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

/**
 * Judges what has been read, but for its newcomers: how many they are is known when all others have been decided on.
 * False before the first plan's approval, when it only shows the plan.
 */
async function judge(
  ctx: Context,
  side: Side,
  sequence: number,
  { everything }: PollOptions,
): Promise<boolean> {
  if (everything) await freeTroubled(ctx);
  if (!(await approved(ctx))) {
    await refreshPlan(ctx);
    return false;
  }
  await reviewRoutes(ctx);
  await beginFirstSync(ctx);
  await judgeMovements(ctx);
  await judgeRoutes(ctx, everything ?? false);
  await judgeBacklog(ctx);
  await ctx.store.setState(placingName(side), sequence);
  return true;
}

/** A newcomer who was put off; `isOwn` where this poll knows all that came with it. */
type PutOff = Newcomer & { readonly isOwn: boolean };

/**
 * Decides on everything that is not known to be in step, and hands the writes over as they come: a first sync of many
 * customers writes while the rest of it is decided on. Who would be created unasked comes last, when all of them have
 * been counted.
 */
async function decideOnWork(
  ctx: Context,
  side: Side,
  sequence: number,
  options: PollOptions,
): Promise<WriteRequest[]> {
  const { everything, hasBacklog, handOver } = options;
  const requests: WriteRequest[] = [];
  const newcomers = new Map<string, PutOff>();
  const known = await whatIsKnown(ctx);
  const before = everything ? [] : await standingNewcomers(ctx, known);
  const standing = new Set(before.map(({ subject }) => subjectId(subject)));
  const take = async (batch: readonly Subject[], how: Deciding = {}) => {
    const decided = await decide(ctx, batch, { judging: true, ...how });
    await handOver?.(decided);
    requests.push(...decided);
  };
  const takeOld = (batch: readonly Subject[]) =>
    take(
      batch.filter((subject) => !standing.has(subjectId(subject))),
      {
        putOff: (lone, snapshot) => {
          const { subject } = lone;
          // Of another reading that is under way or was not judged yet a part is known: they count, and are left to its poll.
          const isOwn =
            !isBeingRead(lone, snapshot) && (subject.side === side || !isBeingPlaced(lone, snapshot));
          const mark = newcomerMark(ctx, lone, snapshot);
          newcomers.set(subjectId(subject), { subject, mark, isOwn });
        },
      },
    );
  await takeAll(ctx, takeOld, everything, (await hasBacklog?.()) ?? false);
  await judgeNewcomers(ctx, [...before, ...newcomers.values()]);
  await endNote(ctx, placingName(side), sequence);
  const found = [...newcomers.values()].filter(({ isOwn }) => isOwn);
  await takeNewcomers(ctx, known, { found, before }, take);
  await tellFrozen(ctx);
  return requests;
}

/** All that a poll decides on, each customer once, though the night goes through all links after the work. */
async function takeAll(
  ctx: Context,
  take: (batch: Subject[]) => Promise<void>,
  everything = false,
  backlog = false,
): Promise<void> {
  const taken = new Set<string>();
  for await (const batch of ctx.store.workBatches()) {
    const open = backlog ? await undecided(ctx, batch) : batch;
    if (everything) for (const subject of batch) taken.add(subjectId(subject));
    await take(open);
  }
  await askAmbiguousAgain(ctx, take);
  await askHeldAgain(ctx, take);
  await askBrakedAgain(ctx, take);
  if (everything)
    for await (const batch of ctx.store.linkBatches())
      await take(batch.filter((subject) => !taken.has(subjectId(subject))));
}
