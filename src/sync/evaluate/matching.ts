import { bySide, otherSide, type Side } from '../../domain/customer.ts';
import {
  type AskedKind,
  beginsAt,
  contactsOf,
  type Evidence,
  type EvidenceKind,
  evidenceOf,
  isNobodys,
  withShared,
} from '../../domain/evidence.ts';
import { type Match, match, type Verdict, widowsIfGone } from '../../domain/match.ts';
import { customerOf, type StoredRecord } from '../../domain/record.ts';
import { sharing } from '../../store/evidence-index.ts';
import { hashFields } from '../../store/hash-fields.ts';
import { linkIn } from '../../store/packed.ts';
import { type Loaded, type LoneNote, subjectId } from '../../store/records.ts';
import type { Context } from '../context.ts';

/** A customer as the matching sees it: its evidence without what several share, and who shares a piece of it. */
type Profile = {
  readonly key: string;
  readonly stored: StoredRecord | undefined;
  readonly evidence: Evidence;
  readonly linked: boolean;
  readonly widowed?: boolean | undefined;
  readonly active: boolean;
  readonly peers: readonly string[];
  readonly verdicts: ReadonlyMap<string, Verdict>;
};

export type Matched = {
  readonly match: Match;
  readonly mutual: boolean;
  /** The customer's own evidence, without what several share. */
  readonly evidence: Evidence;
  /** The record of the one match. */
  readonly partner: StoredRecord | undefined;
  /** Of nobody's match: linked customers of whose partners it has to be known that they are there. */
  readonly widowsIfGone: readonly string[];
};

const NO_ROUTES = { shops: {}, salespeople: {} };

/**
 * Matches customers of one side with those of the other (rule 3): who shares evidence with whom is looked up in
 * the index, three steps deep, because a match counts only when it is the one match seen from both ends. What is
 * braked is left out of all evidence (rule 10).
 */
export async function matchAll(
  ctx: Context,
  side: Side,
  lone: readonly Loaded[],
  without: readonly EvidenceKind[] = [],
): Promise<Map<string, Matched>> {
  const other = otherSide(side);
  const own = lone.map((loaded) => ({
    key: loaded.subject.key,
    stored: loaded[side],
    linked: false,
    note: loaded.lone,
  }));
  const mine = await profiles(ctx, side, own, without);
  const theirs = await profiles(ctx, other, await known(ctx, other, peersOf(mine)), without);
  const others = peersOf(theirs).filter((key) => !mine.has(key));
  const rivals = await profiles(ctx, side, await known(ctx, side, others), without);
  const all = new Map([...rivals, ...mine]);
  return new Map(
    [...mine].map(([key, profile]) => {
      const candidates = candidatesOf(profile, theirs);
      const found = match(profile.evidence, candidates, profile.verdicts);
      const back = found.kind === 'one' ? theirs.get(found.key) : undefined;
      const answer = back === undefined ? undefined : matchOf(back, all);
      const mutual = answer?.kind === 'one' && answer.key === key;
      const { evidence, verdicts } = profile;
      const widows = found.kind === 'none' ? widowsIfGone(evidence, candidates, verdicts) : [];
      return [key, { match: found, mutual, evidence, partner: back?.stored, widowsIfGone: widows }];
    }),
  );
}

function peersOf(found: ReadonlyMap<string, Profile>): string[] {
  return [...new Set([...found.values()].flatMap(({ peers }) => peers))];
}

function candidatesOf({ peers }: Profile, others: ReadonlyMap<string, Profile>): Profile[] {
  return peers.flatMap((key) => others.get(key) ?? []);
}

function matchOf(profile: Profile, others: ReadonlyMap<string, Profile>): Match {
  return match(profile.evidence, candidatesOf(profile, others), profile.verdicts);
}

/** What the matching has to know of a customer. */
type Known = Pick<Profile, 'key' | 'stored' | 'linked' | 'widowed'> & { readonly note: LoneNote };

async function known(ctx: Context, side: Side, keys: readonly string[]): Promise<Known[]> {
  if (keys.length === 0) return [];
  const { store } = ctx;
  const [records, linked, notes] = await Promise.all([
    store.storedRecords(side, keys),
    hashFields(store.redis, store.keys.linkOf[side], keys),
    hashFields(
      store.redis,
      store.keys.lone,
      keys.map((key) => subjectId({ side, key })),
    ),
  ]);
  const widowed = await widowedAmong(ctx, side, keys, linked);
  return keys.map((key, index) => ({
    key,
    stored: records[index],
    linked: linked[index] !== null,
    widowed: widowed.has(key),
    note: JSON.parse(notes[index] ?? '{}') as LoneNote,
  }));
}

