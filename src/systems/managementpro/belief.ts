import type { Decoded, ManagementProRecord } from '../../domain/customer.ts';
import { SideError } from '../../domain/errors.ts';
import type { Paging } from '../../domain/profile.ts';
import type { IsSeen } from '../seen-rows.ts';
import { readByPages } from './paged.ts';
import { type Asked, ask, Doubt, type Estado, type Reading } from './reading.ts';
import type { EstadoMemory, ScanMemory } from './scan-memory.ts';
import { readBySearch, type TreeOptions } from './search-tree.ts';

/** Whether an answer to the list was cut off: what is believed at once, and how the rest is proven (rule 1). */

export type ManagementProScanOptions = {
  readonly known: ScanMemory;
  readonly now: () => number;
  /** Gets rows that this scan had not met before, at most 500. */
  readonly onPage: (rows: Decoded<ManagementProRecord>[]) => Promise<void>;
  /** Tells rows by their bytes from those that were read like that before: they are counted and not handed over. */
  readonly isSeen?: IsSeen | undefined;
  /** Claves known from before, e.g. of links; read one by one where the list cannot be read completely. */
  readonly knownKeys?: Iterable<string> | undefined;
  /** True asks for a complete reading even where a cut-off list was searched through within the hour. */
  readonly thorough?: boolean | undefined;
  /** How this server's list can be paged, where a probe has found out (`puente probe`). */
  readonly paging?: Paging | undefined;
};

export type Scan = {
  readonly reading: Reading;
  readonly options: ManagementProScanOptions;
  readonly knownKeys: ReadonlySet<string>;
  cap: number | undefined;
  /** Whether the cap is what the server can give in time. */
  slow: boolean;
  claimedMeansTotal: boolean | undefined;
  searched: boolean;
  paged: boolean;
};

/** One estado with the answer that listed it. */
export type Listing = {
  readonly estado: Estado;
  readonly past: EstadoMemory;
  readonly asked: number;
  readonly answer: Asked;
};

/** Why an estado is complete, and what to remember of it. */
export type Belief = { readonly why: string; readonly memory: EstadoMemory };

/** What a question that names no number gets; no server gives less to one that asks for a thousand. */
const REGISTROS_DEFAULT = 10;
/** Claves looked for beyond the last one. */
const NEXT_KEYS = 50;
/** Classes of a refusal of an undocumented question. */
const SAYS_NOTHING = ['request', 'data', 'reference', 'unknown'];
/** How long a verified count that looks like a cap is believed again. */
const VERIFIED_FOR_MS = 3_600_000;

/** @throws Doubt when completeness cannot be shown */
export async function believe(scan: Scan, listing: Listing, other: Listing): Promise<Belief> {
  const { answer, estado, past } = listing;
  const trusted = await reasonToTrust(scan, listing);
  const why = trusted ?? (await proof(scan, listing, other));
  const lastCount = estado.keys.size + estado.keyless;
  if (!looksLikeCap(answer.received)) return { why, memory: { lastCount } };
  // A look at the next claves is no new verification: the hour runs from the last real one.
  const { verifiedAt, verifiedCount } =
    trusted === undefined ? { verifiedAt: scan.options.now(), verifiedCount: answer.received } : past;
  return { why, memory: { lastCount, verifiedAt, verifiedCount } };
}

const WHY_TOTAL = 'The server counts all that match, and showed as many.';
const WHY_LARGER = 'The server has given larger answers than this one.';
const WHY_GROWN = 'The list grew to a number that is no likely limit.';
const WHY_EMPTY = 'The server showed none.';
const WHY_FEW = 'The list is shorter than the shortest answer that the document speaks of.';
const WHY_VERIFIED = 'The same number was verified by searches within the hour.';
const WHY_PROBED =
  'Searches for every character that its claves consist of showed nobody whom the list had not shown.';
const WHY_PAGED =
  'Two readings of all its pages showed the same customers, and the claves after them are free.';
const WHY_SEARCHED = 'Every possible part of a clave was searched for until no answer was cut off.';

/** Why the answer is complete as it stands; undefined when it has to be proven. */
async function reasonToTrust(scan: Scan, listing: Listing): Promise<string | undefined> {
  const { answer, past, estado } = listing;
  const { received, claimed } = answer;
  const { known } = scan.options;
  if (answer.broken !== undefined || (claimed !== undefined && claimed > received)) return undefined;
  if (scan.claimedMeansTotal && claimed === received) return WHY_TOTAL;
  if (received === 0) return WHY_EMPTY;
  if (received === scan.cap) return undefined;
  if (received < scan.reading.largest) return WHY_LARGER;
  // To prove that a server does not limit its answers to one row would take a search for every pair of characters.
  if (received < REGISTROS_DEFAULT && past.lastCount < REGISTROS_DEFAULT) return WHY_FEW;
  // A sudden drop may be a cap that was not there before.
  if (known.proven === 0 || received < past.lastCount * 0.9) return undefined;
  if (received < known.proven) return WHY_LARGER;
  if (!looksLikeCap(received)) return WHY_GROWN;
  const ageMs = scan.options.now() - (past.verifiedAt ?? 0);
  const fresh = past.verifiedCount === received && ageMs >= 0 && ageMs < VERIFIED_FOR_MS;
  return fresh && (await nothingNext(scan, estado)) ? WHY_VERIFIED : undefined;
}

