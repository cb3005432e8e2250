import { type Customer, otherSide, type Routes, type Side } from './customer.ts';
import { isEmpty, landed } from './equality.ts';
import { type Link, newLink, noted, withBase } from './link.ts';
import { customerOf, type StoredRecord } from './record.ts';

/** The durable note made before a create (rule 8). */
export type Intent = {
  /** Who made it; only the holder may send. */
  readonly token: string;
  /** Sequence at its making: what was first seen before it is not what it created. */
  readonly sequence: number;
  /** By the clock of whoever made it, for the notes of its link. */
  readonly at: number;
  /** By Redis' clock, for the quiet time: when it was sent last, or when that request had ended. Older ones lack it. */
  readonly sentAt?: number | undefined;
  /** What is created, in canonical form, to recognise it again. */
  readonly customer: {
    readonly name: string;
    readonly email: string;
    readonly phone: string;
    readonly salesperson: string;
  };
  /** The salesperson that the source shows, which becomes its base; undefined where no route covers it. */
  readonly salespersonFrom: string | undefined;
  /** Sequence of the first reading after the quiet time that did not show it; a scan must begin after it. */
  readonly quietSince: number | undefined;
  readonly sends: number;
  /** The key that its create was answered with, until it has been read back: nothing is sent again. */
  readonly made?: string | undefined;
  /** In how many nights more it is sent once, after all its sends have ended without a trace; unset before. */
  readonly nights?: number | undefined;
  /** What earlier sends asked for, where the customer has changed since: what they made is recognised by it. */
  readonly earlier?: readonly Asked[] | undefined;
  /** The shops that it was sent to: what was made there is ours, whatever shops are by now. */
  readonly shops?: readonly string[] | undefined;
};

/** What one send of a create asks for. */
type Asked = Pick<Intent, 'customer' | 'salespersonFrom'>;

/** What the sends of a create have asked for, the newest first. */
export function askedBy({ customer, salespersonFrom, earlier = [] }: Intent): readonly Asked[] {
  return [{ customer, salespersonFrom }, ...earlier];
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

/**
 * A link that a create of ours made: the intent's values count as written to the target, so that the first
 * reading of the new record settles both bases, whatever its server made of the values (rule 5). What has been `seen` of it
 * by then goes into the bases at once: whatever a crash has in between, what is typed there afterwards is an edit.
 */
export function createdLink(
  intent: Intent,
  target: Side,
  { clave, code }: Pick<Link, 'clave' | 'code'>,
  { now, job, seen }: { readonly now: number; readonly job: string; readonly seen?: Customer | undefined },
): Link {
  const { customer, salespersonFrom, at } = intent;
  const isSeen = seen !== undefined && fulfils(intent, seen);
  let link = newLink(clave, code, now);
  for (const field of ['name', 'email', 'phone'] as const) {
    const shown = isSeen ? seen[field] : undefined;
    if (shown !== undefined) {
      link = withBase(withBase(link, target, field, shown), otherSide(target), field, customer[field]);
      continue;
    }
    link = {
      ...link,
      sent: noted(link.sent, target, field, {
        value: customer[field],
        before: '',
        from: customer[field],
        tries: 1,
        created: true,
        at,
        job,
      }),
    };
  }
  if (salespersonFrom === undefined) return link;
  const note = {
    value: customer.salesperson,
    before: '',
    from: salespersonFrom,
    tries: 1,
    created: true,
    at,
    job,
  };
  return { ...link, sent: noted(link.sent, target, 'salesperson', note) };
}
