import type { AceptabitsRecord, Decoded } from '../../domain/customer.ts';
import type { IsSeen } from '../seen-rows.ts';
import { countSeen, drain, keyOf, met, type Tally } from '../tally.ts';
import type { Aceptabits, Page, SeenRow } from './client.ts';

/**
 * One pass over all pages. The list stands newest first, so its order explains how it moves: a new customer pushes
 * every row down and stands on the first page; one who vanishes pulls up the rows behind. Whoever reads downwards
 * while rows are pushed down meets some of them twice and misses none, and so does whoever reads upwards while rows
 * are pulled up. The claimed totals tell which of the two has happened.
 */
export type PassOptions = {
  readonly client: Pick<Aceptabits, 'page'>;
  readonly onPage: (rows: Decoded<AceptabitsRecord>[]) => Promise<void>;
  readonly tally: Tally;
  readonly isSeen?: IsSeen | undefined;
  readonly onSeen?: ((rows: readonly SeenRow[]) => void) | undefined;
  readonly limit: number;
  /** Pages read at once; the order is kept by one at a time. */
  readonly concurrency: number;
};

export type Pass = {
  readonly keys: Set<string>;
  readonly keyless: number;
  /** Totals in the order of the answers; undefined where a page claimed none. */
  readonly totals: readonly (number | undefined)[];
  /** How many there were when the pass ended: by the last reading of the first page, or by the last answer. */
  readonly total: number | undefined;
};

/** How the totals of a pass moved. */
export type Trend = 'steady' | 'grows' | 'shrinks' | 'unclear';

/** No account has so many pages; a server that says so is not believed. */
const PAGES_MAX = 100_000;
/** How often the first pages are read again for who has come meanwhile. */
const CATCH_UPS_MAX = 20;

export function trendOf({ totals }: Pick<Pass, 'totals'>): Trend {
  const steps = totals.slice(1).map((total, index) => (total ?? Number.NaN) - (totals[index] ?? Number.NaN));
  if (totals.includes(undefined)) return 'unclear';
  if (steps.every((step) => step === 0)) return 'steady';
  if (steps.every((step) => step >= 0)) return 'grows';
  return steps.every((step) => step <= 0) ? 'shrinks' : 'unclear';
}

/**
 * True when nobody can have been missed. Whom a growing list showed are all still there, so they are as many as it
 * claims in the end; of a shrinking one, read upwards, some have left, so they are no fewer.
 */
export function isWhole(pass: Pass, upwards: boolean): boolean {
  const { keys, keyless, total, totals } = pass;
  const shown = keys.size + keyless;
  const trend = trendOf(pass);
  if (total === undefined || trend === 'unclear') return false;
  if (trend === 'shrinks') return upwards && shown >= total && shown <= (totals[0] ?? 0);
  return shown === total;
}

/** By how many a list grew while it was read whole. */
export function grownBy({ total, totals }: Pass): number {
  return Math.max(0, (total ?? 0) - (totals[0] ?? total ?? 0));
}

/** From the first page to the last, then the first ones again where the list has grown. */
export async function readDownwards(options: PassOptions): Promise<Pass> {
  const reader = new Reader(options);
  const first = await reader.read(1);
  let lastPage = lastPageOf(first, options.limit);
  const queue = Array.from({ length: Math.max(0, lastPage - 1) }, (_, i) => i + 2);
  await drain(queue, options.concurrency, async (page) => {
    const answer = await reader.read(page);
    // Nothing lies behind an empty page but more of them; whether anything is missing the total will tell.
    if (answer.received === 0) queue.length = 0;
    for (; lastPage < lastPageOf(answer, options.limit) && answer.received > 0; lastPage += 1)
      queue.push(lastPage + 1);
  });
  const total = trendOf(reader) === 'grows' ? await catchUp(reader, options.limit) : reader.totals.at(-1);
  return { ...reader.counted(), total };
}

/** From the last page to the first. `from` is the last page as it was known before; fewer there may be by now. */
export async function readUpwards(options: PassOptions, from: number): Promise<Pass> {
  const reader = new Reader(options);
  for (let page = Math.min(from, PAGES_MAX); page >= 1; page -= 1) await reader.read(page);
  return { ...reader.counted(), total: reader.totals.at(-1) };
}

/**
 * Reads the first pages down to a row that was known before, until one reading of the first page alone shows such a
 * row: at that moment everybody had been met. Answers how many were claimed then.
 */
async function catchUp(reader: Reader, limit: number): Promise<number | undefined> {
  for (let tries = 0; tries < CATCH_UPS_MAX; tries += 1) {
    const known = new Set(reader.keys);
    const isKnown = (row: Decoded<AceptabitsRecord>) => known.has(keyOf(row) ?? '');
    for (let page = 1; ; page += 1) {
      const answer = await reader.read(page);
      const reached =
        answer.rows.some(isKnown) ||
        answer.seen?.some(({ key }) => known.has(key)) ||
        isLastPage(answer, page, limit);
      if (reached && page === 1) return answer.total;
      if (reached || answer.received === 0) break;
    }
  }
  return undefined;
}

class Reader {
  readonly keys = new Set<string>();
  readonly totals: (number | undefined)[] = [];
  readonly #options: PassOptions;
  #keyless = 0;

  constructor(options: PassOptions) {
    this.#options = options;
  }

  async read(page: number): Promise<Page<AceptabitsRecord>> {
    const { client, onPage, tally, limit, isSeen, onSeen } = this.#options;
    tally.requests += 1;
    const answer = await client.page({ page, limit, isSeen });
    this.totals.push(answer.total);
    for (const row of answer.rows) {
      const key = keyOf(row);
      if (key === undefined) this.#keyless += 1;
      else this.keys.add(key);
    }
    const seen = answer.seen ?? [];
    for (const { key } of seen) this.keys.add(key);
    onSeen?.(seen.filter(({ key }) => !tally.keys.has(key)));
    countSeen(
      tally,
      seen.map(({ key }) => ({ key, isSeen: true })),
    );
    const fresh = met(tally, answer.rows);
    if (fresh.length > 0) await onPage(fresh);
    return answer;
  }

  counted(): Omit<Pass, 'total'> {
    return { keys: this.keys, keyless: this.#keyless, totals: this.totals };
  }
}

/** Pages to read: as the server says, else as many as its total needs. */
export function lastPageOf(
  { lastPage, total, perPage }: Pick<Page<AceptabitsRecord>, 'lastPage' | 'total' | 'perPage'>,
  limit: number,
): number {
  if (lastPage !== undefined) return Math.min(lastPage, PAGES_MAX);
  return total === undefined ? 1 : Math.min(Math.ceil(total / Math.min(perPage || limit, limit)), PAGES_MAX);
}

/**
 * True where nobody stands behind this page. One with fewer rows than were asked for is no end by itself: a server may
 * put fewer on each of its pages, and tells by the number of pages or of rows that there are more.
 */
export function isLastPage(
  answer: Pick<Page<AceptabitsRecord>, 'received' | 'perPage' | 'lastPage' | 'total'>,
  page: number,
  limit: number,
): boolean {
  const { received, perPage } = answer;
  if (received === 0) return true;
  return received < Math.min(perPage || limit, limit) && page >= lastPageOf(answer, limit);
}
