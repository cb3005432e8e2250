import type { Braked } from '../../domain/brake.ts';
import { type Customer, type Field, otherSide, type Side } from '../../domain/customer.ts';
import { isEmpty } from '../../domain/equality.ts';
import { SideError } from '../../domain/errors.ts';
import { type ByField, keyOn, type Link } from '../../domain/link.ts';
import { type Change, INCOMPLETE, isUsedUp } from '../../domain/link-waits.ts';
import { shownBy } from '../../domain/record.ts';
import { notAccepted } from '../../domain/sent-note.ts';
import { mayBeOlder } from '../../domain/settle.ts';
import { kindsTelling } from '../../domain/update-trial.ts';
import { linkText } from '../../store/packed.ts';
import type { Loaded, Subject } from '../../store/records.ts';
import { confirmAbsence } from '../certify/missing.ts';
import { type Context, routesOf } from '../context.ts';
import { decide } from '../decide/decide.ts';
import { park, type Reason, unpark } from '../decide/park.ts';
import { brakedBy } from '../decide/place.ts';
import { writersPass } from '../evaluate/brake-pass.ts';
import { evaluateLink, type LinkOutcome } from '../evaluate/evaluate.ts';
import { type Snapshot, takeSnapshot } from '../evaluate/snapshot.ts';
import { NotLanded, SideClosed } from '../job-errors.ts';
import { readAgain, readByKey } from '../observe/read-by-key.ts';
import type { WriteRequest } from '../write-request.ts';
import { remember } from './after-write.ts';
import { compareAlone, compareLanded } from './compare.ts';
import { note } from './note.ts';
import { expectBelieved, type Opened, readWhole } from './open-record.ts';
import { claimTrial, leaveTrial, noteAbsent, noteIgnored, notePartlyLanded } from './trial.ts';

/** One update, from the plan that it begins with to its end. */
type Updating = {
  readonly ctx: Context;
  readonly side: Side;
  readonly key: string;
  readonly planned: LinkOutcome;
  readonly snapshot: Snapshot;
  readonly job: string;
  /** True while the updates of the side run singly. */
  readonly isAlone: boolean;
};

/**
 * Rule 6: read, merge again with what was just read, change only what the merge changed, send, read back. While little is
 * known of the side's updates, one customer goes alone, until it is seen what has become of the write (rules 6 and 7).
 */
export async function update(
  ctx: Context,
  side: Side,
  planned: LinkOutcome,
  snapshot: Snapshot,
  job: string,
): Promise<WriteRequest[]> {
  const key = keyOn(side, planned.state.link);
  const { isAlone } = await claimTrial(ctx, side, key, snapshot.trials[side]);
  try {
    const requests = await updateClaimed({ ctx, side, key, planned, snapshot, job, isAlone });
    if (isAlone) await leaveTrial(ctx, side, key);
    return requests;
  } catch (error) {
    // What has not landed yet is tried again, alone as before.
    if (isAlone && !(error instanceof NotLanded)) await leaveTrial(ctx, side, key);
    throw error;
  }
}

async function updateClaimed(of: Updating): Promise<WriteRequest[]> {
  const { ctx, side, key, planned, job, isAlone } = of;
  const { link } = planned.state;
  // Before the reading that the write goes by: what is typed here after that one is overwritten.
  const doubtful = doubtfulIn(ctx, planned, side);
  if (doubtful.length > 0 && !(await isSeenAgain(ctx, otherSide(side), link, doubtful))) return [];
  const open = await readWhole(ctx, side, key, planned.loaded, of.snapshot.routes);
  if (open === undefined) return notThere(of);
  // A record that cannot be understood is left as work: the next reading tells.
  if (!open.isUnderstood) return [];
  const { linked, braked } = await again(
    ctx,
    planned.loaded.subject,
    // What was read once more at its source may stand otherwise now.
    doubtful.length > 0 ? undefined : open.loaded,
  );
  if (linked !== undefined && doubtfulIn(ctx, linked, side).some((field) => !doubtful.includes(field)))
    return [];
  const changes = linked === undefined ? {} : (linked.plan.writes[side] ?? {});
  const fields = Object.keys(changes) as Field[];
  if (isAlone && linked !== undefined && fields.length === 0) await compareAlone(ctx, side, linked.plan.link);
  if (linked === undefined || fields.length === 0 || brakedBy(linked, { braked }) !== undefined)
    return decideAnew(of);
  expectBelieved(ctx, linked.loaded[side], open);
  if (open.lacking.length > 0) return setAside(of, linked, incompleteness(open.lacking));
  const due = unspent(linked, side, changes);
  if (Object.keys(due).length === 0) return withoutEffect(of, linked, changes);
  const { sent, noted } = await note(of, linked, due, isAlone ? open : undefined);
  if (Object.keys(sent).length > 0 && !(await save(ctx, side, linked.loaded.subject, open, sent)))
    return decideAnew(of);
  ctx.log.info({ side, clave: link.clave, code: link.code, job, fields: Object.keys(sent) }, 'written');
  return readBack(of, noted, sent, open);
}

