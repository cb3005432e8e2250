/** What one row of a side changes in the state: its record, its evidence, its link that resumes, and the customer as work. */
import type { Routes, Side } from '../../domain/customer.ts';
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
import { record } from '../../store/history.ts';
import { linkText, recordIn, recordText } from '../../store/packed.ts';
import { type Loaded, subjectId } from '../../store/records.ts';
import { fileLone } from '../../store/roster.ts';
import { fileWords } from '../../store/words.ts';
import type { Context } from '../context.ts';
import { markWork } from '../work.ts';
import { seenAs } from './seen-bytes.ts';
import { endUnreadable } from './unreadable.ts';

/** A row that lacks keys which the same customer had before. */
export type Lacking = { readonly key: string; readonly names: readonly string[] };

export type Row<S extends Side> = {
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

/** One commit in the making, and the rows that it is about. */
export type Part<S extends Side> = {
  readonly tx: Transaction;
  readonly rows: Row<S>[];
  readonly lacking: Lacking[];
};

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
  fileWords(ctx.store, tx, subjectAt, before?.record, filled.record);
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
