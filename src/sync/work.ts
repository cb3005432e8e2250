import type { Transaction } from '../store/commit.ts';
import type { Context } from './context.ts';

/** State name of a counter of whatever may change who matches whom: records, links, a person's word. */
export const matchingGeneration = 'news';

/**
 * State name of the tick up to which whoever was first seen belongs to the first sync, which is nobody's wave of
 * newcomers. Where the first plan was approved nobody does: a person has agreed to them line by line.
 */
export const FIRST_SYNC = 'first-sync';

/** Marks a subject as to be decided on; the older `since` stays. */
export function markWork(ctx: Context, tx: Transaction, id: string): void {
  tx.rank(ctx.store.keys.work, ctx.now(), id, true);
  tx.rank(ctx.store.keys.differs, ctx.now(), id, true);
}
