import { withAgentSaidToday } from '../../domain/agent-base.ts';
import type { CompleteScan } from '../../domain/certificate.ts';
import { otherSide, SIDES, type Side } from '../../domain/customer.ts';
import type { EvidenceKind } from '../../domain/evidence.ts';
import { isEvident, isPlatformOwn } from '../../domain/evidence.ts';
import type { Link, LinkState } from '../../domain/link.ts';
import type { Rules } from '../../domain/link-waits.ts';
import { type LinkPlan, planLink } from '../../domain/plan-link.ts';
import { type LonePlan, planLone } from '../../domain/plan-lone.ts';
import { bearsProbeMark } from '../../domain/probe-mark.ts';
import { customerOf, type StoredRecord } from '../../domain/record.ts';
import { settle } from '../../domain/settle.ts';
import { heldBy } from '../../domain/update-trial.ts';
import { type HeldIntent, type Loaded, subjectId } from '../../store/records.ts';
import type { Context } from '../context.ts';
import { EVERYTHING, noEvidence, type Pass, withheldFrom } from './brake-pass.ts';
import { fingerprintOf, linkStateOf } from './link-state.ts';
import { type Matched, matchAll } from './matching.ts';
import { fulfilled, NO_CREATES, type OpenCreates, openCreatesOf, resembled } from './open-creates.ts';
import type { Snapshot } from './snapshot.ts';
import { isOfBacklog } from './update-method.ts';

/** What the rules say of a subject as it stands now. Nothing has been done yet. */
export type Evaluated =
  | { readonly kind: 'link'; readonly loaded: Loaded; readonly state: LinkState; readonly plan: LinkPlan; readonly fingerprint: string }
  | { readonly kind: 'lone'; readonly loaded: Loaded; readonly plan: LonePlan; readonly fingerprint: string; readonly open: HeldIntent | undefined; readonly byBraked: boolean; readonly widowsIfGone: readonly string[] }
  | { readonly kind: 'gone'; readonly loaded: Loaded; readonly open: HeldIntent | undefined }; // biome-ignore format: one case per line

export type LinkOutcome = Extract<Evaluated, { kind: 'link' }>;
export type LoneOutcome = Extract<Evaluated, { kind: 'lone' }>;

/**
 * Asks the rules about subjects as they stand in the store, as far as they `pass` the brake; `asIfUnsent`, as if no create
 * of theirs had ever been sent. What is `open` is the create of theirs that has not been settled yet (rule 8). A customer
 * who would be linked or created only by values that are braked is told apart: the matching without them says something
 * else.
 */
export async function evaluate(
  ctx: Context,
  loaded: readonly Loaded[],
  snapshot: Snapshot,
  pass: Pass = EVERYTHING,
  asIfUnsent = false,
): Promise<Evaluated[]> {
  const [creates, matches] = await Promise.all([
    openCreatesOf(ctx, loaded, snapshot),
    matchesOf(ctx, loaded, []),
  ]);
  const without = noEvidence(pass.braked);
  const unbraked = without.length === 0 ? matches : await matchesOf(ctx, loaded, without);
  return loaded.map((entry) => {
    if (entry.link !== undefined) return evaluateLink(ctx, entry, entry.link, snapshot, { pass });
    const id = subjectId(entry.subject);
    const [matched, other] = [matches.get(id), unbraked.get(id)];
    const found = creates.get(id) ?? NO_CREATES;
    if (matched === undefined || other === undefined) return { kind: 'gone', loaded: entry, open: found.own };
    const asked = asIfUnsent ? { ...found, own: undefined } : found;
    const lone = evaluateLone(ctx, entry, matched, snapshot, asked);
    const byBraked = !isSamePlan(lone.plan, evaluateLone(ctx, entry, other, snapshot, asked).plan);
    return { ...lone, byBraked };
  });
}

function isSamePlan(one: LonePlan, other: LonePlan): boolean {
  const keyOf = (plan: LonePlan) => (plan.kind === 'link' ? plan.key : '');
  return one.kind === other.kind && keyOf(one) === keyOf(other);
}

async function matchesOf(
  ctx: Context,
  loaded: readonly Loaded[],
  without: readonly EvidenceKind[],
): Promise<Map<string, Matched>> {
  const matches = new Map<string, Matched>();
  for (const side of SIDES) {
    const lone = loaded.filter(
      (entry) => entry.link === undefined && entry.subject.side === side && entry[side] !== undefined,
    );
    for (const [key, matched] of await matchAll(ctx, side, lone, without))
      matches.set(subjectId({ side, key }), matched);
  }
  return matches;
}

export type How = {
  readonly pass?: Pass;
  /** The side that was read straight after a write of ours. */
  readonly readBack?: Side;
};

