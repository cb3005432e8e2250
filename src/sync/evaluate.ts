import type { Certificate } from '../domain/certificate.ts';
import { otherSide, type Routes, SIDES, type Side } from '../domain/customer.ts';
import { isEmpty, landed } from '../domain/equality.ts';
import { evidenceOf, isEvident, isPlatformOwn } from '../domain/evidence.ts';
import type { Link, LinkState } from '../domain/link.ts';
import { type Comparison, compare, resembles } from '../domain/match.ts';
import { type LinkPlan, planLink } from '../domain/plan-link.ts';
import { type LonePlan, planLone } from '../domain/plan-lone.ts';
import { settle } from '../domain/settle.ts';
import {
  type Asked,
  askedBy,
  type Intent,
  type Loaded,
  type StoredRecord,
  subjectId,
} from '../store/records.ts';
import { AGENTS, type Agents, type Context, routesWith, rulesOf } from './context.ts';
import { ERA_BEGAN_AT, TRUSTED_FROM } from './era.ts';
import { type Matched, matchAll } from './profiles.ts';
import { customerOf, fingerprintOf, linkStateOf } from './standing.ts';

/** What the rules say of a subject as it stands now. Nothing has been done yet. */
export type Evaluated =
  | { readonly kind: 'link'; readonly loaded: Loaded; readonly state: LinkState; readonly plan: LinkPlan; readonly fingerprint: string }
  | { readonly kind: 'lone'; readonly loaded: Loaded; readonly plan: LonePlan; readonly fingerprint: string }
  | { readonly kind: 'gone'; readonly loaded: Loaded }; // biome-ignore format: one case per line

/** What a side's last scans left: `complete` is the newest one that may be believed. */
export type ScanState = {
  readonly last: Certificate;
  /** Sequence of the newest one whose certificate was complete, whether it was believed or not. */
  readonly whole?: number | undefined;
  readonly complete?: CompleteScan | undefined;
};

/** `begunAt` is by Redis' clock; readings of older versions lack it. */
type CompleteScan = {
  readonly sequence: number;
  readonly at: number;
  readonly begunAt?: number | undefined;
  /** Tick at its end: whom it has shown for the first time was first seen before that. */
  readonly shownBy?: number | undefined;
};

export type LinkOutcome = Extract<Evaluated, { kind: 'link' }>;

export type Surroundings = {
  readonly routes: Routes;
  readonly scans: { readonly [S in Side]: ScanState | undefined };
  readonly intents: { readonly [S in Side]: ReadonlyMap<string, { intent: Intent; raw: string }> };
  /** Scans that began before this tick do not show that anybody is missing. */
  readonly trustedFrom: number;
  /** When that was, by Redis' clock; undefined where nothing has ever been lost (`era.ts`). */
  readonly eraBeganAt: number | undefined;
  /** Sequences of the readings that are under way: what they have shown so far has not been judged (rule 10). */
  readonly reading: { readonly [S in Side]: number | undefined };
};

export const readingName = (side: Side) => `reading:${side}`;

/** True when a reading that is still under way has shown one of these records as it now stands. */
export function isBeingRead(loaded: Loaded, { reading }: Surroundings): boolean {
  return SIDES.some((side) => reading[side] !== undefined && loaded[side]?.sequence === reading[side]);
}

/** What is looked at once for many subjects: three commands in one round trip. */
export async function surroundings(ctx: Context): Promise<Surroundings> {
  const [states, toM, toA] = await Promise.all([
    ctx.store.getStates<[Agents, ScanState, ScanState, number, number, number, number]>([
      AGENTS,
      'scan:managementpro',
      'scan:aceptabits',
      readingName('managementpro'),
      readingName('aceptabits'),
      TRUSTED_FROM,
      ERA_BEGAN_AT,
    ]),
    ctx.store.intents('managementpro'),
    ctx.store.intents('aceptabits'),
  ]);
  const [agents, m, a, readingM, readingA, trustedFrom, eraBeganAt] = states;
  return {
    routes: routesWith(ctx, agents),
    scans: { managementpro: m, aceptabits: a },
    intents: { managementpro: toM, aceptabits: toA },
    reading: { managementpro: readingM, aceptabits: readingA },
    trustedFrom: trustedFrom ?? 0,
    eraBeganAt,
  };
}

