import type { TallyCounts } from '../../domain/brake.ts';
import { SIDES, type Side } from '../../domain/customer.ts';
import { hashFields } from '../../store/hash-fields.ts';
import { type Subject, subjectId } from '../../store/records.ts';
import type { Context } from '../context.ts';
import { brakesOf } from '../evaluate/brake-state.ts';

/**
 * A brake about many stands for hours, until a person comes. Judging all who wait for it anew at every poll would cost
 * more than all else: between two such rounds they rest, and only who has changed since is counted, on top of what was.
 * Nobody who rests is decided on, so nothing of them passes unjudged.
 */

/** Fewer who wait for a brake are judged at each poll. */
const RESTS_FROM = 500;
/** A round takes at most this share of the time. */
const REST_TIMES = 20;
const STATE = 'brakes-judged';

/** What the last round over all who wait has counted. */
export type Rest = { readonly counts: { readonly [S in Side]: TallyCounts } };

type Round = Rest & { readonly under: string; readonly at: number; readonly tookMs: number };

/** The brakes as they stand, without what a refresh changes; undefined where there is none. */
async function brakesNow(ctx: Context): Promise<string | undefined> {
  const found = (await Promise.all(SIDES.map((side) => brakesOf(ctx, side)))).flat();
  if (found.length === 0) return undefined;
  return JSON.stringify(found.map(({ side, reason, fields, since }) => [side, reason, fields, since]));
}

/** What was counted of those who may rest through this poll; undefined where all are to be judged. */
export async function restOf(ctx: Context): Promise<Rest | undefined> {
  const round = await ctx.store.getState<Round>(STATE);
  if (round === undefined || round.under !== (await brakesNow(ctx))) return undefined;
  const age = ctx.now() - round.at;
  // A time in the future was told by a clock that was ahead.
  return age >= 0 && age < REST_TIMES * round.tookMs ? round : undefined;
}

/**
 * Begins a round over all who wait: whoever changes from now on rests no more, though the round may have passed them.
 * False where so few wait that nobody rests.
 */
export async function beginRound(ctx: Context): Promise<boolean> {
  const { store } = ctx;
  const { redis, keys } = store;
  await store.setState(STATE, undefined);
  await redis.unlink(keys.resting);
  if ((await redis.zcard(keys.waitsOf('braked'))) < RESTS_FROM) return false;
  const ids = await redis.zrange(keys.waitsOf('braked'), '0', '-1');
  await store.inCommits(ids, (tx, id) => tx.set(keys.resting, id, '1'));
  return true;
}

/** Ends it: who waited at its beginning rests until the next. */
export async function endRound(ctx: Context, counts: Rest['counts'], tookMs: number): Promise<void> {
  const under = await brakesNow(ctx);
  await ctx.store.setState(STATE, under && { counts, under, at: ctx.now(), tookMs });
}

/** Those of a batch who rest. */
export async function restingOf(
  { store: { redis, keys } }: Context,
  batch: readonly Subject[],
): Promise<Set<Subject>> {
  const resting = await hashFields(redis, keys.resting, batch.map(subjectId));
  return new Set(batch.filter((_, at) => resting[at] !== null));
}
