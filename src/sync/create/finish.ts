import { type AceptabitsRecord, bySide, type Side } from '../../domain/customer.ts';
import { evidenceOf } from '../../domain/evidence.ts';
import { createdLink } from '../../domain/intent.ts';
import { customerOf, type RecordOf } from '../../domain/record.ts';
import { fileEvidence } from '../../store/evidence-index.ts';
import { record } from '../../store/history.ts';
import { recordText } from '../../store/packed.ts';
import { type HeldIntent, subjectId } from '../../store/records.ts';
import { fileWords } from '../../store/words.ts';
import type { Context } from '../context.ts';
import { createLanded } from '../decide/create-trouble.ts';
import { fileNewLink } from '../decide/linking.ts';
import { Later } from '../job-errors.ts';
import { remember } from '../update/after-write.ts';
import type { WriteRequest } from '../write-request.ts';
import type { Creating } from './creating.ts';

/** The clear yes: link, records and the end of the intent in one commit; then the new record's own values. */
export async function finish(
  of: Creating,
  held: HeldIntent,
  made: string,
  returned?: AceptabitsRecord,
): Promise<WriteRequest[]> {
  const { ctx, target, key, job } = of;
  const { managementpro: clave, aceptabits: code } = bySide(target, made, key);
  if (!(await fileCreated(of, held, clave, code, returned))) await alreadyFiled(of, clave, code);
  ctx.log.info({ side: target, clave, code, job }, 'created');
  await createLanded(ctx, target);
  return remember(ctx, target, { side: 'managementpro', key: clave });
}

async function fileCreated(
  { ctx, target, loaded, job }: Creating,
  held: HeldIntent,
  clave: string,
  code: string,
  returned: AceptabitsRecord | undefined,
): Promise<boolean> {
  const { store } = ctx;
  const tx = store.transaction();
  const link = createdLink(held.intent, target, clave, code, ctx.now(), job);
  fileNewLink(ctx, tx, link, { [target]: held });
  store.endWaits(tx, subjectId(loaded.subject));
  if (returned !== undefined) await fileRecord(ctx, tx, target, returned);
  record(store, tx, {
    at: ctx.now(),
    kind: 'created',
    side: target,
    clave,
    code,
    cause: { code: 'new-in', side: loaded.subject.side },
    job,
  });
  tx.count(store.keys.counts, `created:${target}`);
  return tx.commit();
}

/** The answer of a create carries the whole record: it is remembered with the link, and no scan has to find it. */
async function fileRecord(
  ctx: Context,
  tx: ReturnType<Context['store']['transaction']>,
  side: Side,
  made: RecordOf<Side>,
): Promise<void> {
  const { store } = ctx;
  const sequence = await store.nextSequence();
  const routes = { shops: {}, salespeople: {} };
  const stored = { record: made, firstSeen: sequence, sequence };
  tx.set(store.keys.records(side), made.key, recordText(stored));
  tx.set(store.keys.seen(side), made.key, store.digest(JSON.stringify(made)));
  fileEvidence(store, tx, { side, key: made.key }, undefined, evidenceOf(customerOf(side, stored, routes)));
  fileWords(store, tx, side, made.key, undefined, made);
}

/** Somebody adopted the new record before its creator could file it. Another record under the link is a double. */
async function alreadyFiled({ ctx, job }: Creating, clave: string, code: string): Promise<void> {
  const [loaded] = await ctx.store.load([{ side: 'managementpro', key: clave }]);
  if (loaded?.link?.code === code) return;
  ctx.log.error({ clave, code, job }, 'a create was answered after its customer had been linked otherwise');
  ctx.alert(`double:${clave}:${code}`, { kind: 'double', clave, code });
  throw new Later(0, 'the customer moved while its create was filed');
}
