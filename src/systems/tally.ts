/** The count of a scan: which keys it has met, how often, and in which overlaps. */
import type { Certificate } from '../domain/certificate.ts';
import type { Decoded, Side } from '../domain/customer.ts';

type Keyed = { readonly key: string };

/** What a scan counts for its certificate, and the keys it has met; nothing else of the rows is kept. */
export type Tally = {
  readonly keys: Set<string>;
  requests: number;
  rows: number;
  overlaps: number;
  unreadable: number;
  /** Rows without even a key; they cannot be told apart. */
  keyless: number;
};

export function newTally(): Tally {
  return { keys: new Set(), requests: 0, rows: 0, overlaps: 0, unreadable: 0, keyless: 0 };
}

export function keyOf(row: Decoded<Keyed>): string | undefined {
  return row.ok ? row.record.key : row.key;
}

/** Counts the rows that this scan has met already and returns the others, which are still to be counted by `met`. */
export function unmet<R extends { readonly key: string | undefined }>(tally: Tally, rows: readonly R[]): R[] {
  const fresh = rows.filter(({ key }) => key === undefined || !tally.keys.has(key));
  tally.rows += rows.length - fresh.length;
  tally.overlaps += rows.length - fresh.length;
  return fresh;
}

/** Counts the rows whose bytes have been seen before and returns the others, which are still to be counted by `met`. */
export function countSeen<R extends { readonly key: string | undefined; readonly isSeen?: boolean }>(
  tally: Tally,
  rows: readonly R[],
): R[] {
  for (const { key, isSeen } of rows) {
    if (!isSeen || key === undefined) continue;
    tally.rows += 1;
    if (tally.keys.has(key)) tally.overlaps += 1;
    tally.keys.add(key);
  }
  return rows.filter((row) => !row.isSeen);
}

/** Counts the rows and returns those that this scan had not met; a row without a key is always new. */
export function met<R extends Keyed>(tally: Tally, rows: readonly Decoded<R>[]): Decoded<R>[] {
  tally.rows += rows.length;
  return rows.filter((row) => {
    const key = keyOf(row);
    if (key !== undefined && tally.keys.has(key)) {
      tally.overlaps += 1;
      return false;
    }
    if (key === undefined) tally.keyless += 1;
    else tally.keys.add(key);
    if (!row.ok) tally.unreadable += 1;
    return true;
  });
}

export type Findings = Pick<
  Certificate,
  'complete' | 'partial' | 'why' | 'method' | 'claimed' | 'grown' | 'cap' | 'passes' | 'startedAt' | 'endedAt'
>;

/** The certificate of a finished scan (rule 1). */
export function certificateOf(side: Side, tally: Tally, findings: Findings): Certificate {
  const { requests, rows, overlaps, unreadable, keyless, keys } = tally;
  return { side, requests, rows, overlaps, unreadable, keyless, distinct: keys.size, ...findings };
}

/** Runs `work` on each item of a queue that may grow, `concurrency` at once; the first error ends all. */
export async function drain<T>(
  queue: T[],
  concurrency: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  let failed = false;
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined && !failed; item = queue.shift()) {
      try {
        await work(item);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const done = await Promise.allSettled(Array.from({ length: concurrency }, worker));
  for (const result of done) if (result.status === 'rejected') throw result.reason;
}