/** Asks the rules about subjects as they stand in the store. */
export async function evaluate(
  ctx: Context,
  loaded: readonly Loaded[],
  around: Surroundings,
): Promise<Evaluated[]> {
  const matches = new Map<string, Matched>();
  for (const side of SIDES) {
    const lone = loaded.filter(
      (entry) => entry.link === undefined && entry.subject.side === side && entry[side] !== undefined,
    );
    for (const [key, matched] of await matchAll(
      ctx,
      side,
      lone.map(({ subject }) => subject.key),
    ))
      matches.set(subjectId({ side, key }), matched);
  }
  return loaded.map((entry) => {
    if (entry.link !== undefined) return evaluateLink(ctx, entry, entry.link, around);
    const matched = matches.get(subjectId(entry.subject));
    return matched === undefined
      ? { kind: 'gone', loaded: entry }
      : evaluateLone(ctx, entry, matched, around);
  });
}

/** Our own writes that have landed since are recognised before anything is merged (rule 5). */
export function evaluateLink(
  ctx: Context,
  loaded: Loaded,
  link: Link,
  around: Surroundings,
  readBack?: Side,
): LinkOutcome {
  const unsettled = linkStateOf(ctx, { ...loaded, link }, around.routes);
  const settledLink = SIDES.reduce((soFar, side) => {
    const shown = unsettled.shown[side];
    const source = unsettled.shown[otherSide(side)];
    const scannedAt = around.scans[side]?.complete?.at;
    const how = {
      readBack: side === readBack,
      now: ctx.now(),
      lagMs: ctx.timings.lagMs,
      source,
      scannedAt,
    };
    return shown === undefined ? soFar : settle(soFar, side, shown, how);
  }, link);
  const state = { ...unsettled, link: settledLink };
  return { kind: 'link', loaded, state, plan: planLink(state, rulesOf(ctx)), fingerprint: state.fingerprint };
}

function evaluateLone(ctx: Context, loaded: Loaded, matched: Matched, around: Surroundings): Evaluated {
  const { side, key } = loaded.subject;
  const other: Side = side === 'managementpro' ? 'aceptabits' : 'managementpro';
  const fingerprint = fingerprintOf(ctx, loaded, around.routes);
  const stored = loaded[side];
  const plan = planLone({
    match: matched.match,
    mutual: matched.mutual,
    compared: isCompared(loaded, matched, around),
    active: loaded.managementpro?.record.active !== false,
    intentOpen: around.intents[other].has(key),
    fulfils: fulfilled(loaded, around),
    resembles: resembled(loaded, around),
    otherSideScanned: isScannedSince(ctx, around.scans[other]?.complete, stored?.firstSeen, around),
    evident: isEvident(matched.evidence),
    platformOwn: loaded.aceptabits !== undefined && isPlatformOwn(loaded.aceptabits.record),
    named: stored !== undefined && customerOf(side, stored, around.routes).name !== undefined,
    paused: loaded.lone.paused !== undefined,
    parked: loaded.lone.parked,
    fingerprint,
  });
  return { kind: 'lone', loaded, plan, fingerprint };
}

/**
 * True when a complete scan shows whoever is there: begun after the customer was first seen (rule 3) and, where Redis
 * may have forgotten creates, so long after its start that they are done and listed (rule 8).
 */
function isScannedSince(
  { timings }: Context,
  complete: CompleteScan | undefined,
  firstSeen: number | undefined,
  { trustedFrom, eraBeganAt }: Surroundings,
): boolean {
  if (complete === undefined || firstSeen === undefined) return false;
  const { sequence, begunAt = 0 } = complete;
  const isQuiet = eraBeganAt === undefined || begunAt >= eraBeganAt + timings.createQuietMs;
  return isQuiet && sequence > Math.max(firstSeen, trustedFrom);
}

