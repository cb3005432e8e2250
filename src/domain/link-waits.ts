/** Why a link, or one write of it, waits: the gates before and behind the merge (rules 5, 7, 9, 11). */
import { isAnotherPerson } from './another-person.ts';
import { type Field, SIDES, type Side } from './customer.ts';
import { equal } from './equality.ts';
import { foldKey } from './keys.ts';
import type { Link, LinkState, Parked, Unreachable } from './link.ts';
import type { FieldState, Policies } from './merge.ts';
import { LANDING_TRIES } from './sent-note.ts';
import type { TrialHold } from './update-trial.ts';

/** What a customer waits for: the one answer to "why is it as it is" (rule 12). */
export type Wait =
  | ({ readonly kind: 'conflict'; readonly field: Field; readonly first: boolean } & Pick<
      FieldState,
      'base' | 'now'
    >)
  | {
      readonly kind: 'held';
      readonly side: Side;
      readonly field: Field;
      readonly value: string;
      readonly reason: TrialHold | 'not-editable' | 'no-vendedor' | Unreachable['reason'];
    }
  | { readonly kind: 'parked'; readonly side: Side; readonly code: string; readonly detail: string }
  | { readonly kind: 'frozen'; readonly field: Field }
  | { readonly kind: 'missing'; readonly side: Side }
  | { readonly kind: 'suspended'; readonly side: Side }
  | { readonly kind: 'braked'; readonly side: Side; readonly field?: Field }
  | { readonly kind: 'inactive' | 'paused' | 'unseen' };

// biome-ignore format: one case per line

export type Change = {
  readonly value: string /** The losing value of a conflict decided by policy. */;
  readonly over?: string;
};

export type Rules = {
  readonly policies: Policies;
  /** False while Aceptabits has no update method (rule 7). */
  readonly canUpdateAceptabits: boolean;
  /** Why a change may not be sent, by what is known of the side's updates (rules 6 and 7). */
  readonly heldBy?: (side: Side, field: Field, value: string) => TrialHold | undefined;
};

/** Where both sides show the same person there is nothing to overwrite, whoever it is: the bases move (rule 4). */
function sidesAgree({ shown }: LinkState): boolean {
  return (['name', 'email', 'phone'] as const).every((field) =>
    equal(field, shown.managementpro?.[field] ?? '', shown.aceptabits?.[field] ?? ''),
  );
}

/** Reasons that concern the whole link: nothing is merged while one of them holds. */
export function wholeLinkWaits(state: LinkState): Wait[] {
  const { link, shown } = state;
  if (link.paused !== undefined) return [{ kind: 'paused' }];
  const missing = SIDES.filter((side) => link.missing?.[side] !== undefined);
  if (missing.length > 0) return missing.map((side) => ({ kind: 'missing', side }));
  if (SIDES.some((side) => shown[side] === undefined)) return [{ kind: 'unseen' }];
  if (!state.active) return [{ kind: 'inactive' }];
  if (sidesAgree(state)) return [];
  return SIDES.filter((side) => isAnotherPerson(state, side)).map((side) => ({ kind: 'suspended', side }));
}

/** A value that a side is to be sent. */
type Due = { readonly link: Link; readonly side: Side; readonly field: Field; readonly value: string };

export function reasonToWait(due: Due, state: LinkState, rules: Rules): Wait | undefined {
  const { link, side, field, value } = due;
  if (link.frozen?.[field] !== undefined) return { kind: 'frozen', field };
  if (side === 'aceptabits' && !rules.canUpdateAceptabits)
    return { kind: 'held', side, field, value, reason: 'no-update-method' };
  if (side === 'aceptabits' && !state.editable)
    return { kind: 'held', side, field, value, reason: 'not-editable' };
  const hold = rules.heldBy?.(side, field, value);
  if (hold !== undefined) return { kind: 'held', side, field, value, reason: hold };
  const parked = link.parked?.[side];
  if (parked === undefined) return undefined;
  return isStillParked(parked, due, state)
    ? { kind: 'parked', side, code: parked.code, detail: parked.detail }
    : undefined;
}

/** Code of what is parked because its record was not told whole (rule 6). */
export const INCOMPLETE = 'incomplete-record';

function isStillParked(
  { errorClass, code, fingerprint }: Parked,
  { link, side, field, value }: Due,
  state: LinkState,
): boolean {
  // It ends when the record is told whole again, though nothing in it need have changed.
  if (code === INCOMPLETE) return state.readings?.[side]?.lacks !== undefined;
  // A value that has used up its tries waits by itself and does not hold up the other fields.
  if (errorClass === 'not-landed' && isUsedUp(link, side, field, value)) return true;
  return fingerprint === state.fingerprint;
}

/** True when this write has been accepted as often as it may without landing (rule 5). */
export function isUsedUp(link: Link, side: Side, field: Field, value: string): boolean {
  const note = link.sent?.[side]?.[field];
  return note !== undefined && equal(field, note.value, value) && note.tries >= LANDING_TRIES;
}

/** Edits of the salesperson that the other side cannot be told: no route leads there, or the agent may not serve. */
export function unreachableWaits({ link, shown, unreachable, unroutedAgent }: LinkState): Wait[] {
  const { managementpro, aceptabits } = link.base;
  const field = 'salesperson';
  const waits: Wait[] = [];
  if (unreachable !== undefined && isEdited(managementpro.salesperson, unreachable.clave))
    waits.push({
      kind: 'held',
      side: 'aceptabits',
      field,
      value: unreachable.clave,
      reason: unreachable.reason,
    });
  const isAgentEdited = aceptabits.salesperson !== undefined && link.agent !== undefined;
  if (isAgentEdited && shown.aceptabits?.salesperson === undefined && unroutedAgent !== undefined)
    if (unroutedAgent !== link.agent)
      waits.push({ kind: 'held', side: 'managementpro', field, value: unroutedAgent, reason: 'no-vendedor' });
  return waits;
}

function isEdited(base: string | undefined, clave: string): boolean {
  return base !== undefined && foldKey(base) !== foldKey(clave);
}
