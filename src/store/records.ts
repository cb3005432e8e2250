import { bySide, type Side } from '../domain/customer.ts';
import type { EvidenceKind } from '../domain/evidence.ts';
import type { Intent } from '../domain/intent.ts';
import type { Link, Parked } from '../domain/link.ts';
import type { Verdict } from '../domain/match.ts';
import type { Wait } from '../domain/plan-link.ts';
import type { StoredRecord } from '../domain/record.ts';

/** A customer that is worked on: a link goes under its clave, a lone one under its own key. */
export type Subject = { readonly side: Side; readonly key: string };

export function subjectId({ side, key }: Subject): string {
  return `${side}:${key}`;
}

/** The keys of a customer on both sides. */
export type Pair = { readonly clave: string | undefined; readonly code: string | undefined };

/** What both sides call a customer, as far as that is known here: both keys of a link, or the one of a lone. */
export function pairOf({ link, subject }: Pick<Loaded, 'link' | 'subject'>): Pair {
  const { managementpro: clave, aceptabits: code } =
    link === undefined
      ? bySide(subject.side, subject.key, undefined)
      : bySide('managementpro', link.clave, link.code);
  return { clave, code };
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
  /** No people: Aceptabits' own customers, a probe's test customers, and whoever has no evidence at all. Left alone, and counted (rules 3, 9). */
  | { readonly kind: 'platform' | 'probe' | 'nobody' };

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
  'platform',
  'probe',
  'nobody',
] as const satisfies AnyWait['kind'][];

/** What is known of a customer without a link beyond its record. */
export type LoneNote = {
  readonly parked?: Parked | undefined;
  /** A person's word on pairs: key on the other side → verdict. */
  readonly verdicts?: Readonly<Record<string, Verdict>> | undefined;
  /** Since when a person keeps it from being created on the other side. */
  readonly paused?: number | undefined;
  /** It was left out of a plan: nor is it linked by a match before it is resumed. */
  readonly leftOut?: boolean | undefined;
};

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
  /** Digest of the line that a person has agreed to: this customer, created with these values (rule 10). */
  readonly agreed: string | undefined;
  readonly since: number | undefined;
};
