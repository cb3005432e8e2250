import { KEY_NAMES } from '../../domain/customer.ts';
import { askedBy, type Intent, isMadeBy } from '../../domain/intent.ts';
import { customerOf } from '../../domain/record.ts';
import { traitsOf } from '../../domain/traits.ts';
import { openCreatesLike } from '../../store/open-creates.ts';
import type { HeldIntent } from '../../store/records.ts';
import { createStoodDown, createTroubleOf } from '../decide/create-trouble.ts';
import { linkLone } from '../decide/linking.ts';
import { park, type Reason } from '../decide/park.ts';
import { EVERYTHING } from '../evaluate/brake-pass.ts';
import { evaluate } from '../evaluate/evaluate.ts';
import { type Snapshot, takeSnapshot } from '../evaluate/snapshot.ts';
import { GivenUp, Later } from '../job-errors.ts';
import type { Creating, OwnIntent } from './creating.ts';
import { findCreated, known, resembling, unreadableNewcomers } from './find-created.ts';
import { note, quietLeft, shopsAsked, turnToSend } from './intend.ts';
import { newcomer } from './new-record.ts';

/** A create that has been sent this often without a trace is put aside. */
const SENDS_MAX = 3;
/** In so many nights it is sent once more. */
const NIGHTS = 3;
/** Between two questions whether the scan that a repeated create waits for is done: a part of the quiet time. */
const QUIET_PARTS = 4;

/**
 * Looks for what an unclear create may have made (rule 8). `linked`: found and adopted. Otherwise, only after the
 * quiet time, two readings and a complete scan begun after the first of them, all without it: the intent, taken over
 * for another send, or `unwanted` where the rules would not create the customer as it stands now. Throws `Later` until
 * then; while it waits for the scan it asks the side nothing.
 */
export async function recover(of: Creating, found: HeldIntent): Promise<'linked' | 'unwanted' | OwnIntent> {
  const held = inThisEpoch(found, of.snapshot);
  const { quietSince } = held.intent;
  const scanned = of.snapshot.scans[of.target]?.complete?.sequence ?? 0;
  if (quietSince !== undefined && scanned <= quietSince) throw afterTheScan(of);
  const read = await findCreated(of, held.intent);
  // A search may be cut off or find by other rules than ours; the scan has shown every customer there is.
  const fitting = read.length > 0 || quietSince === undefined ? read : await known(of, held.intent);
  const [only, another] = fitting;
  if (another !== undefined) return unclear(of, 'several new customers could be the one');
  if (only !== undefined && (await isDisputed(of, only)))
    return unclear(of, 'another open create could have made the customer that was found');
  if (only !== undefined) return adopt(of, only);
  return wait(of, held);
}

function afterTheScan({ ctx: { timings } }: Creating): Later {
  const ms = Math.max(timings.retryMs, timings.createQuietMs / QUIET_PARTS);
  return new Later(ms, 'a create without a clear answer: waiting for a complete scan');
}

/**
 * A Redis that was started since may have forgotten a later send of the same create. It counts as sent when that Redis
 * began to answer, and what was read before then shows nothing.
 */
function inThisEpoch({ intent, raw }: HeldIntent, { trustedFrom, epochBeganAt = 0 }: Snapshot): HeldIntent {
  const { quietSince } = intent;
  const sentAt = Math.max(intent.sentAt ?? intent.at, epochBeganAt);
  const isRead = quietSince !== undefined && quietSince > trustedFrom;
  return { raw, intent: { ...intent, sentAt, quietSince: isRead ? quietSince : undefined } };
}

/**
 * True when the record is what another open intent asks for as well. Whoever adopted it first would leave the other
 * one to be sent again, while its own record may still be hidden by a lag.
 */
async function isDisputed({ ctx, target, key, snapshot }: Creating, made: string): Promise<boolean> {
  const [stored] = await ctx.store.storedRecords(target, [made]);
  if (stored === undefined) return false;
  const shown = traitsOf(customerOf(target, stored, snapshot.routes));
  const [like = []] = await openCreatesLike(ctx.store, target, [shown]);
  return [...like].some(
    ([source, { intent }]) => source !== key && isMadeBy(intent, target, stored, snapshot.routes),
  );
}

/** For a person, unless the class says that it is the side's trouble of that day: then it is looked for again at night. */
async function unclear(
  { ctx, target, loaded, job }: Creating,
  detail: string,
  errorClass: Reason['errorClass'] = 'unclear',
  code = 'cannot-tell-apart',
): Promise<never> {
  const reason = { errorClass, code, detail, fingerprint: loaded.passed ?? '' };
  await park(ctx, target, loaded.subject, reason, job);
  throw new GivenUp(detail);
}

