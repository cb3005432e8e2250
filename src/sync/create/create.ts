import { randomUUID } from 'node:crypto';
import type { AceptabitsRecord, ManagementProRecord, Side } from '../../domain/customer.ts';
import { SideError } from '../../domain/errors.ts';
import { evidenceOf } from '../../domain/evidence.ts';
import { createdLink, type Intent } from '../../domain/intent.ts';
import { getAceptabits, getManagementPro } from '../../domain/lens.ts';
import { record } from '../../store/history.ts';
import { type HeldIntent, type Loaded, type OwnIntent, subjectId } from '../../store/records.ts';
import { fileWords } from '../../store/roster.ts';
import { brakedSides } from '../certify/brakes.ts';
import type { Context } from '../context.ts';
import { decide } from '../decide/decide.ts';
import { expectNote } from '../decide/file-decision.ts';
import { fileNewLink } from '../decide/linking.ts';
import type { Evaluated } from '../evaluate/evaluate.ts';
import type { Surroundings } from '../evaluate/surroundings.ts';
import { Later, SideClosed } from '../job-errors.ts';
import { readByKey } from '../observe/read-by-key.ts';
import { remember } from '../update/after-write.ts';
import { leaveToSend, stillInEra } from '../update/send-deadline.ts';
import { matchingGeneration } from '../work.ts';
import type { WriteRequest } from '../write-request.ts';
import { newAceptabits, newcomer, newManagementPro } from './new-record.ts';
import { look } from './recover.ts';
import { searchBefore } from './search-first.ts';

type LoneOutcome = Extract<Evaluated, { kind: 'lone' }>;

/**
 * Rule 8. Order: a durable intent, then the request, then link and end of the intent in one commit. Killed after
 * the intent, or left without a clear yes or no, the next run finds the intent and looks before it repeats.
 */
export async function create(
  ctx: Context,
  target: Side,
  one: LoneOutcome,
  around: Surroundings,
  job: string,
): Promise<WriteRequest[]> {
  const { subject } = one.loaded;
  const open = around.intents[target].get(subject.key);
  if (open !== undefined) {
    const next = await look(ctx, target, one.loaded, open, around, job);
    if (next === 'linked') return remember(ctx, target, subject);
    if (next !== 'unwanted') return send(ctx, target, one.loaded, next, around, job);
    // Killed between the two, the customer is still work, and the next poll decides.
    await withdraw(ctx, target, one.loaded, open);
    return decide(ctx, [subject], () => brakedSides(ctx));
  }
  await searchBefore(ctx, target, one, newcomer(ctx, target, one.loaded, around).customer, around, job);
  const intent = await intend(ctx, target, one.loaded, around);
  return send(ctx, target, one.loaded, intent, around, job);
}

/** Notes the intent, provided nobody else has and the customer is still alone. */
async function intend(ctx: Context, target: Side, loaded: Loaded, around: Surroundings): Promise<OwnIntent> {
  const { keys } = ctx.store;
  const { key } = loaded.subject;
  const [sequence, sentAt] = await Promise.all([ctx.store.nextSequence(), ctx.store.time()]);
  const mayStillSend = leaveToSend(ctx);
  const { customer, salespersonFrom } = newcomer(ctx, target, loaded, around);
  const intent: Intent = {
    token: randomUUID(),
    sequence,
    at: ctx.now(),
    sentAt,
    customer,
    salespersonFrom,
    quietSince: undefined,
    sends: 1,
  };
  const raw = JSON.stringify(intent);
  const tx = ctx.store.transaction().expect(keys.intents(target), key, undefined);
  // Whoever has decided otherwise meanwhile, or has seen the customer change, has taken the leave to create back.
  tx.expect(keys.passed, subjectId(loaded.subject), loaded.passed);
  expectNote(ctx, tx, loaded);
  await ctx.era.expect(tx, around.trustedFrom);
  tx.expect(target === 'aceptabits' ? keys.links : keys.codes, key, undefined);
  tx.set(keys.intents(target), key, raw);
  if (!(await tx.commit())) throw new Later(0, 'somebody else is at this create');
  await stillInEra(ctx, around);
  return { intent, raw, mayStillSend };
}

async function send(
  ctx: Context,
  target: Side,
  loaded: Loaded,
  held: OwnIntent,
  around: Surroundings,
  job: string,
): Promise<WriteRequest[]> {
  try {
    return target === 'aceptabits'
      ? await sendA(ctx, loaded, held, around, job)
      : await sendM(ctx, loaded, held, around, job);
  } catch (error) {
    // A closed gate has let nothing out. Where the create had been filed already, the intent is gone and stays so.
    if (error instanceof SideClosed) await withdraw(ctx, target, loaded, held);
    if (error instanceof SideError && error.facts.operation.startsWith('add'))
      await (error.facts.clearNo ? withdraw : quietFromNow)(ctx, target, loaded, held, around);
    throw error;
  }
}

