import type { Side } from '../../domain/customer.ts';
import { askedBy, type Intent, isMadeBy } from '../../domain/intent.ts';
import {
  type HeldIntent,
  type Loaded,
  type OwnIntent,
  type Subject,
  subjectId,
} from '../../store/records.ts';
import type { Context } from '../context.ts';
import { linkLone } from '../decide/linking.ts';
import { park, type Reason } from '../decide/park.ts';
import { evaluate } from '../evaluate/evaluate.ts';
import { type Surroundings, surroundings } from '../evaluate/surroundings.ts';
import { GivenUp, Later } from '../job-errors.ts';
import { leaveToSend, stillInEra } from '../update/send-deadline.ts';
import { candidates, known, resembling, unreadableNewcomers } from './find-created.ts';
import { newcomer } from './new-record.ts';

/** A create that has been sent this often without a trace is for a person. */
const SENDS_MAX = 3;
/** Between two questions whether the scan that a repeated create waits for is done: a part of the quiet time. */
const QUIET_PARTS = 4;

/**
 * Looks for what an unclear create may have made (rule 8). `linked`: found and adopted. Otherwise, only after the
 * quiet time, two readings and a complete scan begun after the first of them, all without it: the intent, taken over
 * for another send, or `unwanted` where the rules would not create the customer as it stands now. Throws `Later` until
 * then; while it waits for the scan it asks the side nothing.
 */
export async function look(
  ctx: Context,
  target: Side,
  loaded: Loaded,
  found: HeldIntent,
  around: Surroundings,
  job: string,
): Promise<'linked' | 'unwanted' | OwnIntent> {
  const held = inThisEra(found, around);
  const { quietSince } = held.intent;
  const scanned = around.scans[target]?.complete?.sequence ?? 0;
  if (quietSince !== undefined && scanned <= quietSince) throw afterTheScan(ctx);
  const read = await candidates(ctx, target, loaded, held.intent, around);
  // A search may be cut off or find by other rules than ours; the scan has shown every customer there is.
  const fitting =
    read.length > 0 || quietSince === undefined ? read : await known(ctx, target, loaded, held, around);
  const [only, another] = fitting;
  if (another !== undefined)
    return unclear(ctx, target, loaded, 'several new customers could be the one', job);
  if (only !== undefined && (await isDisputed(ctx, target, loaded, only, around)))
    return unclear(
      ctx,
      target,
      loaded,
      'another open create could have made the customer that was found',
      job,
    );
  if (only !== undefined) return adopt(ctx, loaded, only, around);
  return wait(ctx, target, loaded, held, around, job);
}

function afterTheScan({ timings }: Context): Later {
  const ms = Math.max(timings.retryMs, timings.createQuietMs / QUIET_PARTS);
  return new Later(ms, 'a create without a clear answer: waiting for a complete scan');
}

/**
 * A Redis that was started since may have forgotten a later send of the same create. It counts as sent when that Redis
 * began to answer, and what was read before then shows nothing.
 */
function inThisEra({ intent, raw }: HeldIntent, { trustedFrom, eraBeganAt = 0 }: Surroundings): HeldIntent {
  const { quietSince } = intent;
  const sentAt = Math.max(intent.sentAt ?? intent.at, eraBeganAt);
  const isRead = quietSince !== undefined && quietSince > trustedFrom;
  return { raw, intent: { ...intent, sentAt, quietSince: isRead ? quietSince : undefined } };
}

/**
 * True when the record is what another open intent asks for as well. Whoever adopted it first would leave the other
 * one to be sent again, while its own record may still be hidden by a lag.
 */
async function isDisputed(
  ctx: Context,
  target: Side,
  loaded: Loaded,
  key: string,
  { routes }: Surroundings,
): Promise<boolean> {
  const [stored] = await ctx.store.storedRecords(target, [key]);
  if (stored === undefined) return false;
  return [...(await ctx.store.intents(target))].some(
    ([source, { intent }]) => source !== loaded.subject.key && isMadeBy(intent, target, stored, routes),
  );
}

/** For a person, unless the class says that it is the side's trouble of that day: then it is looked for again at night. */
async function unclear(
  ctx: Context,
  target: Side,
  loaded: Loaded,
  detail: string,
  job: string,
  errorClass: Reason['errorClass'] = 'unclear',
): Promise<never> {
  const reason = { errorClass, code: 'cannot-tell-apart', detail, fingerprint: loaded.passed ?? '' };
  await park(ctx, target, loaded.subject, reason, job);
  throw new GivenUp(detail);
}

async function adopt(ctx: Context, loaded: Loaded, key: string, around: Surroundings): Promise<'linked'> {
  if (!(await linkLone(ctx, loaded, key, true, around)))
    throw new Later(0, 'the customer moved while it was adopted');
  ctx.log.info(
    { [loaded.subject.side === 'managementpro' ? 'clave' : 'code']: loaded.subject.key, found: key },
    'adopted',
  );
  return 'linked';
}

