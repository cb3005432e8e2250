import type { Decoded, Routes, Side } from '../../domain/customer.ts';
import { evidenceOf, isNobodys } from '../../domain/evidence.ts';
import { fillMissing } from '../../domain/lens.ts';
import type { Link } from '../../domain/link.ts';
import {
  customerOf,
  lackingCarried,
  lackingOf,
  personIn,
  type RecordOf,
  type StoredRecord,
} from '../../domain/record.ts';
import { isLate } from '../../domain/settle.ts';
import type { Transaction } from '../../store/commit.ts';
import { fileEvidence } from '../../store/evidence-index.ts';
import { hashFields } from '../../store/hash-fields.ts';
import { record } from '../../store/history.ts';
import { linkText, recordIn, recordText } from '../../store/packed.ts';
import { type Loaded, subjectId } from '../../store/records.ts';
import { fileLone } from '../../store/roster.ts';
import { fileWords } from '../../store/words.ts';
import { type Context, routesOf } from '../context.ts';
import { markWork, matchingGeneration } from '../work.ts';
import { ourRows } from './ours.ts';
import { isSame, noteBytes, seenAs } from './seen-bytes.ts';
import { COMMIT_TRIES, endUnreadable, observeUnreadable } from './unreadable.ts';

/** What a batch of rows told. */
export type Observed = {
  readonly changed: number;
  readonly unreadable: number;
  readonly lacking: readonly Lacking[];
};

export const NOTHING_OBSERVED: Observed = { changed: 0, unreadable: 0, lacking: [] };

export function addObserved(one: Observed, other: Observed): Observed {
  return {
    changed: one.changed + other.changed,
    unreadable: one.unreadable + other.unreadable,
    lacking: [...one.lacking, ...other.lacking],
  };
}

/** A row that lacks keys which the same customer had before. */
export type Lacking = { readonly key: string; readonly names: readonly string[] };

/** Rows whose state is looked up together. A page may hold any number of them. */
const LOOKED_UP_MAX = 500;

type Row<S extends Side> = {
  readonly record: RecordOf<S>;
  readonly digest: string;
  readonly bytes: string | undefined;
};

/** A side's answer: the tick before its reading began, the one of who is met first, and the routes it is read with. */
export type Answer<S extends Side> = {
  readonly side: S;
  readonly sequence: number;
  readonly met: number;
  readonly routes: Routes;
};

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
  if (fresh.length === 0) return { changed: 0, unreadable, lacking: [] };
  const routes = await routesOf(ctx);
  let left = fresh;
  let changed = 0;
  const lacking: Lacking[] = [];
  for (let tries = 0; tries < COMMIT_TRIES && left.length > 0; tries += 1) {
    left = await notErased(ctx, side, left);
    const again: Row<S>[] = [];
    for (let at = 0; at < left.length; at += LOOKED_UP_MAX) {
      const outcome = await remember(ctx, side, left.slice(at, at + LOOKED_UP_MAX), sequence, routes);
      changed += outcome.changed;
      for (const one of outcome.lacking) lacking.push(one);
      for (const row of outcome.left) again.push(row);
    }
    left = again;
  }
  if (left.length === 0) return { changed, unreadable, lacking };
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
async function notErased<S extends Side>(ctx: Context, side: S, rows: readonly Row<S>[]): Promise<Row<S>[]> {
  const { redis, keys } = ctx.store;
  const marks = await hashFields(
    redis,
    keys.erased(side),
    rows.map(({ record }) => record.key),
  );
  return rows.filter((_, index) => marks[index] === null);
}

/** One commit in the making, and the rows that it is about. */
export type Part<S extends Side> = {
  readonly tx: Transaction;
  readonly rows: Row<S>[];
  readonly lacking: Lacking[];
};

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

