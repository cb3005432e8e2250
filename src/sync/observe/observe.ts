/** Rows of a side compared with what was last seen of them, and those that differ remembered commit by commit. */
import type { Decoded, Routes, Side } from '../../domain/customer.ts';
import type { RecordOf } from '../../domain/record.ts';
import { hashFields } from '../../store/hash-fields.ts';
import type { Loaded } from '../../store/records.ts';
import { type Context, routesOf } from '../context.ts';
import { matchingGeneration } from '../work.ts';
import { ourRows } from './ours.ts';
import { addRow, type Lacking, type Part, type Row } from './remember-row.ts';
import { isSame, noteBytes, seenAs } from './seen-bytes.ts';
import { COMMIT_TRIES, observeUnreadable } from './unreadable.ts';

/** What a batch of rows told. */
export type Observed = {
  readonly changed: number;
  readonly unreadable: number;
  readonly lacking: readonly Lacking[];
  /** Keys of those of whom a person had all that was kept erased: they are there, and nothing of them is remembered. */
  readonly erased: readonly string[];
};

export const NOTHING_OBSERVED: Observed = { changed: 0, unreadable: 0, lacking: [], erased: [] };

export function addObserved(one: Observed, other: Observed): Observed {
  return {
    changed: one.changed + other.changed,
    unreadable: one.unreadable + other.unreadable,
    lacking: [...one.lacking, ...other.lacking],
    erased: [...one.erased, ...other.erased],
  };
}

/** Rows whose state is looked up together. A page may hold any number of them. */
const LOOKED_UP_MAX = 500;

/** What some rows have led to; those `left` met a state that has changed meanwhile and are to be taken again. */
type Remembered<S extends Side> = { changed: number; readonly lacking: Lacking[]; readonly left: Row<S>[] };

/**
 * Compares rows with what was last seen and remembers those that differ: record, evidence, and the customer as
 * work. However many rows there are, a commit takes only so many words; one row is never split. A crash between
 * two commits repeats work and skips none: a row's digest is set in the commit that remembers it, so the rows
 * whose commit did not come differ again at the next reading.
 * `sequence` is the tick taken before the reading began: a record written or read later is newer than this answer.
 * Customers of other shops are left out; `createdIn` are shops that a create of ours may have gone to before.
 */
export async function observe<S extends Side>(
  ctx: Context,
  side: S,
  all: readonly Decoded<RecordOf<S>>[],
  sequence: number,
  createdIn: readonly string[] = [],
): Promise<Observed> {
  const rows = await ourRows(ctx, side, all, createdIn);
  const good = rows.filter((row) => row.ok);
  const unreadable = await observeUnreadable(ctx, side, rows);
  const fresh = await differing(ctx, side, good);
  if (fresh.length === 0) return { ...NOTHING_OBSERVED, unreadable };
  const routes = await routesOf(ctx);
  let left = fresh;
  let changed = 0;
  const lacking: Lacking[] = [];
  const erased = new Set<string>();
  for (let tries = 0; tries < COMMIT_TRIES && left.length > 0; tries += 1) {
    left = await notErased(ctx, side, left, erased);
    const again: Row<S>[] = [];
    for (let at = 0; at < left.length; at += LOOKED_UP_MAX) {
      const outcome = await remember(ctx, side, left.slice(at, at + LOOKED_UP_MAX), sequence, routes);
      changed += outcome.changed;
      for (const one of outcome.lacking) lacking.push(one);
      for (const row of outcome.left) again.push(row);
    }
    left = again;
  }
  if (left.length === 0) return { changed, unreadable, lacking, erased: [...erased] };
  throw new Error(
    `the state of ${left.length} ${side} customers changed ${COMMIT_TRIES} times while they were observed`,
  );
}

/** The same for records of which each was understood. */
export function observeRecords<S extends Side>(
  ctx: Context,
  side: S,
  records: readonly RecordOf<S>[],
  sequence: number,
  createdIn: readonly string[] = [],
): Promise<Observed> {
  return observe(
    ctx,
    side,
    records.map((record) => ({ ok: true, record })),
    sequence,
    createdIn,
  );
}

/** The rows that are not the ones last seen. */
export async function differing<S extends Side>(
  ctx: Context,
  side: S,
  rows: readonly { readonly record: RecordOf<S>; readonly bytes?: string | undefined }[],
): Promise<Row<S>[]> {
  // A listing may show one customer twice; its last row is the newest.
  const unique = [...new Map(rows.map((row) => [row.record.key, row])).values()];
  const seen = await ctx.store.seenDigests(
    side,
    unique.map(({ record }) => record.key),
  );
  const known: { key: string; seen: string; bytes: string }[] = [];
  const fresh = unique.flatMap(({ record, bytes }, index) => {
    const digest = ctx.store.digest(JSON.stringify(record));
    const before = seen[index];
    if (!isSame(before, digest)) return [{ record, digest, bytes }];
    if (bytes !== undefined && before && before !== seenAs(digest, bytes))
      known.push({ key: record.key, seen: before, bytes });
    return [];
  });
  await noteBytes(ctx, side, known);
  return fresh;
}

/** Who had all that is kept of them erased is not observed again (docs/privacy.md); their rows differ at every reading. */
async function notErased<S extends Side>(
  ctx: Context,
  side: S,
  rows: readonly Row<S>[],
  erased: Set<string>,
): Promise<Row<S>[]> {
  const { redis, keys } = ctx.store;
  const marks = await hashFields(
    redis,
    keys.erased(side),
    rows.map(({ record }) => record.key),
  );
  return rows.filter(({ record }, index) => {
    if (marks[index] !== null) erased.add(record.key);
    return marks[index] === null;
  });
}

async function remember<S extends Side>(
  ctx: Context,
  side: S,
  rows: readonly Row<S>[],
  sequence: number,
  routes: Routes,
): Promise<Remembered<S>> {
  const { store } = ctx;
  const keys = rows.map(({ record }) => record.key);
  const [raws, loaded] = await Promise.all([
    hashFields(store.redis, store.keys.records(side), keys),
    store.load(keys.map((key) => ({ side, key }))),
  ]);
  const bySubject = new Map(loaded.map((entry) => [recordKeyOf(entry, side), entry]));
  // Taken after the answer came: what an intent made meanwhile is first seen after that intent (rule 8).
  const met = raws.includes(null) ? await store.nextSequence() : sequence;
  const remembered: Remembered<S> = { changed: 0, lacking: [], left: [] };
  const open = (): Part<S> => ({ tx: store.transaction(), rows: [], lacking: [] });
  const answer = { side, sequence, met, routes };
  let part = open();
  for (const [index, row] of rows.entries()) {
    const subject = bySubject.get(row.record.key);
    if (subject !== undefined) addRow(ctx, part, row, { ...subject, raw: raws[index] }, answer);
    if (!part.tx.isFull) continue;
    await commitPart(ctx, part, remembered);
    part = open();
  }
  await commitPart(ctx, part, remembered);
  return remembered;
}

async function commitPart<S extends Side>(
  ctx: Context,
  { tx, rows, lacking }: Part<S>,
  into: Remembered<S>,
): Promise<void> {
  if (rows.length === 0) return;
  tx.count(ctx.store.keys.state, matchingGeneration);
  if (!(await tx.commit())) return void into.left.push(...rows);
  into.changed += rows.length;
  into.lacking.push(...lacking);
}

function recordKeyOf({ subject, link }: Loaded, side: Side): string {
  if (subject.side === side) return subject.key;
  return link?.code ?? '';
}
