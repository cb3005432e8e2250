import type { Side } from '../../domain/customer.ts';
import type { Intent } from '../../domain/intent.ts';
import type { HeldIntent, Loaded } from '../../store/records.ts';
import type { Turn } from '../../systems/http.ts';
import type { Context } from '../context.ts';
import type { LoneOutcome } from '../evaluate/evaluate.ts';
import type { Snapshot } from '../evaluate/snapshot.ts';

/** One create, from the decision on it to its end. */
export type Creating = {
  readonly ctx: Context;
  /** Where the customer is created. */
  readonly target: Side;
  /** Whose create it is, as it was decided on. */
  readonly loaded: Loaded;
  readonly key: string;
  readonly fingerprint: string;
  readonly snapshot: Snapshot;
  readonly job: string;
};

/** Who is created, in canonical form: what a search goes by. */
export type Person = Intent['customer'];

/**
 * An intent that this process has just written itself: no other may be sent, and this one only while it may. The turn
 * under the rate limit was taken before it, so that it never grows too old while it waits for one.
 */
export type OwnIntent = HeldIntent & { readonly mayStillSend: () => boolean; readonly turn: Turn };

export function creating(
  ctx: Context,
  target: Side,
  { loaded, fingerprint }: LoneOutcome,
  snapshot: Snapshot,
  job: string,
): Creating {
  return { ctx, target, loaded, key: loaded.subject.key, fingerprint, snapshot, job };
}
