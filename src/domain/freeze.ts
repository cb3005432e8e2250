/**
 * When a field flips back and forth so often that somebody else's robot must be at it: its turns are counted, and it
 * is frozen (rule 5).
 */
import type { Field } from './customer.ts';
import { equal } from './equality.ts';
import { fieldNoted, type Link, type Sent } from './link.ts';

/** After so many turns a field that flips back and forth is frozen (rule 5). */
export const TURNS_MAX = 3;

/** Turns further apart than this are people changing their minds, not a robot. */
export const TURNS_WINDOW_MS = 24 * 3_600_000;

/** A write that puts back the value which our previous write replaced is one turn. */
export function countTurn(link: Link, field: Field, { value, before, at }: Omit<Sent, 'tries'>): Link {
  const turns = link.turns?.[field];
  const back = turns !== undefined && at - turns.at <= TURNS_WINDOW_MS && equal(field, turns.replaced, value);
  const count = back ? turns.count + 1 : 0;
  const counted = { ...link, turns: fieldNoted(link.turns, field, { replaced: before, count, at }) };
  return count < TURNS_MAX ? counted : { ...counted, frozen: fieldNoted(link.frozen, field, at) };
}
