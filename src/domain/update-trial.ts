import type { Customer, Field, Side } from './customer.ts';
import { isEmpty, landed } from './equality.ts';
import type { RecordOf } from './record.ts';
import { type SideEffect, signatureOf, wouldCause } from './side-effect.ts';

/**
 * What is known of the updates of one side, learned from those that were sent (rules 6 and 7). Its states:
 *
 *   untried ── one customer alone ──> landed ── five compared clean ──> trusted
 *      │                                 └── the same side effect at two customers ──> those that would cause it stop
 *      └── not there, or no effect at two customers ──> absent, for a day
 *
 * A field is believed by its own landing, and an emptying by its own: what the method takes and does not do is hand-work
 * of that one field. Whether the method is there only a value tells that differs visibly from what stood there: servers
 * that keep a value where they are sent none are many. What was held before the method appeared, where it is much, stays held while two customers of it
 * show whether it is there; then a person agrees to the rest.
 */
export type UpdateTrial = {
  /** Whose updates these are: another URL or method is another trial. */
  readonly of: string;
  /** The customer that is tried alone, ms until somebody else may. */
  readonly alone?: { readonly key: string; readonly until: number } | undefined;
  readonly clean: number;
  /** Kinds of change that have been seen to land: a field, or its emptying. */
  readonly landed: readonly string[];
  /** Those that had no effect, at whom, and when last, ms. */
  readonly ignored: Readonly<Record<string, Ignored>>;
  /** Since when the method counts as absent, ms. */
  readonly absentAt?: number | undefined;
  /** Much was held before the method appeared: those who try it. The others wait for a person who agrees to their lines. */
  readonly backlog?: { readonly tried: readonly string[] } | undefined;
  /** Side effects by their signature, with the customers that showed them. */
  readonly effects: Readonly<Record<string, Effect>>;
};

type Ignored = { readonly keys: readonly string[]; readonly at: number };
export type Effect = Pick<SideEffect, 'kind'> & {
  readonly fields: readonly string[];
  readonly keys: readonly string[];
};

/** Why an update of one field is held because of what is known of the side's updates. */
export type TrialHold = 'no-update-method' | 'backlog' | 'not-taken' | 'side-effect';

/** So many lines that were held before the method appeared follow without being asked about. */
export const BACKLOG_UNASKED = 20;

/** As many customers show that it is the server's doing, and not one customer's. */
export const SHOWN_BY = 2;
/** So many updates are sent singly and compared clean before others run beside each other. */
const CLEAN_TO_TRUST = 5;
/** What has proved absent is tried again after this. */
export const TRIED_AGAIN_AFTER_MS = 86_400_000;

export function untried(of: string): UpdateTrial {
  return { of, clean: 0, landed: [], ignored: {}, effects: {} };
}

const EMPTYING = ':empty';

function kindOf(field: Field, value: string): string {
  return isEmpty(value) ? field + EMPTYING : field;
}

/**
 * The kinds of change of which an update tells, whether it lands or goes by without effect. None where the value that stood
 * there before may be all that a server makes of the new one ("Ana Ruiz" of "Ana Ruíz Gil", "ANA RUIZ" of "Ana Ruiz"):
 * nobody can see which it was, and what does not show is the matter of that customer.
 */
export function kindsTelling(sent: Customer, before: Customer): string[] {
  const fields = Object.keys(sent) as Field[];
  const telling = fields.filter((field) => !landed(field, sent[field] ?? '', before[field] ?? ''));
  return telling.map((field) => kindOf(field, sent[field] ?? ''));
}

export function isTrusted({ clean, landed }: UpdateTrial): boolean {
  return clean >= CLEAN_TO_TRUST && landed.length > 0;
}

/** The trial with this customer as the one that is tried; undefined where another is. */
export function claimed(trial: UpdateTrial, key: string, now: number, ms: number): UpdateTrial | undefined {
  if (isTrusted(trial)) return trial;
  const { alone } = trial;
  if (alone !== undefined && alone.key !== key && alone.until > now && alone.until <= now + ms)
    return undefined;
  return { ...trial, alone: { key, until: now + ms } };
}

/** Nothing more will come of this customer: the next may be tried. */
export function released(trial: UpdateTrial, key: string): UpdateTrial {
  if (trial.alone?.key !== key) return trial;
  return { ...trial, alone: undefined };
}

/** An update has landed, and did this beside it. What is known to land is no longer thought to be ignored. */
export function landedIn(
  trial: UpdateTrial,
  key: string,
  kinds: readonly string[],
  effects: readonly SideEffect[],
): UpdateTrial {
  const ignored = Object.entries(trial.ignored).filter(([kind]) => !kinds.includes(kind));
  return {
    ...released(trial, key),
    clean: effects.length > 0 ? trial.clean : Math.min(trial.clean + 1, CLEAN_TO_TRUST),
    landed: [...new Set([...trial.landed, ...kinds])],
    ignored: Object.fromEntries(ignored),
    absentAt: undefined,
    effects: effects.reduce((known, effect) => withEffect(known, key, effect), trial.effects),
  };
}

