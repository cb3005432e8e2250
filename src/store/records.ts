import type { AceptabitsRecord, ManagementProRecord, Side } from '../domain/customer.ts';
import type { EvidenceKind } from '../domain/evidence.ts';
import type { Link, Parked } from '../domain/link.ts';
import type { Verdict } from '../domain/match.ts';
import type { Wait } from '../domain/plan-link.ts';

export type RecordOf<S extends Side> = S extends 'managementpro' ? ManagementProRecord : AceptabitsRecord;

/** The last seen record of a customer with its place in the logical order of readings. */
export type StoredRecord<S extends Side = Side> = {
  readonly record: RecordOf<S>;
  /** Tick at which an answer first showed the customer, taken when the answer was there. */
  readonly firstSeen: number;
  /** Sequence at which the newest reading or write of this record began; an older answer is not believed. */
  readonly sequence: number;
  /** True once the record has changed wholly from one reading to the next (rule 2). */
  readonly jumped?: boolean | undefined;
  /** The newest row did not tell all of who it is, and all that it told had changed (rule 2). */
  readonly unsure?: boolean | undefined;
  /** Names of what a write carries and the newest row did not tell, though an earlier one had. */
  readonly lacks?: readonly string[] | undefined;
};

/** A customer that is worked on: a link goes under its clave, a lone one under its own key. */
export type Subject = { readonly side: Side; readonly key: string };

export function subjectId({ side, key }: Subject): string {
  return `${side}:${key}`;
}

export function subjectOf(id: string): Subject {
  const colon = id.indexOf(':');
  const side = id.slice(0, colon) === 'aceptabits' ? 'aceptabits' : 'managementpro';
  return { side, key: id.slice(colon + 1) };
}

/** Waits of customers without a link, beside those of links. */
export type LoneWait =
  | {
      readonly kind: 'ambiguous';
      readonly candidates: readonly {
        readonly key: string;
        readonly linked: boolean;
        readonly agree: readonly EvidenceKind[];
        readonly differ: readonly EvidenceKind[];
      }[];
    }
  | { readonly kind: 'unreadable'; readonly reason: string }
  | { readonly kind: 'braked'; readonly side: Side };

export type AnyWait = Wait | LoneWait;

/** A wait and since when, ms since 1970. */
export type KeptWait = AnyWait & { readonly since: number };

/** What people are told of; whoever is `unseen` is read by the next scan. */
export const WAIT_KINDS = [
  'conflict',
  'held',
  'parked',
  'frozen',
  'missing',
  'suspended',
  'inactive',
  'paused',
  'ambiguous',
  'unreadable',
  'braked',
] as const satisfies AnyWait['kind'][];

/** What is known of a customer without a link beyond its record. */
export type LoneNote = {
  readonly parked?: Parked | undefined;
  /** A person's word on pairs: key on the other side → verdict. */
  readonly verdicts?: Readonly<Record<string, Verdict>> | undefined;
  /** Since when a person keeps it from being created on the other side. */
  readonly paused?: number | undefined;
};

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
  /** What earlier sends asked for, where the customer has changed since: what they made is recognised by it. */
  readonly earlier?: readonly Asked[] | undefined;
};

/** What one send of a create asks for. */
export type Asked = Pick<Intent, 'customer' | 'salespersonFrom'>;

/** What the sends of a create have asked for, the newest first. */
export function askedBy({ customer, salespersonFrom, earlier = [] }: Intent): readonly Asked[] {
  return [{ customer, salespersonFrom }, ...earlier];
}

/** An intent with the raw text that whoever replaces it checks. */
export type HeldIntent = { readonly intent: Intent; readonly raw: string };

/** Everything the store holds of one subject, with the raw texts that a commit checks. */
export type Loaded = {
  readonly subject: Subject;
  readonly link: Link | undefined;
  readonly rawLink: string | undefined;
  readonly rawRecords: { readonly [S in Side]: string | undefined };
  readonly managementpro: StoredRecord<'managementpro'> | undefined;
  readonly aceptabits: StoredRecord<'aceptabits'> | undefined;
  readonly waits: readonly KeptWait[];
  readonly rawWaits: string | undefined;
  readonly lone: LoneNote;
  readonly rawLone: string | undefined;
  readonly passed: string | undefined;
  readonly since: number | undefined;
};
