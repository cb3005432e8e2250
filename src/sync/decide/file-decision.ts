import { FIELDS, otherSide, SIDES, type Side } from '../../domain/customer.ts';
import { equal } from '../../domain/equality.ts';
import type { FieldChange, HistoryEvent } from '../../domain/events.ts';
import type { Link, LinkState, Sent } from '../../domain/link.ts';
import { isTakenBack } from '../../domain/settle.ts';
import type { Transaction } from '../../store/commit.ts';
import { record } from '../../store/history.ts';
import { type AnyWait, type Loaded, subjectId } from '../../store/records.ts';
import { fileLinked } from '../../store/roster.ts';
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

/** Waits of a change that the brake has seen. */
const JUDGED = new Set<AnyWait['kind']>(['conflict', 'held', 'parked', 'frozen']);

const TYPED_OVER = 'sent, and something else is shown since';
const UNSEEN = 'sent, and taken back since; it was never shown';

/** Requires everything that was loaded to be as it was: a newer observation, or a person's word, must not be swept away. */
export function expectUnmoved(ctx: Context, tx: Transaction, loaded: Loaded): void {
  const { keys } = ctx.store;
  const clave =
    loaded.link?.clave ?? (loaded.subject.side === 'managementpro' ? loaded.subject.key : undefined);
  const code = loaded.link?.code ?? (loaded.subject.side === 'aceptabits' ? loaded.subject.key : undefined);
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
  // Whoever was observed as lone while somebody linked it is put right here, where the link is certain.
  if (loaded.link !== undefined)
    fileLinked(ctx.store, tx, loaded.link.clave, loaded.link.code, loaded.link.since);
  if (differs) tx.rank(keys.differs, loaded.since ?? ctx.now(), id, true);
  else tx.unrank(keys.differs, id);
}

/** Writes of ours that this evaluation has found landed: on record with the moment's job (rule 12). */
function landedEvents(ctx: Context, before: Link, after: Link): HistoryEvent[] {
  return SIDES.flatMap((side) => {
    const landed = FIELDS.filter((field) => {
      const note = before.sent?.[side]?.[field];
      // Only a landing makes a new note of what was replaced; a write that never landed just ends. Where its own note
      // goes on, it is the write before it that has landed, and that one is on record (`unclearEvents`).
      const landing = after.recent?.[side]?.[field] !== before.recent?.[side]?.[field];
      return note !== undefined && !note.created && landing && !goesOn(note, after.sent?.[side]?.[field]);
    });
    const changes = landed.map((field): FieldChange => {
      const note = before.sent?.[side]?.[field];
      return { field, old: note?.before ?? '', new: after.base[side][field] ?? '' };
    });
    if (changes.length === 0) return [];
    const job = before.sent?.[side]?.[landed[0] ?? 'name']?.job;
    // Somebody who has decided otherwise while this was on its way has not decided this.
    const decided = landed.filter(
      (field) => before.wanted?.[field]?.value === before.sent?.[side]?.[field]?.value,
    );
    const by = decided.map((field) => before.wanted?.[field]?.by).find((name) => name !== undefined);
    return [
      {
        at: ctx.now(),
        kind: 'updated',
        side,
        clave: after.clave,
        code: after.code,
        changes,
        cause: by === undefined ? `changed in ${otherSide(side)}` : `decided by ${by}`,
        job,
      },
    ];
  });
}

/**
 * A write that is not seen to have landed, and whose note ends all the same or makes room for that of another value:
 * somebody has typed over it, or its author has taken it back and the old value still shows. Nobody can tell what
 * became of it: it is on record as that (rule 12).
 */
function unclearEvents(ctx: Context, before: Link, { link: after, shown }: LinkState): HistoryEvent[] {
  return SIDES.flatMap((side) => {
    const ended = FIELDS.flatMap((field) => {
      const note = before.sent?.[side]?.[field];
      const now = shown[side]?.[field];
      if (note === undefined || note.created || now === undefined) return [];
      const landing = after.recent?.[side]?.[field] !== before.recent?.[side]?.[field];
      if (landing || goesOn(note, after.sent?.[side]?.[field])) return [];
      const cause = equal(field, note.before, now) ? UNSEEN : TYPED_OVER;
      return [{ cause, job: note.job, change: { field, old: note.before, new: note.value } }];
    });
    return ended.map(({ cause, job, change }) => ({
      at: ctx.now(),
      kind: 'updated' as const,
      side,
      clave: after.clave,
      code: after.code,
      changes: [change],
      cause,
      job,
    }));
  });
}