async function wait(
  ctx: Context,
  target: Side,
  loaded: Loaded,
  held: HeldIntent,
  around: Surroundings,
  job: string,
): Promise<'unwanted' | OwnIntent> {
  const { intent, raw } = held;
  const quietLeft = (intent.sentAt ?? intent.at) + ctx.timings.createQuietMs - (await ctx.store.time());
  if (quietLeft > 0)
    throw new Later(quietLeft, 'a create without a clear answer: waiting before it may be repeated');
  if (intent.quietSince === undefined) {
    await replace(ctx, target, loaded, around, raw, {
      ...intent,
      quietSince: await ctx.store.nextSequence(),
    });
    throw new Later(ctx.timings.retryMs, 'a create without a clear answer: not found by the first reading');
  }
  if (await unreadableNewcomers(ctx, target, intent, around))
    return unclear(
      ctx,
      target,
      loaded,
      'a new customer that cannot be understood could be the one',
      job,
      'unknown',
    );
  if ((await resembling(ctx, target, loaded, intent, around)).length > 0)
    return unclear(
      ctx,
      target,
      loaded,
      'a new customer that resembles it could be the one, edited since',
      job,
    );
  return repeat(ctx, target, loaded, held, around, job);
}

/** Takes the intent over for another send, of whoever is still to be created and has not been sent too often. */
async function repeat(
  ctx: Context,
  target: Side,
  loaded: Loaded,
  { intent, raw }: HeldIntent,
  around: Surroundings,
  job: string,
): Promise<'unwanted' | OwnIntent> {
  if (!(await isWanted(ctx, target, loaded.subject))) return 'unwanted';
  if (intent.sends >= SENDS_MAX) {
    // Whoever frees it, a person or a changed record, wants it sent again.
    await replace(ctx, target, loaded, around, raw, { ...intent, quietSince: undefined, sends: 0 });
    return unclear(ctx, target, loaded, `sent ${intent.sends} times without a trace`, job);
  }
  // The sequence stays that of the first send: what that one made may show as late as it likes.
  return replace(ctx, target, loaded, around, raw, {
    ...askingAnew(ctx, target, loaded, intent, around),
    at: ctx.now(),
    sentAt: await ctx.store.time(),
    quietSince: undefined,
    sends: intent.sends + 1,
  });
}

/** The next send asks for the customer as it stands now; what an earlier one may have made is looked for as well. */
function askingAnew(
  ctx: Context,
  target: Side,
  loaded: Loaded,
  intent: Intent,
  around: Surroundings,
): Intent {
  const { customer, salespersonFrom } = newcomer(ctx, target, loaded, around);
  const now = JSON.stringify({ customer, salespersonFrom });
  const earlier = askedBy(intent).filter((asked) => JSON.stringify(asked) !== now);
  return { ...intent, customer, salespersonFrom, earlier };
}

/** False where the rules, asked as if nothing had ever been sent, would not create the customer (rules 3 and 9). */
async function isWanted(ctx: Context, target: Side, subject: Subject): Promise<boolean> {
  const around = await surroundings(ctx);
  const others = new Map([...around.intents[target]].filter(([key]) => key !== subject.key));
  const asIfUnsent = { ...around, intents: { ...around.intents, [target]: others } };
  const [one] = await evaluate(ctx, await ctx.store.load([subject]), asIfUnsent);
  switch (one?.kind === 'lone' ? one.plan.kind : undefined) {
    case 'create':
      return true;
    case 'ambiguous':
    case 'inactive':
    case 'paused':
      return false;
    case 'wait-for-scan':
      throw afterTheScan(ctx);
    case 'link':
    case 'parked':
    case undefined:
      throw new Later(0, 'the customer moved while its create was looked for');
  }
}

/** Whoever replaces the intent holds it; anybody else finds it moved. */
async function replace(
  ctx: Context,
  target: Side,
  loaded: Loaded,
  { trustedFrom }: Surroundings,
  raw: string,
  intent: Intent,
): Promise<OwnIntent> {
  const next = JSON.stringify(intent);
  const mayStillSend = leaveToSend(ctx);
  const { keys } = ctx.store;
  const { key } = loaded.subject;
  const tx = ctx.store.transaction().expect(keys.intents(target), key, raw);
  // Whoever has decided otherwise meanwhile, or has seen the customer change, has taken the leave to create back.
  tx.expect(keys.passed, subjectId(loaded.subject), loaded.passed);
  await ctx.era.expect(tx, trustedFrom);
  tx.set(keys.intents(target), key, next);
  if (!(await tx.commit())) throw new Later(0, 'somebody else is at this create');
  await stillInEra(ctx, { trustedFrom });
  return { intent, raw: next, mayStillSend };
}