/**
 * Half a list hides whoever agrees better, and a reading that is under way or has broken off may show another company:
 * two are linked once a complete reading of each side has come to its end with both as they stand (rules 3 and 10).
 * Whether the very first list was confirmed by a second is not asked: that keeps people from being created, and would
 * put every first link off by a poll. A link may come while a newer reading is under way, as long as it has not shown
 * either of the two otherwise: sides that are read all the time would never be linked. A person's word needs no list.
 */
function isCompared(loaded: Loaded, { match, partner }: Matched, around: Surroundings): boolean {
  const { side } = loaded.subject;
  if (match.kind === 'one' && loaded.lone.verdicts?.[match.key] === 'same') return true;
  return isShownWhole(side, loaded[side], around) && isShownWhole(otherSide(side), partner, around);
}

function isShownWhole(
  side: Side,
  stored: StoredRecord | undefined,
  { scans, trustedFrom }: Surroundings,
): boolean {
  const whole = scans[side]?.whole ?? scans[side]?.complete?.sequence ?? 0;
  return whole > trustedFrom && stored !== undefined && stored.sequence <= whole;
}

/** The open intents that this record, first seen since, fulfils, but for those of whom a person has called it another (rule 8). */
function fulfilled(loaded: Loaded, around: Surroundings): string[] {
  const { side } = loaded.subject;
  const stored = loaded[side];
  if (stored === undefined) return [];
  return [...around.intents[side]]
    .filter(([, { intent }]) => isMadeBy(intent, side, stored, around.routes))
    .map(([key]) => key)
    .filter((key) => !isCalledDifferent(loaded, key));
}

/**
 * The customers whose open creates may have made this record, first seen since: it resembles them, fulfils none of
 * the intents as it stands, and no person has called them different (rule 8).
 */
function resembled(loaded: Loaded, around: Surroundings): Comparison[] {
  const { side } = loaded.subject;
  const stored = loaded[side];
  if (stored === undefined || around.intents[side].size === 0) return [];
  if (fulfilled(loaded, around).length > 0) return [];
  const evidence = evidenceOf(customerOf(side, stored, around.routes));
  return [...around.intents[side]]
    .filter(([key, { intent }]) => stored.firstSeen >= intent.sequence && !isCalledDifferent(loaded, key))
    .flatMap(([key, { intent }]) => {
      const asked = askedBy(intent).map(({ customer }) => evidenceOf(customer));
      const like = asked.find((one) => resembles(evidence, one));
      return like === undefined ? [] : [compare(evidence, { key, linked: false, evidence: like })];
    });
}

/** A person's word on a customer and one of the other side (rule 3). */
export function isCalledDifferent({ lone }: Loaded, key: string): boolean {
  return lone.verdicts?.[key] === 'different';
}

/** True when the create of an intent may have made a record: first seen since, it is what was asked for (rule 8). */
export function isMadeBy(intent: Intent, side: Side, stored: StoredRecord<Side>, routes: Routes): boolean {
  return madeBy(intent, side, stored, routes) !== undefined;
}

/**
 * The intent as the send had it that may have made a record: what has changed at its source since then is an edit
 * like any.
 */
export function madeBy(
  intent: Intent,
  side: Side,
  stored: StoredRecord<Side>,
  routes: Routes,
): Intent | undefined {
  if (stored.firstSeen < intent.sequence) return undefined;
  const sent = sendShown(intent, customerOf(side, stored, routes));
  return sent && { ...intent, ...sent };
}

/** What a record shows of what a create asks for. */
type Shown = {
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
};

/** True when a record is what a server may have made of an intent's customer. */
export function fulfils(intent: Intent, shown: Shown): boolean {
  return sendShown(intent, shown) !== undefined;
}

/** What the send asked for of which a server may have made what is shown. */
function sendShown(intent: Intent, shown: Shown): Asked | undefined {
  return askedBy(intent).find(({ customer }) =>
    (['name', 'email', 'phone'] as const).every((field) => {
      const [sent, now] = [customer[field], shown[field] ?? ''];
      return landed(field, sent, now) || (isEmpty(sent) && isEmpty(now));
    }),
  );
}
