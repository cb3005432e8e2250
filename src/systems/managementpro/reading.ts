import type { Decoded, ManagementProRecord } from '../../domain/customer.ts';
import { SideError } from '../../domain/errors.ts';
import type { IsSeen } from '../seen-rows.ts';
import { countSeen, met, type Tally, unmet } from '../tally.ts';
import type { ManagementPro } from './client.ts';
import type { ListQuery } from './wire-forms.ts';

/** Requests that one scan may make. */
const REQUESTS_MAX = 5_000;

/** A reason to call a scan incomplete; never leaves `scanManagementPro`. */
export class Doubt extends Error {}

export type Rows = readonly Decoded<ManagementProRecord>[];

/** What one scan shares among its questions. */
export type Reading = {
  readonly client: Pick<ManagementPro, 'read'>;
  readonly tally: Tally;
  readonly onPage: (rows: Decoded<ManagementProRecord>[]) => Promise<void>;
  /** Rows whose bytes have been seen are counted, and neither decoded nor handed over. */
  readonly isSeen?: IsSeen | undefined;
  /** The largest answer of this scan: the server's cap, if there is one, is not below it. */
  largest: number;
};

/** The customers of one estado that this scan has met. */
export type Estado = { readonly active: boolean; readonly keys: Set<string>; keyless: number };

export type Asked = {
  readonly received: number;
  readonly claimed: number | undefined;
  readonly keys: Set<string>;
  /** Where the answer's syntax broke so that rows may be missing, in words. */
  readonly broken?: string | undefined;
};

/**
 * One question: hands over the rows not met before, and counts. `look` sees all rows of the answer.
 * @throws Doubt when the budget of requests is spent
 */
export async function ask(
  reading: Reading,
  query: ListQuery,
  estado: Estado | undefined,
  look?: (rows: Rows) => void,
): Promise<Asked> {
  if (reading.tally.requests >= REQUESTS_MAX)
    throw new Doubt(`The scan would take more than ${REQUESTS_MAX} requests.`);
  reading.tally.requests += 1;
  const keys = new Set<string>();
  let keyless = 0;
  const isSeen = look === undefined ? reading.isSeen : undefined;
  const answer = await reading.client.read({ ...query, isSeen }, async (rows) => {
    look?.(rows.map((row) => row.decoded()));
    for (const { key } of rows) {
      if (key === undefined) keyless += 1;
      else keys.add(key);
    }
    // Searches show the same customers again and again; decoding those would be most of a scan's work.
    const news = unmet(reading.tally, rows);
    const unseen = countSeen(reading.tally, news);
    const fresh = met(
      reading.tally,
      unseen.map((row) => row.decoded()),
    );
    if (fresh.length > 0) await reading.onPage(fresh);
  });
  for (const key of keys) estado?.keys.add(key);
  // Rows without a clave cannot be told apart, so the most that one answer held is the best count of them.
  if (estado) estado.keyless = Math.max(estado.keyless, keyless);
  reading.largest = Math.max(reading.largest, answer.received);
  return { ...answer, keys };
}

/**
 * A server that gives up on a list says so in many ways: by silence, an error of its own, a page of the proxy before
 * it, an answer that ends in its middle. Where it is not reached at all, or told us to wait, the list is not the matter.
 */
function isTooMuch(error: unknown): boolean {
  return error instanceof SideError && error.facts.errorClass === 'trouble' && error.facts.code !== 'refused';
}

/**
 * The same for a question that may be too large or too slow for the server: undefined where it failed twice, while a
 * question for one row was answered both times. Where that one fails too, the side is not there.
 */
export async function askWithin(
  reading: Reading,
  query: ListQuery,
  estado: Estado | undefined,
  look?: (rows: Rows) => void,
): Promise<Asked | undefined> {
  for (let tries = 0; tries < 2; tries += 1) {
    try {
      return await ask(reading, query, estado, look);
    } catch (error) {
      if (!isTooMuch(error)) throw error;
      await ask(reading, { active: query.active, limit: 1 }, undefined);
    }
  }
  return undefined;
}

/** Asks for these claves; whoever breaks the syntax of an answer is told apart from the others by smaller ones. */
export async function askKeys(
  reading: Reading,
  active: boolean,
  keys: readonly string[],
  limit: number,
  estado: Estado | undefined,
): Promise<void> {
  const { broken } = await ask(reading, { active, keys, limit }, estado);
  const [only, ...others] = keys;
  if (broken === undefined || only === undefined) return;
  if (others.length > 0) {
    const half = Math.ceil(keys.length / 2);
    for (const part of [keys.slice(0, half), keys.slice(half)])
      await askKeys(reading, active, part, limit, estado);
    return;
  }
  estado?.keys.add(only);
  const fresh = met<ManagementProRecord>(reading.tally, [{ ok: false, key: only, reason: broken }]);
  if (fresh.length > 0) await reading.onPage(fresh);
}
