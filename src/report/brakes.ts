/** Brakes as people see them: what each is about, and some of the customers whom it holds. */
import { z } from 'zod';
import { type Brake, type BrakeKind, kindOf } from '../domain/brake.ts';
import { SIDES } from '../domain/customer.ts';
import type { Loaded, Subject } from '../store/records.ts';
import type { Context } from '../sync/context.ts';
import { brakesOf } from '../sync/evaluate/brake-state.ts';
import { evaluate } from '../sync/evaluate/evaluate.ts';
import { takeSnapshot } from '../sync/evaluate/snapshot.ts';
import { linesOfLink } from './brake-plan.ts';
import { type FieldRow, fieldRow, fieldRows } from './fields.ts';
import { personOf } from './rows.ts';
import { fieldShape, personShape, sideShape } from './shapes.ts';

const sampleRow = personShape.extend({
  /** What has moved on the braked side, where the brake is about values. */
  fields: z.array(fieldRow),
  /** What would be delivered to Aceptabits, where it is about that. */
  deliver: z.array(z.object({ field: fieldShape, old: z.string(), value: z.string() })),
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
  const sample = await sampleRows(ctx, brake, await ctx.store.load(await subjectsOf(ctx, brake)));
  return { side, reason, ...(field !== undefined && { field }), count, of, hash, since, sample };
}

/** A brake about values, or about what is delivered, names links, the others the keys of their side. */
function subjectsOf({ store }: Context, { side, reason, sample }: Brake): Promise<Subject[]> {
  const kind = kindOf(reason);
  if (kind === 'list' || kind === 'newcomers') return store.subjectsOf(side, sample);
  return Promise.resolve(sample.map((key) => ({ side: 'managementpro', key })));
}

async function sampleRows(ctx: Context, { side, reason }: Brake, loaded: readonly Loaded[]) {
  const snapshot = await takeSnapshot(ctx);
  const outcomes = await evaluate(ctx, loaded, snapshot);
  const kind = kindOf(reason);
  const moved = ({ [side]: cell }: FieldRow) => cell.changed;
  return outcomes.map((evaluated) => {
    const isDelivered = (kind === 'backlog' || kind === 'routes') && evaluated.kind === 'link';
    return {
      ...personOf(evaluated.loaded),
      fields: evaluated.kind === 'link' && !isDelivered ? fieldRows(evaluated).filter(moved) : [],
      deliver: isDelivered
        ? linesOfLink(ctx, evaluated, snapshot).filter((line) => isOfKind(kind, line))
        : [],
    };
  });
}

/** A customer may be asked about in both. */
const isOfKind = (kind: BrakeKind, { kind: own }: { kind: BrakeKind }) => own === kind;
