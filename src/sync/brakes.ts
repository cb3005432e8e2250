import { isAnotherPerson } from '../domain/another-person.ts';
import { type Brake, type BrakeReason, MovementTally, movement, SAMPLE_MAX } from '../domain/brake.ts';
import { type Field, otherSide, SIDES, type Side } from '../domain/customer.ts';
import { record } from '../store/history.ts';
import { type Subject, subjectId } from '../store/records.ts';
import type { Context } from './context.ts';
import { hasPassed, passOf } from './evaluate/brake-pass.ts';
import { evaluateLink, type LinkOutcome } from './evaluate/evaluate.ts';
import { surroundings } from './evaluate/surroundings.ts';

/** Reasons that a scan's listing gives; the others come from what the linked customers' values do. */
export const LISTING_REASONS: readonly BrakeReason[] = ['emptied-list', 'shrunken-list', 'missing-keys'];

const stateName = (side: Side) => `brake:${side}`;
const releaseName = (side: Side, reason: BrakeReason) => `released:${side}:${reason}`;

export async function brakeOf(ctx: Context, side: Side): Promise<Brake | undefined> {
  return ctx.store.getState<Brake>(stateName(side));
}

export async function brakedSides(ctx: Context): Promise<Set<Side>> {
  const names = SIDES.map(stateName) as [string, string];
  const brakes = await ctx.store.getStates<[Brake, Brake]>(names);
  return new Set(brakes.flatMap((brake) => (brake === undefined ? [] : [brake.side])));
}

type Finding = {
  readonly reason: BrakeReason;
  readonly field?: Field | undefined;
  readonly count: number;
  readonly of: number;
  /** Keys of all that a release would let through; the first ones are the sample. */
  readonly keys: readonly string[];
  /** What exactly is concerned, which makes the hash; the keys unless told. */
  readonly marks?: readonly string[];
  /** Keys of those whom the same list shows for the first time: a release lets them in too. */
  readonly newcomers?: readonly string[];
};

/** Brakes a side, or refreshes the brake it has: one alert per reason and field, however many polls repeat it. */
export async function brake(
  ctx: Context,
  side: Side,
  { reason, field, count, of, keys, marks = keys, newcomers = [] }: Finding,
): Promise<Brake> {
  const before = await brakeOf(ctx, side);
  const same = before?.reason === reason && before.field === field;
  const hash = hashOf(ctx, side, reason, field, [...marks, ...newcomers.map((key) => `new ${key}`)]);
  const found: Brake = {
    side,
    reason,
    field,
    count,
    of,
    sample: keys.slice(0, Math.min(SAMPLE_MAX, count)),
    hash,
    since: same ? before.since : ctx.now(),
  };
  if (hash !== before?.hash) await noteConcerned(ctx, side, { hash, keys, marks, newcomers });
  await ctx.store.setState(stateName(side), found);
  if (same) return found;
  const text = `${side} is braked: ${reason}${field ? ` (${field})` : ''}, ${count} of ${of} customers`;
  ctx.log.error({ side, reason, field, count, of }, 'braked');
  await onRecord(ctx, 'brake', side, text);
  ctx.alert(`brake:${side}:${reason}:${field ?? ''}:${found.since}`, {
    kind: 'brake',
    side,
    reason,
    field,
    count,
    of,
  });
  return found;
}

/** Whom a brake of this hash is about, all of them, and the mark that each has in the hash. */
type Concerned = {
  readonly hash: string;
  readonly keys: readonly string[];
  readonly marks: readonly string[];
  readonly newcomers?: readonly string[];
};

/** Noted before the brake that names it, so that no brake is shown without its plan. */
async function noteConcerned({ store }: Context, side: Side, concerned: Concerned): Promise<void> {
  await store.redis.set(store.keys.concerned(side), JSON.stringify(concerned));
}

/** Everybody whom the brake of a side is about; nothing where it is off. */
export async function concernedBy(ctx: Context, side: Side): Promise<Concerned | undefined> {
  const [brake, raw] = await Promise.all([
    brakeOf(ctx, side),
    ctx.store.redis.get(ctx.store.keys.concerned(side)),
  ]);
  const concerned = raw === null ? undefined : (JSON.parse(raw) as Concerned);
  return brake !== undefined && concerned?.hash === brake.hash ? concerned : undefined;
}

