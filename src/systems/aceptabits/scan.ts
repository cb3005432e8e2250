import type { Certificate } from '../../domain/certificate.ts';
import type { AceptabitsRecord, Decoded } from '../../domain/customer.ts';
import { certificateOf, drain, keyOf, met, newTally, type Tally } from '../tally.ts';
import { type Aceptabits, PAGE_MAX, type Page } from './client.ts';

/**
 * One complete reading of Aceptabits' list (rule 1). Pages shift while they are read: new customers push
 * rows down, vanished ones pull rows up over the edge between two pages, and equals in `created_at` may
 * change places. A pass is believed only when all its pages claim one total and it holds as many different
 * customers. Otherwise it is read again with another page size, so that the edges fall elsewhere, and the
 * passes of one and the same total are taken together.
 */
export type AceptabitsScanOptions = {
  readonly now: () => number;
  /** Gets the rows of a page that this scan had not met before. */
  readonly onPage: (rows: Decoded<AceptabitsRecord>[]) => Promise<void>;
  /** Pages read at once, 4 unless told. */
  readonly concurrency?: number;
  /** Rows a page, 100 unless told. */
  readonly pageSize?: number;
};

export type AceptabitsScan = { readonly certificate: Certificate; readonly keys: Set<string> };

const PASSES_MAX = 6;
/** No account has so many pages; a server that says so is not believed. */
const PAGES_MAX = 100_000;
/** Where the total holds still, each pass brings us nearer, even if equals are ordered anew in every answer. */
const STEADY_PASSES_MAX = 16;
/** Taken off the page size in each pass; coprime sizes put the edges between pages elsewhere. */
const SIZE_STEPS = [0, 11, 3, 17, 7, 21];

type Pass = {
  /** The one total that all pages claimed; undefined when they did not agree. */
  readonly total: number | undefined;
  readonly keys: Set<string>;
  readonly keyless: number;
};

/** What passes of one unchanged total have shown together. */
type Union = { total: number | undefined; keys: Set<string> };

/** @throws SideError when a page cannot be read; what was handed over by then stays valid */
export async function scanAceptabits(
  client: Pick<Aceptabits, 'page'>,
  options: AceptabitsScanOptions,
): Promise<AceptabitsScan> {
  const startedAt = options.now();
  const tally = newTally();
  let union: Union = { total: undefined, keys: new Set() };
  let claimed: number | undefined;
  let passes = 0;
  let whole: Set<string> | undefined;
  while (!whole && passes < (union.total === undefined ? PASSES_MAX : STEADY_PASSES_MAX)) {
    const pass = await readPass(client, options, tally, sizeOf(passes, options.pageSize ?? PAGE_MAX));
    passes += 1;
    claimed = pass.total ?? claimed;
    union = together(union, pass);
    whole = [pass.keys, union.keys].find((keys) => keys.size + pass.keyless === pass.total);
  }
  const findings = {
    complete: whole !== undefined,
    why: whole ? reasonOf(passes) : doubtOf(claimed),
    method: 'pages',
    claimed,
    cap: undefined,
    passes,
    startedAt,
    endedAt: options.now(),
  };
  return { certificate: certificateOf('aceptabits', tally, findings), keys: whole ?? tally.keys };
}

function sizeOf(pass: number, size: number): number {
  return Math.max(1, size - (SIZE_STEPS[pass % SIZE_STEPS.length] ?? 0));
}

function reasonOf(passes: number): string {
  return passes === 1
    ? 'Every page claimed the same total, and as many different customers were read.'
    : `The pages shifted; ${passes} readings together show as many different customers as were claimed.`;
}

function doubtOf(claimed: number | undefined): string {
  return claimed === undefined
    ? 'The pages claimed no total, or never the same one.'
    : `The pages kept shifting: no reading, nor several together, came to the ${claimed} customers claimed.`;
}

/** A changed total, or more keys than it allows, means that some key is stale: only the last pass counts. */
function together(union: Union, { total, keys, keyless }: Pass): Union {
  if (total === undefined) return { total, keys: new Set() };
  const all = new Set([...(union.total === total ? union.keys : []), ...keys]);
  return { total, keys: all.size + keyless > total ? new Set(keys) : all };
}

async function readPass(
  client: Pick<Aceptabits, 'page'>,
  { onPage, concurrency = 4 }: AceptabitsScanOptions,
  tally: Tally,
  limit: number,
): Promise<Pass> {
  const keys = new Set<string>();
  const totals = new Set<number | undefined>();
  let keyless = 0;
  const read = async (page: number): Promise<Page<AceptabitsRecord>> => {
    tally.requests += 1;
    const answer = await client.page({ page, limit });
    totals.add(answer.total);
    for (const row of answer.rows) {
      const key = keyOf(row);
      if (key === undefined) keyless += 1;
      else keys.add(key);
    }
    const fresh = met(tally, answer.rows);
    if (fresh.length > 0) await onPage(fresh);
    return answer;
  };
  const first = await read(1);
  const lastPage = lastPageOf(first, limit);
  const rest = Array.from({ length: Math.max(0, lastPage - 1) }, (_, i) => i + 2);
  await drain(rest, concurrency, async (page) => {
    // Nothing lies behind an empty page but more of them; whether anything is missing the total will tell.
    if ((await read(page)).received === 0) rest.length = 0;
  });
  return { total: totals.size === 1 ? first.total : undefined, keys, keyless };
}

/** Pages to read: as the server says, else as many as its total needs. */
function lastPageOf({ lastPage, total, perPage }: Page<AceptabitsRecord>, limit: number): number {
  if (lastPage !== undefined) return Math.min(lastPage, PAGES_MAX);
  return total === undefined ? 1 : Math.min(Math.ceil(total / Math.min(perPage || limit, limit)), PAGES_MAX);
}