/** True when a note is still there, or repeated; the same value noted anew over something typed is another write. */
function goesOn(note: Sent, now: Sent | undefined): boolean {
  return now !== undefined && now.value === note.value && (now.at === note.at || now.repeated === true);
}

/** A key that begins to bear another person is on record once, however often it is looked at (rule 2). */
function recordSuspension(
  ctx: Context,
  tx: Transaction,
  loaded: Loaded,
  { link, waits }: LinkOutcome['plan'],
): void {
  for (const wait of waits) {
    if (wait.kind !== 'suspended') continue;
    if (loaded.waits.some((known) => known.kind === 'suspended' && known.side === wait.side)) continue;
    record(ctx.store, tx, {
      at: ctx.now(),
      kind: 'suspended',
      side: wait.side,
      clave: link.clave,
      code: link.code,
      cause: 'name, e-mail and phone all changed at once: the key may bear another person',
    });
  }
}

/** A conflict that waits for a person is on record when it begins, with all three values (rule 12). */
function recordOpenConflicts(
  ctx: Context,
  tx: Transaction,
  loaded: Loaded,
  { link, waits }: LinkOutcome['plan'],
): void {
  for (const wait of waits) {
    if (wait.kind !== 'conflict') continue;
    if (loaded.waits.some((known) => known.kind === 'conflict' && known.field === wait.field)) continue;
    const { field, base, now } = wait;
    record(ctx.store, tx, {
      at: ctx.now(),
      kind: 'conflict',
      clave: link.clave,
      code: link.code,
      conflict: { field, base: base.managementpro, ...now, winner: 'review' },
      cause: 'both sides changed; a person decides',
    });
  }
}

/**
 * A conflict that a policy decides is on record when it begins, and anew when one of its values has moved, with all
 * three of them: the losing one can be put back, whether a write of ours or a person's hand goes over it (rule 4).
 */
function recordOverruled(ctx: Context, tx: Transaction, before: Link, { link, shown }: LinkState): void {
  for (const field of FIELDS) {
    const overruled = link.overruled?.[field];
    if (overruled === undefined || overruled === before.overruled?.[field]) continue;
    const { side } = overruled;
    const winner = otherSide(side);
    const [managementpro = '', aceptabits = ''] = SIDES.map((one) => shown[one]?.[field]);
    record(ctx.store, tx, {
      at: ctx.now(),
      kind: 'conflict',
      side,
      clave: link.clave,
      code: link.code,
      conflict: { field, base: link.base[side][field], managementpro, aceptabits, winner },
      cause: `both sides changed; the policy took ${winner}`,
    });
    tx.count(ctx.store.keys.counts, 'conflicts');
  }
}

/**
 * Puts into a transaction what a link's evaluation has found: bases, waits, place, record. What has not been judged as
 * it stands does not pass the brake (rule 10): it stays work for the next poll.
 */
export function fileLink(
  ctx: Context,
  tx: Transaction,
  { loaded, state, plan, fingerprint }: LinkOutcome,
  isJudged = true,
): void {
  const { keys } = ctx.store;
  const { link } = plan;
  const text = JSON.stringify(link);
  if (text !== loaded.rawLink) tx.set(keys.links, link.clave, text);
  if (loaded.link !== undefined)
    for (const event of landedEvents(ctx, loaded.link, link)) {
      record(ctx.store, tx, event);
      if (event.side !== undefined) tx.count(keys.counts, `updated:${event.side}`);
    }
  if (loaded.link !== undefined)
    for (const event of unclearEvents(ctx, loaded.link, { ...state, link })) record(ctx.store, tx, event);
  if (loaded.link !== undefined) recordOverruled(ctx, tx, loaded.link, { ...state, link });
  recordSuspension(ctx, tx, loaded, plan);
  recordOpenConflicts(ctx, tx, loaded, plan);
  for (const field of plan.refused)
    record(ctx.store, tx, {
      at: ctx.now(),
      kind: 'refused',
      clave: link.clave,
      code: link.code,
      cause: `the values of ${field} have moved since the answer was given`,
    });
  const hasWrites = writesOf(plan).length > 0;
  const work = hasWrites && isJudged ? fingerprint : hasWrites || hasTakenBack(state, link) ? '' : undefined;
  filePlace(ctx, tx, loaded, plan.waits, work);
  // What came one by one and waits together is no accident when it is looked at again, at a start or for new routes.
  if (work === undefined && isJudged && plan.waits.some(({ kind }) => JUDGED.has(kind)))
    tx.set(keys.passed, subjectId(loaded.subject), fingerprint);
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