async function adopt({ ctx, loaded, key, snapshot }: Creating, made: string): Promise<'linked'> {
  if (!(await linkLone(ctx, loaded, { key: made, adopted: true }, snapshot)))
    throw new Later(0, 'the customer moved while it was adopted');
  ctx.log.info({ [KEY_NAMES[loaded.subject.side]]: key, found: made }, 'adopted');
  return 'linked';
}

async function wait(of: Creating, held: HeldIntent): Promise<'unwanted' | OwnIntent> {
  const { ctx } = of;
  const { intent } = held;
  const left = await quietLeft(of, held);
  if (left > 0) throw new Later(left, 'a create without a clear answer: waiting before it may be repeated');
  if (intent.quietSince === undefined) {
    await note(of, held, { ...intent, quietSince: await ctx.store.nextSequence() });
    throw new Later(ctx.timings.retryMs, 'a create without a clear answer: not found by the first reading');
  }
  if (await unreadableNewcomers(of, intent))
    return unclear(of, 'a new customer that cannot be understood could be the one', 'unknown');
  if ((await resembling(of, intent)).length > 0)
    return unclear(of, 'a new customer that resembles it could be the one, edited since');
  return repeat(of, held);
}

/** Takes the intent over for another send, of whoever is still to be created and has not been sent too often. */
async function repeat(of: Creating, held: HeldIntent): Promise<'unwanted' | OwnIntent> {
  const { ctx } = of;
  const { intent } = held;
  if (!(await isWanted(of))) return 'unwanted';
  if (intent.sends >= SENDS_MAX) return putAside(of, held);
  const turn = await turnToSend(of);
  // The sequence stays that of the first send: what that one made may show as late as it likes.
  const own = await note(of, held, {
    ...askingAnew(of, intent),
    at: ctx.now(),
    sentAt: await ctx.store.time(),
    quietSince: undefined,
    sends: intent.sends + 1,
  });
  return { ...own, turn };
}

/**
 * All sends ended without a trace: it is put aside alone, and sent once more in each of the next nights; after them it
 * is for a person. What is put aside while the side is in trouble follows when that ends, and has no night less.
 */
async function putAside(of: Creating, held: HeldIntent): Promise<never> {
  const { ctx, target, key } = of;
  const { nights = NIGHTS, ...intent } = held.intent;
  const isTrouble = (await createTroubleOf(ctx, target)).trouble !== undefined;
  const left = isTrouble ? nights : nights - 1;
  const isLast = left < 0;
  // Whoever frees it, the night, a person or a changed record, wants it sent again.
  const sends = isLast ? 0 : SENDS_MAX - 1;
  await note(of, held, { ...intent, quietSince: undefined, sends, ...(!isLast && { nights: left }) });
  await createStoodDown(ctx, target, key, true);
  if (isLast) return unclear(of, 'sent again and again without a trace');
  return unclear(of, 'sent three times without a trace', 'trouble', 'create-unclear');
}

/** The next send asks for the customer as it stands now; what an earlier one may have made is looked for as well. */
function askingAnew(of: Creating, intent: Intent): Intent {
  const { customer, salespersonFrom } = newcomer(of);
  const now = JSON.stringify({ customer, salespersonFrom });
  const earlier = askedBy(intent).filter((asked) => JSON.stringify(asked) !== now);
  return { ...intent, customer, salespersonFrom, earlier, shops: shopsAsked(of, intent.shops) };
}

/** False where the rules, asked as if nothing had ever been sent, would not create the customer (rules 3 and 9). */
async function isWanted(of: Creating): Promise<boolean> {
  const { ctx, loaded } = of;
  const [evaluated] = await evaluate(
    ctx,
    await ctx.store.load([loaded.subject]),
    await takeSnapshot(ctx),
    EVERYTHING,
    true,
  );
  switch (evaluated?.kind === 'lone' ? evaluated.plan.kind : undefined) {
    case 'create':
      return true;
    case 'ambiguous':
    case 'inactive':
    case 'platform':
    case 'probe':
    case 'nobody':
    case 'paused':
      return false;
    case 'wait-for-scan':
      throw afterTheScan(of);
    case 'link':
    case 'parked':
    case undefined:
      throw new Later(0, 'the customer moved while its create was looked for');
  }
}
