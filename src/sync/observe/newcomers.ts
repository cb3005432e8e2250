import type { Side } from '../../domain/customer.ts';
import type { Tally } from '../../systems/tally.ts';
import type { Context } from '../context.ts';
import type { Observed } from './observe.ts';
import { type NewestRead, type NewestReading, Reader } from './reading-a-side.ts';
import { READING } from './sides.ts';

/**
 * Who has come since a side was last read: the newest pages of Aceptabits, the next claves of ManagementPro. It proves
 * no absence and no completeness (rules 1 and 3).
 */

export type NewcomersRead = NewestRead & { readonly tally: Tally; readonly observed: Observed };

const stateName = (side: Side) => `newcomers:${side}`;

/** A reading of newcomers that creates wait for: the tick before it began, and whether it has ended whole. */
type UnderWay = { readonly begun: Promise<number>; readonly isWhole: Promise<boolean> };

/** Of each store, by side: creates of one poll go by the same reading. */
const underWay = new WeakMap<Context['store'], Partial<Record<Side, UnderWay>>>();

/**
 * True when a reading of a side's newcomers, begun after this tick, has ended whole (rule 3). One that somebody else
 * has made since, or is making, will do. While a whole reading is under way, what is found is judged together with it.
 */
export async function newcomersAreRead(
  ctx: Context,
  side: Side,
  since: number,
  reading: number | undefined,
): Promise<boolean> {
  const newest = await ctx.store.getState<NewestReading>(stateName(side));
  if (newest !== undefined && newest.sequence > since) return true;
  const ofStore = underWay.get(ctx.store) ?? {};
  underWay.set(ctx.store, ofStore);
  const another = ofStore[side];
  // One that began before the customer was seen may have passed the place where it is listed.
  if (another !== undefined && (await another.begun) > since) return another.isWhole;
  const own = begin(ctx, side, reading);
  ofStore[side] = own;
  try {
    return await own.isWhole;
  } finally {
    // One that is over is on record, and one that has failed is nobody's.
    if (ofStore[side] === own) delete ofStore[side];
  }
}

function begin(ctx: Context, side: Side, reading: number | undefined): UnderWay {
  const begun = ctx.store.nextSequence();
  const read = begun.then((sequence) => readNewcomers(ctx, side, sequence, reading ?? sequence));
  return { begun, isWhole: read.then(({ isWhole }) => isWhole) };
}

/** Reads the newcomers of a side; what is found is observed as part of the reading `judgedWith`. */
export async function readNewcomers(
  ctx: Context,
  side: Side,
  sequence: number,
  judgedWith = sequence,
): Promise<NewcomersRead> {
  const newest = await ctx.store.getState<NewestReading>(stateName(side));
  const reader = new Reader(ctx, side, judgedWith);
  const read = await READING[side].readNewest(reader, newest);
  // Noted when all of it is observed: a crash before that repeats the reading.
  if (read.isWhole) await note(ctx, side, { sequence, highest: read.highest });
  return { ...read, tally: reader.tally, observed: reader.observed };
}

/** A reading of the whole list has shown the newcomers too. */
export async function noteWhole(
  ctx: Context,
  side: Side,
  sequence: number,
  keys: ReadonlySet<string>,
): Promise<void> {
  await note(ctx, side, { sequence, highest: READING[side].highest(keys) });
}

function note(ctx: Context, side: Side, newest: NewestReading): Promise<void> {
  return ctx.store.setState(stateName(side), newest);
}
