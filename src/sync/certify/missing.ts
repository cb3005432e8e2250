import type { Side } from '../../domain/customer.ts';
import { record } from '../../store/history.ts';
import { linkText } from '../../store/packed.ts';
import { type Subject, subjectId } from '../../store/records.ts';
import type { Context } from '../context.ts';
import { forgetLone } from '../observe/forget.ts';
import { markWork } from '../work.ts';

/** A customer that two look-ups in a row, of two scans, did not find is missing (rule 2). */
export const ABSENCES_TO_BELIEVE = 2;

/** A successful look-up by key found nothing: the second time in a row the customer is missing (rule 2). */
export async function confirmAbsence(ctx: Context, side: Side, key: string): Promise<void> {
  const times = await ctx.store.redis.hincrby(ctx.store.keys.absent(side), key, 1);
  if (times < ABSENCES_TO_BELIEVE) return;
  const [loaded] = await ctx.store.load([{ side, key }]);
  if (loaded?.link === undefined) await forgetLone(ctx, side, key);
  else await markMissing(ctx, side, key, loaded.subject);
}

/** The link is marked, shown and left alone: not recreated, not blanked; it resumes when the record comes back. */
async function markMissing(ctx: Context, side: Side, key: string, subject: Subject): Promise<void> {
  const { store } = ctx;
  const [loaded] = await store.load([subject]);
  if (loaded?.link === undefined || loaded.link.missing?.[side] !== undefined) return;
  const link = { ...loaded.link, missing: { ...loaded.link.missing, [side]: ctx.now() } };
  const tx = store.transaction().expect(store.keys.links, link.clave, loaded.rawLink);
  tx.set(store.keys.links, link.clave, linkText(link));
  // Without its digest the record is news as soon as a reading shows it again.
  tx.remove(store.keys.seen(side), key);
  record(store, tx, {
    at: ctx.now(),
    kind: 'missing',
    side,
    clave: link.clave,
    code: link.code,
    cause: { code: 'not-found' },
  });
  markWork(ctx, tx, subjectId(subject));
  await tx.commit();
  ctx.log.warn(
    { side, clave: link.clave, code: link.code },
    'a linked customer is gone; its link is left alone',
  );
}