/** Some of an update has landed, and the rest is still to be seen: the method is there. */
export function partlyLanded(trial: UpdateTrial, kinds: readonly string[]): UpdateTrial {
  if (kinds.every((kind) => trial.landed.includes(kind))) return trial;
  const { alone, clean, effects } = trial;
  return { ...landedIn(trial, '', kinds, []), alone, clean, effects };
}

function withEffect(known: UpdateTrial['effects'], key: string, effect: SideEffect): UpdateTrial['effects'] {
  const signature = signatureOf(effect);
  const { fields = [], keys = [] } = known[signature] ?? {};
  const next = {
    kind: effect.kind,
    fields: [...new Set([...fields, effect.field])],
    keys: keys.length >= SHOWN_BY ? keys : [...new Set([...keys, key])],
  };
  return { ...known, [signature]: next };
}

/**
 * Accepted as often as it may be, and to no effect. Where nothing has ever landed, two customers who were sent a value so
 * make it absent; an emptying tells of emptyings alone.
 */
export function ignoredIn(
  trial: UpdateTrial,
  key: string,
  kinds: readonly string[],
  now: number,
): UpdateTrial {
  const noted = kinds
    .filter((kind) => !trial.landed.includes(kind))
    .map((kind) => {
      const { keys = [] } = trial.ignored[kind] ?? {};
      return [kind, { keys: [...new Set([...keys, key])].slice(-SHOWN_BY), at: now }] as const;
    });
  const ignored = { ...trial.ignored, ...Object.fromEntries(noted) };
  const values = Object.entries(ignored).filter(([kind]) => !kind.endsWith(EMPTYING));
  const customers = new Set(values.flatMap(([, { keys }]) => keys));
  const isAbsent = trial.landed.length === 0 && customers.size >= SHOWN_BY;
  return { ...released(trial, key), ignored, ...(isAbsent && { absentAt: now }) };
}

/** The method is not there. What it did when it was says nothing any more. */
export function absentIn({ of }: UpdateTrial, now: number): UpdateTrial {
  return { ...untried(of), absentAt: now };
}

export function isAbsent({ absentAt }: UpdateTrial, now: number): boolean {
  return absentAt !== undefined && isOfToday(absentAt, now);
}

/** What lies more than a day ahead was noted by a clock that was wrong, and holds up nothing any more. */
function isOfToday(at: number, now: number): boolean {
  return Math.abs(now - at) < TRIED_AGAIN_AFTER_MS;
}

/** What is held for this trial, as a name for it: once that is another, whoever is held is asked again. */
export function holdsOf(trial: UpdateTrial, now: number): string {
  const ignored = Object.keys(trial.ignored).filter((kind) => isIgnored(trial, kind, now));
  const effects = Object.entries(trial.effects).filter(([, effect]) => isProven(effect));
  const names = [...ignored, ...effects.map(([signature]) => signature)].toSorted();
  return (isAbsent(trial, now) ? ['absent', ...names] : names).join(' ');
}

function isIgnored({ ignored }: UpdateTrial, kind: string, now: number): boolean {
  const { keys = [], at = 0 } = ignored[kind] ?? {};
  return keys.length >= SHOWN_BY && isOfToday(at, now);
}

function isProven({ keys }: Effect): boolean {
  return keys.length >= SHOWN_BY;
}

/** Side effects that two customers have shown. */
export function provenEffects({ effects }: UpdateTrial): Effect[] {
  return Object.values(effects).filter(isProven);
}

/** Those that this has proved, one of each kind, with all the texts that it concerns. */
export function newlyProven(before: UpdateTrial, after: UpdateTrial): Effect[] {
  const known = new Set(provenEffects(before).map(({ kind }) => kind));
  const fresh = provenEffects(after).filter(({ kind }) => !known.has(kind));
  const kinds = [...new Set(fresh.map(({ kind }) => kind))];
  return kinds.map((kind) => {
    const same = fresh.filter((effect) => effect.kind === kind);
    const all = (of: (effect: Effect) => readonly string[]) => [...new Set(same.flatMap(of))];
    return { kind, fields: all(({ fields }) => fields), keys: all(({ keys }) => keys) };
  });
}

/** True where an update has landed since the method last counted as absent. */
export function hasAppeared({ landed }: UpdateTrial): boolean {
  return landed.length > 0;
}

/** What becomes of a change that was held before the method appeared. */
function heldAsBacklog(trial: UpdateTrial, record: RecordOf<Side> | undefined): TrialHold | undefined {
  if (trial.backlog === undefined || trial.backlog.tried.includes(record?.key ?? '')) return undefined;
  return hasAppeared(trial) ? 'backlog' : 'no-update-method';
}

/** Why this change may not be sent; undefined where it may. `waited`: it was held already for want of a method. */
export function heldBy(
  trial: UpdateTrial,
  {
    field,
    value,
    waited = false,
  }: { readonly field: Field; readonly value: string; readonly waited?: boolean },
  record: RecordOf<Side> | undefined,
  now: number,
): TrialHold | undefined {
  if (isAbsent(trial, now)) return 'no-update-method';
  const backlog = waited ? heldAsBacklog(trial, record) : undefined;
  if (backlog !== undefined) return backlog;
  if (record !== undefined && provenEffects(trial).some((effect) => wouldCause(effect, record)))
    return 'side-effect';
  return isIgnored(trial, kindOf(field, value), now) ? 'not-taken' : undefined;
}
