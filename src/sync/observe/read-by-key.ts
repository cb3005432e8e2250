/** Customers that are read by their keys, one or many, and observed: before a write, after it, and where a list lacks them. */
import { isDeepStrictEqual } from 'node:util';
import type { Decoded, Routes, Side } from '../../domain/customer.ts';
import { fillMissing } from '../../domain/lens.ts';
import type { RecordOf } from '../../domain/record.ts';
import { recordIn, recordText } from '../../store/packed.ts';
import type { Loaded } from '../../store/records.ts';
import type { Turn } from '../../systems/http.ts';
import type { Context } from '../context.ts';
import { matchingGeneration } from '../work.ts';
import { differing, observe, observeRecords } from './observe.ts';
import { ourRows } from './ours.ts';
import { type Answer, addRow, type Part } from './remember-row.ts';

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

/** What is known beforehand of the customer that is read again, and the turn that was taken for it. */
export type Before = { readonly loaded: Loaded; readonly routes: Routes; readonly turn: Turn };

/** The same for one customer as it was loaded before: nothing of it is looked up twice. */
export async function readAgain(
  ctx: Context,
  side: Side,
  key: string,
  { loaded, routes, turn }: Before,
): Promise<Again> {
  const sequence = await ctx.store.nextSequence();
  const row = (await LOOK_UP[side](ctx, [key], turn)).get(key);
  if (row?.ok)
    return { row, loaded: await observeLoaded(ctx, { side, sequence, routes }, row.record, loaded) };
  if (row !== undefined) await observe(ctx, side, [row], sequence);
  return { row, loaded: undefined };
}

type Found = ReadonlyMap<string, Decoded<RecordOf<Side>>>;

/** ManagementPro is asked for many claves at once, Aceptabits for each code. */
const LOOK_UP: {
  readonly [S in Side]: (ctx: Context, keys: readonly string[], turn?: Turn) => Promise<Found>;
} = {
  managementpro: ({ clients }, claves, turn) => clients.managementpro.lookup(claves, turn),
  aceptabits: async ({ clients }, codes, turn) => {
    const rows = await Promise.all(codes.map((code) => clients.aceptabits.lookup(code, turn)));
    return new Map(codes.flatMap((code, at) => (rows[at] === undefined ? [] : [[code, rows[at]]])));
  },
};

/**
 * Observes one customer who has been loaded before: nothing is looked up a second time. Answers the customer as it stands
 * then, provided that it is as it was loaded; undefined where it is to be loaded anew.
 */
export async function observeLoaded(
  ctx: Context,
  { side, sequence, routes }: Omit<Answer<Side>, 'met'>,
  record: RecordOf<Side>,
  loaded: Loaded,
): Promise<Loaded | undefined> {
  const { store } = ctx;
  const { link, rawLink, rawRecords } = loaded;
  const [raw, before] = [rawRecords[side], loaded[side]];
  if (raw === undefined || before === undefined || !(await isPlain(ctx, side, record, loaded)))
    return observeAnew(ctx, side, record, sequence);
  const [row] = await differing(ctx, side, [{ record }]);
  if (row === undefined) return isAsStored(record, before.record) ? loaded : undefined;
  const part: Part<Side> = { tx: store.transaction(), rows: [], lacking: [] };
  // What is late is told by the link's notes, so they must still be those.
  if (link !== undefined) part.tx.expect(store.keys.links, link.clave, rawLink);
  const answer = { side, sequence, met: sequence, routes };
  const stored = addRow(ctx, part, row, { ...loaded, raw }, answer);
  if (stored === undefined) return loaded;
  part.tx.count(store.keys.state, matchingGeneration);
  if (!(await part.tx.commit())) return observeAnew(ctx, side, record, sequence);
  const text = recordText(stored);
  return {
    ...loaded,
    // As it will be loaded, its names in the same order: the fingerprints of both are one.
    [side]: recordIn(record.key, text),
    rawRecords: { ...rawRecords, [side]: text },
    passed: undefined,
    since: loaded.since ?? ctx.now(),
  };
}

/** One of ours, neither missing nor waiting to be understood: nothing but its record changes when it is observed. */
async function isPlain(
  ctx: Context,
  side: Side,
  record: RecordOf<Side>,
  { link, waits }: Loaded,
): Promise<boolean> {
  if (link?.missing?.[side] !== undefined || waits.some(({ kind }) => kind === 'unreadable')) return false;
  return (await ourRows(ctx, side, [{ ok: true, record }])).length > 0;
}

/** True for an answer that shows what is stored, as far as it tells. */
export function isAsStored(record: RecordOf<Side>, stored: RecordOf<Side>): boolean {
  return isDeepStrictEqual(fillMissing(record, stored), stored);
}

async function observeAnew(
  ctx: Context,
  side: Side,
  record: RecordOf<Side>,
  sequence: number,
): Promise<undefined> {
  await observeRecords(ctx, side, [record], sequence);
}
