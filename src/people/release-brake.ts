import type { Brake } from '../domain/brake.ts';
import { otherSide, type Side } from '../domain/customer.ts';
import { subjectId } from '../store/records.ts';
import {
  brakeOf,
  concernedBy,
  hashOf,
  LISTING_REASONS,
  onRecord,
  releaseName,
  takeOff,
} from '../sync/certify/brakes.ts';
import { marksOf, movements } from '../sync/certify/movements.ts';
import type { Context } from '../sync/context.ts';
import { passOf } from '../sync/evaluate/brake-pass.ts';

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
  // Any number of them. The brake comes off afterwards: a crash between leaves it on about those that are left.
  await ctx.store.inCommits(counted, (tx, { subject, fingerprint, passed }) => {
    const both = passed === passOf(fingerprint, otherSide(side));
    tx.set(ctx.store.keys.passed, subjectId(subject), both ? fingerprint : passOf(fingerprint, side));
  });
  return true;
}
