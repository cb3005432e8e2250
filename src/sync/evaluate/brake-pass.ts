import { movement } from '../../domain/brake.ts';
import { SIDES, type Side } from '../../domain/customer.ts';
import { equal } from '../../domain/equality.ts';
import type { LinkState } from '../../domain/link.ts';
import type { Loaded } from '../../store/records.ts';
import type { LinkOutcome } from './evaluate.ts';

/** What the two sides showed when a poll let a customer past the brake; nothing of a link that was made since. */
export type Judged = LinkState['shown'] | Record<Side, undefined>;

export const NOTHING_JUDGED: Judged = { managementpro: undefined, aceptabits: undefined };

/**
 * True when all that has moved on a side had moved so when it was let past the brake. What a writer is the first to
 * see may be one customer of many that an accident has changed: only a poll can tell (rule 10).
 */
export function isAsJudged({ plan, state }: LinkOutcome, side: Side, judged: Judged): boolean {
  const shown = state.shown[side];
  if (shown === undefined) return true;
  return movement(plan.link, side, shown, false).changed.every((field) => {
    const before = judged[side]?.[field];
    return before !== undefined && equal(field, before, shown[field] ?? '');
  });
}

export function areAsJudged(one: LinkOutcome, judged: Judged): boolean {
  return SIDES.every((side) => isAsJudged(one, side, judged));
}

/** What a person's release of one side leaves: the customer is past the brake of that side alone (rule 10). */
export const passOf = (fingerprint: string, side: Side) => `${fingerprint} ${side}`;

/** True when a customer has been let past the brake of a side, or of both, as it stands. */
export function hasPassed({ passed }: Pick<Loaded, 'passed'>, fingerprint: string, side: Side): boolean {
  return passed === fingerprint || passed === passOf(fingerprint, side);
}
