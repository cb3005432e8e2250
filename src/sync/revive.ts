import { subjectId, subjectOf } from '../store/records.ts';
import type { Context } from './context.ts';
import { markWork } from './observe.ts';

/**
 * What waits for a setting (held without an update method, parked for a reference) is decided on again at the
 * start, because settings change only there. Whether anything is tried is for the rules to say.
 */
export async function reviveWaiting(ctx: Context): Promise<void> {
  for (const kind of ['held', 'parked'] as const) {
    const ids = await ctx.store.redis.zrange(ctx.store.keys.waitsOf(kind), '0', '-1');
    for (let at = 0; at < ids.length; at += 500) {
      const tx = ctx.store.transaction();
      for (const id of ids.slice(at, at + 500)) markWork(ctx, tx, subjectId(subjectOf(id)));
      await tx.commit();
    }
  }
}
