/** The one decider: what a customer waits for, whether it stays work, what is written, and which brake holds it. Changes nothing. */
import { FIELDS, otherSide, SIDES, type Side } from '../../domain/customer.ts';
import { unjudged } from '../../domain/judged.ts';
import type { Link } from '../../domain/link.ts';
import { customerOf } from '../../domain/record.ts';
import { isTakenBack } from '../../domain/settle.ts';
import type { AnyWait } from '../../store/records.ts';
import type { Context } from '../context.ts';
import { valuesBraked } from '../evaluate/brake-pass.ts';
import type { Evaluated, LinkOutcome, LoneOutcome } from '../evaluate/evaluate.ts';
import { isAgreedTo, isOfFirstSync } from '../evaluate/newcomer-line.ts';
import type { Snapshot } from '../evaluate/snapshot.ts';
import type { WriteRequest } from '../write-request.ts';

/** Where a decision leaves a customer. */
export type Place = {
  /** The side whose brake holds it: nothing of what the rules say is filed then but that. */
  readonly held?: Side | undefined;
  readonly waits: readonly AnyWait[];
  /** Undefined takes the customer off the work, '' leaves it there, a fingerprint lets it past the brake. */
  readonly work: string | undefined;
  readonly requests: readonly WriteRequest[];
};

const OFF: Place = { waits: [], work: undefined, requests: [] };

/** The place of a customer whom the brake of a side holds, or of one who goes by what the rules say. */
export function placeOf(evaluated: Evaluated, held?: Side): Place {
  if (held !== undefined) {
    const work = evaluated.kind === 'link' ? undefined : '';
    return { held, waits: [{ kind: 'braked', side: held }], work, requests: [] };
  }
  switch (evaluated.kind) {
    case 'link':
      return placeOfLink(evaluated);
    case 'lone':
      return placeOfLone(evaluated);
    case 'gone':
      return OFF;
  }
}

/**
 * What is not judged yet keeps a link at work for the next poll. What is braked waits, and is asked again when what is
 * braked has changed (rule 10): a brake about many costs nothing while it stands.
 */
function placeOfLink({ loaded, state, plan, fingerprint }: LinkOutcome): Place {
  const { link, waits } = plan;
  // A link without a full base is being filled, not edited.
  const isFilling = SIDES.some((side) => link.base[side].name === undefined);
  const requests = SIDES.filter((side) => Object.keys(plan.writes[side] ?? {}).length > 0).map((side) => ({
    side,
    subject: loaded.subject,
    urgency: isFilling ? ('backfill' as const) : ('edit' as const),
  }));
  if (requests.length > 0 && !plan.unjudged) return { waits, work: fingerprint, requests };
  const isOpen = requests.length > 0 || plan.unjudged || hasTakenBack(state, link);
  return { waits, work: isOpen ? '' : undefined, requests };
}

/**
 * A write that was taken back and may yet show keeps its customer at work, until a scan has told (`settle`). A field
 * that the side does not tell, such as a salesperson without a route, can tell nothing.
 */
function hasTakenBack({ shown }: LinkOutcome['state'], link: Link): boolean {
  return SIDES.some((side) =>
    FIELDS.some((field) => {
      const note = link.sent?.[side]?.[field];
      if (note === undefined || shown[side]?.[field] === undefined) return false;
      return isTakenBack(note, field, shown[otherSide(side)]);
    }),
  );
}

function placeOfLone({ loaded: { subject }, plan, fingerprint }: LoneOutcome): Place {
  const side = otherSide(subject.side);
  switch (plan.kind) {
    case 'create':
      return { ...OFF, work: fingerprint, requests: [{ side, subject, urgency: 'backfill' }] };
    // Work until it is linked, which frees it of its place.
    case 'link':
    case 'wait-for-scan':
      return { ...OFF, work: '' };
    case 'ambiguous':
      return { ...OFF, waits: [{ kind: 'ambiguous', candidates: plan.candidates }] };
    case 'parked':
      return { ...OFF, waits: [{ kind: 'parked', side, code: plan.code, detail: plan.detail }] };
    case 'inactive':
      return OFF;
    case 'platform':
    case 'probe':
    case 'nobody':
    case 'paused':
      return { ...OFF, waits: [{ kind: plan.kind }] };
  }
}

/** The side whose brake holds a customer (rule 10). */
export function heldBy(ctx: Context, evaluated: Evaluated, snapshot: Snapshot): Side | undefined {
  if (evaluated.kind === 'link') return brakedBy(evaluated, snapshot);
  return evaluated.kind === 'lone' ? whyNotPlaced(ctx, evaluated, snapshot) : undefined;
}

/**
 * The side on which this link has moved while its list, or its company, is in doubt, unless exactly these values have
 * been let through (rule 10). Where values alone are braked, the link's plan leaves them out.
 */
export function brakedBy({ state }: LinkOutcome, { braked }: Pick<Snapshot, 'braked'>): Side | undefined {
  return SIDES.find((side) => {
    const shown = state.shown[side];
    return braked[side]?.whole && shown !== undefined && unjudged(state.link, side, shown).length > 0;
  });
}

/**
 * The braked side for which a customer is neither linked nor created now (rule 10): its list or its company is in
 * doubt, values that are braked would decide on it, or newcomers are asked for. Who has passed before goes on.
 */
function whyNotPlaced(ctx: Context, lone: LoneOutcome, snapshot: Snapshot): Side | undefined {
  const { loaded, plan, fingerprint, byBraked, open } = lone;
  const { braked } = snapshot;
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
  if (isMadeOfBraked(lone, snapshot)) return side;
  return braked[side]?.newcomers && !isAgreedTo(ctx, loaded, snapshot) ? side : undefined;
}

/** What is braked is not copied: without a name nobody is created, and what Aceptabits could not be told later waits. */
function isMadeOfBraked({ loaded }: LoneOutcome, { routes, braked, canUpdateAceptabits }: Snapshot): boolean {
  const { side } = loaded.subject;
  const stored = loaded[side];
  const held = valuesBraked(braked[side]);
  if (held.includes('name')) return true;
  if (stored === undefined || side === 'aceptabits' || canUpdateAceptabits) return false;
  const shown = customerOf(side, stored, routes);
  return held.some((field) => (shown[field] ?? '') !== '');
}

/** True for whom nobody need be asked: known before the first sync, or agreed to by a person (rule 10). */
export function isUncounted(
  ctx: Context,
  { loaded }: LoneOutcome,
  snapshot: Snapshot,
  firstSync: number | undefined,
): boolean {
  return isOfFirstSync(loaded, firstSync) || isAgreedTo(ctx, loaded, snapshot);
}

/**
 * True for whom nobody was asked: whether they are a wave is known once everybody has been looked at, and until then
 * they are put off (rule 10). Who belongs to the first sync, was agreed to, or has passed, goes on.
 */
export function isUnasked(
  ctx: Context,
  lone: LoneOutcome,
  snapshot: Snapshot,
  firstSync: number | undefined,
): boolean {
  const { loaded, plan, open } = lone;
  const isNew = plan.kind === 'create' && open === undefined && loaded.passed === undefined;
  return isNew && !isUncounted(ctx, lone, snapshot, firstSync);
}
