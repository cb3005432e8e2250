import type { BrakeReason } from './brake.ts';
import type { Field, Side } from './customer.ts';

/** Causes that say all by themselves. */
export const PLAIN_CAUSES = [
  'adopted',
  'agents-kept',
  'another-person',
  'both-changed',
  'different-people',
  'erased',
  'logged-in',
  'matched',
  'not-found',
  'nothing-said',
  'paused',
  'resumed',
  'same-customer',
  'same-person',
  'said-same',
  'shown-again',
  'taken-back',
  'tried-again',
  'typed-over',
  'unseen-at-unlink',
] as const;
export const SIDE_CAUSES = ['changed-in', 'new-in', 'policy-took'] as const;
export const FIELD_CAUSES = ['answer-moved', 'chosen', 'flips', 'rule-taken-back'] as const;
export const BRAKE_CAUSES = ['brake-kept', 'brake-over'] as const;

/**
 * Why something happened, as the history keeps it: a code and the values of its sentence, never the sentence. The words
 * of each language say it (`causes` in the words that pages and alerts share).
 */
export type Cause =
  | { readonly code: (typeof PLAIN_CAUSES)[number] }
  | { readonly code: (typeof SIDE_CAUSES)[number]; readonly side: Side }
  | { readonly code: (typeof FIELD_CAUSES)[number]; readonly field: Field }
  | { readonly code: 'unfrozen'; readonly field?: Field | undefined }
  | { readonly code: 'rule' | 'took'; readonly side: Side; readonly field: Field }
  | { readonly code: 'put-back'; readonly field: Field; readonly event: string }
  | { readonly code: 'decided-by'; readonly by: string }
  | { readonly code: 'parked'; readonly side: Side; readonly error: string; readonly detail: string }
  /** `texts` are what the fields were and are, or their names. */
  | { readonly code: 'side-effect' | 'updates-go-on'; readonly texts: string }
  | { readonly code: 'first-plan'; readonly hash: string }
  | {
      readonly code: 'braked';
      readonly reason: BrakeReason;
      readonly field?: Field | undefined;
      readonly count: number;
      readonly of: number;
    }
  | { readonly code: (typeof BRAKE_CAUSES)[number]; readonly reason: BrakeReason }
  | { readonly code: 'let-through'; readonly reason: BrakeReason; readonly count: number }
  | { readonly code: 'routes-written'; readonly shops: number; readonly salespeople: number };
export type CauseCode = Cause['code'];
