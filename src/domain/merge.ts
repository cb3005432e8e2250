/** The decision table of one field: from its base and what both sides show, what each is to hold (rule 4). */
import { type Field, otherSide, type Side } from './customer.ts';
import { equal, isEmpty, isSameNumber } from './equality.ts';
import { meansSomebody } from './evidence.ts';
import { spoils } from './garbled.ts';
import { areSameWords } from './names.ts';

export const POLICIES = ['managementpro', 'aceptabits', 'review'] as const;
export type Policy = (typeof POLICIES)[number];
export type Policies = { readonly [F in Field]: Policy };

/** State name of what persons have said of a field once and for all, on the dashboard and without a restart. */
export const SAID_POLICIES = 'said-policies';
type SaidPolicy = { readonly policy: Side; readonly by: string; readonly at: number };
export type SaidPolicies = { readonly [F in Field]?: SaidPolicy };

/** A person's word goes before the settings, until it is taken back. */
export function policiesWith(configured: Policies, said: SaidPolicies = {}): Policies {
  const own = Object.entries(said).map(([field, { policy }]) => [field, policy]);
  return { ...configured, ...Object.fromEntries(own) };
}

/** One field as it stands: both bases (undefined: never in step) and both sides. */
export type FieldState = {
  readonly field: Field;
  readonly base: { readonly [S in Side]: string | undefined };
  readonly now: { readonly [S in Side]: string };
};

/**
 * `still`: nothing changed. `settled`: both sides agree, only the bases move. `write`: that side gets the other's
 * value; `over` is the losing value of a conflict that the policy decided. `conflict`: a person decides.
 */
export type Merge =
  | { readonly kind: 'still' }
  | { readonly kind: 'settled' }
  | { readonly kind: 'write'; readonly to: Side; readonly value: string; readonly over?: string }
  | { readonly kind: 'conflict'; readonly first: boolean };

export function changed({ field, base, now }: FieldState, side: Side): boolean {
  const before = base[side];
  return before === undefined || !equal(field, before, now[side]);
}

/** One side gets the other's value; but a garbled one goes over no cleaner one before a person has said so. */
function deliver({ field, base, now }: FieldState, from: Side, over?: string): Merge {
  const to = otherSide(from);
  if (spoils(field, now[from], now[to])) return { kind: 'conflict', first: base[to] === undefined };
  return { kind: 'write', to, value: now[from], ...(over !== undefined && { over }) };
}

/** What a value is worth beside another: one that means somebody goes before "no tiene", and that before an empty one. */
function worthOf(field: Field, value: string): number {
  if (isEmpty(value)) return 0;
  return meansSomebody(field, value) ? 2 : 1;
}

function worthMore({ field, now }: FieldState): Side | undefined {
  const more = worthOf(field, now.managementpro) - worthOf(field, now.aceptabits);
  if (more === 0) return undefined;
  return more > 0 ? 'managementpro' : 'aceptabits';
}

/** Both sides differ: the policy decides, but an emptying, however it is written, never wins by policy (rule 4). */
function contested(state: FieldState, policy: Policy, first: boolean): Merge {
  if (policy === 'review') return { kind: 'conflict', first };
  const winner = worthMore(state) ?? policy;
  return deliver(state, winner, winner === 'managementpro' ? state.now.aceptabits : state.now.managementpro);
}

/**
 * What two people have written down of one thing, each in their way, is no conflict: each side's form is its base, and
 * what counts from then on is a change (section 3).
 */
function agreeAtFirst({ field, now: { managementpro, aceptabits } }: FieldState): boolean {
  if (![managementpro, aceptabits].some((value) => meansSomebody(field, value))) return true;
  if (field === 'name') return areSameWords(managementpro, aceptabits);
  return field === 'phone' && isSameNumber(managementpro, aceptabits);
}

/**
 * The first merge of a new link takes the value that is not empty and means somebody, and treats two such values as a
 * conflict (rule 3). Whoever is filed under "Público en general" is not renamed, nor is anybody to it, before a person is asked.
 */
function firstMerge(state: FieldState, policy: Policy): Merge {
  if (agreeAtFirst(state)) return { kind: 'settled' };
  const from = worthMore(state);
  if (from === undefined) return contested(state, policy, true);
  const over = state.now[otherSide(from)];
  if (isEmpty(over)) return deliver(state, from);
  return state.field === 'name' ? { kind: 'conflict', first: true } : deliver(state, from, over);
}

/** Rule 4 for one field. */
export function merge(state: FieldState, policy: Policy): Merge {
  const { field, base, now } = state;
  const moved = { managementpro: changed(state, 'managementpro'), aceptabits: changed(state, 'aceptabits') };
  if (!moved.managementpro && !moved.aceptabits) return { kind: 'still' };
  if (equal(field, now.managementpro, now.aceptabits)) return { kind: 'settled' };
  if (base.managementpro === undefined || base.aceptabits === undefined) return firstMerge(state, policy);
  if (!moved.aceptabits) return deliver(state, 'managementpro');
  if (!moved.managementpro) return deliver(state, 'aceptabits');
  return contested(state, policy, false);
}
