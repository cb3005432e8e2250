import { type Brake, type BrakeKind, type BrakeReason, kindOf, SAMPLE_MAX } from '../../domain/brake.ts';
import type { Cause } from '../../domain/causes.ts';
import type { Field, Side } from '../../domain/customer.ts';
import type { BrakeLine, ListingLine } from '../../domain/lines.ts';
import type { Transaction } from '../../store/commit.ts';
import { hashFields } from '../../store/hash-fields.ts';
import { record } from '../../store/history.ts';
import { keepSheet } from '../../store/sheets.ts';
import type { Context } from '../context.ts';
import { brakeName } from '../evaluate/brake-state.ts';

/** What a sheet of a brake is about; the lines say the rest. */
export type BrakeSheet = {
  readonly kind: 'brake';
  readonly side: Side;
  readonly reason: BrakeReason;
  readonly fields?: readonly Field[] | undefined;
};

export type Finding = {
  readonly reason: BrakeReason;
  readonly field?: Field | undefined;
  /** All the fields whose values wait; none where a list is in doubt. */
  readonly fields?: readonly Field[] | undefined;
  readonly count: number;
  readonly of: number;
  /** Keys of those concerned, of which the first ones are the sample. */
  readonly keys: readonly string[];
  /** What a person is asked to agree to. */
  readonly lines: readonly BrakeLine[];
};

/** Brakes a side, or refreshes the brake it has: one alert per reason and field, however many polls repeat it. */
export async function brake(ctx: Context, side: Side, finding: Finding): Promise<Brake> {
  const { reason, field, fields, count, of, keys, lines } = finding;
  const name = brakeName(side, kindOf(reason));
  const before = await ctx.store.getState<Brake>(name);
  const same = before?.reason === reason && before.field === field;
  const about: BrakeSheet = { kind: 'brake', side, reason, fields };
  // Kept before the brake that names it, so that no brake is shown without its lines.
  const hash = await keepSheet(ctx.store, about, lines);
  const found: Brake = {
    side,
    reason,
    field,
    fields,
    count,
    of,
    // The same lines in another order are the same brake.
    sample: same && before.hash === hash ? before.sample : keys.slice(0, Math.min(SAMPLE_MAX, count)),
    hash,
    since: same ? before.since : ctx.now(),
  };
  await ctx.store.setState(name, found);
  if (same) return found;
  ctx.log.error({ side, reason, field, count, of }, 'braked');
  await onRecord(ctx, 'brake', side, {
    code: 'braked',
    reason,
    ...(field !== undefined && { field }),
    count,
    of,
  });
  const fact = `brake:${side}:${reason}:${field ?? ''}:${found.since}`;
  ctx.alert(fact, { kind: 'brake', side, reason, field, count, of });
  return found;
}

const markOf = ({ store }: Pick<Context, 'store'>, line: ListingLine) => store.digest(JSON.stringify(line));

/** Those lines of a listing that no person has agreed to. */
export async function notAgreed<L extends ListingLine>(
  ctx: Pick<Context, 'store'>,
  side: Side,
  kind: L['kind'],
  lines: readonly L[],
): Promise<L[]> {
  const { redis, keys } = ctx.store;
  const key = keys.agreedListing(side, kind);
  if (lines.length === 0 || (await redis.exists(key)) === 0) return [...lines];
  const agreed = await hashFields(
    redis,
    key,
    lines.map((line) => markOf(ctx, line)),
  );
  return lines.filter((_, index) => agreed[index] === null);
}

/** A person's agreement holds as long as the listing shows the same. */
export function agreeToListing(ctx: Context, tx: Transaction, side: Side, line: ListingLine): void {
  tx.set(ctx.store.keys.agreedListing(side, line.kind), markOf(ctx, line), '1');
}

/** It looks normal again: the same accident another time is another accident, and needs an agreement of its own. */
export async function forgetAgreed({ store }: Context, side: Side, kind: ListingLine['kind']): Promise<void> {
  await store.redis.unlink(store.keys.agreedListing(side, kind));
}

export async function onRecord(
  ctx: Context,
  kind: 'brake' | 'release' | 'refused',
  side: Side,
  cause: Cause,
  by?: string,
): Promise<void> {
  const tx = ctx.store.transaction();
  record(ctx.store, tx, { at: ctx.now(), kind, side, cause, by });
  await tx.commit();
}

/** Takes a brake off, or only the one of a hash; answers it, and nothing where another one stands there by now. */
export async function takeOff(
  { store }: Context,
  side: Side,
  kind: BrakeKind,
  hash?: string,
): Promise<Brake | undefined> {
  const [state, name] = [store.keys.state, brakeName(side, kind)];
  const raw = await store.redis.hget(state, name);
  if (raw === null) return undefined;
  const brake = JSON.parse(raw) as Brake;
  if (hash !== undefined && brake.hash !== hash) return undefined;
  return (await store.transaction().expect(state, name, raw).remove(state, name).commit())
    ? brake
    : undefined;
}

/** Takes a brake off because what it was put on for looks normal again (rule 10). */
export async function lift(ctx: Context, side: Side, kind: BrakeKind): Promise<void> {
  const off = await takeOff(ctx, side, kind);
  if (off === undefined) return;
  const { reason } = off;
  ctx.log.info({ side, reason }, 'the brake is off: it looks normal again');
  await onRecord(ctx, 'release', side, { code: 'brake-over', reason });
}
