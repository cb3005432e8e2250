import type { ScanState } from '../../domain/certificate.ts';
import { SIDES } from '../../domain/customer.ts';
import { record } from '../../store/history.ts';
import type { Context } from '../context.ts';
import { type PlanSummary, planItems, summarize } from '../evaluate/plan-items.ts';

/** A person's word on a plan. */
type Answer = { readonly by: string; readonly at: number; readonly hash: string };

/** True once the first plan needs nobody any more (rule 10). */
export async function approved(ctx: Context): Promise<boolean> {
  return ctx.config.initialSync === 'auto' || (await ctx.store.getState<Answer>('approved')) !== undefined;
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
  // Whoever refused one waits for the next.
  else if (await refusalOf(ctx, before.hash)) ctx.alert(`first-plan:${before.hash}`, { kind: 'first-plan' });
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
  tx.set(state, 'approved', JSON.stringify({ by, at: ctx.now(), hash } satisfies Answer));
  record(store, tx, { at: ctx.now(), kind: 'approved', cause: `the first plan ${hash}`, by });
  if (await tx.commit()) return true;
  return (await store.getState<Answer>('approved'))?.hash === hash;
}

/**
 * A person has looked at the first plan and does not want it: nothing is written either way, and the plan that
 * waits says so until another one takes its place. False when another one waits by now.
 */
export async function refusePlan(ctx: Context, hash: string, by: string): Promise<boolean> {
  const { store } = ctx;
  const { state } = store.keys;
  const raw = await store.redis.hget(state, 'plan');
  if (raw === null || (JSON.parse(raw) as PlanSummary).hash !== hash) return false;
  const at = ctx.now();
  const tx = store.transaction().expect(state, 'plan', raw).expect(state, 'approved', undefined);
  tx.set(state, 'refused', JSON.stringify({ by, at, hash } satisfies Answer));
  record(store, tx, { at, kind: 'refused', cause: `the first plan ${hash}`, by });
  return tx.commit();
}

/** Who has refused the first plan of this hash, and when. */
export async function refusalOf(ctx: Context, hash: string): Promise<Answer | undefined> {
  const refused = await ctx.store.getState<Answer>('refused');
  return refused?.hash === hash ? refused : undefined;
}
