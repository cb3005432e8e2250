import { FIELDS, otherSide, SIDES, type Side } from '../../domain/customer.ts';
import {
  landedEvents,
  openConflictEvents,
  overruledEvents,
  suspensionEvents,
  unclearEvents,
} from '../../domain/events.ts';
import type { Link } from '../../domain/link.ts';
import { isTakenBack } from '../../domain/settle.ts';
import type { Transaction } from '../../store/commit.ts';
import { record } from '../../store/history.ts';
import { linkText } from '../../store/packed.ts';
import { type AnyWait, type Loaded, pairOf, subjectId } from '../../store/records.ts';
import { fileLinked } from '../../store/roster.ts';
import { fileCounted } from '../certify/movements.ts';
import type { Context } from '../context.ts';
import type { LinkOutcome } from '../evaluate/evaluate.ts';
import type { WriteRequest } from '../write-request.ts';

/** Waits during which the two sides differ, for the two leading numbers. */
const DIFFERING = new Set<AnyWait['kind']>([
  'conflict',
  'held',
  'parked',
  'frozen',
  'suspended',
  'ambiguous',
  'braked',
]);

/** Requires everything that was loaded to be as it was: a newer observation, or a person's word, must not be swept away. */
export function expectUnmoved(ctx: Context, tx: Transaction, loaded: Loaded): void {
  const { keys } = ctx.store;
  const { clave, code } = pairOf(loaded);
  if (clave !== undefined) {
    tx.expect(keys.links, clave, loaded.rawLink);
    tx.expect(keys.records('managementpro'), clave, loaded.rawRecords.managementpro);
  }
  if (code !== undefined) {
    tx.expect(keys.codes, code, loaded.link?.clave);
    tx.expect(keys.records('aceptabits'), code, loaded.rawRecords.aceptabits);
  }
  expectNote(ctx, tx, loaded);
}

/** Requires what persons have said of a customer without a link to be as it was. */
export function expectNote({ store }: Context, tx: Transaction, { link, subject, rawLone }: Loaded): void {
  if (link === undefined) tx.expect(store.keys.lone, subjectId(subject), rawLone);
}

/** Keeps a subject as work, or takes it off; `differs` follows the waits (the two leading numbers). */
export function filePlace(
  ctx: Context,
  tx: Transaction,
  loaded: Loaded,
  waits: readonly AnyWait[],
  work: string | undefined,
): void {
  const { keys } = ctx.store;
  const id = subjectId(loaded.subject);
  // Not to be understood is for the next reading to say, not for a decision.
  const unreadable = loaded.waits.filter(({ kind }) => kind === 'unreadable');
  ctx.store.putWaits(tx, loaded, [...waits, ...unreadable], ctx.now());
  const differs = work !== undefined || waits.some(({ kind }) => DIFFERING.has(kind));
  if (work === undefined) tx.unrank(keys.work, id).remove(keys.passed, id);
  // Whoever was asked for another reason than being work (ambiguous before, say) is work from now on.
  else tx.rank(keys.work, ctx.now(), id, true);
  if (work) tx.set(keys.passed, id, work);
  // Whoever was observed as lone while somebody linked it is put right when it is done with, where the link is certain.
  if (loaded.link !== undefined && work === undefined)
    fileLinked(ctx.store, tx, loaded.link.clave, loaded.link.code, loaded.link.since);
  if (differs) tx.rank(keys.differs, loaded.since ?? ctx.now(), id, true);
  else tx.unrank(keys.differs, id);
}

/**
 * Puts into a transaction what a link's evaluation has found: bases, judged values, waits, place, record. What is
 * not judged yet keeps the customer at work for the next poll. What is braked waits, as it was counted, and is asked again
 * when what is braked has changed (rule 10): a brake about many costs nothing while it stands.
 */
export function fileLink(ctx: Context, tx: Transaction, outcome: LinkOutcome): void {
  const { loaded, state, plan } = outcome;
  const { keys } = ctx.store;
  const { link } = plan;
  const text = linkText(link);
  if (text !== loaded.rawLink) tx.set(keys.links, link.clave, text);
  if (loaded.link !== undefined)
    for (const event of landedEvents(ctx.now(), loaded.link, link)) {
      record(ctx.store, tx, event);
      if (event.side !== undefined) tx.count(keys.counts, `updated:${event.side}`);
    }
  if (loaded.link !== undefined)
    for (const event of unclearEvents(ctx.now(), loaded.link, { ...state, link }))
      record(ctx.store, tx, event);
  if (loaded.link !== undefined)
    for (const event of overruledEvents(ctx.now(), loaded.link, { ...state, link })) {
      record(ctx.store, tx, event);
      tx.count(keys.counts, 'conflicts');
    }
  for (const event of suspensionEvents(ctx.now(), loaded.waits, plan)) record(ctx.store, tx, event);
  for (const event of openConflictEvents(ctx.now(), loaded.waits, plan)) record(ctx.store, tx, event);
  for (const field of plan.refused)
    record(ctx.store, tx, {
      at: ctx.now(),
      kind: 'refused',
      clave: link.clave,
      code: link.code,
      cause: { code: 'answer-moved', field },
    });
  const place = placeOf(outcome);
  filePlace(ctx, tx, loaded, plan.waits, place);
  if (place === undefined && isBraked(plan)) fileCounted(ctx, tx, { ...state, link });
}

const isBraked = ({ waits }: LinkOutcome['plan']) => waits.some(({ kind }) => kind === 'braked');

function placeOf({ state, plan, fingerprint }: LinkOutcome): string | undefined {
  const hasWrites = writesOf(plan).length > 0;
  if (hasWrites && !plan.unjudged) return fingerprint;
  return hasWrites || plan.unjudged || hasTakenBack(state, plan.link) ? '' : undefined;
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

/** True when a link waits as it did, and is work already: a brake about many costs no commit of each at every poll. */
export function waitsOn(linked: LinkOutcome): boolean {
  return isAsLoaded(linked) && isFiled(linked.loaded, linked.plan.waits, placeOf(linked));
}

function isAsLoaded({ loaded, plan }: LinkOutcome): boolean {
  return plan.refused.length === 0 && linkText(plan.link) === loaded.rawLink;
}

/** True when a customer is work already, and waits for just this: there is nothing to file. */
export function isFiled(loaded: Loaded, waits: readonly AnyWait[], work: string | undefined): boolean {
  if (work !== '' || loaded.since === undefined) return false;
  const known = loaded.waits.filter(({ kind }) => kind !== 'unreadable').map(({ since: _, ...wait }) => wait);
  return JSON.stringify(known) === JSON.stringify(waits);
}

function writesOf({ writes }: LinkOutcome['plan']): Side[] {
  return SIDES.filter((side) => Object.keys(writes[side] ?? {}).length > 0);
}

/** The writes that a link's evaluation asks for. A link without a full base is being filled, not edited. */
export function requestsOf({ loaded, plan }: LinkOutcome): WriteRequest[] {
  const filling =
    plan.link.base.managementpro.name === undefined || plan.link.base.aceptabits.name === undefined;
  return writesOf(plan).map((side) => ({
    side,
    subject: loaded.subject,
    urgency: filling ? 'backfill' : 'edit',
  }));
}
