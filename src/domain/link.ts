/** What is kept of a pair of keys: both bases, the open notes of its writes, and what people have said of it. */
import { type Customer, type Field, otherSide, type Side } from './customer.ts';
import type { ErrorClass } from './errors.ts';

export type BySide<T> = { readonly [S in Side]?: T | undefined };
export type ByField<T> = { readonly [F in Field]?: T | undefined };

/** The durable note made before an update: what was sent, what stood there, and what the other side held then. */
export type Sent = {
  readonly value: string;
  readonly before: string;
  /** The other side's value that this write delivers; it becomes that side's base. */
  readonly from: string;
  /** How often it was accepted, as far as is known; 0 until a request has had a clear yes. */
  readonly tries: number;
  /** The fields that the write only sends back, as they stood in the base. */
  readonly beside?: readonly Field[] | undefined;
  /** True when it was noted before and had no clear answer then: an earlier request may have landed. */
  readonly repeated?: boolean | undefined;
  /** True when a create carried the value: it is on record as the creation, not as an update. */
  readonly created?: boolean | undefined;
  /** Writes of other values that this one was noted over before anybody knew what had become of them. */
  readonly earlier?: readonly Pick<Sent, 'value' | 'before' | 'from' | 'at'>[] | undefined;
  readonly at: number;
  /** The job that wrote, for the record. */
  readonly job: string;
};

/** A write that landed lately: an answer that still shows `before` until then is late, not an edit (rule 5). */
export type Recent = { readonly before: string; readonly until: number };

/** A person's value for a field: holds only while both sides still show what the person saw (rule 4). */
export type Wanted = {
  readonly value: string;
  readonly seen: { readonly [S in Side]: string };
  /** What a side has made of the value once it was written there. */
  readonly took?: BySide<string> | undefined;
  readonly by: string;
  readonly at: number;
};

/**
 * What a side showed straight after a write, and no server makes of what was sent: somebody may have typed it in that
 * moment. While it stands there, neither value is sent over the other (rule 4).
 */
export type Doubted = { readonly side: Side; readonly value: string };

/** A conflict that the policy has decided, as it is on record: `value` goes over what that side shows (rule 4). */
export type Overruled = { readonly side: Side; readonly value: string; readonly over: string };

/** How often a field went back to the value that we had replaced (rule 5, somebody else's robot). */
export type Turns = { readonly replaced: string; readonly count: number; readonly at: number };

/** Taken aside until the records or, for a reference, the settings change (section 5). */
export type Parked = {
  /** Beside those of section 5: a write that never lands (rule 5), and a create that nobody can tell apart (rule 8). */
  readonly errorClass: ErrorClass | 'not-landed' | 'unclear';
  readonly code: string;
  readonly detail: string;
  /** The digest of the records and settings with which it failed. */
  readonly fingerprint: string;
  readonly at: number;
};

/** Whom a side showed when a person called them this customer, and RFC in ManagementPro: followed as they are edited. */
export type Vouched = Pick<Customer, 'name' | 'email' | 'phone'> & { readonly rfc?: string | undefined };

/** The pair that stands for one real customer, with the base of each side (section 2). Times in ms since 1970. */
export type Link = {
  readonly clave: string;
  readonly code: string;
  readonly since: number;
  readonly base: { readonly [S in Side]: Customer };
  /** Aceptabits' agent that its base of the salesperson stands for; the first version kept the clave alone. */
  readonly agent?: string | undefined;
  /** The agent whom a person has agreed to replace by the one that a corrected route leads to, while Aceptabits shows him. */
  readonly replaced?: string | undefined;
  /** ManagementPro's RFC when the link was last in step: part of who the customer is (rule 2). */
  readonly rfc?: string | undefined;
  readonly sent?: BySide<ByField<Sent>> | undefined;
  readonly recent?: BySide<ByField<Recent>> | undefined;
  readonly wanted?: ByField<Wanted> | undefined;
  readonly turns?: ByField<Turns> | undefined;
  readonly doubted?: ByField<Doubted> | undefined;
  readonly overruled?: ByField<Overruled> | undefined;
  readonly frozen?: ByField<number> | undefined;
  /** Values that differ from their base, and that a poll or a person has let past the brake (rule 10). */
  readonly judged?: BySide<ByField<string>> | undefined;
  readonly parked?: BySide<Parked> | undefined;
  /** Since when the record is gone from a side (rule 2). */
  readonly missing?: BySide<number> | undefined;
  /** The key bears another person there (rule 2), however they have edited their record since. */
  readonly strange?: BySide<boolean> | undefined;
  /** Since when a person has paused the link. */
  readonly paused?: number | undefined;
  /**
   * A person has said that whoever looked like another person is this customer (rule 2); needed until the link is in
   * step. Earlier versions kept a digest of the records here, which vouches for nobody on either side.
   */
  readonly vouched?: BySide<Vouched> | undefined;
};

