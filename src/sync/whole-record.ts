import { isDeepStrictEqual } from 'node:util';
import type { Side } from '../domain/customer.ts';
import { fillMissing } from '../domain/lens.ts';
import type { RecordOf, StoredRecord } from '../store/records.ts';
import type { Context } from './context.ts';
import { Later } from './trouble.ts';

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

/** A process that was frozen since it read the record must not send it: others may have written it meanwhile. */
export function deadline({ now, timings }: Context): () => boolean {
  const readAt = now();
  return () => now() - readAt <= timings.sendWithinMs;
}
