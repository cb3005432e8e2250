/** What a linked customer needs: field by field what each side is sent, what waits, and which bases move (rule 4). */
import { withAgentOfBase } from './agent-base.ts';
import { followVouched, isAnotherPerson } from './another-person.ts';
import { FIELDS, type Field, otherSide, SIDES, type Side } from './customer.ts';
import { equal } from './equality.ts';
import { brakedIn, isLeftAlone, type Withheld, withJudged } from './judged.ts';
import {
  type ByField,
  type BySide,
  fieldNoted,
  type Link,
  type LinkState,
  type Overruled,
  type Wanted,
  withBase,
} from './link.ts';
import {
  type Change,
  type Rules,
  reasonToWait,
  unreachableWaits,
  type Wait,
  wholeLinkWaits,
} from './link-waits.ts';
import { type FieldState, type Merge, merge } from './merge.ts';

export type LinkPlan = {
  /** The link with the bases of all settled fields moved and overruled values noted; equal by reference when nothing moved. */
  readonly link: Link;
  readonly writes: BySide<ByField<Change>>;
  readonly waits: readonly Wait[];
  /** Answers of a person that were given to values which have moved since, and are refused (rule 4). */
  readonly refused: readonly Field[];
  /** True where a value is left alone because nobody has judged it, and no brake is the reason (rule 10). */
  readonly unjudged?: boolean;
};

type Draft = {
  link: Link;
  writes: { [S in Side]: { [F in Field]?: Change } };
  waits: Wait[];
  refused: Field[];
};

/** Remembers on which sides the key bears another person, for as long as nothing else keeps the link from being looked at. */
function noteStrange(link: Link, waits: readonly Wait[]): Link {
  if (waits.some(({ kind }) => kind !== 'suspended')) return link;
  const sides = SIDES.filter((side) => waits.some((wait) => wait.kind === 'suspended' && wait.side === side));
  const isKnown = SIDES.every((side) => (link.strange?.[side] === true) === sides.includes(side));
  return isKnown ? link : { ...link, strange: Object.fromEntries(sides.map((side) => [side, true])) };
}

function stateOf({ link, shown }: LinkState, field: Field): FieldState | undefined {
  const [managementpro, aceptabits] = [shown.managementpro?.[field], shown.aceptabits?.[field]];
  // A field that a side has not told, or that has no route, is left alone rather than guessed.
  if (managementpro === undefined || aceptabits === undefined) return undefined;
  const base = { managementpro: link.base.managementpro[field], aceptabits: link.base.aceptabits[field] };
  return { field, base, now: { managementpro, aceptabits } };
}

function settled(link: Link, { field, now }: FieldState): Link {
  const moved = SIDES.reduce((soFar, side) => withBase(soFar, side, field, now[side]), link);
  const isFrozen = moved.frozen?.[field] !== undefined;
  // A field that comes into step by itself is no robot's any more: its turns are counted anew.
  const thawed = isFrozen
    ? { frozen: fieldNoted(moved.frozen, field, undefined), turns: fieldNoted(moved.turns, field, undefined) }
    : {};
  const doubted = moved.doubted?.[field] && { doubted: fieldNoted(moved.doubted, field, undefined) };
  return { ...moved, ...thawed, ...doubted, wanted: fieldNoted(moved.wanted, field, undefined) };
}

/** True where a side already shows what it would show once the value was written: its halves have these words. */
function isThere({ field, now }: FieldState, side: Side, value: string, { nameIn }: LinkState): boolean {
  if (equal(field, now[side], value)) return true;
  return field === 'name' && equal('name', nameIn?.[side]?.(value) ?? value, now[side]);
}

/** A side has a person's value when it shows it, or what that side has made of it. */
function has(state: FieldState, { value, took }: Wanted, side: Side, all: LinkState): boolean {
  return [value, took?.[side]].some((form) => form !== undefined && isThere(state, side, form, all));
}

/** A person's value holds while both sides still show what the person saw, or already have the value itself. */
function stillHolds(state: FieldState, wanted: Wanted, all: LinkState): boolean {
  const { field, now } = state;
  return SIDES.every((side) => equal(field, now[side], wanted.seen[side]) || has(state, wanted, side, all));
}

function planWanted(draft: Draft, state: FieldState, all: LinkState): boolean {
  const wanted = draft.link.wanted?.[state.field];
  if (wanted === undefined) return false;
  if (!stillHolds(state, wanted, all)) {
    draft.link = { ...draft.link, wanted: fieldNoted(draft.link.wanted, state.field, undefined) };
    draft.refused.push(state.field);
    return false;
  }
  const open = SIDES.filter((side) => !has(state, wanted, side, all));
  if (open.length === 0) draft.link = settled(draft.link, state);
  for (const side of open) draft.writes[side][state.field] = { value: wanted.value };
  return true;
}

function isDoubted(link: Link, { field, now }: FieldState): boolean {
  const doubted = link.doubted?.[field];
  return doubted !== undefined && equal(field, now[doubted.side], doubted.value);
}

