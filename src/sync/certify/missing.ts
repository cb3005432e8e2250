import { otherSide, type Side } from '../../domain/customer.ts';
import { evidenceOf } from '../../domain/evidence.ts';
import { customerOf } from '../../domain/record.ts';
import { evidenceMembers } from '../../store/evidence-places.ts';
import { record } from '../../store/history.ts';
import { endIntent, openIntents } from '../../store/open-creates.ts';
import { type Subject, subjectId } from '../../store/records.ts';
import { fileWords, forgetLone as forgetFromRoster } from '../../store/roster.ts';
import type { Context } from '../context.ts';
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

/** Nothing is deleted anywhere: a customer that was never linked and is gone is only no longer known here. */
export async function forgetLone(ctx: Context, side: Side, key: string): Promise<void> {
  const { store } = ctx;
  const [stored] = await store.storedRecords(side, [key]);
  const id = subjectId({ side, key });
  const target = otherSide(side);
  const open = (await openIntents(store, target, [key])).get(key);
  const tx = store
    .transaction()
    .expect(store.keys[side === 'managementpro' ? 'links' : 'codes'], key, undefined)
    .expect(store.keys.intents(target), key, open?.raw);
  tx.remove(store.keys.seen(side), key)
    .remove(store.keys.records(side), key)
    .remove(store.keys.absent(side), key);
  tx.unrank(store.keys.work, id)
    .unrank(store.keys.differs, id)
    .remove(store.keys.passed, id)
    .remove(store.keys.lone, id)
    .remove(store.keys.agreed, id);
  if (stored !== undefined)
    for (const member of evidenceMembers(
      store,
      evidenceOf(customerOf(side, stored, { shops: {}, salespeople: {} })),
      key,
    ))
      tx.unrank(store.keys.evidence(side), member);
  fileWords(store, tx, side, key, stored?.record, undefined);
  forgetFromRoster(store, tx, { side, key });
  // A create that was still unclear has lost its reason; what it may have made is a customer like any other.
  endIntent(store, tx, target, key, open);
  store.endWaits(tx, id);
  await tx.commit();
}

/** The link is marked, shown and left alone: not recreated, not blanked; it resumes when the record comes back. */
async function markMissing(ctx: Context, side: Side, key: string, subject: Subject): Promise<void> {
  const { store } = ctx;
  const [loaded] = await store.load([subject]);
  if (loaded?.link === undefined || loaded.link.missing?.[side] !== undefined) return;
  const link = { ...loaded.link, missing: { ...loaded.link.missing, [side]: ctx.now() } };
  const tx = store.transaction().expect(store.keys.links, link.clave, loaded.rawLink);
  tx.set(store.keys.links, link.clave, JSON.stringify(link));
  // Without its digest the record is news as soon as a reading shows it again.
  tx.remove(store.keys.seen(side), key);
  record(store, tx, {
    at: ctx.now(),
    kind: 'missing',
    side,
    clave: link.clave,
    code: link.code,
    cause: 'two look-ups by key found nothing',
  });
  markWork(ctx, tx, subjectId(subject));
  await tx.commit();
  ctx.log.warn(
    { side, clave: link.clave, code: link.code },
    'a linked customer is gone; its link is left alone',
  );
}
