import { z } from 'zod';
import type { BrakeReason } from '../domain/brake.ts';
import type { Side } from '../domain/customer.ts';
import { brakeOf, concernedBy, LISTING_REASONS } from '../sync/certify/brakes.ts';
import type { Context } from '../sync/context.ts';
import { type Evaluated, evaluate } from '../sync/evaluate/evaluate.ts';
import { itemsOf, PLAN_ACTIONS } from '../sync/evaluate/plan-items.ts';
import { type Surroundings, surroundings } from '../sync/evaluate/surroundings.ts';
import { subjectsNamed } from './brakes.ts';
import { fieldRows } from './fields.ts';
import { personOf } from './rows.ts';
import { sideShape } from './shapes.ts';

/**
 * What a release would do with one customer: a look for whoever the listing did not show, the reading as it is
 * for whoever it showed without some of its data, else what the plan says. `nothing`: it only is believed again.
 */
const BRAKE_PLAN_ACTIONS = [...PLAN_ACTIONS, 'look-up', 'believe', 'nothing'] as const;

export const brakePlanLine = z.object({
  action: z.enum(BRAKE_PLAN_ACTIONS),
  side: sideShape.optional(),
  clave: z.string().optional(),
  code: z.string().optional(),
  name: z.string(),
  /** What has moved on the braked side: `phone: 1 → 2`; for `believe`, what is lacking. */
  moved: z.string(),
  detail: z.string(),
});
export type BrakePlanLine = z.infer<typeof brakePlanLine>;

const BATCH = 500;

/** All that a release of a side's brake would let through, customer by customer; nothing where it is off. */
export async function* brakePlan(ctx: Context, side: Side): AsyncGenerator<BrakePlanLine> {
  const [brake, concerned] = await Promise.all([brakeOf(ctx, side), concernedBy(ctx, side)]);
  if (brake === undefined || concerned === undefined) return;
  const { reason } = brake;
  const around = await surroundings(ctx);
  const { keys, marks, newcomers = [] } = concerned;
  for (let at = 0; at < keys.length; at += BATCH) {
    const subjects = await subjectsNamed(ctx, side, reason, keys.slice(at, at + BATCH));
    const loaded = await ctx.store.load(subjects);
    if (LISTING_REASONS.includes(reason))
      yield* loaded.map((one, index) => listed(reason, personOf(one), marks[at + index] ?? ''));
    else for (const one of await evaluate(ctx, loaded, around)) yield* await moved(ctx, side, one, around);
  }
  for (let at = 0; at < newcomers.length; at += BATCH) {
    const loaded = await ctx.store.load(newcomers.slice(at, at + BATCH).map((key) => ({ side, key })));
    for (const one of await evaluate(ctx, loaded, around)) yield* await moved(ctx, side, one, around);
  }
}

function listed(reason: BrakeReason, who: ReturnType<typeof personOf>, mark: string): BrakePlanLine {
  const { clave, code, name } = who;
  if (reason !== 'missing-keys') return { action: 'look-up', clave, code, name, moved: '', detail: '' };
  return { action: 'believe', clave, code, name, moved: mark.slice(mark.indexOf(' ') + 1), detail: '' };
}

async function moved(
  ctx: Context,
  side: Side,
  one: Evaluated,
  around: Surroundings,
): Promise<BrakePlanLine[]> {
  const { clave, code, name } = personOf(one.loaded);
  const changes = one.kind !== 'link' ? [] : fieldRows(one).filter((row) => row[side].changed);
  const what = changes.map(({ field, [side]: cell }) => `${field}: ${cell.base ?? ''} → ${cell.now ?? ''}`);
  const who = { clave, code, name, moved: what.join('; ') };
  const items = await itemsOf(ctx, one, around);
  if (items.length === 0) return [{ action: 'nothing', ...who, detail: '' }];
  return items.map(({ action, side: written, detail }) => ({ action, side: written, ...who, detail }));
}