/** Puts what a row changes into a commit; answers what is stored then, or undefined where the row is no news. */
export function addRow<S extends Side>(
  ctx: Context,
  { tx, rows, lacking }: Part<S>,
  row: Row<S>,
  subject: Loaded & { readonly raw: string | null | undefined },
  answer: Answer<S>,
): StoredRecord<S> | undefined {
  const { keys } = ctx.store;
  const { side } = answer;
  const { raw } = subject;
  const { key } = row.record;
  const before = raw ? recordIn<S>(key, raw) : undefined;
  if (!isNewer(ctx, row.record, before, subject, answer)) return undefined;
  tx.expect(keys.records(side), key, raw ?? undefined);
  tx.expect(keys.erased(side), key, undefined);
  // Linked meanwhile, the customer would be marked as work under a name that it no longer goes by.
  if (side === 'aceptabits') tx.expect(keys.codes, key, subject.link?.clave);
  else if (subject.link === undefined) tx.expect(keys.links, key, undefined);
  const stored = rememberRow(ctx, tx, row, { ...subject, before }, answer);
  rows.push(row);
  const names = lackingOf(row.record, before?.record);
  if (names.length > 0) lacking.push({ key, names });
  return stored;
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

/** An answer older than what is known, or one that is late after our own write, is not news. */
function isNewer(
  ctx: Context,
  row: RecordOf<Side>,
  before: StoredRecord<Side> | undefined,
  { link }: Loaded,
  { side, sequence, routes }: Answer<Side>,
): boolean {
  if (before !== undefined && before.sequence > sequence) return false;
  const stored = { record: fillMissing(row, before?.record), firstSeen: 0, sequence };
  return (
    link === undefined ||
    !isLate(link, side, customerOf(side, stored, routes), { now: ctx.now(), lagMs: ctx.timings.lagMs })
  );
}

function rememberRow<S extends Side>(
  ctx: Context,
  tx: Transaction,
  { record: row, digest, bytes }: Row<S>,
  { before, ...subject }: Loaded & { readonly before: StoredRecord<S> | undefined },
  { side, sequence, met, routes }: Answer<S>,
): StoredRecord<S> {
  const { keys } = ctx.store;
  const subjectAt = { side, key: row.key };
  const current = {
    record: fillMissing(row, before?.record),
    firstSeen: before?.firstSeen ?? met,
    sequence,
  };
  const lacks = before === undefined ? [] : lackingCarried(row, before.record);
  const filled = {
    ...current,
    ...personIn(side, before, current, row, routes),
    ...(lacks.length > 0 && { lacks }),
  };
  // A row that lacks keys stays news, so that a change of the API is seen by every scan and not by the first alone.
  // Its digest makes room for none: what was whole before may come back as it was, and is news then.
  const isWhole = lackingOf(row, before?.record).length === 0;
  tx.set(keys.seen(side), row.key, isWhole ? seenAs(digest, bytes) : LACKING);
  if (isWhole) endUnreadable(ctx, tx, subject);
  tx.set(keys.records(side), row.key, recordText(filled));
  tx.remove(keys.absent(side), row.key);
  const evidence = before && evidenceOf(customerOf(side, before, routes));
  fileEvidence(ctx.store, tx, subjectAt, evidence, evidenceOf(customerOf(side, filled, routes)));
  if (isServedAnew(before?.record, row)) indexSalesperson(ctx, tx, row);
  fileWords(ctx.store, tx, side, row.key, before?.record, filled.record);
  if (subject.link === undefined) fileLone(ctx.store, tx, subjectAt, ctx.now());
  if (subject.link?.missing?.[side] !== undefined) resume(ctx, tx, side, subject, subject.link);
  markWork(ctx, tx, subjectId(subject.subject));
  // Whoever is nobody is no difference between the sides, also while the first plan waits and decides nothing.
  if (subject.link === undefined && isNobodys(filled.record))
    tx.unrank(keys.differs, subjectId(subject.subject));
  // What passed was the record as it was before.
  tx.remove(keys.passed, subjectId(subject.subject));
  return filled;
}

/** A record that was gone is back: its link resumes where it stood (rule 2). */
function resume(ctx: Context, tx: Transaction, side: Side, { rawLink }: Loaded, link: Link): void {
  const { [side]: _, ...missing } = link.missing ?? {};
  tx.expect(ctx.store.keys.links, link.clave, rawLink);
  tx.set(ctx.store.keys.links, link.clave, linkText({ ...link, missing }));
  record(ctx.store, tx, {
    at: ctx.now(),
    kind: 'returned',
    side,
    clave: link.clave,
    code: link.code,
    cause: { code: 'shown-again' },
  });
}

/** Whoever serves somebody does not leave in the night, so is on record where the row before told the same. */
function isServedAnew(before: RecordOf<Side> | undefined, row: RecordOf<Side>): boolean {
  const served = (record: RecordOf<Side> | undefined) =>
    record !== undefined && 'salesperson' in record
      ? [record.salesperson, record.salespersonName].join('\n')
      : '';
  return served(before) !== served(row);
}

function indexSalesperson(ctx: Context, tx: Transaction, row: RecordOf<Side>): void {
  if (!('salesperson' in row) || !row.salesperson || !row.salespersonName) return;
  tx.set(ctx.store.keys.salespeople, row.salesperson, row.salespersonName);
}

/** Stands instead of the digest of a row that has lacked a key it had before. */
const LACKING = 'lacking';
