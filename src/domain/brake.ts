import { type Customer, FIELDS, type Field, type Side } from './customer.ts';
import { equal, isEmpty } from './equality.ts';
import type { Link } from './link.ts';

/** Why a side is braked (rule 10). */
export type BrakeReason =
  | 'emptied-list'
  | 'empty-told'
  | 'shrunken-list'
  | 'mass-change'
  | 'mass-emptying'
  | 'another-company'
  | 'missing-keys';

/** `BRAKE_*`: shares in percent; nothing is judged below `minCustomers` customers, except a list that is empty. */
export type BrakeLimits = {
  readonly missingPercent: number;
  readonly changedPercent: number;
  readonly emptiedPercent: number;
  readonly minCustomers: number;
};

export type Brake = {
  readonly side: Side;
  readonly reason: BrakeReason;
  readonly field?: Field | undefined;
  readonly count: number;
  readonly of: number;
  /** Keys of up to `SAMPLE_MAX` customers concerned. */
  readonly sample: readonly string[];
  /** Names exactly what was shown, so that a release is for this and nothing else. */
  readonly hash: string;
  readonly since: number;
};

export const SAMPLE_MAX = 20;

function beyond(count: number, of: number, percent: number, limits: BrakeLimits): boolean {
  return count >= limits.minCustomers && count * 100 > of * percent;
}

/** A scan in which customers known to be there are missing (rule 10); `known` counts those not already missing. */
export function judgeAbsence(
  absent: number,
  known: number,
  distinct: number,
  limits: BrakeLimits,
): BrakeReason | undefined {
  if (known > 0 && distinct === 0) return 'emptied-list';
  return beyond(absent, known, limits.missingPercent, limits) ? 'shrunken-list' : undefined;
}

/** A list that grows by more than this from its first reading to the second may have lost rows in the first, in percent. */
const CONFIRMED_GROWTH_PERCENT = 1;

/**
 * True when a second complete reading shows that the first was no accident (rule 10): there is nothing else that the
 * very first list of a side could be compared with. Both are numbers of distinct customers.
 */
export function confirms(second: number, first: number): boolean {
  return (second - first) * 100 <= first * CONFIRMED_GROWTH_PERCENT;
}

/** Rows that lack a key which the same customers had before: a change of the API, never acted on (section 3). */
export function judgeMissingKeys(
  lacking: number,
  rows: number,
  limits: BrakeLimits,
): BrakeReason | undefined {
  return beyond(lacking, rows, limits.changedPercent, limits) ? 'missing-keys' : undefined;
}

/** How one link's record differs from its base on a side. */
export type Movement = {
  readonly changed: readonly Field[];
  readonly emptied: readonly Field[];
  readonly another: boolean;
};

export function movement(link: Link, side: Side, shown: Customer, another: boolean): Movement {
  const based = FIELDS.filter((field) => link.base[side][field] !== undefined && shown[field] !== undefined);
  const changed = based.filter((field) => !equal(field, link.base[side][field] ?? '', shown[field] ?? ''));
  return { changed, emptied: changed.filter((field) => isEmpty(shown[field] ?? '')), another };
}

type Tally = { readonly reason: BrakeReason; readonly field?: Field; readonly count: number };

/** The counts of one side's undecided movements, kept while the work is gone through. */
export class MovementTally {
  readonly #changed = new Map<Field, number>();
  readonly #emptied = new Map<Field, number>();
  #another = 0;

  add({ changed, emptied, another }: Movement): void {
    for (const field of changed) this.#changed.set(field, (this.#changed.get(field) ?? 0) + 1);
    for (const field of emptied) this.#emptied.set(field, (this.#emptied.get(field) ?? 0) + 1);
    if (another) this.#another += 1;
  }

  /** The first limit that is passed among `links` linked customers, the gravest first. */
  judge(links: number, limits: BrakeLimits): Tally | undefined {
    if (beyond(this.#another, links, limits.emptiedPercent, limits))
      return { reason: 'another-company', count: this.#another };
    for (const [field, count] of this.#emptied)
      if (beyond(count, links, limits.emptiedPercent, limits))
        return { reason: 'mass-emptying', field, count };
    for (const [field, count] of this.#changed)
      if (beyond(count, links, limits.changedPercent, limits)) return { reason: 'mass-change', field, count };
    return undefined;
  }
}
