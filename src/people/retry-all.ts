import type { KeptWait } from '../store/records.ts';
import type { Context } from '../sync/context.ts';
import { unpark } from '../sync/decide/park.ts';

/** Whom a retry is for: everybody who is parked, or those whom a side refused by this code, or in words that hold these. */
export type RetryOf = { readonly code?: string | undefined; readonly reason?: string | undefined };

/**
 * Frees all that is parked and fits, each as by its own button and each on record; answers how many. Read before the
 * first is freed: one that is refused again meanwhile is not freed twice.
 */
export async function retryAll(ctx: Context, of: RetryOf, by: string): Promise<number> {
  let freed = 0;
  for await (const { subject, waits } of ctx.store.loadEach(await ctx.store.waiting('parked')))
    if (waits.some((wait) => fits(wait, of)) && (await unpark(ctx, subject, by))) freed += 1;
  return freed;
}

function fits(wait: KeptWait, { code, reason }: RetryOf): boolean {
  if (wait.kind !== 'parked') return false;
  const isOfCode = code === undefined || wait.code === code;
  return isOfCode && (reason === undefined || wait.detail.toLowerCase().includes(reason.toLowerCase()));
}
