import type { Decoded, ManagementProRecord } from '../../domain/customer.ts';
import { met, type Tally, unmet } from '../tally.ts';
import type { ManagementPro } from './client.ts';
import type { ListQuery } from './wire.ts';

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
  /** The largest answer of this scan: the server's cap, if there is one, is not below it. */
  largest: number;
};

/** The customers of one estado that this scan has met. */
export type Estado = { readonly active: boolean; readonly keys: Set<string>; keyless: number };

export type Asked = {
  readonly received: number;
  readonly claimed: number | undefined;
  readonly keys: Set<string>;
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
  const answer = await reading.client.read(query, async (rows) => {
    look?.(rows.map((row) => row.decoded()));
    for (const { key } of rows) {
      if (key === undefined) keyless += 1;
      else keys.add(key);
    }
    // Searches show the same customers again and again; decoding those would be most of a scan's work.
    const news = unmet(reading.tally, rows);
    const fresh = met(
      reading.tally,
      news.map((row) => row.decoded()),
    );
    if (fresh.length > 0) await reading.onPage(fresh);
  });
  for (const key of keys) estado?.keys.add(key);
  // Rows without a clave cannot be told apart, so the most that one answer held is the best count of them.
  if (estado) estado.keyless = Math.max(estado.keyless, keyless);
  reading.largest = Math.max(reading.largest, answer.received);
  return { ...answer, keys };
}