/** True when a person has released exactly this finding of a listing. */
export async function isReleased(
  ctx: Context,
  side: Side,
  reason: BrakeReason,
  marks: readonly string[],
): Promise<boolean> {
  const released = await ctx.store.getState<string>(releaseName(side, reason));
  return released === hashOf(ctx, side, reason, undefined, marks);
}

/** It looks normal again: the same accident another time is another accident, and needs a release of its own. */
export async function forgetReleases(
  ctx: Context,
  side: Side,
  reasons: readonly BrakeReason[],
): Promise<void> {
  for (const reason of reasons) await ctx.store.setState(releaseName(side, reason), undefined);
}

/** Names what a brake is about: the same customers for the same reason, in whatever order. */
function hashOf(
  ctx: Context,
  side: Side,
  reason: BrakeReason,
  field: Field | undefined,
  marks: readonly string[],
): string {
  return ctx.store.digest(JSON.stringify([side, reason, field, [...marks].sort()]));
}

async function onRecord(
  ctx: Context,
  kind: 'brake' | 'release' | 'refused',
  side: Side,
  cause: string,
  by?: string,
): Promise<void> {
  const tx = ctx.store.transaction();
  record(ctx.store, tx, { at: ctx.now(), kind, side, cause, by });
  await tx.commit();
}

/** False where it is another brake by now, which stays. Whom the old one was about is left to the next one to replace. */
async function takeOff({ store }: Context, side: Side, { hash }: Brake): Promise<boolean> {
  const { state } = store.keys;
  const raw = await store.redis.hget(state, stateName(side));
  if (raw === null || (JSON.parse(raw) as Brake).hash !== hash) return false;
  return store.transaction().expect(state, stateName(side), raw).remove(state, stateName(side)).commit();
}

/** Takes a brake off because what it was put on for looks normal again (rule 10). */
async function lift(ctx: Context, side: Side, reasons: (reason: BrakeReason) => boolean): Promise<void> {
  const before = await brakeOf(ctx, side);
  if (before === undefined || !reasons(before.reason)) return;
  if (!(await takeOff(ctx, side, before))) return;
  ctx.log.info({ side, reason: before.reason }, 'the brake is off: it looks normal again');
  await onRecord(ctx, 'release', side, `${before.reason} is over`);
}

/** A listing that looks normal takes off a brake that a listing had put on. */
export async function liftListingBrake(ctx: Context, side: Side): Promise<void> {
  if (!(await isListingBraked(ctx, side))) return;
  // What was shown meanwhile may be a wave of its own: one brake makes room for the other, and there is no gap.
  const links = await ctx.store.redis.hlen(ctx.store.keys.links);
  const { tally, counted } = (await movements(ctx))[side];
  const judged = tally.judge(links, ctx.config.brake);
  if (judged !== undefined) await brake(ctx, side, { ...judged, of: links, ...named(counted, judged.field) });
  else await lift(ctx, side, (reason) => LISTING_REASONS.includes(reason));
}

type Counted = {
  readonly subject: Subject;
  readonly passed: string | undefined;
  readonly fingerprint: string;
  readonly fields: readonly Field[];
};

/** All undecided movements of linked customers on a side, counted and named. */
async function movements(ctx: Context): Promise<Record<Side, { tally: MovementTally; counted: Counted[] }>> {
  const result = {
    managementpro: { tally: new MovementTally(), counted: [] as Counted[] },
    aceptabits: { tally: new MovementTally(), counted: [] as Counted[] },
  };
  const around = await surroundings(ctx);
  for await (const batch of ctx.store.workBatches())
    for (const loaded of await ctx.store.load(batch)) {
      if (loaded.link === undefined) continue;
      const one = evaluateLink(ctx, loaded, loaded.link, around);
      for (const side of SIDES) if (!hasPassed(loaded, one.fingerprint, side)) count(one, side, result[side]);
    }
  return result;
}

