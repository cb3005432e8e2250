/** Whose doing is it what a side shows: our own writes are recognised there, and whatever else differs is an edit (rule 5). */
import { type Customer, FIELDS, type Field, otherSide, type Side } from './customer.ts';
import {
  equal,
  isCutOff,
  isEmpty,
  isServersForm,
  landed,
  type WayOfWriting,
  waysOfWriting,
} from './equality.ts';
import { meansSomebody } from './evidence.ts';
import { type ByField, fieldNoted, type Link, noted, type Sent, type Wanted, withBase } from './link.ts';
import type { Policies } from './merge.ts';
import { type Earlier, withoutNote } from './sent-note.ts';

export type Settling = {
  /** True when the record was read straight after the write: what a server may do to a value it has done then. */
  readonly readBack: boolean;
  readonly now: number;
  /** How long a side may go on showing the old value after a write. */
  readonly lagMs: number;
  /** What the other side shows now, where that is known: a write that it no longer asks for is forgotten. */
  readonly source?: Customer | undefined;
  /** Who wins where both sides have changed; unknown, a person is asked. */
  readonly policies?: Policies | undefined;
  /** When the newest complete scan of this side began, ms. */
  readonly scannedAt?: number | undefined;
};

/** A field of a link with the note of what its side was sent. */
type Noted = { readonly link: Link; readonly side: Side; readonly field: Field; readonly note: Sent };

/** The write landed: the written side's base is what it returned, the other's what was delivered (rule 5). */
function land({ link, side, field, note }: Noted, returned: string, how: Settling): Link {
  const based = withBase(withBase(link, side, field, returned), otherSide(side), field, note.from);
  const wanted = link.wanted?.[field];
  return {
    ...based,
    ...(link.doubted?.[field] !== undefined && { doubted: fieldNoted(link.doubted, field, undefined) }),
    ...(wanted !== undefined && {
      wanted: fieldNoted(link.wanted, field, wantedAfter(wanted, side, field, note, returned)),
    }),
    sent: noted(based.sent, side, field, undefined),
    recent: noted(based.recent, side, field, { before: note.before, until: note.at + how.lagMs }),
  };
}

/**
 * The write before a note that a side shows, while the noted one has not been accepted: it was on its way when the note
 * was made. What is as well the whole value of the note, however written, is the note's own.
 */
function earlierShown(note: Sent, field: Field, returned: string): Earlier | undefined {
  const isWhole = (value: string) => landed(field, value, returned) && !isCutOff(field, value, returned);
  if (note.tries > 0 || isWhole(note.value)) return undefined;
  return note.earlier?.find(({ value, before }) => isWhole(value) && !equal(field, before, returned));
}

/** The write before it has landed, and goes into the bases; what was noted since is still to show, over that. */
function landEarlier(
  { link, side, field, note }: Noted,
  { before, from }: Earlier,
  returned: string,
  { lagMs }: Settling,
): Link {
  const based = withBase(withBase(link, side, field, returned), otherSide(side), field, from);
  const { earlier: _, ...open } = note;
  return {
    ...based,
    sent: noted(based.sent, side, field, { ...open, before: returned }),
    recent: noted(based.recent, side, field, { before, until: note.at + lagMs }),
  };
}

/** A person's word after a write of ours has landed: on that word, or under it, on what the person saw there. */
function wantedAfter(wanted: Wanted, side: Side, field: Field, note: Sent, returned: string): Wanted {
  if (equal(field, wanted.value, note.value))
    return { ...wanted, took: { ...wanted.took, [side]: returned } };
  const isUnder = equal(field, wanted.seen[side], note.before);
  return isUnder ? { ...wanted, seen: { ...wanted.seen, [side]: returned } } : wanted;
}

/**
 * True when an accepted write has left the old value because it is all that this server can hold: the two differ
 * in case alone, or the server is known from the bases to change what it is sent in just these ways.
 */
function isAllItHolds(
  { link: { base }, side, field, note: { value } }: Noted,
  returned: string,
  { readBack }: Settling,
): boolean {
  if (!readBack || !landed(field, value, returned)) return false;
  const [sent, kept] = [base[otherSide(side)][field] ?? '', base[side][field] ?? ''];
  // One that writes in capitals does not explain a missing end or tilde; a late answer does.
  if (isCutOff(field, value, returned)) return isCutOff(field, sent, kept);
  const known = landed(field, sent, kept) ? waysOfWriting(sent, kept) : new Set<WayOfWriting>();
  return waysOfWriting(value, returned).isSubsetOf(known.add('case'));
}

/** True when nobody asks for a noted write any more: its source has moved on. */
export function isTakenBack({ from }: Sent, field: Field, source: Customer | undefined): boolean {
  const asked = source?.[field];
  return asked !== undefined && !equal(field, asked, from);
}

/**
 * True when a write was taken back and a scan begun after all lag still shows the old value: it never landed, and
 * whoever types the same value there later makes an edit, which the note would take for our own.
 */
function isForgotten(note: Sent, field: Field, { scannedAt = 0, lagMs, source }: Settling): boolean {
  return isTakenBack(note, field, source) && scannedAt > note.at + lagMs;
}

/**
 * True when this is the first reading that can tell what the server has made of a write: its read-back; whatever shows
 * a create, or an update without a clear answer, first, be it days later; and while a read-back may have been late,
 * whatever is read after it.
 */
function isFirstSight({ created, tries, at }: Sent, { readBack, now, lagMs }: Settling): boolean {
  return readBack || created === true || tries === 0 || now <= at + lagMs;
}

