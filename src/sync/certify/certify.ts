import { confirms, judgeMissingKeys } from '../../domain/brake.ts';
import type { Certificate, ScanState } from '../../domain/certificate.ts';
import type { Side } from '../../domain/customer.ts';
import type { Context } from '../context.ts';
import type { Read } from '../observe/scan.ts';
import { considerAbsences } from './absences.ts';
import { brake, forgetAgreed, lift, notAgreed } from './brakes.ts';

/** Writes down what the scan can say for itself; only a complete and believable one counts as complete. */
export async function certify(
  ctx: Context,
  side: Side,
  sequence: number,
  begunAt: number,
  { certificate, keys, observed }: Read,
): Promise<void> {
  const before = await ctx.store.getState<ScanState>(`scan:${side}`);
  const isSound = await believe(ctx, side, sequence, { certificate, keys, observed });
  const believed = isSound && isConfirmed(before, certificate);
  const shownBy = await ctx.store.nextSequence();
  const complete = believed ? { sequence, at: certificate.startedAt, begunAt, shownBy } : before?.complete;
  const whole = certificate.complete ? sequence : before?.whole;
  await ctx.store.setState(`scan:${side}`, { last: certificate, whole, complete } satisfies ScanState);
  ctx.metrics.scanned(certificate);
  ctx.log.info({ ...certificate, changed: observed.changed }, 'scanned');
}

/**
 * The very first list of a side can be compared with nothing: one that has lost rows would have everybody created
 * whom it hides. It is believed once the next reading shows no more than it did, those apart who came while that one
 * was read (rules 1 and 10).
 */
function isConfirmed(before: ScanState | undefined, { distinct, grown = 0 }: Certificate): boolean {
  if (before?.complete !== undefined) return true;
  return before?.last.complete === true && confirms(distinct - grown, before.last.distinct);
}

async function believe(ctx: Context, side: Side, sequence: number, read: Read): Promise<boolean> {
  const { certificate, keys, observed } = read;
  const reason = judgeMissingKeys(observed.lacking.length, certificate.distinct, ctx.config.brake);
  // A look at a few says nothing about what a person has agreed to of all.
  if (reason === undefined && certificate.partial) return false;
  if (reason === undefined) await forgetAgreed(ctx, side, 'lacking');
  else if (!(await isAgreedToLack(ctx, side, read))) return false;
  if (!certificate.complete) return false;
  // Where somebody is shown again, what a person confirmed of an empty side is over.
  if (certificate.distinct > 0) await forgetAgreed(ctx, side, 'told-empty');
  if (!(await considerAbsences(ctx, side, keys, certificate, sequence))) return false;
  await lift(ctx, side, 'list');
  return true;
}

/** True when a person has agreed to nearly all that is lacking; else the side is braked for the rest. */
async function isAgreedToLack(ctx: Context, side: Side, { certificate, observed }: Read): Promise<boolean> {
  const { distinct: of } = certificate;
  const lines = observed.lacking.map(({ key, names }) => ({ kind: 'lacking', key, names }) as const);
  const rest = await notAgreed(ctx, side, 'lacking', lines);
  const reason = judgeMissingKeys(rest.length, of, ctx.config.brake);
  if (reason === undefined) return true;
  await brake(ctx, side, { reason, count: rest.length, of, keys: rest.map(({ key }) => key), lines: rest });
  return false;
}