/** Accepted as often as it may be: parked, or held as hand-work where more than one customer shows the same (rule 7). */
async function withoutEffect(
  of: Updating,
  linked: LinkOutcome,
  changes: ByField<Change>,
): Promise<WriteRequest[]> {
  const { ctx, side, job } = of;
  await park(ctx, side, linked.loaded.subject, { ...UNLANDED, fingerprint: linked.fingerprint }, job);
  const sent = Object.fromEntries(Object.entries(changes).map(([field, change]) => [field, change?.value]));
  const kinds = kindsTelling(sent, linked.state.shown[side] ?? {});
  for (const shown of await noteIgnored(ctx, side, keyOn(side, linked.state.link), kinds))
    await unpark(ctx, { side, key: shown }, 'the update method');
  return decideAnew(of);
}

const UNLANDED: Omit<Reason, 'fingerprint'> = {
  errorClass: 'not-landed',
  code: 'not-landed',
  detail: new NotLanded().message,
};

/** Sent back as it was read, the record could lose what this side has not told (rule 6). */
function incompleteness(lacking: readonly string[]): Omit<Reason, 'fingerprint'> {
  const detail = `The record was read without ${lacking.join(', ')}.`;
  return { errorClass: 'unknown', code: INCOMPLETE, detail };
}

/** What cannot be sent is parked as it has just been read, and tried again as soon as it is read otherwise. */
async function setAside(
  of: Updating,
  linked: LinkOutcome,
  reason: Omit<Reason, 'fingerprint'>,
): Promise<WriteRequest[]> {
  const { ctx, side, job } = of;
  await park(ctx, side, linked.loaded.subject, { ...reason, fingerprint: linked.fingerprint }, job);
  return decideAnew(of);
}

/** Nothing is to be written here. What only this reading has shown is judged by the next poll (rule 10). */
async function decideAnew({ ctx, planned }: Updating): Promise<WriteRequest[]> {
  return decide(ctx, [planned.loaded.subject]);
}

/** Without what has used up its tries: that is parked once nothing else is due, so that no other field is parked with it. */
function unspent({ plan }: LinkOutcome, side: Side, changes: ByField<Change>): ByField<Change> {
  const entries = Object.entries(changes) as [Field, Change][];
  return Object.fromEntries(entries.filter(([field, { value }]) => !isUsedUp(plan.link, side, field, value)));
}

/**
 * One answer that has lost a value looks like somebody's emptying, and a list that shows what stood there before a write
 * of ours, from a cache or a copy that is behind, like somebody's putting back. What would be emptied or put back here is
 * therefore read once more at its source, by key, and the merge is asked again.
 */
function doubtfulIn(ctx: Context, { plan, state }: LinkOutcome, side: Side): Field[] {
  const source = otherSide(side);
  const changes = Object.entries(plan.writes[side] ?? {}) as [Field, Change | undefined][];
  const isDoubtful = ([field, change]: [Field, Change | undefined]) =>
    isEmpty(change?.value ?? '') ||
    mayBeOlder(plan.link, source, field, state.shown[source]?.[field], ctx.now());
  return changes.filter(isDoubtful).map(([field]) => field);
}

/**
 * An answer that cannot be understood, or does not tell the fields, confirms nothing. False also when that side does not
 * answer: its trouble is not to hold up the queue of the other (rule 11).
 */