/** Multiples of 50, below 100 of 10 and 25 (a page, the document's default), and powers of two with their neighbours. */
function looksLikeCap(count: number): boolean {
  if (count < 100 && (count % 10 === 0 || count % 25 === 0)) return true;
  return (
    count % 50 === 0 || [count - 1, count, count + 1].some((n) => n >= 16 && Number.isInteger(Math.log2(n)))
  );
}

/** Whether the claves that a server would give out next are still free: a list that is exactly at its cap hides them. */
export async function nothingNext(scan: Scan, estado: Estado): Promise<boolean> {
  const numeric = [...estado.keys].filter((key) => /^\d{1,30}$/.test(key));
  const last = numeric.reduce((max, key) => (BigInt(key) > BigInt(max) ? key : max), '0');
  const next = Array.from({ length: NEXT_KEYS }, (_, i) =>
    String(BigInt(last) + BigInt(i + 1)).padStart(last.length, '0'),
  );
  const before = estado.keys.size;
  await ask(scan.reading, { active: estado.active, keys: next, limit: 2 * NEXT_KEYS }, estado);
  return estado.keys.size === before;
}

async function proof(scan: Scan, listing: Listing, other: Listing): Promise<string> {
  const { received, claimed = 0, broken } = listing.answer;
  // What it has swallowed no search can show either; the known claves and the next ones are read one by one.
  if (broken !== undefined) throw new Doubt(broken);
  if (claimed > received || received === scan.cap) return searched(scan, listing, new Map());
  if (await learntTotal(scan, listing)) return WHY_TOTAL;
  if (await showsMore(scan, listing, other)) return WHY_LARGER;
  const capped = new Map<string, boolean>();
  await search(scan, listing, { capped, thorough: false, allKnown: async () => grew(listing) });
  if (!(await isCutOff(scan, listing))) return WHY_PROBED;
  scan.cap = received;
  return searched(scan, listing, capped);
}

async function searched(scan: Scan, listing: Listing, capped: Map<string, boolean>): Promise<string> {
  const { received, claimed } = listing.answer;
  if (received === 0) throw new Doubt(`The server claims ${claimed} customers and shows none.`);
  scan.cap = received;
  if (await isPagedWhole(scan, listing)) return WHY_PAGED;
  const counted = await search(scan, listing, { capped, thorough: true, allKnown: allKnown(scan, listing) });
  return counted ? WHY_TOTAL : WHY_SEARCHED;
}

/**
 * A list that is cut off, read page by page: believed when two readings agree, hold whomever the list itself showed, and
 * nobody has the claves that come next. Whatever does not add up is left to the searches.
 */
async function isPagedWhole(scan: Scan, { estado, answer }: Listing): Promise<boolean> {
  const { paging } = scan.options;
  if (paging === undefined) return false;
  const shown = await readByPages(scan.reading, estado, paging, answer.received);
  if (shown === undefined || [...answer.keys].some((key) => !shown.has(key))) return false;
  scan.paged = await nothingNext(scan, estado);
  return scan.paged;
}

function search(
  scan: Scan,
  { answer, estado }: Listing,
  way: Pick<TreeOptions, 'capped' | 'thorough' | 'allKnown'>,
): Promise<boolean> {
  scan.searched = true;
  const { reading, knownKeys } = scan;
  return readBySearch(reading, estado, { cap: answer.received, knownKeys, ...way });
}

function grew({ answer, estado }: Listing): boolean {
  return [...estado.keys].some((key) => !answer.keys.has(key));
}

/** Keys that the list had not shown mean a cap, unless the list itself has grown meanwhile. */
async function isCutOff(scan: Scan, listing: Listing): Promise<boolean> {
  if (!grew(listing)) return false;
  const { answer, estado, asked } = listing;
  const again = await ask(scan.reading, { active: estado.active, limit: asked }, estado);
  return again.received <= answer.received;
}

/** Asks for one row: a count above one can only be the count of all that match. */
async function learntTotal(scan: Scan, { answer, estado }: Listing): Promise<boolean> {
  if (answer.claimed !== answer.received || answer.received < 2) return false;
  if (scan.claimedMeansTotal === undefined) {
    const { claimed = 0, received } = await ask(scan.reading, { active: estado.active, limit: 1 }, estado);
    scan.claimedMeansTotal = claimed > received;
  }
  return scan.claimedMeansTotal;
}

/**
 * Asks without an estado: an answer with more rows shows that this one was not cut off. The document does not
 * say what an empty estado means, so a refusal says nothing.
 */
async function showsMore({ reading }: Scan, { answer, asked }: Listing, other: Listing): Promise<boolean> {
  if (other.answer.received === 0) return false;
  try {
    await ask(reading, { active: undefined, limit: asked * 2 }, undefined);
  } catch (error) {
    if (!(error instanceof SideError) || !SAYS_NOTHING.includes(error.facts.errorClass)) throw error;
  }
  return answer.received < reading.largest;
}

/** Whether as many are known as the server counts now; only a total that can be trusted answers this. */
function allKnown({ reading, claimedMeansTotal }: Scan, { answer, estado }: Listing): () => Promise<boolean> {
  let total = claimedMeansTotal ? answer.claimed : undefined;
  return async () => {
    const known = estado.keys.size + estado.keyless;
    if (total === undefined || known < total) return false;
    const asked = total;
    total = undefined; // One question at a time.
    const { claimed } = await ask(reading, { active: estado.active, limit: 1 }, estado);
    // With fewer than are known, some of these have left, and could stand for others not found yet.
    if (claimed !== undefined && claimed >= known) total = claimed;
    return claimed === asked && known === asked;
  };
}
