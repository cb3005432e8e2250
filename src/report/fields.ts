import { z } from 'zod';
import { FIELDS, type Field, SIDES, type Side } from '../domain/customer.ts';
import { equal } from '../domain/equality.ts';
import type { LinkOutcome } from '../sync/evaluate/evaluate.ts';
import { fieldShape } from './shapes.ts';

/**
 * How one field of a link stands. `left-alone`: a side does not tell it, or no route covers it. `stopped`: the
 * whole link waits. `pending`: a write is on its way.
 */
export const FIELD_STANDINGS = [
  'same',
  'pending',
  'conflict',
  'held',
  'parked',
  'frozen',
  'stopped',
  'left-alone',
] as const;
export type FieldStanding = (typeof FIELD_STANDINGS)[number];

const cellShape = z.object({
  /** What the side shows now; missing where it does not tell, or nobody is there. */
  now: z.string().optional(),
  /** What it held when both were last in step. */
  base: z.string().optional(),
  /** True when `now` differs from `base`. */
  changed: z.boolean(),
  /** What this side would be, or has to be, given. */
  gets: z.string().optional(),
});

export const fieldRow = z.object({
  field: fieldShape,
  managementpro: cellShape,
  aceptabits: cellShape,
  standing: z.enum(FIELD_STANDINGS),
  /** A person's value that is being delivered. */
  wanted: z.object({ value: z.string(), by: z.string(), at: z.number() }).optional(),
});
export type FieldRow = z.infer<typeof fieldRow>;

/** Each field of a link: both sides beside each other, their bases, and what becomes of it. */
export function fieldRows(linked: LinkOutcome): FieldRow[] {
  return FIELDS.map((field) => {
    const wanted = linked.plan.link.wanted?.[field];
    return {
      field,
      managementpro: cell(linked, 'managementpro', field),
      aceptabits: cell(linked, 'aceptabits', field),
      standing: standingOf(linked, field),
      ...(wanted !== undefined && { wanted: { value: wanted.value, by: wanted.by, at: wanted.at } }),
    };
  });
}

function cell({ state, plan }: LinkOutcome, side: Side, field: Field): FieldRow['managementpro'] {
  const now = state.shown[side]?.[field];
  const base = plan.link.base[side][field];
  const held = plan.waits.find((wait) => wait.kind === 'held' && wait.side === side && wait.field === field);
  const gets = plan.writes[side]?.[field]?.value ?? (held?.kind === 'held' ? held.value : undefined);
  return {
    ...(now !== undefined && { now }),
    ...(base !== undefined && { base }),
    changed: now !== undefined && base !== undefined && !equal(field, base, now),
    ...(gets !== undefined && { gets }),
  };
}

function standingOf({ state, plan }: LinkOutcome, field: Field): FieldStanding {
  const [m, a] = SIDES.map((side) => state.shown[side]?.[field]);
  if (m === undefined || a === undefined) return 'left-alone';
  const own = plan.waits.find((wait) => 'field' in wait && wait.field === field)?.kind;
  if (own === 'conflict' || own === 'held' || own === 'frozen') return own;
  if (SIDES.some((side) => plan.writes[side]?.[field] !== undefined)) return 'pending';
  if (equal(field, m, a)) return 'same';
  if (plan.waits.some(({ kind }) => kind === 'parked')) return 'parked';
  // Different and without any wait: each side has its own form of one value (a server that cuts off).
  return plan.waits.length === 0 ? 'same' : 'stopped';
}