/** A vendedor without a route, or one whose agent serves another shop than the customer's. */
export type Unreachable = { readonly clave: string; readonly reason: 'no-route' | 'other-shop' };

/** What the readings of a record have left open. */
export type Readings = {
  /** True once the record has changed wholly from one reading to the next (rule 2). */
  readonly jumped?: boolean | undefined;
  /** The newest row did not tell all of who it is, and all that it told had changed (rule 2). */
  readonly unsure?: boolean | undefined;
  /** Names of what a write carries and the newest row did not tell, though an earlier one had. */
  readonly lacks?: readonly string[] | undefined;
};

/** How a link's two records stand, seen through the lenses. */
export type LinkState = {
  readonly link: Link;
  readonly shown: { readonly [S in Side]: Customer | undefined };
  readonly active: boolean;
  readonly editable: boolean;
  readonly rfc: string | undefined;
  /** What the readings of each side's record have left open; of one that is not known, anything may be. */
  readonly readings?: BySide<Readings> | undefined;
  /** ManagementPro's salesperson where it cannot be said in Aceptabits' terms, and why. */
  readonly unreachable?: Unreachable | undefined;
  /** Aceptabits' agent where no vendedor leads to him, though others have routes. */
  readonly unroutedAgent?: string | undefined;
  /** Aceptabits' agent as that side shows it, '' for none. */
  readonly agent?: string | undefined;
  /** What a side would show of a name once it was written there: its halves keep their words (section 3). */
  readonly nameIn?: BySide<(name: string) => string> | undefined;
  /** Digest of both records and of the settings a reference depends on: what a parked write waits to see changed. */
  readonly fingerprint: string;
};

/** A link at its birth: no base, so that its first merge is the one of rule 3. */
export function newLink(clave: string, code: string, now: number): Link {
  return { clave, code, since: now, base: { managementpro: {}, aceptabits: {} } };
}

export function withBase(link: Link, side: Side, field: Field, value: string): Link {
  const base = { ...link.base, [side]: { ...link.base[side], [field]: value } };
  return { ...link, base };
}

/** Sets or, with undefined, removes one field's entry of a per-side note. */
export function noted<T>(
  notes: BySide<ByField<T>> | undefined,
  side: Side,
  field: Field,
  note: T | undefined,
) {
  const { [field]: _, ...others } = notes?.[side] ?? {};
  return { ...notes, [side]: note === undefined ? others : { ...others, [field]: note } } as BySide<
    ByField<T>
  >;
}

export function fieldNoted<T>(notes: ByField<T> | undefined, field: Field, note: T | undefined): ByField<T> {
  const { [field]: _, ...others } = notes ?? {};
  return (note === undefined ? others : { ...others, [field]: note }) as ByField<T>;
}

/** The key that a link's customer has on a side. */
export const keyOn = (side: Side, { clave, code }: Link) => (side === 'managementpro' ? clave : code);

/** What is tried again is parked no longer: should it fail again, it is parked anew, with the records as they are then. */
export function unparked(link: Link, side: Side): Link {
  if (link.parked?.[side] === undefined) return link;
  const other = link.parked[otherSide(side)];
  return { ...link, parked: other && { [otherSide(side)]: other } };
}

/** A value of a side that differs from its base and may pass the brake (rule 10). */
export function withJudgedValue(link: Link, side: Side, field: Field, value: string): Link {
  if (link.judged?.[side]?.[field] === value) return link;
  return { ...link, judged: noted(link.judged, side, field, value) };
}
