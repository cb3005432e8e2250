import type { EvidenceKind } from './evidence.ts';
import type { Parked } from './link.ts';
import type { Comparison, Match } from './match.ts';

/** A customer that stands on one side only, with what is known for the decision of rule 3. */
export type LoneState = {
  readonly match: Match;
  /** True when the match is `one` seen from the other customer too. */
  readonly mutual: boolean;
  /** Complete readings of both sides have shown these two as they stand: nobody who agrees better is still unread. */
  readonly compared: boolean;
  /** False for ManagementPro's BA. */
  readonly active: boolean;
  /** An intent of ours is open for this customer: its create is being settled (rule 8). */
  readonly intentOpen: boolean;
  /** Keys on the other side whose open intents this record fulfils (rule 8, adoption). */
  readonly fulfils: readonly string[];
  /** Customers of the other side whose open creates may have made this record, which somebody has edited since. */
  readonly resembles: readonly Comparison[];
  /** A complete scan of the other side begun after this customer was first seen shows no match (rule 3). */
  readonly otherSideScanned: boolean;
  /**
   * The other side was read whole, unbraked and confirmed, since Redis last lost anything: who has come since is told by
   * a reading of its newcomers and a search made for the purpose (rule 3).
   */
  readonly searchTells: boolean;
  /** False while no reading has told its name, the empty one included: nobody knows who would be created. */
  readonly named: boolean;
  /** False where no e-mail, phone or name tells who it is: nobody to be created, but by a person's word (rule 3). */
  readonly evident: boolean;
  /** A customer that Aceptabits has made by itself: no person (rule 9). */
  readonly platformOwn?: boolean | undefined;
  /** A test customer of `puente probe`: no person, on either side. */
  readonly probes?: boolean | undefined;
  /** A person keeps it from being created on the other side. */
  readonly paused?: boolean | undefined;
  /** A person has left it out of a plan: nor is it linked by a match before it is resumed. */
  readonly leftOut?: boolean | undefined;
  readonly parked: Parked | undefined;
  readonly fingerprint: string;
};

export type LonePlan =
  | {
      readonly kind: 'link';
      readonly key: string;
      readonly adopted: boolean;
      /** What the two agree in; nothing where it is adopted. */
      readonly agree: readonly EvidenceKind[];
    }
  | { readonly kind: 'create'; readonly by: 'scan' | 'search' }
  | { readonly kind: 'ambiguous'; readonly candidates: readonly Comparison[] }
  | { readonly kind: 'parked'; readonly code: string; readonly detail: string }
  | { readonly kind: 'wait-for-scan' }
  | { readonly kind: 'inactive' | 'paused' | 'platform' | 'probe' | 'nobody' };

/** Nothing but doubles of customers that have their partners: of somebody inactive nobody need be asked. */
function isSettledDouble({ active, match }: LoneState): boolean {
  return !active && match.kind === 'ambiguous' && match.candidates.every(({ linked }) => linked);
}

/**
 * No people: neither created nor matched (rule 9). An open create of one that was a person before is settled first, or
 * what it has made would be taken for somebody new.
 */
function noPersonOf({ platformOwn, probes }: LoneState): 'platform' | 'probe' | undefined {
  if (platformOwn) return 'platform';
  return probes ? 'probe' : undefined;
}

/** Rules 3, 8 and 9 for a customer without a link. */
export function planLone(state: LoneState): LonePlan {
  const { match, parked } = state;
  const [fulfilled, another] = state.fulfils;
  // Two identical creates cannot be told apart, so neither may adopt this record by itself.
  if (another !== undefined)
    return {
      kind: 'ambiguous',
      candidates: state.fulfils.map((key) => ({ key, linked: false, agree: [], differ: [] })),
    };
  if (fulfilled !== undefined) return { kind: 'link', key: fulfilled, adopted: true, agree: [] };
  const noPerson = noPersonOf(state);
  if (noPerson !== undefined && !state.intentOpen) return { kind: noPerson };
  // A person's later word on the pair, which no evidence stands beside, goes before the pause.
  if (match.kind === 'one' && match.agree.length > 0 && state.leftOut && !state.intentOpen)
    return { kind: 'paused' };
  if (match.kind === 'one' && state.mutual && noPerson === undefined)
    return state.compared
      ? { kind: 'link', key: match.key, adopted: false, agree: match.agree }
      : { kind: 'wait-for-scan' };
  if (parked !== undefined && parked.fingerprint === state.fingerprint)
    return { kind: 'parked', code: parked.code, detail: parked.detail };
  if (state.intentOpen) return { kind: 'create', by: 'scan' };
  if (match.kind === 'one')
    return {
      kind: 'ambiguous',
      candidates: [{ key: match.key, linked: false, agree: match.agree, differ: [] }],
    };
  if (isSettledDouble(state)) return { kind: 'inactive' };
  if (match.kind === 'ambiguous') return { kind: 'ambiguous', candidates: match.candidates };
  if (state.resembles.length > 0) return { kind: 'ambiguous', candidates: state.resembles };
  if (!state.active) return { kind: 'inactive' };
  if (state.paused) return { kind: 'paused' };
  if (!state.named) return { kind: 'parked', code: 'no-name', detail: 'no reading has told its name' };
  if (!state.evident) return { kind: 'nobody' };
  if (state.otherSideScanned) return { kind: 'create', by: 'scan' };
  return state.searchTells ? { kind: 'create', by: 'search' } : { kind: 'wait-for-scan' };
}
