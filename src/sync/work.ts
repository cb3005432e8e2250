import type { Transaction } from '../store/commit.ts';
import type { Context } from './context.ts';

/** State name of a counter of whatever may change who matches whom: records, links, a person's verdicts. */
export const matchingGeneration = 'news';

/** Marks a subject as to be decided on; the older `since` stays. */
export function markWork(ctx: Context, tx: Transaction, id: string): void {
  tx.rank(ctx.store.keys.work, ctx.now(), id, true);
  tx.rank(ctx.store.keys.differs, ctx.now(), id, true);
}