/** Those whose partner the newest whole reading of the other side did not show, nor a look-up by key. */
async function widowedAmong(
  { store }: Context,
  side: Side,
  keys: readonly string[],
  links: readonly (string | null)[],
): Promise<Set<string>> {
  const linked = keys.flatMap((key, index) => {
    const text = links[index] ?? null;
    if (text === null) return [];
    return [{ key, partner: side === 'managementpro' ? linkIn(key, text).code : text }];
  });
  const absent = store.keys.absent(otherSide(side));
  const absences = await hashFields(
    store.redis,
    absent,
    linked.map(({ partner }) => partner),
  );
  return new Set(linked.flatMap(({ key }, index) => ((absences[index] ?? null) === null ? [] : [key])));
}

async function profiles(
  ctx: Context,
  side: Side,
  of: readonly Known[],
  without: readonly EvidenceKind[],
): Promise<Map<string, Profile>> {
  if (of.length === 0) return new Map();
  const evidences = of.map(({ stored }) => lacking(evidenceIn(side, stored), without));
  const pruned = await prune(
    ctx,
    side,
    of.map(({ key }) => key),
    evidences,
  );
  return new Map(
    of.map(({ note, ...one }, index) => {
      const verdicts = new Map(Object.entries(note.verdicts ?? {}));
      const { evidence, peers } = pruned[index] ?? { evidence: {}, peers: [] };
      const told = [...verdicts.keys()].filter((peer) => !peers.includes(peer));
      return [
        one.key,
        { ...one, evidence, peers: [...peers, ...told], active: isActive(one.stored), verdicts },
      ];
    }),
  );
}

/** What Aceptabits has made by itself is nobody, whatever it is called (rule 9), nor is a probe's test customer. */
function evidenceIn(side: Side, stored: StoredRecord | undefined): Evidence {
  return stored === undefined || isNobodys(stored.record)
    ? {}
    : evidenceOf(customerOf(side, stored, NO_ROUTES));
}

function isActive(stored: StoredRecord | undefined): boolean {
  return stored === undefined || !('active' in stored.record) || stored.record.active !== false;
}

function lacking(evidence: Evidence, without: readonly EvidenceKind[]): Evidence {
  const dropped: readonly string[] = without.includes('name') ? [...without, 'full'] : without;
  const isKept = ([kind]: readonly [string, unknown]) => !dropped.includes(kind);
  const kept = Object.fromEntries(Object.entries(evidence).filter(isKept));
  return { ...kept, several: (evidence.several ?? []).filter(isKept) };
}

/** An entry of the index. */
type Entry = readonly [kind: AskedKind, value: string];
type Sharers = ReadonlyMap<string, readonly string[]>;

const entryId = ([kind, value]: Entry) => `${kind} ${value}`;

async function sharers(ctx: Context, side: Side, entries: readonly Entry[]): Promise<Sharers> {
  const unique = [...new Map(entries.map((entry) => [entryId(entry), entry])).values()];
  const found = await sharing(
    ctx.store,
    side,
    unique.map(([kind, value]) => ({ kind, value })),
  );
  return new Map(unique.map((entry, index) => [entryId(entry), found[index] ?? []]));
}

/**
 * Sets apart an e-mail or phone that several customers of one side share, and finds who has the rest or may be the
 * same: by the name however it is spelt, and by a name that begins the other.
 */
async function prune(ctx: Context, side: Side, keys: readonly string[], evidences: readonly Evidence[]) {
  const contacts = evidences.map(contactsOf);
  const names = evidences.map((shown): Entry[] =>
    shown.name === undefined ? [] : [['name', shown.name], ...beginsAt(shown)],
  );
  const [own, others] = await Promise.all([
    sharers(ctx, side, contacts.flat()),
    sharers(ctx, otherSide(side), [...contacts, ...names].flat()),
  ]);
  const { managementpro: inM } = bySide(side, own, others);
  const inactive = await inactiveAmong(
    ctx,
    contacts.flat().map((entry) => inM.get(entryId(entry)) ?? []),
  );
  return evidences.map((evidence, index) => {
    const isShared = (entry: Entry) =>
      [own, others].some((found) => {
        const all = found.get(entryId(entry)) ?? [];
        if (found !== inM) return all.length > 1;
        return all.filter((key) => !inactive.has(key) || (found === own && key === keys[index])).length > 1;
      });
    const mine = [...(contacts[index] ?? []), ...(names[index] ?? [])];
    return {
      evidence: withShared(evidence, isShared),
      peers: [...new Set(mine.flatMap((entry) => others.get(entryId(entry)) ?? []))],
    };
  });
}

/** Those of ManagementPro's who share a value and are inactive: a double that was put aside takes nothing from the other. */
async function inactiveAmong(ctx: Context, groups: readonly (readonly string[])[]): Promise<Set<string>> {
  const keys = [...new Set(groups.filter(({ length }) => length > 1).flat())];
  const records = await ctx.store.storedRecords('managementpro', keys);
  return new Set(keys.filter((_, index) => !isActive(records[index])));
}
