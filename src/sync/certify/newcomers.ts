import { isWave, scopeOf } from '../../domain/brake.ts';
import { SIDES, type Side } from '../../domain/customer.ts';
import type { BrakeLine } from '../../domain/lines.ts';
import { hashFields, scoresOf } from '../../store/hash-fields.ts';
import { type Loaded, type Subject, subjectId } from '../../store/records.ts';
import type { Context } from '../context.ts';
import { brakesOf } from '../evaluate/brake-state.ts';
import { evaluate } from '../evaluate/evaluate.ts';
import { isAgreedTo, isOfFirstSync, newcomerMark } from '../evaluate/newcomer-line.ts';
import { takeSnapshot } from '../evaluate/snapshot.ts';
import { FIRST_SYNC } from '../work.ts';
import { brake, lift } from './brakes.ts';

/** Newcomers of so long count together. */
const DAY_MS = 86_400_000;

/**
 * Judges how many newcomers of each side would be created on the other, and asks once where it is a wave (rule 10).
 * While a list or the company is in doubt nobody is created anyhow, and who is on it is asked with it.
 */
export async function judgeNewcomers(ctx: Context): Promise<void> {
  for (const side of SIDES) {
    const [gravest] = await brakesOf(ctx, side);
    if (scopeOf(gravest === undefined ? [] : [gravest])?.whole) continue;
    await judgeSide(ctx, side);
  }
}

async function judgeSide(ctx: Context, side: Side): Promise<void> {
  const { redis, keys } = ctx.store;
  await redis.zremrangebyscore(keys.newcomers(side), '-inf', ctx.now() - DAY_MS);
  const [ofLastDay, linked] = await Promise.all([redis.zcard(keys.newcomers(side)), redis.hlen(keys.links)]);
  const limits = ctx.config.brake;
  const unplaced = await unplacedOf(ctx, side);
  // Those who will be matched, or wait for something else, are among them: looked at one by one only where they are many.
  const waiting = isWave(unplaced.length, ofLastDay, linked, limits) ? await waitingOf(ctx, unplaced) : [];
  if (!isWave(waiting.length, ofLastDay, linked, limits)) return lift(ctx, side, 'newcomers');
  const snapshot = await takeSnapshot(ctx);
  await brake(ctx, side, {
    reason: 'newcomers',
    count: waiting.length,
    of: linked,
    keys: waiting.map(({ subject }) => subject.key),
    lines: waiting.map((loaded) => newcomerLine(loaded, newcomerMark(ctx, loaded, snapshot))),
  });
}

function newcomerLine({ subject }: Loaded, mark: string): BrakeLine {
  return { kind: 'newcomer', key: subject.key, mark };
}

/** Customers of a side without a link that are to be decided on, and have not passed. */
async function unplacedOf({ store }: Context, side: Side): Promise<Subject[]> {
  const { redis, keys } = store;
  const found: Subject[] = [];
  for await (const batch of store.workBatches()) {
    const ids = batch.map(subjectId);
    const [lone, passed, counted] = await Promise.all([
      scoresOf(redis, keys.lones, ids),
      hashFields(redis, keys.passed, ids),
      scoresOf(
        redis,
        keys.newcomers(side),
        batch.map(({ key }) => key),
      ),
    ]);
    const isOpen = (subject: Subject, at: number) =>
      subject.side === side && lone[at] !== null && passed[at] === null && counted[at] === null;
    found.push(...batch.filter(isOpen));
  }
  return found;
}

const LOADED_AT_ONCE = 500;

/** Those of them who would be created now, and whom no person has been asked about. */
async function waitingOf(ctx: Context, subjects: readonly Subject[]): Promise<Loaded[]> {
  const [snapshot, firstSync] = await Promise.all([
    takeSnapshot(ctx),
    ctx.store.getState<number>(FIRST_SYNC),
  ]);
  const waiting: Loaded[] = [];
  for (let at = 0; at < subjects.length; at += LOADED_AT_ONCE) {
    const loaded = await ctx.store.load(subjects.slice(at, at + LOADED_AT_ONCE));
    const open = loaded.filter(
      (customer) => !isOfFirstSync(customer, firstSync) && !isAgreedTo(ctx, customer, snapshot),
    );
    for (const evaluated of await evaluate(ctx, open, snapshot))
      if (evaluated.kind === 'lone' && evaluated.plan.kind === 'create') waiting.push(evaluated.loaded);
  }
  return waiting;
}

/** The lines of customers whom a listing in doubt shows for the first time. */
export async function newcomerLines(ctx: Context, side: Side, keys: readonly string[]): Promise<BrakeLine[]> {
  const snapshot = await takeSnapshot(ctx);
  const lines: BrakeLine[] = [];
  for (let at = 0; at < keys.length; at += LOADED_AT_ONCE)
    for (const loaded of await ctx.store.load(
      keys.slice(at, at + LOADED_AT_ONCE).map((key) => ({ side, key })),
    ))
      lines.push(newcomerLine(loaded, newcomerMark(ctx, loaded, snapshot)));
  return lines;
}
