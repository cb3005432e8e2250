import type { Decoded, Routes, Side } from '../../domain/customer.ts';
import type { RecordOf } from '../../domain/record.ts';
import type { Loaded } from '../../store/records.ts';
import type { Context } from '../context.ts';
import { observe } from './observe.ts';
import { observeLoaded } from './observe-loaded.ts';

/**
 * Reads customers of a side by their keys and observes what is there. Answers the rows that were found, by key, those
 * that cannot be understood included: they are there, and are set aside as a scan would set them aside.
 */
export async function readByKey(
  ctx: Context,
  side: Side,
  keys: readonly string[],
): Promise<ReadonlyMap<string, Decoded<RecordOf<Side>>>> {
  const sequence = await ctx.store.nextSequence();
  const found = await LOOK_UP[side](ctx, keys);
  await observe(ctx, side, [...found.values()], sequence);
  return found;
}

export type Again = {
  readonly row: Decoded<RecordOf<Side>> | undefined;
  /** The customer as it stands after the reading; undefined where it is to be loaded anew. */
  readonly loaded: Loaded | undefined;
};

/** The same for one customer as it was loaded before: nothing of it is looked up twice. */
export async function readAgain(
  ctx: Context,
  side: Side,
  key: string,
  loaded: Loaded,
  routes: Routes,
): Promise<Again> {
  const sequence = await ctx.store.nextSequence();
  const row = (await LOOK_UP[side](ctx, [key])).get(key);
  if (row?.ok)
    return { row, loaded: await observeLoaded(ctx, { side, sequence, routes }, row.record, loaded) };
  if (row !== undefined) await observe(ctx, side, [row], sequence);
  return { row, loaded: undefined };
}

type Found = ReadonlyMap<string, Decoded<RecordOf<Side>>>;

/** ManagementPro is asked for many claves at once, Aceptabits for each code. */
const LOOK_UP: { readonly [S in Side]: (ctx: Context, keys: readonly string[]) => Promise<Found> } = {
  managementpro: ({ clients }, claves) => clients.managementpro.lookup(claves),
  aceptabits: async ({ clients }, codes) => {
    const rows = await Promise.all(codes.map((code) => clients.aceptabits.lookup(code)));
    return new Map(codes.flatMap((code, at) => (rows[at] === undefined ? [] : [[code, rows[at]]])));
  },
};
