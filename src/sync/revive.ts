import type { Parked } from '../domain/link.ts';
import { type Loaded, subjectId, subjectOf } from '../store/records.ts';
import type { Context } from './context.ts';
import { unpark } from './decisions.ts';
import { markWork } from './work.ts';

/**
 * What waits for a setting (held without an update method, parked for a reference, a conflict for its policy) is
 * decided on again at the start, because settings change only there, and when the agents have changed the routes. Whether anything is tried
 * is for the rules to say.
 */
export async function reviveWaiting(ctx: Context): Promise<void> {
  for (const kind of ['held', 'parked', 'conflict'] as const) {
    const ids = await ctx.store.redis.zrange(ctx.store.keys.waitsOf(kind), '0', '-1');
    for (let at = 0; at < ids.length; at += 500) {
      const tx = ctx.store.transaction();
      for (const id of ids.slice(at, at + 500)) markWork(ctx, tx, subjectId(subjectOf(id)));
      await tx.commit();
    }
  }
}

/** Classes that say something of the side on that day, and nothing of the customer. */
const PASSING = new Set<Parked['errorClass']>(['trouble', 'unknown']);

function parkings({ link, lone }: Loaded): Parked[] {
  return [...Object.values(link?.parked ?? {}), lone.parked].filter((parked) => parked !== undefined);
}

/** Each night frees what was parked only because a side was in trouble for too long: no record need change for it. */
export async function freeTroubled(ctx: Context): Promise<void> {
  const ids = await ctx.store.redis.zrange(ctx.store.keys.waitsOf('parked'), '0', '-1');
  for (let at = 0; at < ids.length; at += 500)
    for (const loaded of await ctx.store.load(ids.slice(at, at + 500).map(subjectOf))) {
      const reasons = parkings(loaded);
      if (reasons.length > 0 && reasons.every(({ errorClass }) => PASSING.has(errorClass)))
        await unpark(ctx, loaded.subject, 'reconciliation');
    }
}
