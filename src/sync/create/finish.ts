import { type AceptabitsRecord, bySide, type Side } from '../../domain/customer.ts';
import { evidenceOf } from '../../domain/evidence.ts';
import { createdLink } from '../../domain/intent.ts';
import type { Link } from '../../domain/link.ts';
import { customerOf, type RecordOf, shownBy } from '../../domain/record.ts';
import { fileEvidence } from '../../store/evidence-index.ts';
import { record as onRecord } from '../../store/history.ts';
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

/** What is known of the new record: the answer of the create carries it, or the list has shown it since. */
type Sight = {
  readonly answered?: AceptabitsRecord | undefined;
  readonly listed?: RecordOf<Side> | undefined;
};

/** The clear yes: link, records and the end of the intent in one commit; then the new record's own values. */
export async function finish(
  of: Creating,
  held: HeldIntent,
  made: string,
  sight: Sight = {},
): Promise<WriteRequest[]> {
  const { ctx, target, key, job } = of;
  const { managementpro: clave, aceptabits: code } = bySide(target, made, key);
  if (!(await fileCreated(of, held, { clave, code }, sight))) await alreadyFiled(of, clave, code);
  ctx.log.info({ side: target, clave, code, job }, 'created');
  await createLanded(ctx, target);
  return remember(ctx, target, { side: 'managementpro', key: clave });
}

async function fileCreated(
  { ctx, target, loaded, snapshot, job }: Creating,
  held: HeldIntent,
  { clave, code }: Pick<Link, 'clave' | 'code'>,
  { answered, listed }: Sight,
): Promise<boolean> {
  const { store } = ctx;
  const tx = store.transaction();
  const record = answered ?? listed;
  const seen = record && shownBy(target, record, snapshot.routes);
  const link = createdLink(held.intent, target, { clave, code }, { now: ctx.now(), job, seen });
  fileNewLink(ctx, tx, link, { [target]: held });
  store.endWaits(tx, subjectId(loaded.subject));
  if (answered !== undefined) await fileRecord(ctx, tx, target, answered);
  onRecord(store, tx, {
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
  const subject = { side, key: made.key };
  fileEvidence(store, tx, subject, undefined, evidenceOf(customerOf(side, stored, routes)));
  fileWords(store, tx, subject, undefined, made);
}

/** Somebody adopted the new record before its creator could file it. Another record under the link is a double. */
async function alreadyFiled({ ctx, job }: Creating, clave: string, code: string): Promise<void> {
  const [loaded] = await ctx.store.load([{ side: 'managementpro', key: clave }]);
  if (loaded?.link?.code === code) return;
  ctx.log.error({ clave, code, job }, 'a create was answered after its customer had been linked otherwise');
  ctx.alert(`double:${clave}:${code}`, { kind: 'double', clave, code });
  throw new Later(0, 'the customer moved while its create was filed');
}
