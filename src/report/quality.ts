import { SIDES, type Side } from '../domain/customer.ts';
import { EVIDENCE, type Evidence, type EvidenceKind, evidenceOf, isNobodys } from '../domain/evidence.ts';
import { doubleBy, type Flaw, flawsOf } from '../domain/quality.ts';
import { customerOf } from '../domain/record.ts';
import type { Context } from '../sync/context.ts';
import { contactOf } from './rows.ts';

/** One line of the report before going live. */
export type QualityFinding = {
  readonly side: Side;
  readonly kind: Flaw | 'duplicate' | 'shared-phone' | 'shared-email';
  /** The customers concerned: one, or those who share something. */
  readonly keys: readonly string[];
  readonly names: readonly string[];
  /** The value in question; for duplicates the evidence that speaks for them. */
  readonly detail: string;
};

export const QUALITY_KINDS = [
  'duplicate',
  'shared-phone',
  'shared-email',
  'invalid-email',
  'invalid-phone',
  'invalid-rfc',
  'garbled-text',
  'empty-name',
] as const satisfies readonly QualityFinding['kind'][];

const NO_ROUTES = { shops: {}, salespeople: {} };
/** More than so many who share a value are a switchboard, and are not compared two by two. */
const COMPARED_MAX = 30;

type Entry = { readonly key: string; readonly name: string; readonly evidence: Evidence };

/** Everything about the known customers of both sides that people should look at; reads the store, writes nothing. */
export async function* qualityFindings(ctx: Context): AsyncGenerator<QualityFinding> {
  for (const side of SIDES) {
    const entries = new Map<string, Entry>();
    for await (const batch of ctx.store.knownKeys(side))
      for (const stored of await ctx.store.storedRecords(side, batch)) {
        if (stored === undefined || isNobodys(stored.record)) continue;
        const customer = customerOf(side, stored, NO_ROUTES);
        const contact = contactOf(side, stored.record);
        const { key, name = '', rfc = '' } = { key: stored.record.key, ...contact };
        entries.set(key, { key, name, evidence: evidenceOf(customer) });
        // As it stands there: a garbled name is a flaw of its own, though it tells nothing.
        for (const [kind, detail] of flawsOf(contact ?? customer, rfc))
          yield { side, kind, keys: [key], names: [name], detail };
      }
    yield* sharings(side, entries);
  }
}

function* sharings(side: Side, entries: ReadonlyMap<string, Entry>): Generator<QualityFinding> {
  const groups = EVIDENCE.flatMap((kind) => groupsBy(kind, entries));
  yield* duplicates(side, groups);
  for (const { kind, value, members } of groups)
    if (kind !== 'name')
      yield {
        side,
        kind: kind === 'phone' ? 'shared-phone' : 'shared-email',
        keys: members.map(({ key }) => key),
        names: members.map(({ name }) => name),
        detail: value,
      };
}

type Group = { readonly kind: EvidenceKind; readonly value: string; readonly members: readonly Entry[] };

function groupsBy(kind: EvidenceKind, entries: ReadonlyMap<string, Entry>): Group[] {
  const byValue = Map.groupBy(entries.values(), ({ evidence }) => evidence[kind]);
  return [...byValue].flatMap(([value, members]) =>
    value === undefined || members.length < 2 ? [] : [{ kind, value, members }],
  );
}

/** Pairs that look like one person, each told once with the evidence that speaks for it. */
function* duplicates(side: Side, groups: readonly Group[]): Generator<QualityFinding> {
  const told = new Set<string>();
  for (const { members } of groups) {
    if (members.length > COMPARED_MAX) continue;
    for (const [index, entry] of members.entries())
      for (const other of members.slice(index + 1)) {
        const by = doubleBy(entry.evidence, other.evidence);
        const pair = JSON.stringify([entry.key, other.key].sort());
        if (by === undefined || told.has(pair)) continue;
        told.add(pair);
        const detail = by.join(' + ');
        yield {
          side,
          kind: 'duplicate',
          keys: [entry.key, other.key],
          names: [entry.name, other.name],
          detail,
        };
      }
  }
}
