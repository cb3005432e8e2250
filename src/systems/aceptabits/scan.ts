import type { Certificate } from '../../domain/certificate.ts';
import type { AceptabitsRecord, Decoded } from '../../domain/customer.ts';
import type { IsSeen } from '../seen-rows.ts';
import { certificateOf, newTally } from '../tally.ts';
import { PAGE_MAX } from './call.ts';
import type { Aceptabits, SeenRow } from './client.ts';
import {
  grownBy,
  isWhole,
  lastPageOf,
  type Pass,
  type PassOptions,
  readDownwards,
  readUpwards,
  type Trend,
  trendOf,
} from './pass.ts';

/**
 * One complete reading of Aceptabits' list (rule 1). Pages shift while they are read: new customers push
 * rows down, vanished ones pull rows up over the edge between two pages, and equals in `created_at` may
 * change places. A list that grows or shrinks is explained by its order (`pass.ts`) and is read again along with its
 * movement, one page at a time, where the first pass missed somebody. One that claims the same total all the time and
 * shows fewer is read again with another page size, so that the edges fall elsewhere, and the passes of one and the
 * same total are taken together.
 */
export type AceptabitsScanOptions = {
  readonly now: () => number;
  /** Gets the rows of a page that this scan had not met before. */
  readonly onPage: (rows: Decoded<AceptabitsRecord>[]) => Promise<void>;
  /** Tells rows whose bytes have been seen before: nothing of them is decoded, and `onSeen` gets them, each once. */
  readonly isSeen?: IsSeen | undefined;
  readonly onSeen?: ((rows: readonly SeenRow[]) => void) | undefined;
  /** The shops whose lists are read one after the other instead of the list of all customers. */
  readonly shops?: readonly string[] | undefined;
  /** Pages read at once, 4 unless told. */
  readonly concurrency?: number;
  /** Rows a page, 100 unless told. */
  readonly pageSize?: number;
};

export type AceptabitsScan = { readonly certificate: Certificate; readonly keys: Set<string> };

const PASSES_MAX = 6;
/** Where the total holds still, each pass brings us nearer, even if equals are ordered anew in every answer. */
const STEADY_PASSES_MAX = 16;
/** Taken off the page size in each pass; coprime sizes put the edges between pages elsewhere. */
const SIZE_STEPS = [0, 11, 3, 17, 7, 21];

/** What passes of one unchanged total have shown together. */
type Union = { total: number | undefined; keys: Set<string> };

/** How the next pass is read, which the one before tells. */
type Way = { readonly trend: Trend; readonly passes: number; readonly total: number | undefined };

/**
 * The list of all customers, or of some shops. Who moves to a shop that has been read is missed there, and found by the
 * look-up that each absence gets (rule 2).
 * @throws SideError when a page cannot be read; what was handed over by then stays valid
 */
export async function scanAceptabits(
  client: Pick<Aceptabits, 'page'>,
  { shops, ...options }: AceptabitsScanOptions,
): Promise<AceptabitsScan> {
  if (shops === undefined) return scanList(client, options);
  const scans: AceptabitsScan[] = [];
  for (const shop of shops)
    scans.push(await scanList({ page: (query) => client.page({ ...query, shop }) }, options));
  return ofShops(scans);
}