async function isSeenAgain(
  ctx: Context,
  side: Side,
  link: Link,
  doubtful: readonly Field[],
): Promise<boolean> {
  const key = keyOn(side, link);
  try {
    const row = (await readByKey(ctx, side, [key])).get(key);
    if (row === undefined || !row.ok) return false;
    const told = shownBy(side, row.record, await routesOf(ctx));
    return doubtful.every((field) => told[field] !== undefined);
  } catch (error) {
    if (!(error instanceof SideError || error instanceof SideClosed)) throw error;
    ctx.log.warn(
      { side, key, error: error.message },
      'not written: what looks like an emptying or a putting back could not be read once more',
    );
    return false;
  }
}

/**
 * There is no record to write to. A list that may be late, or is braked, shows nothing by that: the link stays
 * work, and the next poll asks again.
 */
async function notThere(of: Updating): Promise<WriteRequest[]> {
  const { ctx, side, key, planned } = of;
  const { link } = planned.state;
  const { braked } = await takeSnapshot(ctx);
  if (braked[side]?.whole || link.since + ctx.timings.lagMs > ctx.now()) return [];
  await confirmAbsence(ctx, side, key);
  return decideAnew(of);
}

/** False where the side has no method for it (rule 7): that is no customer's fault, and the update is held from now on. */
async function save(
  ctx: Context,
  side: Side,
  subject: Subject,
  open: Opened,
  sent: Customer,
): Promise<boolean> {
  try {
    await open.save(sent);
    return true;
  } catch (error) {
    // Anything but a side's error is the gate's, which lets nothing out.
    if (!(error instanceof SideError) || error.facts.clearNo) await withdraw(ctx, side, subject, sent);
    if (!(error instanceof SideError) || error.facts.code !== 'method-missing') throw error;
    // Noted after the withdrawal: a crash between the two has another update find it out.
    await noteAbsent(ctx);
    return false;
  }
}

/** Nothing was sent, or nothing taken. A note that somebody has made meanwhile of another value stays as it is. */
async function withdraw(ctx: Context, side: Side, subject: Subject, sent: Customer): Promise<void> {
  const [loaded] = await ctx.store.load([subject]);
  if (loaded?.link === undefined) return;
  const notes = loaded.link.sent?.[side];
  const own = (Object.keys(sent) as Field[]).filter((field) => notes?.[field]?.value === sent[field]);
  const link = notAccepted(loaded.link, side, own);
  const tx = ctx.store.transaction().expect(ctx.store.keys.links, link.clave, loaded.rawLink);
  await tx.set(ctx.store.keys.links, link.clave, linkText(link)).commit();
}

/** The merge with what was just read. What is `known` was loaded before; the note's commit finds out who has moved it. */
async function again(
  ctx: Context,
  subject: Subject,
  known: Loaded | undefined,
): Promise<{ linked: LinkOutcome | undefined; braked: Braked }> {
  const loaded = known ?? (await ctx.store.load([subject]))[0];
  const snapshot = await takeSnapshot(ctx);
  const { braked } = snapshot;
  if (loaded?.link === undefined) return { linked: undefined, braked };
  return {
    linked: evaluateLink(ctx, loaded, loaded.link, snapshot, { pass: writersPass(snapshot) }),
    braked,
  };
}

/**
 * The written side's base is what it returns now (rule 5), and the whole record is compared with what it was (rule 6);
 * throws `NotLanded` where it still shows the old value.
 */
async function readBack(
  { ctx, side, snapshot: { routes, trials }, isAlone }: Updating,
  noted: Loaded,
  sent: Customer,
  open: Opened,
): Promise<WriteRequest[]> {
  const { link, subject } = noted;
  if (link === undefined) return [];
  const shown = shownBy(side, open.record, routes);
  const { row, loaded } = await readAgain(ctx, side, keyOn(side, link), {
    loaded: noted,
    routes,
    turn: open.turn,
  });
  try {
    const requests = await remember(ctx, side, subject, sent, loaded);
    await compareLanded(ctx, side, link, {
      before: open.record,
      shown,
      sent,
      row,
      isAlone,
      trial: trials[side],
    });
    return requests;
  } catch (error) {
    if (error instanceof NotLanded)
      await notePartlyLanded(ctx, side, kindsTelling(without(sent, error.fields), shown));
    throw error;
  }
}

function without(sent: Customer, fields: readonly Field[]): Customer {
  return Object.fromEntries(Object.entries(sent).filter(([field]) => !fields.includes(field as Field)));
}
