import { isAnotherPerson } from '../../domain/another-person.ts';
import { MovementTally, movement } from '../../domain/brake.ts';
import { type Field, SIDES, type Side } from '../../domain/customer.ts';
import type { Subject } from '../../store/records.ts';
import type { Context } from '../context.ts';
import { hasPassed } from '../evaluate/brake-pass.ts';
import { evaluateLink, type LinkOutcome } from '../evaluate/evaluate.ts';
import { surroundings } from '../evaluate/surroundings.ts';
import { brake, type Finding, isListingBraked, LISTING_REASONS, lift } from './brakes.ts';

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
export async function movements(
  ctx: Context,
): Promise<Record<Side, { tally: MovementTally; counted: Counted[] }>> {
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

export function marksOf(counted: readonly Counted[]): string[] {
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
