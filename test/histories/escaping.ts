/** Judges a played day on a server that stores its texts escaped. */
import type { KeptEvent } from '../../src/store/history.ts';
import type { Entry } from './journal.ts';
import { recordedAt } from './on-record.ts';
import type { Side } from './script.ts';

type OnRecord = { readonly entries: readonly Entry[]; readonly events: readonly KeptEvent[] };

/** Writes to this side may be on their way when the second customer proves what they do. */
const STOPPED_WITHIN_MS = 1_500;
const PROVED_BY = 2;

/** A server that stores its texts escaped: what an update made grow is on record, and such updates stop (rule 6). */
export function growthProblems(side: Side, { entries, events }: OnRecord): string[] {
  const problems: string[] = [];
  const grown = entries.filter((entry) => entry.side === side && entry.grew);
  const told = events
    .filter((event) => event.kind === 'side-effect' && event.side === side)
    .toSorted((one, other) => recordedAt(one) - recordedAt(other));
  const customers = new Set(grown.map(({ key }) => key));
  if (customers.size > PROVED_BY && told.length === 0)
    problems.push(`texts of ${customers.size} customers of ${side} grew, and none is on record`);
  const [first] = told;
  const second = told.find((event) => event.clave !== first?.clave);
  if (second === undefined) return problems;
  for (const { key, at } of grown)
    if (at > recordedAt(second) + STOPPED_WITHIN_MS)
      problems.push(`a text of ${side} ${key} grew after the updates should have stopped`);
  return problems;
}
