/** The note of what a side was sent, from before its request until what became of it shows (rule 5); `settle.ts` reads it. */
import { type Customer, FIELDS, type Field, type Side } from './customer.ts';
import { equal } from './equality.ts';
import { countTurn } from './freeze.ts';
import { type Link, noted, type Sent } from './link.ts';

/** After so many tries a write that is accepted and does not land is parked (rule 5). */
export const LANDING_TRIES = 3;

/** A write before the noted one, of which nobody knows what became. */
export type Earlier = NonNullable<Sent['earlier']>[number];

/** The fields that a write of others sends back as they stand in the base. */
export function besideWrite(
  { base }: Link,
  side: Side,
  shown: Customer,
  written: readonly Field[],
): readonly Field[] {
  return FIELDS.filter((field) => {
    const [was, is] = [base[side][field], shown[field]];
    if (written.includes(field) || was === undefined || is === undefined) return false;
    return equal(field, was, is);
  });
}

/**
 * Notes, before an update is sent, what it replaces; counts the turns. The value that is noted is the one to send: what
 * differs from an open note in nothing that counts is that write once more, so that nothing equal goes over it (rule 4).
 * Where the turns are used up the field is frozen instead, and without a note nothing is sent. A try is counted once it
 * was accepted (`accepted`): whoever is killed before has sent nothing, for all that anybody can know.
 */
export function noteSent(link: Link, side: Side, field: Field, sent: Omit<Sent, 'tries'>): Link {
  const known = link.sent?.[side]?.[field];
  const again = known !== undefined && equal(field, known.value, sent.value);
  const turned = again ? link : countTurn(link, field, sent);
  if (turned.frozen?.[field] !== undefined) return turned;
  const { value, tries } = again ? known : { ...sent, tries: 0 };
  const earlier = earlierThan(known, value);
  const note = {
    ...sent,
    value,
    tries,
    ...(again && { repeated: true }),
    ...(earlier.length > 0 && { earlier }),
  };
  return { ...turned, sent: noted(turned.sent, side, field, note) };
}

function earlierThan(known: Sent | undefined, value: string): readonly Earlier[] {
  if (known === undefined) return [];
  const { value: sent, before, from, at, earlier = [] } = known;
  return [...earlier, { value: sent, before, from, at }].filter((one) => one.value !== value);
}

function withTries(link: Link, side: Side, field: Field, note: Sent, tries: number): Link {
  return { ...link, sent: noted(link.sent, side, field, { ...note, tries }) };
}

/** A request had a clear yes: one more try of each of its fields (rule 5), but where another value is noted by now. */
export function accepted(link: Link, side: Side, sent: Customer): Link {
  return FIELDS.reduce((soFar, field) => {
    const note = soFar.sent?.[side]?.[field];
    if (note === undefined || note.value !== sent[field]) return soFar;
    return withTries(soFar, side, field, note, note.tries + 1);
  }, link);
}

/** After a clear no nothing can have landed, and no note is left but of what earlier requests may have done. */
export function notAccepted(link: Link, side: Side, fields: readonly Field[]): Link {
  return fields.reduce((soFar, field) => {
    const note = soFar.sent?.[side]?.[field];
    const only = note !== undefined && note.tries === 0 && note.repeated !== true;
    return only ? withoutNote(soFar, side, field) : soFar;
  }, link);
}

/** A parked write starts its tries anew once a changed record has freed it (section 2). */
export function withTriesAnew(link: Link, side: Side): Link {
  return FIELDS.reduce((soFar, field) => {
    const note = soFar.sent?.[side]?.[field];
    if (note === undefined || note.tries < LANDING_TRIES) return soFar;
    return withTries(soFar, side, field, note, 0);
  }, link);
}

/** The field has no write under way any more. */
export function withoutNote(link: Link, side: Side, field: Field): Link {
  return { ...link, sent: noted(link.sent, side, field, undefined) };
}
