import { type Customer, FIELDS, type Field, type Side } from './customer.ts';
import { meansSomebody } from './evidence.ts';
import { unjudged } from './judged.ts';
import type { BySide, Link } from './link.ts';

/** Why a side is braked (rule 10). */
export const BRAKE_REASONS = [
  'emptied-list',
  'empty-told',
  'shrunken-list',
  'mass-change',
  'mass-emptying',
  'another-company',
  'missing-keys',
  'newcomers',
  'backlog',
  'new-routes',
] as const;
export type BrakeReason = (typeof BRAKE_REASONS)[number];

/**
 * What a brake is about. A side may be braked for each of them at once; the gravest comes first. The last two stop
 * nothing by themselves: they hold the lines of what waits for a person's word.
 */
export const BRAKE_KINDS = ['list', 'values', 'newcomers', 'backlog', 'routes'] as const;
export type BrakeKind = (typeof BRAKE_KINDS)[number];

export function kindOf(reason: BrakeReason): BrakeKind {
  switch (reason) {
    case 'emptied-list':
    case 'empty-told':
    case 'shrunken-list':
    case 'missing-keys':
      return 'list';
    case 'mass-change':
    case 'mass-emptying':
    case 'another-company':
      return 'values';
    case 'newcomers':
      return 'newcomers';
    case 'backlog':
      return 'backlog';
    case 'new-routes':
      return 'routes';
  }
}

/** `BRAKE_*`: shares in percent; nothing is judged below `minCustomers` customers, except a list that is empty. */
export type BrakeLimits = {
  readonly missingPercent: number;
  readonly changedPercent: number;
  readonly emptiedPercent: number;
  readonly minCustomers: number;
  /** A wave of newcomers: more than this share of the linked customers, and at least so many. */
  readonly newPercent: number;
  readonly newMin: number;
};

export type Brake = {
  readonly side: Side;
  readonly reason: BrakeReason;
  /** The field that it was put on for, and all those whose values wait. */
  readonly field?: Field | undefined;
  readonly fields?: readonly Field[] | undefined;
  readonly count: number;
  readonly of: number;
  /** Keys of up to `SAMPLE_MAX` customers concerned. */
  readonly sample: readonly string[];
  /** Names the sheet of lines that was shown: a release is for these lines and no others. */
  readonly hash: string;
  readonly since: number;
};

/** What the brakes of a side stop (rule 10). */
export type Scope = {
  /** Fields whose values of that side are not copied, and are no evidence there. */
  readonly fields: readonly Field[];
  /** The list itself, or another company: whoever has moved waits as a whole, and nobody is linked or created. */
  readonly whole: boolean;
  /** Those who are new there are not created on the other side before a person has been asked. */
  readonly newcomers: boolean;
};

/** The sides that are braked, each with what waits there. */
export type Braked = BySide<Scope>;

export function scopeOf(brakes: readonly Pick<Brake, 'reason' | 'field' | 'fields'>[]): Scope | undefined {
  if (brakes.length === 0) return undefined;
  const isWhole = ({ reason }: Pick<Brake, 'reason'>) =>
    kindOf(reason) === 'list' || reason === 'another-company';
  const fieldsOf = ({
    field,
    fields = field === undefined ? [] : [field],
  }: Pick<Brake, 'field' | 'fields'>) => fields;
  return {
    fields: [...new Set(brakes.flatMap(fieldsOf))],
    whole: brakes.some(isWhole),
    newcomers: brakes.some(({ reason }) => reason === 'newcomers'),
  };
}

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
  return isShrunken(absent, known, limits) ? 'shrunken-list' : undefined;
}

export function isShrunken(absent: number, known: number, limits: BrakeLimits): boolean {
  return beyond(absent, known, limits.missingPercent, limits);
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

/**
 * True where too many newcomers would be created at once, which could not be taken back (rule 10): `waiting` ones and
 * those of the last day, beside those who were linked before.
 */
export function isWave(waiting: number, ofLastDay: number, linked: number, limits: BrakeLimits): boolean {
  const count = waiting + ofLastDay;
  return (
    waiting > 0 && count >= limits.newMin && count * 100 > Math.max(linked - ofLastDay, 0) * limits.newPercent
  );
}

/** How one link's record differs from its base on a side, as far as no poll has judged that yet. */
export type Movement = {
  readonly changed: readonly Field[];
  readonly emptied: readonly Field[];
  readonly another: boolean;
};

export function movement(link: Link, side: Side, shown: Customer, another: boolean): Movement {
  const changed = unjudged(link, side, shown);
  return { changed, emptied: changed.filter((field) => !meansSomebody(field, shown[field] ?? '')), another };
}

type Tally = {
  readonly reason: BrakeReason;
  readonly field?: Field;
  readonly fields: readonly Field[];
  readonly count: number;
};

/** The counts of one side's undecided movements, kept while the work is gone through. */
export class MovementTally {
  readonly #changed = new Map<Field, number>();
  readonly #emptied = new Map<Field, number>();
  #another = 0;

  add({ changed, emptied, another }: Movement): void {
    for (const field of changed) this.#changed.set(field, (this.#changed.get(field) ?? 0) + 1);
    for (const field of emptied) this.#emptied.set(field, (this.#emptied.get(field) ?? 0) + 1);
    if (another && changed.length > 0) this.#another += 1;
  }

  /** The gravest limit that is passed among `links` linked customers, and all the fields that pass one. */
  judge(links: number, limits: BrakeLimits): Tally | undefined {
    if (beyond(this.#another, links, limits.emptiedPercent, limits))
      return { reason: 'another-company', fields: FIELDS, count: this.#another };
    const emptied = unusual(this.#emptied, links, limits.emptiedPercent, limits);
    const changed = unusual(this.#changed, links, limits.changedPercent, limits);
    const fields = FIELDS.filter((field) => emptied.includes(field) || changed.includes(field));
    const [gone, moved] = [emptied[0], changed[0]];
    if (gone !== undefined)
      return { reason: 'mass-emptying', field: gone, fields, count: this.#emptied.get(gone) ?? 0 };
    if (moved !== undefined)
      return { reason: 'mass-change', field: moved, fields, count: this.#changed.get(moved) ?? 0 };
    return undefined;
  }
}

function unusual(
  counts: ReadonlyMap<Field, number>,
  links: number,
  percent: number,
  limits: BrakeLimits,
): Field[] {
  return [...counts].flatMap(([field, count]) => (beyond(count, links, percent, limits) ? [field] : []));
}