/** What the lists of several shops say together. */
function ofShops(scans: readonly AceptabitsScan[]): AceptabitsScan {
  const parts = scans.map(({ certificate }) => certificate);
  const sum = (one: (part: Certificate) => number) => parts.reduce((all, part) => all + one(part), 0);
  const keys = new Set(scans.flatMap((scan) => [...scan.keys]));
  const broken = parts.find(({ complete }) => !complete);
  const claims = parts.map(({ claimed }) => claimed);
  const certificate: Certificate = {
    side: 'aceptabits',
    complete: broken === undefined,
    why: broken?.why ?? `Each of ${parts.length} shops was read whole.`,
    method: 'shops',
    requests: sum(({ requests }) => requests),
    rows: sum(({ rows }) => rows),
    distinct: keys.size,
    claimed: claims.includes(undefined) ? undefined : sum(({ claimed = 0 }) => claimed),
    cap: undefined,
    overlaps: sum(({ overlaps }) => overlaps),
    grown: sum(({ grown = 0 }) => grown),
    passes: Math.max(1, ...parts.map(({ passes }) => passes)),
    unreadable: sum(({ unreadable }) => unreadable),
    keyless: sum(({ keyless = 0 }) => keyless),
    startedAt: Math.min(...parts.map(({ startedAt }) => startedAt)),
    endedAt: Math.max(...parts.map(({ endedAt }) => endedAt)),
  };
  return { certificate, keys };
}

/** @throws SideError when a page cannot be read; what was handed over by then stays valid */
async function scanList(
  client: Pick<Aceptabits, 'page'>,
  options: Omit<AceptabitsScanOptions, 'shops'>,
): Promise<AceptabitsScan> {
  const startedAt = options.now();
  const { onPage, isSeen, onSeen } = options;
  const reader = { onPage, isSeen, onSeen };
  const tally = newTally();
  let union: Union = { total: undefined, keys: new Set() };
  let way: Way = { trend: 'steady', passes: 0, total: undefined };
  let whole: Set<string> | undefined;
  let trend: Trend = 'steady';
  let grown = 0;
  while (!whole && way.passes < (way.trend === 'steady' ? STEADY_PASSES_MAX : PASSES_MAX)) {
    const pass = await readPass({ client, ...reader, tally, ...pace(way, options) }, way);
    union = together(union, pass);
    if (isWhole(pass, way.trend === 'shrinks')) whole = pass.keys;
    else if (union.keys.size + pass.keyless === union.total) whole = union.keys;
    trend = trendOf(pass);
    grown += grownBy(pass);
    way = { trend, passes: way.passes + 1, total: pass.total ?? way.total };
  }
  const findings = {
    complete: whole !== undefined,
    why: whole ? reasonOf(way.passes, trend) : doubtOf(way.total),
    method: 'pages',
    claimed: way.total,
    grown,
    cap: undefined,
    passes: way.passes,
    startedAt,
    endedAt: options.now(),
  };
  return { certificate: certificateOf('aceptabits', tally, findings), keys: whole ?? tally.keys };
}

/** A list that moves is read one page at a time, in order: only then does its movement hide nobody. */
function pace(
  { trend, passes }: Way,
  { concurrency = 4, pageSize = PAGE_MAX }: AceptabitsScanOptions,
): Pick<PassOptions, 'limit' | 'concurrency'> {
  if (trend !== 'steady') return { limit: pageSize, concurrency: 1 };
  return { limit: Math.max(1, pageSize - (SIZE_STEPS[passes % SIZE_STEPS.length] ?? 0)), concurrency };
}

function readPass(options: PassOptions, { trend, total }: Way): Promise<Pass> {
  if (trend !== 'shrinks') return readDownwards(options);
  const from = lastPageOf({ lastPage: undefined, total, perPage: undefined }, options.limit);
  return readUpwards(options, from);
}

function reasonOf(passes: number, trend: Trend): string {
  if (trend === 'grows')
    return 'The list grew; read down, and its first page again, it shows as many customers as it claims.';
  if (trend === 'shrinks') return 'The list shrank; read from its end upwards it hides nobody who is left.';
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
function together(union: Union, pass: Pass): Union {
  const { total, keys, keyless } = pass;
  if (total === undefined || trendOf(pass) !== 'steady') return { total: undefined, keys: new Set() };
  // The first reading is nearly always the only one: its keys are not copied for others that could follow.
  const all = union.total === total ? union.keys.union(keys) : keys;
  return { total, keys: all.size + keyless > total ? keys : all };
}
