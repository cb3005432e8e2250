import type { Certificate } from '../../domain/certificate.ts';
import { certificateOf, newTally } from '../tally.ts';
import {
  type Belief,
  believe,
  type Listing,
  type ManagementProScanOptions,
  nothingNext,
  type Scan,
} from './belief.ts';
import type { ManagementPro } from './client.ts';
import { type Asked, askKeys, askWithin, Doubt, type Estado } from './reading.ts';
import type { ScanMemory } from './scan-memory.ts';

/**
 * One complete reading of ManagementPro's list (rule 1). The list has no offset, `registros` may be limited
 * silently, and the answer's own `registros` may mean the rows in it or all that match. A normal poll
 * is one generous question per estado; the answer is believed when the server has shown before, or is made
 * to show now, that it can give a larger one. A list that was cut off is read by a tree of searches.
 */

export type { ManagementProScanOptions } from './belief.ts';
export { memoryFrom, NEW_MEMORY, type ScanMemory } from './scan-memory.ts';

export type ManagementProScan = {
  readonly certificate: Certificate;
  readonly memory: ScanMemory;
  readonly keys: Set<string>;
};

const KEYS_MAX = 100;
const ASK_MIN = 1_000;
const ASK_MARGIN = 500;
/** Fourfold, because the answers that turn out too small have been read for nothing. */
const ASK_GROWTH = 4;
/** A server that takes too long for so few is asked for claves only. */
const ASK_LEAST = 10;
const WHY_SLOW =
  'Even ten rows of the list are not answered, or take longer than MANAGEMENTPRO_TIMEOUT allows; one row is.';
/**
 * A list that is cut off takes hundreds of searches to read completely, so this is done once in so long (rule 1: a
 * full turn with a bound). The polls between read the known claves and the next ones, and call that incomplete.
 */
const FULL_TURN_MS = 3_600_000;
const WHY_BETWEEN =
  'The list is cut off; between two full readings the known claves and the next ones are read.';

/** @throws SideError when a request fails; what was handed over by then stays valid */
export async function scanManagementPro(
  client: Pick<ManagementPro, 'read'>,
  options: ManagementProScanOptions,
): Promise<ManagementProScan> {
  const startedAt = options.now();
  const scan = newScan(client, options);
  const { complete, partial, why, memory, claimed } = await readBoth(scan);
  const { tally } = scan.reading;
  const certificate = certificateOf('managementpro', tally, {
    complete,
    partial,
    why,
    method: scan.searched ? 'search-tree' : scan.paged ? 'pages' : 'one-answer',
    claimed,
    cap: scan.cap,
    passes: 1,
    startedAt,
    endedAt: options.now(),
  });
  return { certificate, memory, keys: tally.keys };
}

function newScan(client: Pick<ManagementPro, 'read'>, options: ManagementProScanOptions): Scan {
  const { known, onPage, knownKeys, isSeen } = options;
  return {
    reading: { client, tally: newTally(), onPage, isSeen, largest: 0 },
    options,
    knownKeys: new Set(knownKeys),
    cap: known.cap,
    slow: known.slow === true,
    claimedMeansTotal: known.claimedMeansTotal,
    searched: false,
    paged: false,
  };
}

type Outcome = {
  readonly complete: boolean;
  readonly partial?: boolean;
  readonly why: string;
  readonly memory: ScanMemory;
  readonly claimed: number | undefined;
};

async function readBoth(scan: Scan): Promise<Outcome> {
  try {
    const active = await list(scan, true);
    const inactive = await list(scan, false);
    if (isBetweenTurns(scan)) return await readBetween(scan);
    const whyActive = await believe(scan, active, inactive);
    const whyInactive = await believe(scan, inactive, active);
    return {
      complete: true,
      why: whyActive.why === whyInactive.why ? whyActive.why : `AC: ${whyActive.why} BA: ${whyInactive.why}`,
      memory: remembered(scan, whyActive, whyInactive),
      claimed: claimedBy(scan, [active, inactive]),
    };
  } catch (error) {
    if (!(error instanceof Doubt)) throw error;
    await readKnown(scan);
    await readNext(scan);
    const { cap, slow, claimedMeansTotal } = scan;
    // What was proven stays as it was: the next scan has to make sure anew.
    const memory = { ...scan.options.known, cap, slow, claimedMeansTotal };
    return { complete: false, why: error.message, memory, claimed: undefined };
  }
}

