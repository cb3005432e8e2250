import { otherSide, type Side } from '../../domain/customer.ts';
import { evidenceOf } from '../../domain/evidence.ts';
import { customerOf } from '../../domain/record.ts';
import { fileEvidence } from '../../store/evidence-index.ts';
import { endIntent, openIntents } from '../../store/open-creates.ts';
import { subjectId } from '../../store/records.ts';
import { forgetLone as forgetFromRoster } from '../../store/roster.ts';
import { fileWords } from '../../store/words.ts';
import type { Context } from '../context.ts';

/**
 * Nothing is deleted anywhere: a customer that was never linked and is gone is only no longer known here. Who may come
 * back, such as a customer of a shop that is no longer ours, keeps what a person has said of it.
 */
export async function forgetLone(
  ctx: Context,
  side: Side,
  key: string,
  { keepsWord = false }: { readonly keepsWord?: boolean } = {},
): Promise<void> {
  const { store } = ctx;
  const [stored] = await store.storedRecords(side, [key]);
  const id = subjectId({ side, key });
  const target = otherSide(side);
  const open = (await openIntents(store, target, [key])).get(key);
  const tx = store
    .transaction()
    .expect(store.keys.linkOf[side], key, undefined)
    .expect(store.keys.intents(target), key, open?.raw);
  tx.remove(store.keys.seen(side), key)
    .remove(store.keys.records(side), key)
    .remove(store.keys.absent(side), key);
  tx.unrank(store.keys.work, id)
    .unrank(store.keys.differs, id)
    .remove(store.keys.passed, id)
    .remove(store.keys.agreed, id);
  if (!keepsWord) tx.remove(store.keys.lone, id);
  const was = stored && evidenceOf(customerOf(side, stored, { shops: {}, salespeople: {} }));
  fileEvidence(store, tx, { side, key }, was, undefined);
  fileWords(store, tx, side, key, stored?.record, undefined);
  forgetFromRoster(store, tx, { side, key });
  // A create that was still unclear has lost its reason; what it may have made is a customer like any other.
  endIntent(store, tx, target, key, open);
  store.endWaits(tx, id);
  await tx.commit();
}