/** Our own writes that have landed since are recognised before anything is merged (rule 5). */
export function evaluateLink(
  ctx: Context,
  loaded: Loaded,
  link: Link,
  snapshot: Snapshot,
  { pass = EVERYTHING, readBack }: How = {},
): LinkOutcome {
  const unsettled = linkStateOf(ctx, { ...loaded, link }, snapshot.routes);
  const settledLink = SIDES.reduce((soFar, side) => {
    const shown = unsettled.shown[side];
    const source = unsettled.shown[otherSide(side)];
    const scannedAt = snapshot.scans[side]?.complete?.at;
    const how = {
      readBack: side === readBack,
      now: ctx.now(),
      lagMs: ctx.timings.lagMs,
      source,
      scannedAt,
      policies: snapshot.policies,
    };
    return shown === undefined ? soFar : settle(soFar, side, shown, how);
  }, withAgentSaidToday(unsettled));
  const state = { ...unsettled, link: settledLink };
  const plan = planLink(state, rulesFor(ctx, loaded, snapshot), withheldFrom(state, pass));
  return { kind: 'link', loaded, state, plan, fingerprint: state.fingerprint };
}

/** The rules for one link: what the updates of a side would do to its record there is known from those that were sent. */
function rulesFor(ctx: Context, loaded: Loaded, snapshot: Snapshot): Rules {
  const heldHere: Rules['heldBy'] = (side, field, value) => {
    const waited = loaded.waits.some(
      (wait) => wait.kind === 'held' && wait.field === field && isOfBacklog(wait),
    );
    return heldBy(snapshot.trials[side], { field, value, waited }, loaded[side]?.record, ctx.now());
  };
  const { policies, canUpdateAceptabits } = snapshot;
  return { policies, canUpdateAceptabits, heldBy: heldHere };
}

function evaluateLone(
  ctx: Context,
  loaded: Loaded,
  matched: Matched,
  snapshot: Snapshot,
  creates: OpenCreates,
): Omit<LoneOutcome, 'byBraked'> {
  const { side } = loaded.subject;
  const other = otherSide(side);
  const fingerprint = fingerprintOf(ctx, loaded, snapshot.routes);
  const stored = loaded[side];
  const plan = planLone({
    match: matched.match,
    mutual: matched.mutual,
    compared: isCompared(loaded, matched, snapshot),
    active: loaded.managementpro?.record.active !== false,
    intentOpen: creates.own !== undefined,
    fulfils: fulfilled(loaded, creates, snapshot),
    resembles: resembled(loaded, creates, snapshot),
    otherSideScanned: isScannedSince(ctx, snapshot.scans[other]?.complete, stored?.firstSeen, snapshot),
    searchTells: isScannedSince(ctx, snapshot.scans[other]?.complete, 0, snapshot),
    evident: isEvident(matched.evidence),
    platformOwn: loaded.aceptabits !== undefined && isPlatformOwn(loaded.aceptabits.record),
    probes: stored !== undefined && bearsProbeMark(stored.record),
    named: stored !== undefined && customerOf(side, stored, snapshot.routes).name !== undefined,
    paused: loaded.lone.paused !== undefined,
    leftOut: loaded.lone.leftOut,
    parked: loaded.lone.parked,
    fingerprint,
  });
  return { kind: 'lone', loaded, plan, fingerprint, open: creates.own, widowsIfGone: matched.widowsIfGone };
}

/**
 * True when a complete scan shows whoever is there: begun after the customer was first seen (rule 3) and, where Redis
 * may have forgotten creates, so long after its start that they are done and listed (rule 8).
 */
function isScannedSince(
  { timings }: Context,
  complete: CompleteScan | undefined,
  firstSeen: number | undefined,
  { trustedFrom, epochBeganAt }: Snapshot,
): boolean {
  if (complete === undefined || firstSeen === undefined) return false;
  const { sequence, begunAt = 0 } = complete;
  const isQuiet = epochBeganAt === undefined || begunAt >= epochBeganAt + timings.createQuietMs;
  return isQuiet && sequence > Math.max(firstSeen, trustedFrom);
}

/**
 * Half a list hides whoever agrees better, and a reading that is under way or has broken off may show another company:
 * two are linked once a complete reading of each side has come to its end with both as they stand (rules 3 and 10).
 * Whether the very first list was confirmed by a second is not asked: that keeps people from being created, and would
 * put every first link off by a poll. A link may come while a newer reading is under way, as long as it has not shown
 * either of the two otherwise: sides that are read all the time would never be linked. A person's word needs no list.
 */
function isCompared(loaded: Loaded, { match, partner }: Matched, snapshot: Snapshot): boolean {
  const { side } = loaded.subject;
  if (match.kind === 'one' && loaded.lone.verdicts?.[match.key] === 'same') return true;
  return isShownWhole(side, loaded[side], snapshot) && isShownWhole(otherSide(side), partner, snapshot);
}

function isShownWhole(
  side: Side,
  stored: StoredRecord | undefined,
  { scans, trustedFrom }: Snapshot,
): boolean {
  const whole = scans[side]?.whole ?? scans[side]?.complete?.sequence ?? 0;
  return whole > trustedFrom && stored !== undefined && stored.sequence <= whole;
}