function doubt(link: Link, side: Side, field: Field, value: string): Link {
  return { ...link, doubted: fieldNoted(link.doubted, field, { side, value }) };
}

/**
 * What a create has left empty comes back filled: an ERP gives each newcomer its counter salesperson. That is an edit of
 * that side, or its way of writing nothing where the value means nobody (rule 5).
 */
function isFilledIn({ created, value }: Sent, returned: string): boolean {
  return created === true && isEmpty(value) && !isEmpty(returned);
}

/**
 * True where nobody need be asked what happened between a write and its reading back: typed over ours, it is an edit of
 * that side; typed before ours, both sides have changed and the policy takes that side. An emptying never wins by policy.
 */
function isSameEitherWay(side: Side, field: Field, returned: string, { policies }: Settling): boolean {
  return policies?.[field] === side && meansSomebody(field, returned);
}

/**
 * What a write has sent back as it stood comes back in the server's own way of writing: that is its base now, and no edit
 * (rule 5). What stood there otherwise than in the base was somebody's edit already, and stays one.
 */
function settleBeside(link: Link, side: Side, field: Field, returned: string | undefined): Link {
  const base = link.base[side][field];
  if (base === undefined || returned === undefined || equal(field, base, returned)) return link;
  const isOnlyWritten = landed(field, base, returned) && !isCutOff(field, base, returned);
  return isOnlyWritten ? withBase(link, side, field, returned) : link;
}

/** The fields that the newest write to a side has only sent back, as long as nobody knows what became of that write. */
function besideNewest(notes: ByField<Sent> = {}): readonly Field[] {
  const open = FIELDS.flatMap((field) => notes[field] ?? []);
  const newest = Math.max(...open.map(({ at }) => at));
  const beside = open.find(({ at }) => at === newest)?.beside ?? [];
  return beside.filter((field) => notes[field] === undefined);
}

function settleField(
  link: Link,
  side: Side,
  field: Field,
  returned: string | undefined,
  how: Settling,
): Link {
  const note = link.sent?.[side]?.[field];
  if (note === undefined || returned === undefined) return link;
  const of = { link, side, field, note };
  const earlier = earlierShown(note, field, returned);
  if (earlier !== undefined)
    return how.now <= earlier.at + how.lagMs
      ? landEarlier(of, earlier, returned, how)
      : // No request is under way for so long: somebody has typed that value, and the noted one is not to be seen.
        withoutNote(link, side, field);
  // The old value may well be a form of the new one ("Ana Ruiz" of "Ana Ruiz Gil"): by itself it proves nothing. What a
  // create has left empty is both at once, and has landed.
  const isOld = equal(field, note.before, returned) && !equal(field, note.value, returned);
  if (isOld && !isAllItHolds(of, returned, how))
    return isForgotten(note, field, how) ? withoutNote(link, side, field) : link;
  if (landed(field, note.value, returned)) return land(of, returned, how);
  // The first time that it shows, another value may be what the server made of ours.
  if (isFirstSight(note, how) && isServersForm(field, note.value, returned)) return land(of, returned, how);
  if (isFilledIn(note, returned))
    return land(of, meansSomebody(field, returned) ? note.value : returned, how);
  // What no server makes of it may have been typed there in that moment: whose it is, a person says.
  if ((how.readBack || note.created) && !isSameEitherWay(side, field, returned, how))
    return doubt(withoutNote(link, side, field), side, field, returned);
  // Without a clear yes it may never have landed: a third value is then an edit like any, and both are a conflict.
  if (note.tries === 0) return withoutNote(link, side, field);
  // Later it is somebody's edit of what we wrote, and is merged as such against the value that was sent.
  return land(of, note.value, how);
}

/** Recognises our own writes in what a side now shows, and moves the bases accordingly. Pure and idempotent. */
export function settle(link: Link, side: Side, shown: Customer, how: Settling): Link {
  const settled = FIELDS.reduce((soFar, field) => settleField(soFar, side, field, shown[field], how), link);
  // Only a landing makes a new note of what was replaced: without one the side may not have had the write yet.
  if (!how.readBack && settled.recent?.[side] === link.recent?.[side]) return settled;
  return besideNewest(link.sent?.[side]).reduce(
    (soFar, field) => settleBeside(soFar, side, field, shown[field]),
    settled,
  );
}

/**
 * True when the side shows the value that we replaced so lately that its answer may be late (rule 5, rule 8). What was
 * replaced by a clock that was ahead lies in the future, and says nothing.
 */
export function isLate(
  link: Link,
  side: Side,
  shown: Customer,
  { now, lagMs }: Pick<Settling, 'now' | 'lagMs'>,
): boolean {
  return FIELDS.some((field) => {
    const recent = link.recent?.[side]?.[field];
    const value = shown[field];
    if (recent === undefined || value === undefined || recent.until <= now) return false;
    if (recent.until > now + lagMs) return false;
    // A value that we are writing back ourselves is not the late one.
    const note = link.sent?.[side]?.[field];
    if (note !== undefined && landed(field, note.value, value)) return false;
    return equal(field, recent.before, value) && !equal(field, link.base[side][field] ?? '', value);
  });
}

/**
 * True when what a side shows may be older than our last write of the field there: it is what that write replaced,
 * however long ago, or anything else while answers may be late, such as what stood there two writes ago.
 */
export function mayBeOlder(
  link: Link,
  side: Side,
  field: Field,
  shown: string | undefined,
  now: number,
): boolean {
  const recent = link.recent?.[side]?.[field];
  if (recent === undefined || shown === undefined) return false;
  return recent.until > now || equal(field, recent.before, shown);
}
