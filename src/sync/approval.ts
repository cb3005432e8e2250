import { SIDES, type Side } from '../domain/customer.ts';
import { record } from '../store/history.ts';
import type { Context } from './context.ts';
import type { ScanState } from './evaluate.ts';
import { type PlanSummary, planItems, summarize } from './plan.ts';

type Approval = { readonly by: string; readonly at: number; readonly hash: string };

/** True once the first plan needs nobody any more (rule 10). */
export async function approved(ctx: Context): Promise<boolean> {
  return ctx.config.initialSync === 'auto' || (await ctx.store.getState<Approval>('approved')) !== undefined;
}

/** The plan that waits for its approval, as it was last shown. */
export function waitingPlan(ctx: Context): Promise<PlanSummary | undefined> {
  return ctx.store.getState<PlanSummary>('plan');
}

export async function bothScanned(ctx: Context): Promise<boolean> {
  const scans = await Promise.all(SIDES.map((side) => ctx.store.getState<ScanState>(`scan:${side}`)));
  return scans.every((scan) => scan?.complete !== undefined);
}

/** Makes the first plan anew after each scan; nothing is linked or written before it is approved. */
export async function refreshPlan(ctx: Context): Promise<void> {
  if (!(await bothScanned(ctx))) return;
  const before = await waitingPlan(ctx);
  const plan = await summarize(ctx, planItems(ctx));
  if (before?.hash === plan.hash) return;
  await ctx.store.setState('plan', plan);
  ctx.log.info(
    { hash: plan.hash, counts: plan.counts },
    'the first plan waits for approval: puente plan, puente approve',
  );
  if (before === undefined) ctx.alert('first-plan', { kind: 'first-plan' });
}

/**
 * Approves exactly the plan of that hash, once; false when another one is waiting by now. The plan is compared once
 * more in the step that approves it: a poll may put another in its place at any moment.
 */
export async function approve(ctx: Context, hash: string, by: string): Promise<boolean> {
  const { store } = ctx;
  const { state } = store.keys;
  const raw = await store.redis.hget(state, 'plan');
  if (raw === null || (JSON.parse(raw) as PlanSummary).hash !== hash) return false;
  const tx = store.transaction().expect(state, 'plan', raw).expect(state, 'approved', undefined);
  tx.set(state, 'approved', JSON.stringify({ by, at: ctx.now(), hash } satisfies Approval));
  record(store, tx, { at: ctx.now(), kind: 'approved', cause: `the first plan ${hash}`, by });
  if (await tx.commit()) return true;
  return (await store.getState<Approval>('approved'))?.hash === hash;
}

/** Puts on record that a person has looked at a plan and not let it through; nothing is written either way. */
export async function refusePlan(ctx: Context, hash: string, by: string, side?: Side): Promise<void> {
  const tx = ctx.store.transaction();
  record(ctx.store, tx, { at: ctx.now(), kind: 'refused', side, cause: `the plan ${hash}`, by });
  await tx.commit();
}
