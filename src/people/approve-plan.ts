import { record } from '../store/history.ts';
import type { Answer } from '../sync/certify/first-plan.ts';
import type { Context } from '../sync/context.ts';
import type { PlanSummary } from '../sync/evaluate/plan-items.ts';

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