function planMerge(draft: Draft, state: FieldState, outcome: Merge): void {
  const { field, base, now } = state;
  switch (outcome.kind) {
    case 'still':
      return;
    case 'settled':
      draft.link = settled(draft.link, state);
      return;
    case 'conflict':
      draft.waits.push({ kind: 'conflict', field, first: outcome.first, base, now });
      return;
    case 'write':
      draft.writes[outcome.to][field] = {
        value: outcome.value,
        ...(outcome.over !== undefined && { over: outcome.over }),
      };
      return;
  }
}

function planField(draft: Draft, state: FieldState, all: LinkState, { policies }: Rules): void {
  if (planWanted(draft, state, all)) return;
  const merged = merge(state, policies[state.field]);
  const isNothing = merged.kind === 'write' && isThere(state, merged.to, merged.value, all);
  const outcome: Merge = isNothing ? { kind: 'settled' } : merged;
  const doubted = outcome.kind === 'write' && isDoubted(draft.link, state);
  planMerge(draft, state, doubted ? { kind: 'conflict', first: false } : outcome);
}

/**
 * Notes the value that loses to a policy, so that it comes on record once (rule 4). Before the gates, because it
 * loses just as well where the other value is held, and a person types that one over it.
 */
function noteOverruled(draft: Draft, { field }: FieldState): void {
  const now = overruledBy(draft.writes, field);
  if (isSameConflict(field, draft.link.overruled?.[field], now)) return;
  draft.link = { ...draft.link, overruled: fieldNoted(draft.link.overruled, field, now) };
}

function overruledBy(writes: Draft['writes'], field: Field): Overruled | undefined {
  for (const side of SIDES) {
    const change = writes[side][field];
    if (change?.over !== undefined) return { side, value: change.value, over: change.over };
  }
  return undefined;
}

function isSameConflict(
  field: Field,
  overruled: Overruled | undefined,
  other: Overruled | undefined,
): boolean {
  if (overruled === undefined || other === undefined) return overruled === other;
  return (
    overruled.side === other.side &&
    equal(field, overruled.value, other.value) &&
    equal(field, overruled.over, other.over)
  );
}

/** Turns writes that cannot be delivered now into waits: frozen, held, parked (rules 5, 7, 9, 11). */
function gate(draft: Draft, side: Side, state: LinkState, rules: Rules): void {
  for (const field of FIELDS) {
    const change = draft.writes[side][field];
    if (change === undefined) continue;
    const wait = reasonToWait({ link: draft.link, side, field, value: change.value }, state, rules);
    if (wait === undefined) continue;
    delete draft.writes[side][field];
    if (
      wait.kind !== 'parked' ||
      !draft.waits.some((known) => known.kind === 'parked' && known.side === side)
    )
      draft.waits.push(wait);
  }
}

/**
 * Rule 4 for one link: what each side should be sent, what waits and why, and the bases that move by themselves. What
 * is `withheld` is left alone, and everything else goes on; all other values count as judged from now on (rule 10).
 */
export function planLink(state: LinkState, rules: Rules, withheld: Withheld = {}): LinkPlan {
  const { link, ...plan } = planValues(state, rules, withheld);
  const unjudged = SIDES.some((side) => Object.values(withheld[side] ?? {}).includes('unjudged'));
  return { ...plan, link: withJudged(link, state.shown, withheld), ...(unjudged && { unjudged }) };
}

function planValues(state: LinkState, rules: Rules, withheld: Withheld): Omit<LinkPlan, 'unjudged'> {
  const waits = wholeLinkWaits(state);
  const draft: Draft = {
    link: noteStrange(state.link, waits),
    writes: { managementpro: {}, aceptabits: {} },
    waits,
    refused: [],
  };
  if (waits.length > 0) return draft;
  draft.link = followVouched(draft.link, state);
  for (const field of FIELDS) {
    const fieldState = stateOf(state, field);
    if (fieldState === undefined) continue;
    if (isLeftAlone(withheld, field)) continue;
    planField(draft, fieldState, state, rules);
    noteOverruled(draft, fieldState);
  }
  draft.link = withAgentOfBase(draft.link, state);
  draft.waits.push(...unreachableWaits(state));
  for (const side of SIDES) gate(draft, side, state, rules);
  const isOpen = SIDES.some(
    (side) => Object.keys(draft.writes[side]).length + Object.keys(withheld[side] ?? {}).length > 0,
  );
  if (!isOpen && waits.length === 0) draft.link = inStep(draft.link, state);
  const braked = brakedIn(withheld).map((one): Wait => ({ kind: 'braked', ...one }));
  return { ...draft, waits: [...draft.waits, ...braked] };
}

/**
 * A link in step remembers the RFC that its customer has, and forgets why it was parked, and whom a person has vouched
 * for: the bases are theirs now. Where a side has not told who it is, they are not yet, and the word is still needed.
 */
function inStep(link: Link, state: LinkState): Link {
  const { rfc = link.rfc } = state;
  const unvouched = { ...link, rfc, vouched: undefined };
  const isNeeded = SIDES.some((side) => isAnotherPerson({ ...state, link: unvouched }, side));
  const vouched = isNeeded ? link.vouched : undefined;
  if (link.rfc === rfc && link.parked === undefined && link.vouched === vouched) return link;
  return { ...unvouched, parked: undefined, vouched };
}

/** The other end of a write's story: the value that it delivers from the other side. */
export function deliveredFrom(state: LinkState, to: Side, field: Field): string {
  return state.shown[otherSide(to)]?.[field] ?? '';
}