/** The quiet time begins when the request has ended: a side that let us wait may commit as late as that. */
async function quietFromNow(
  ctx: Context,
  target: Side,
  loaded: Loaded,
  held: HeldIntent,
  { trustedFrom }: Surroundings,
): Promise<void> {
  const { keys } = ctx.store;
  const { key } = loaded.subject;
  const later: Intent = { ...held.intent, at: ctx.now(), sentAt: await ctx.store.time() };
  const put = (before: string | undefined) =>
    ctx.store
      .transaction()
      .expect(keys.intents(target), key, before)
      .expect(target === 'aceptabits' ? keys.links : keys.codes, key, undefined)
      .set(keys.intents(target), key, JSON.stringify(later))
      .commit();
  if (await put(held.raw)) return;
  // A Redis that has forgotten the intent while its request was under way is told again.
  if (!(await ctx.era.lasts(trustedFrom))) await put(undefined);
}

/** Nothing was created, by a clear no or for all that can be found, so the intent ends; others decide on the customer. */
async function withdraw(ctx: Context, target: Side, loaded: Loaded, held: HeldIntent): Promise<void> {
  const { keys } = ctx.store;
  const { key } = loaded.subject;
  await ctx.store
    .transaction()
    .expect(keys.intents(target), key, held.raw)
    .remove(keys.intents(target), key)
    // Whoever resembled the customer of this create may be somebody new after all.
    .count(keys.state, matchingGeneration)
    .commit();
}

async function sendA(
  ctx: Context,
  loaded: Loaded,
  held: OwnIntent,
  around: Surroundings,
  job: string,
): Promise<WriteRequest[]> {
  const { form } = newAceptabits(ctx, loaded, around.routes);
  const made: AceptabitsRecord = await ctx.clients.aceptabits.create(form, held.mayStillSend);
  return finish(ctx, 'aceptabits', loaded, held, made.key, made, job);
}

async function sendM(
  ctx: Context,
  loaded: Loaded,
  held: OwnIntent,
  around: Surroundings,
  job: string,
): Promise<WriteRequest[]> {
  const { form } = newManagementPro(ctx, loaded, around.routes);
  const clave = await ctx.clients.managementpro.create(form, held.mayStillSend);
  return finish(ctx, 'managementpro', loaded, held, clave, undefined, job);
}

/** The clear yes: link, records and the end of the intent in one commit; then the new record's own values. */
async function finish(
  ctx: Context,
  target: Side,
  loaded: Loaded,
  held: HeldIntent,
  made: string,
  returned: AceptabitsRecord | ManagementProRecord | undefined,
  job: string,
): Promise<WriteRequest[]> {
  const [clave, code] = target === 'aceptabits' ? [loaded.subject.key, made] : [made, loaded.subject.key];
  const subject = { side: 'managementpro', key: clave } as const;
  if (!(await fileCreated(ctx, target, loaded, held, clave, code, returned, job)))
    await alreadyFiled(ctx, clave, code, job);
  ctx.log.info({ side: target, clave, code, job }, 'created');
  // ManagementPro answers the clave only: the record is read, so that its base is what that side holds.
  if (returned === undefined) await readByKey(ctx, target, [made]);
  return remember(ctx, target, subject);
}

async function fileCreated(
  ctx: Context,
  target: Side,
  loaded: Loaded,
  held: HeldIntent,
  clave: string,
  code: string,
  returned: AceptabitsRecord | ManagementProRecord | undefined,
  job: string,
): Promise<boolean> {
  const { store } = ctx;
  const tx = store.transaction();
  fileNewLink(ctx, tx, createdLink(held.intent, target, clave, code, ctx.now(), job));
  store.endWaits(tx, subjectId(loaded.subject));
  if (returned !== undefined) await fileRecord(ctx, tx, target, returned);
  record(store, tx, {
    at: ctx.now(),
    kind: 'created',
    side: target,
    clave,
    code,
    cause: `new in ${loaded.subject.side}`,
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
  made: AceptabitsRecord | ManagementProRecord,
): Promise<void> {
  const { store } = ctx;
  const sequence = await store.nextSequence();
  const routes = { shops: {}, salespeople: {} };
  const customer =
    side === 'aceptabits'
      ? getAceptabits(made as AceptabitsRecord, routes)
      : getManagementPro(made as ManagementProRecord, routes);
  tx.set(store.keys.records(side), made.key, JSON.stringify({ record: made, firstSeen: sequence, sequence }));
  tx.set(store.keys.seen(side), made.key, store.digest(JSON.stringify(made)));
  for (const member of store.evidenceMembers(evidenceOf(customer), made.key))
    tx.rank(store.keys.evidence(side), 0, member);
  fileWords(store, tx, side, made.key, undefined, made);
}

/** Somebody adopted the new record before its creator could file it. Another record under the link is a double. */
async function alreadyFiled(ctx: Context, clave: string, code: string, job: string): Promise<void> {
  const [loaded] = await ctx.store.load([{ side: 'managementpro', key: clave }]);
  if (loaded?.link?.code === code) return;
  ctx.log.error({ clave, code, job }, 'a create was answered after its customer had been linked otherwise');
  ctx.alert(`double:${clave}:${code}`, { kind: 'double', clave, code });
  throw new Later(0, 'the customer moved while its create was filed');
}
