/** Whether somebody new may be linked or created now, as far as brakes and unanswered questions go (rule 10). */
import type { Braked } from '../../domain/brake.ts';
import { otherSide, type Side } from '../../domain/customer.ts';
import { customerOf } from '../../domain/record.ts';
import type { Transaction } from '../../store/commit.ts';
import type { Context } from '../context.ts';
import { valuesBraked } from '../evaluate/brake-pass.ts';
import type { Evaluated } from '../evaluate/evaluate.ts';
import { isAgreedTo, isOfFirstSync } from '../evaluate/newcomer-line.ts';
import type { Snapshot } from '../evaluate/snapshot.ts';

type LoneOutcome = Extract<Evaluated, { kind: 'lone' }>;

/**
 * The braked side for which a customer is neither linked nor created now (rule 10): its list or its company is in
 * doubt, values that are braked would decide on it, or newcomers are asked for. Who has passed before goes on.
 */
export function whyNotPlaced(
  ctx: Context,
  lone: LoneOutcome,
  braked: Braked,
  snapshot: Snapshot,
): Side | undefined {
  const { loaded, plan, fingerprint, byBraked, open } = lone;
  if (plan.kind !== 'create' && plan.kind !== 'link') return undefined;
  const { side } = loaded.subject;
  const ends = [side, otherSide(side)] as const;
  // Whoever has passed to be created may since have been found by what is braked.
  if (byBraked) return ends.find((end) => valuesBraked(braked[end]).length > 0);
  if (loaded.passed === fingerprint) return undefined;
  const whole = ends.find((end) => braked[end]?.whole);
  if (whole !== undefined) return whole;
  // What has been sent already is looked for, whoever else is new.
  if (plan.kind === 'link' || open !== undefined) return undefined;
  if (isMadeOfBraked(lone, braked, snapshot)) return side;
  return braked[side]?.newcomers && !isAgreedTo(ctx, loaded, snapshot) ? side : undefined;
}

/**
 * True for whom nobody was asked: whether they are a wave is known once everybody has been looked at, and until then
 * they are put off (rule 10). Who belongs to the first sync, was agreed to, or has passed, goes on.
 */
export function isUnasked(
  ctx: Context,
  { loaded, plan, open }: LoneOutcome,
  snapshot: Snapshot,
  firstSync: number | undefined,
): boolean {
  const isNew = plan.kind === 'create' && open === undefined && loaded.passed === undefined;
  return isNew && !isOfFirstSync(loaded, firstSync) && !isAgreedTo(ctx, loaded, snapshot);
}

/** What is braked is not copied: without a name nobody is created, and what Aceptabits could not be told later waits. */
function isMadeOfBraked(
  { loaded }: LoneOutcome,
  braked: Braked,
  { routes, canUpdateAceptabits }: Snapshot,
): boolean {
  const { side } = loaded.subject;
  const stored = loaded[side];
  const held = valuesBraked(braked[side]);
  if (held.includes('name')) return true;
  if (stored === undefined || side === 'aceptabits' || canUpdateAceptabits) return false;
  const shown = customerOf(side, stored, routes);
  return held.some((field) => (shown[field] ?? '') !== '');
}

/** Notes whom nobody was asked for, so that a wave is seen also where it comes in over a day. */
export function noteNewcomer(
  ctx: Context,
  tx: Transaction,
  { loaded }: LoneOutcome,
  snapshot: Snapshot,
  firstSync: number | undefined,
): void {
  const { side, key } = loaded.subject;
  if (isAgreedTo(ctx, loaded, snapshot) || isOfFirstSync(loaded, firstSync)) return;
  tx.rank(ctx.store.keys.newcomers(side), ctx.now(), key, true);
}
