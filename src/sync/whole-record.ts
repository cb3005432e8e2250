import { isDeepStrictEqual } from 'node:util';
import type { Side } from '../domain/customer.ts';
import { fillMissing } from '../domain/lens.ts';
import { filledNames, lackingCarried, type RecordOf, type StoredRecord } from '../domain/record.ts';
import type { Context } from './context.ts';
import { Later } from './job-errors.ts';

/** A record as one answer showed it. */
export type Reading = {
  readonly record: RecordOf<Side>;
  /** The tick taken before the reading began. */
  readonly sequence: number;
};

/** A late answer is asked for again this often while its side may lag. */
const LATE_PARTS = 4;

/**
 * An update sends the whole record back. One that was not believed, because it was late or because a newer one has
 * been read meanwhile, would undo what was written since (rule 6), so the write is put off until the record can be read
 * anew. That ends with the lag: what a side still shows then is believed, as an edit.
 */
export function expectBelieved(
  { timings }: Context,
  stored: StoredRecord | undefined,
  { record, sequence }: Reading,
): void {
  if (stored === undefined || isDeepStrictEqual(fillMissing(record, stored.record), stored.record)) return;
  if (stored.sequence > sequence) throw new Later(0, 'the record was read anew while its write was prepared');
  throw new Later(
    Math.max(timings.retryMs, timings.lagMs / LATE_PARTS),
    'the answer still shows what our last write replaced',
  );
}

type Losses = {
  /** Names of what the record had before and this reading does not tell. */
  readonly lacking: readonly string[];
  /** True when a text that the record had before is empty in this reading, or is not told. */
  readonly isPoorer: boolean;
};

/** What has gone from the record since it was last read: sent back without it, it could be lost (rule 6). */
export async function lossesOf(ctx: Context, side: Side, record: RecordOf<Side>): Promise<Losses> {
  const [stored] = await ctx.store.storedRecords(side, [record.key]);
  if (stored === undefined) return { lacking: [], isPoorer: false };
  const lacking = lackingCarried(record, stored.record);
  if (lacking.length > 0)
    ctx.log.warn({ side, key: record.key, lacking }, 'the record was read without these keys');
  const now = new Set(filledNames(record));
  return { lacking, isPoorer: filledNames(stored.record).some((name) => !now.has(name)) };
}
