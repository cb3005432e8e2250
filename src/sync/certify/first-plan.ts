import type { ScanState } from '../../domain/certificate.ts';
import { SIDES } from '../../domain/customer.ts';
import type { Context } from '../context.ts';
import { type PlanSummary, planItems, summarize } from '../evaluate/plan-items.ts';

/** A person's word on a plan. */
export type Answer = { readonly by: string; readonly at: number; readonly hash: string };

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

/** Who has refused the first plan of this hash, and when. */
export async function refusalOf(ctx: Context, hash: string): Promise<Answer | undefined> {
  const refused = await ctx.store.getState<Answer>('refused');
  return refused?.hash === hash ? refused : undefined;
}
