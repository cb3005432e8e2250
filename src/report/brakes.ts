import { z } from 'zod';
import { type Brake, kindOf } from '../domain/brake.ts';
import { SIDES, type Side } from '../domain/customer.ts';
import type { Loaded, Subject } from '../store/records.ts';
import type { Context } from '../sync/context.ts';
import { brakesOf } from '../sync/evaluate/brake-state.ts';
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

/** All brakes, each with a sample of the customers concerned and what has moved of them (rule 10). */
export async function brakesView(ctx: Context): Promise<BrakeRow[]> {
  const brakes = (await Promise.all(SIDES.map((side) => brakesOf(ctx, side)))).flat();
  return Promise.all(brakes.map((brake) => brakeRowOf(ctx, brake)));
}

async function brakeRowOf(ctx: Context, brake: Brake): Promise<BrakeRow> {
  const { side, reason, field, count, of, hash, since } = brake;
  const sample = await sampleRows(ctx, side, await ctx.store.load(await subjectsOf(ctx, brake)));
  return { side, reason, ...(field !== undefined && { field }), count, of, hash, since, sample };
}

/** A brake about values names links, the others the keys of their side. */
function subjectsOf({ store }: Context, { side, reason, sample }: Brake): Promise<Subject[]> {
  if (kindOf(reason) !== 'values') return store.subjectsOf(side, sample);
  return Promise.resolve(sample.map((key) => ({ side: 'managementpro', key })));
}

async function sampleRows(ctx: Context, side: Side, loaded: readonly Loaded[]) {
  const outcomes = await evaluate(ctx, loaded, await surroundings(ctx));
  return outcomes.map((one) => {
    const moved = ({ [side]: cell }: FieldRow) => cell.changed;
    return { ...personOf(one.loaded), fields: one.kind === 'link' ? fieldRows(one).filter(moved) : [] };
  });
}