function count(
  { loaded, state, fingerprint }: LinkOutcome,
  side: Side,
  into: { tally: MovementTally; counted: Counted[] },
): void {
  const shown = state.shown[side];
  if (shown === undefined) return;
  const moved = movement(state.link, side, shown, isAnotherPerson(state, side));
  if (moved.changed.length === 0) return;
  into.tally.add(moved);
  into.counted.push({ subject: loaded.subject, fingerprint, passed: loaded.passed, fields: moved.changed });
}

/** All that has moved is named, because a release lets all of it through; those whom the brake is about come first. */
function named(
  counted: readonly Counted[],
  field: Field | undefined,
): Required<Pick<Finding, 'keys' | 'marks'>> {
  const isConcerned = ({ fields }: Counted) => field === undefined || fields.includes(field);
  const sorted = [...counted.filter(isConcerned), ...counted.filter((one) => !isConcerned(one))];
  return { keys: sorted.map(({ subject }) => subject.key), marks: marksOf(sorted) };
}

function marksOf(counted: readonly Counted[]): string[] {
  return counted.map(({ subject, fingerprint }) => `${subject.key} ${fingerprint}`);
}

/** Judges what linked customers' values do on each side, and brakes or lifts accordingly (rule 10). */
export async function judgeMovements(ctx: Context): Promise<void> {
  // Few pieces of work cannot pass a limit that starts at `minCustomers`, so the common poll costs one ZCARD.
  const work = await ctx.store.redis.zcard(ctx.store.keys.work);
  if (work < ctx.config.brake.minCustomers) {
    for (const side of SIDES) await lift(ctx, side, (reason) => !LISTING_REASONS.includes(reason));
    return;
  }
  const links = await ctx.store.redis.hlen(ctx.store.keys.links);
  const found = await movements(ctx);
  for (const side of SIDES) {
    const { tally, counted } = found[side];
    const judged = tally.judge(links, ctx.config.brake);
    if (judged === undefined) await lift(ctx, side, (reason) => !LISTING_REASONS.includes(reason));
    else if (!(await isListingBraked(ctx, side)))
      await brake(ctx, side, { ...judged, of: links, ...named(counted, judged.field) });
  }
}

async function isListingBraked(ctx: Context, side: Side): Promise<boolean> {
  const before = await brakeOf(ctx, side);
  return before !== undefined && LISTING_REASONS.includes(before.reason);
}

/**
 * A person releases exactly the plan that was shown, named by its hash (rule 10): what has moved since is
 * refused. Released customers pass this once, with the values they show now. False when refused.
 */
export async function release(ctx: Context, side: Side, hash: string, by: string): Promise<boolean> {
  const current = await brakeOf(ctx, side);
  if (current === undefined || current.hash !== hash) return false;
  const isListing = LISTING_REASONS.includes(current.reason);
  if (!(await (isListing ? believeListing : letThrough)(ctx, side, current))) return false;
  await takeOff(ctx, side, current);
  await onRecord(ctx, 'release', side, `${current.reason}: ${current.count} customers let through`, by);
  return true;
}

/** Puts on record that a person leaves the brake on; false when it is about something else by now, or off. */
export async function keepBrake(ctx: Context, side: Side, hash: string, by: string): Promise<boolean> {
  const current = await brakeOf(ctx, side);
  if (current === undefined || current.hash !== hash) return false;
  await onRecord(ctx, 'refused', side, `${current.reason}: the brake stays on`, by);
  return true;
}

/** Whom the list shows for the first time are no newcomers any more when it is read once more: only the rest is named. */
async function believeListing(ctx: Context, side: Side, { reason }: Brake): Promise<boolean> {
  const concerned = await concernedBy(ctx, side);
  if (concerned === undefined) return false;
  await ctx.store.setState(releaseName(side, reason), hashOf(ctx, side, reason, undefined, concerned.marks));
  return true;
}

async function letThrough(ctx: Context, side: Side, current: Brake): Promise<boolean> {
  const { counted } = (await movements(ctx))[side];
  const hash = hashOf(ctx, side, current.reason, current.field, marksOf(counted));
  if (hash !== current.hash) return false;
  const tx = ctx.store.transaction();
  for (const { subject, fingerprint, passed } of counted) {
    const both = passed === passOf(fingerprint, otherSide(side));
    tx.set(ctx.store.keys.passed, subjectId(subject), both ? fingerprint : passOf(fingerprint, side));
  }
  return tx.commit();
}
