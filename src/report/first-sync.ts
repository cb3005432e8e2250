/** How far an approved first plan has been carried out. */
import { approved, waitingPlan } from '../sync/certify/first-plan.ts';
import type { Context } from '../sync/context.ts';

export type FirstSync = { readonly done: number; readonly total: number };

/** How many of the customers of an approved first plan have their links; undefined once all have, or nobody waits. */
export async function firstSyncOf(ctx: Context): Promise<FirstSync | undefined> {
  const { redis, keys } = ctx.store;
  const [isApproved, plan, links, work] = await Promise.all([
    approved(ctx),
    waitingPlan(ctx),
    redis.hlen(keys.links),
    redis.zcard(keys.work),
  ]);
  if (!isApproved || plan === undefined || work === 0) return undefined;
  const total = plan.counts.link + plan.counts.create;
  return links < total ? { done: links, total } : undefined;
}