function isBetweenTurns({ cap, claimedMeansTotal, options }: Scan): boolean {
  const { searchedAt, slow } = options.known;
  // A list that can be paged is read whole at every poll.
  if (options.paging !== undefined) return false;
  if (cap === undefined || searchedAt === undefined || options.thorough) return false;
  // With a total that can be trusted a search ends early; what is too slow to be asked is so all the same.
  if (claimedMeansTotal === true && !slow) return false;
  const ageMs = options.now() - searchedAt;
  // A time in the future was told by a clock that was ahead.
  return ageMs >= 0 && ageMs < FULL_TURN_MS;
}

async function readBetween(scan: Scan): Promise<Outcome> {
  await readKnown(scan);
  await readNext(scan);
  return { complete: false, partial: true, why: WHY_BETWEEN, memory: scan.options.known, claimed: undefined };
}

/** The claves that come next after all that are known: newcomers of a list that cannot be read whole. */
async function readNext(scan: Scan): Promise<void> {
  const keys = new Set([...scan.knownKeys, ...scan.reading.tally.keys]);
  try {
    await nothingNext(scan, { active: true, keys, keyless: 0 });
  } catch (error) {
    if (!(error instanceof Doubt)) throw error;
  }
}

function claimedBy(scan: Scan, listings: readonly Listing[]): number | undefined {
  if (!scan.claimedMeansTotal) return undefined;
  return listings.reduce((sum, { answer }) => sum + (answer.claimed ?? 0), 0);
}

function remembered(scan: Scan, active: Belief, inactive: Belief): ScanMemory {
  const { cap, slow, claimedMeansTotal, options, reading } = scan;
  const proven = cap ?? Math.max(options.known.proven, reading.largest);
  const searchedAt = cap === undefined ? undefined : options.now();
  const learnt = { proven, cap, slow, claimedMeansTotal, searchedAt };
  return { ...learnt, active: active.memory, inactive: inactive.memory };
}

/**
 * Asks for all of one estado, for more and more until the answer is smaller than what was asked for, or until more
 * would be too much for the server: then the largest answer that it can give is a cap that was met.
 */
async function list(scan: Scan, active: boolean): Promise<Listing> {
  const past = active ? scan.options.known.active : scan.options.known.inactive;
  const estado: Estado = { active, keys: new Set(), keyless: 0 };
  let most = isBetweenTurns(scan) && scan.slow && scan.cap ? scan.cap : Number.POSITIVE_INFINITY;
  let asked = Math.min(most, Math.max(ASK_MIN, Math.ceil(past.lastCount * 1.25) + ASK_MARGIN));
  for (;;) {
    const answer: Asked | undefined = await askWithin(scan.reading, { active, limit: asked }, estado);
    if (answer === undefined) {
      if (asked <= ASK_LEAST) throw new Doubt(WHY_SLOW);
      most = asked = Math.max(ASK_LEAST, Math.floor(asked / ASK_GROWTH));
      continue;
    }
    if (asked === most && answer.received >= asked) {
      scan.cap = answer.received;
      scan.slow = true;
      return { estado, past, asked, answer };
    }
    const { received, claimed = 0 } = answer;
    // Whoever gives more than the limit that was believed in has none, or another one: one bad answer looks like it.
    if (scan.cap !== undefined && received > scan.cap) {
      scan.cap = undefined;
      scan.slow = false;
    }
    if (claimed > received) scan.claimedMeansTotal = true;
    const enough = scan.claimedMeansTotal === true && claimed === received;
    if (received < asked || enough) return { estado, past, asked, answer };
    asked = Math.min(most, Math.max(asked * ASK_GROWTH, claimed + ASK_MARGIN));
  }
}

/** Where the list cannot be read completely, the claves known from before are read one by one. */
async function readKnown({ reading, knownKeys, cap }: Scan): Promise<void> {
  const unseen = [...knownKeys].filter((key) => !reading.tally.keys.has(key) && !key.includes(','));
  const size = Math.min(KEYS_MAX, Math.max(1, (cap ?? KEYS_MAX + 1) - 1));
  try {
    for (let start = 0; start < unseen.length; start += size) {
      const keys = unseen.slice(start, start + size);
      for (const active of [true, false]) await askKeys(reading, active, keys, 2 * size, undefined);
    }
  } catch (error) {
    if (!(error instanceof Doubt)) throw error;
  }
}
