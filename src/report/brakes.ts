import { z } from 'zod';
import type { BrakeReason } from '../domain/brake.ts';
import { SIDES, type Side } from '../domain/customer.ts';
import type { Loaded, Subject } from '../store/records.ts';
import { brakeOf, LISTING_REASONS } from '../sync/certify/brakes.ts';
import type { Context } from '../sync/context.ts';
import { evaluate } from '../sync/evaluate/evaluate.ts';
import { surroundings } from '../sync/evaluate/surroundings.ts';
import { type FieldRow, fieldRow, fieldRows } from './fields.ts';
import { personOf } from './rows.ts';
import { fieldShape, personShape, sideShape } from './shapes.ts';

const sampleRow = personShape.extend({
  /** What has moved on the braked side, where the brake is about values. */
  fields: z.array(fieldRow),
});

export const brakeRow = z.object({
  side: sideShape,
  reason: z.string(),
  field: fieldShape.optional(),
  count: z.number().int(),
  of: z.number().int(),
  /** A release is for exactly this. */
  hash: z.string(),
  since: z.number(),
  sample: z.array(sampleRow),
});
export type BrakeRow = z.infer<typeof brakeRow>;

/** The braked sides, each with a sample of the customers concerned and what has moved of them (rule 10). */
export async function brakesView(ctx: Context): Promise<BrakeRow[]> {
  const rows = await Promise.all(SIDES.map((side) => brakeRowOf(ctx, side)));
  return rows.flatMap((row) => row ?? []);
}

async function brakeRowOf(ctx: Context, side: Side): Promise<BrakeRow | undefined> {
  const brake = await brakeOf(ctx, side);
  if (brake === undefined) return undefined;
  const { reason, field, count, of, hash, since } = brake;
  const subjects = await subjectsNamed(ctx, side, reason, brake.sample);
  const sample = await sampleRows(ctx, side, await ctx.store.load(subjects));
  return { side, reason, ...(field !== undefined && { field }), count, of, hash, since, sample };
}

/** A listing's brake names the keys of its side, the others name links. */
export function subjectsNamed(
  { store }: Context,
  side: Side,
  reason: BrakeReason,
  keys: readonly string[],
): Promise<Subject[]> {
  if (LISTING_REASONS.includes(reason)) return store.subjectsOf(side, keys);
  return Promise.resolve(keys.map((key) => ({ side: 'managementpro', key })));
}

async function sampleRows(ctx: Context, side: Side, loaded: readonly Loaded[]) {
  const outcomes = await evaluate(ctx, loaded, await surroundings(ctx));
  return outcomes.map((one) => {
    const moved = ({ [side]: cell }: FieldRow) => cell.changed;
    return { ...personOf(one.loaded), fields: one.kind === 'link' ? fieldRows(one).filter(moved) : [] };
  });
}
