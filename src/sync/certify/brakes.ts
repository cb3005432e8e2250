import { type Brake, type BrakeReason, SAMPLE_MAX } from '../../domain/brake.ts';
import { type Field, SIDES, type Side } from '../../domain/customer.ts';
import { record } from '../../store/history.ts';
import type { Context } from '../context.ts';

/** Reasons that a scan's listing gives; the others come from what the linked customers' values do. */
export const LISTING_REASONS: readonly BrakeReason[] = [
  'emptied-list',
  'empty-told',
  'shrunken-list',
  'missing-keys',
];

const stateName = (side: Side) => `brake:${side}`;
export const releaseName = (side: Side, reason: BrakeReason) => `released:${side}:${reason}`;

export async function brakeOf(ctx: Context, side: Side): Promise<Brake | undefined> {
  return ctx.store.getState<Brake>(stateName(side));
}

export async function brakedSides(ctx: Context): Promise<Set<Side>> {
  const names = SIDES.map(stateName) as [string, string];
  const brakes = await ctx.store.getStates<[Brake, Brake]>(names);
  return new Set(brakes.flatMap((brake) => (brake === undefined ? [] : [brake.side])));
}

export type Finding = {
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
  ctx: Pick<Context, 'store'>,
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
export function hashOf(
  ctx: Pick<Context, 'store'>,
  side: Side,
  reason: BrakeReason,
  field: Field | undefined,
  marks: readonly string[],
): string {
  return ctx.store.digest(JSON.stringify([side, reason, field, [...marks].sort()]));
}

export async function onRecord(
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
export async function takeOff({ store }: Context, side: Side, { hash }: Brake): Promise<boolean> {
  const { state } = store.keys;
  const raw = await store.redis.hget(state, stateName(side));
  if (raw === null || (JSON.parse(raw) as Brake).hash !== hash) return false;
  return store.transaction().expect(state, stateName(side), raw).remove(state, stateName(side)).commit();
}

/** Takes a brake off because what it was put on for looks normal again (rule 10). */
export async function lift(
  ctx: Context,
  side: Side,
  reasons: (reason: BrakeReason) => boolean,
): Promise<void> {
  const before = await brakeOf(ctx, side);
  if (before === undefined || !reasons(before.reason)) return;
  if (!(await takeOff(ctx, side, before))) return;
  ctx.log.info({ side, reason: before.reason }, 'the brake is off: it looks normal again');
  await onRecord(ctx, 'release', side, `${before.reason} is over`);
}

export async function isListingBraked(ctx: Context, side: Side): Promise<boolean> {
  const before = await brakeOf(ctx, side);
  return before !== undefined && LISTING_REASONS.includes(before.reason);
}
