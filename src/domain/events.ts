import type { Cause } from './causes.ts';
import { FIELDS, type Field, otherSide, SIDES, type Side } from './customer.ts';
import { equal, isServersForm } from './equality.ts';
import type { Link, LinkState, Sent } from './link.ts';
import type { LinkPlan } from './plan-link.ts';

/** One value that changed. */
export type FieldChange = { readonly field: Field; readonly old: string; readonly new: string };

export const EVENT_KINDS = [
  'linked',
  'unlinked',
  'adopted',
  'created',
  'updated',
  'conflict',
  'parked',
  'missing',
  'returned',
  'suspended',
  'frozen',
  'side-effect',
  'decision',
  'refused',
  'brake',
  'release',
  'approved',
  'log-in',
] as const;

export type EventKind = (typeof EVENT_KINDS)[number];

/** Everything on record (rule 12). `job` is the run that did it, as queue and job (`write-aceptabits/20`). */
export type HistoryEvent = {
  readonly at: number;
  readonly kind: EventKind;
  /** The written side, where one was. */
  readonly side?: Side | undefined;
  readonly clave?: string | undefined;
  readonly code?: string | undefined;
  readonly changes?: readonly FieldChange[] | undefined;
  /** For a conflict: all three values, and who won. */
  readonly conflict?:
    | {
        readonly field: Field;
        readonly base: string | undefined;
        readonly managementpro: string;
        readonly aceptabits: string;
        readonly winner: string;
      }
    | undefined;
  readonly cause: Cause;
  readonly job?: string | undefined;
  readonly by?: string | undefined;
};

/** Writes of ours that this evaluation has found landed: on record with the moment's job (rule 12). */
export function landedEvents(at: number, before: Link, after: Link): HistoryEvent[] {
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
      const { value = '' } = note ?? {};
      const based = after.base[side][field] ?? '';
      // Where both sides have been edited to one value since, the base is that value, and none that we have written.
      return { field, old: note?.before ?? '', new: isServersForm(field, value, based) ? based : value };
    });
    if (changes.length === 0) return [];
    const job = before.sent?.[side]?.[landed[0] ?? 'name']?.job;
    // Somebody who has decided otherwise while this was on its way has not decided this.
    const decided = landed.filter((field) => {
      const [wanted, note] = [before.wanted?.[field], before.sent?.[side]?.[field]];
      return wanted !== undefined && note !== undefined && equal(field, wanted.value, note.value);
    });
    const by = decided.map((field) => before.wanted?.[field]?.by).find((name) => name !== undefined);
    return [
      {
        at,
        kind: 'updated',
        side,
        clave: after.clave,
        code: after.code,
        changes,
        cause: by === undefined ? { code: 'changed-in', side: otherSide(side) } : { code: 'decided-by', by },
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
export function unclearEvents(at: number, before: Link, { link: after, shown }: LinkState): HistoryEvent[] {
  return SIDES.flatMap((side) => {
    const ended = FIELDS.flatMap((field) => {
      const note = before.sent?.[side]?.[field];
      const now = shown[side]?.[field];
      if (note === undefined || note.created || now === undefined) return [];
      const landing = after.recent?.[side]?.[field] !== before.recent?.[side]?.[field];
      if (landing || goesOn(note, after.sent?.[side]?.[field])) return [];
      const code = equal(field, note.before, now) ? ('taken-back' as const) : ('typed-over' as const);
      return [{ cause: { code }, job: note.job, change: { field, old: note.before, new: note.value } }];
    });
    return ended.map(({ cause, job, change }) => ({
      at,
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

/** A wait that is on record already, with what tells it from others of its kind. */
type Known = { readonly kind: string; readonly side?: Side | undefined; readonly field?: Field | undefined };

/** A key that begins to bear another person is on record once, however often it is looked at (rule 2). */
export function suspensionEvents(
  at: number,
  known: readonly Known[],
  { link, waits }: LinkPlan,
): HistoryEvent[] {
  return waits.flatMap((wait) => {
    if (wait.kind !== 'suspended') return [];
    if (known.some((before) => before.kind === 'suspended' && before.side === wait.side)) return [];
    return [
      {
        at,
        kind: 'suspended' as const,
        side: wait.side,
        clave: link.clave,
        code: link.code,
        cause: { code: 'another-person' },
      },
    ];
  });
}

/** A conflict that waits for a person is on record when it begins, with all three values (rule 12). */
export function openConflictEvents(
  at: number,
  known: readonly Known[],
  { link, waits }: LinkPlan,
): HistoryEvent[] {
  return waits.flatMap((wait) => {
    if (wait.kind !== 'conflict') return [];
    if (known.some((before) => before.kind === 'conflict' && before.field === wait.field)) return [];
    const { field, base, now } = wait;
    return [
      {
        at,
        kind: 'conflict' as const,
        clave: link.clave,
        code: link.code,
        conflict: { field, base: base.managementpro, ...now, winner: 'review' },
        cause: { code: 'both-changed' },
      },
    ];
  });
}

/**
 * A conflict that a policy decides is on record when it begins, and anew when one of its values has moved, with all
 * three of them: the losing one can be put back, whether a write of ours or a person's hand goes over it (rule 4).
 */
export function overruledEvents(at: number, before: Link, { link, shown }: LinkState): HistoryEvent[] {
  return FIELDS.flatMap((field) => {
    const overruled = link.overruled?.[field];
    if (overruled === undefined || overruled === before.overruled?.[field]) return [];
    const { side } = overruled;
    const winner = otherSide(side);
    const [managementpro = '', aceptabits = ''] = SIDES.map((one) => shown[one]?.[field]);
    return [
      {
        at,
        kind: 'conflict' as const,
        side,
        clave: link.clave,
        code: link.code,
        conflict: { field, base: link.base[side][field], managementpro, aceptabits, winner },
        cause: { code: 'policy-took', side: winner },
      },
    ];
  });
}
