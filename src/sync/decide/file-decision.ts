/** The one commit of a decision: what it leads to in the link, on record, in the waits and among the work. */
import { otherSide } from '../../domain/customer.ts';
import {
  landedEvents,
  openConflictEvents,
  overruledEvents,
  suspensionEvents,
  unclearEvents,
} from '../../domain/events.ts';
import type { Transaction } from '../../store/commit.ts';
import { record } from '../../store/history.ts';
import { linkText } from '../../store/packed.ts';
import { type AnyWait, type Loaded, pairOf, subjectId } from '../../store/records.ts';
import { fileLinked } from '../../store/roster.ts';
import { fileCounted } from '../certify/movements.ts';
import type { Context } from '../context.ts';
import type { Evaluated, LinkOutcome } from '../evaluate/evaluate.ts';
import { type Place, placeOf } from './place.ts';

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

/** Puts into a transaction where a decision leaves a customer; one that a brake holds stays as it is but for that. */
export function file(
  ctx: Context,
  tx: Transaction,
  evaluated: Evaluated,
  place: Place = placeOf(evaluated),
): void {
  const { loaded } = evaluated;
  expectUnmoved(ctx, tx, loaded);
  if (evaluated.kind !== 'link') expectCreate(ctx, tx, evaluated);
  else if (place.held === undefined) fileChanges(ctx, tx, evaluated);
  filePlace(ctx, tx, loaded, place);
  if (evaluated.kind !== 'link' || !waitsForBrake(place)) return;
  const { state, plan } = evaluated;
  fileCounted(ctx, tx, place.held === undefined ? { ...state, link: plan.link } : state);
}

/** No work, it is counted on as it stands (`certify/movements.ts`). */
function waitsForBrake({ waits, work }: Place): boolean {
  return work === undefined && waits.some(({ kind }) => kind === 'braked');
}

/** A decision that knew nothing of an open create would take its customer off the work, and the create would stay open. */
function expectCreate(
  { store: { keys } }: Context,
  tx: Transaction,
  { loaded: { subject }, open }: Exclude<Evaluated, LinkOutcome>,
): void {
  tx.expect(keys.intents(otherSide(subject.side)), subject.key, open?.raw);
}

/** Keeps a subject as work, or takes it off; `differs` follows the waits (the two leading numbers). */
function filePlace(ctx: Context, tx: Transaction, loaded: Loaded, { waits, work }: Place): void {
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

/** What a link's evaluation has found: bases, judged values, record. */
function fileChanges(ctx: Context, tx: Transaction, { loaded, state, plan }: LinkOutcome): void {
  const { keys } = ctx.store;
  const { link } = plan;
  const text = linkText(link);
  if (text !== loaded.rawLink) tx.set(keys.links, link.clave, text);
  if (loaded.link !== undefined) {
    for (const event of landedEvents(ctx.now(), loaded.link, link)) {
      record(ctx.store, tx, event);
      if (event.side !== undefined) tx.count(keys.counts, `updated:${event.side}`);
    }
    for (const event of unclearEvents(ctx.now(), loaded.link, { ...state, link }))
      record(ctx.store, tx, event);
    for (const event of overruledEvents(ctx.now(), loaded.link, { ...state, link })) {
      record(ctx.store, tx, event);
      tx.count(keys.counts, 'conflicts');
    }
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
}

/** True when a customer is work already, and waits for just this: a brake about many costs no commit of each at every poll. */
export function isFiled(evaluated: Evaluated, { held, waits, work }: Place): boolean {
  const { loaded } = evaluated;
  if (work !== '' || loaded.since === undefined) return false;
  if (evaluated.kind === 'link' && held === undefined && !isAsLoaded(evaluated)) return false;
  const known = loaded.waits.filter(({ kind }) => kind !== 'unreadable').map(({ since: _, ...wait }) => wait);
  return JSON.stringify(known) === JSON.stringify(waits);
}

function isAsLoaded({ loaded, plan }: LinkOutcome): boolean {
  return plan.refused.length === 0 && linkText(plan.link) === loaded.rawLink;
}
