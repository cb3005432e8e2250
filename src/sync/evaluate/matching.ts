import { otherSide, type Side } from '../../domain/customer.ts';
import { EVIDENCE, type Evidence, evidenceOf } from '../../domain/evidence.ts';
import { type Match, match, type Verdict } from '../../domain/match.ts';
import { customerOf, type StoredRecord } from '../../domain/record.ts';
import { hashFields } from '../../store/hash-fields.ts';
import { type LoneNote, subjectId } from '../../store/records.ts';
import type { Context } from '../context.ts';

/** A customer as the matching sees it: its evidence without what several share, and who shares a piece of it. */
type Profile = {
  readonly key: string;
  readonly stored: StoredRecord | undefined;
  readonly evidence: Evidence;
  readonly linked: boolean;
  readonly peers: readonly string[];
  readonly verdicts: ReadonlyMap<string, Verdict>;
};

export type Matched = {
  readonly match: Match;
  readonly mutual: boolean;
  /** The record of the one match. */
  readonly partner: StoredRecord | undefined;
};

const NO_ROUTES = { shops: {}, salespeople: {} };

/**
 * Matches customers of one side with those of the other (rule 3): who shares evidence with whom is looked up in
 * the index, three steps deep, because a match counts only when it is the one match seen from both ends.
 */
export async function matchAll(
  ctx: Context,
  side: Side,
  keys: readonly string[],
): Promise<Map<string, Matched>> {
  const other = otherSide(side);
  const mine = await profiles(ctx, side, keys);
  const theirs = await profiles(ctx, other, peersOf(mine));
  const rivals = await profiles(
    ctx,
    side,
    peersOf(theirs).filter((key) => !mine.has(key)),
  );
  const all = new Map([...rivals, ...mine]);
  return new Map(
    [...mine].map(([key, profile]) => {
      const found = matchOf(profile, theirs);
      const back = found.kind === 'one' ? theirs.get(found.key) : undefined;
      const answer = back === undefined ? undefined : matchOf(back, all);
      const mutual = answer?.kind === 'one' && answer.key === key;
      return [key, { match: found, mutual, partner: back?.stored }];
    }),
  );
}

function peersOf(found: ReadonlyMap<string, Profile>): string[] {
  return [...new Set([...found.values()].flatMap(({ peers }) => peers))];
}

function matchOf(profile: Profile, others: ReadonlyMap<string, Profile>): Match {
  const candidates = profile.peers.flatMap((key) => others.get(key) ?? []);
  return match(profile.evidence, candidates, profile.verdicts);
}

async function profiles(ctx: Context, side: Side, keys: readonly string[]): Promise<Map<string, Profile>> {
  if (keys.length === 0) return new Map();
  const { store } = ctx;
  const [records, linked, notes] = await Promise.all([
    store.storedRecords(side, keys),
    hashFields(store.redis, side === 'managementpro' ? store.keys.links : store.keys.codes, keys),
    hashFields(
      store.redis,
      store.keys.lone,
      keys.map((key) => subjectId({ side, key })),
    ),
  ]);
  const evidences = records.map((stored) => evidenceIn(side, stored));
  const pruned = await prune(ctx, side, evidences);
  return new Map(
    keys.map((key, index) => {
      const verdicts = verdictsIn(notes[index] ?? null);
      const { evidence, peers } = pruned[index] ?? { evidence: {}, peers: [] };
      const told = [...verdicts.keys()].filter((peer) => !peers.includes(peer));
      const [stored, isLinked] = [records[index], linked[index] !== null];
      return [key, { key, stored, evidence, peers: [...peers, ...told], linked: isLinked, verdicts }];
    }),
  );
}

function evidenceIn(side: Side, stored: StoredRecord | undefined): Evidence {
  return stored === undefined ? {} : evidenceOf(customerOf(side, stored, NO_ROUTES));
}

function verdictsIn(note: string | null): Map<string, Verdict> {
  return new Map(note === null ? [] : Object.entries((JSON.parse(note) as LoneNote).verdicts ?? {}));
}

/** Leaves out an e-mail or phone that several customers of one side share; finds who shares the rest. */
async function prune(ctx: Context, side: Side, evidences: readonly Evidence[]) {
  const asked = evidences.flatMap((evidence, index) =>
    EVIDENCE.flatMap((kind) => {
      const value = evidence[kind];
      return value === undefined ? [] : [{ index, kind, value }];
    }),
  );
  const own = await ctx.store.sharing(asked.map(({ kind, value }) => ({ side, kind, value })));
  const others = await ctx.store.sharing(
    asked.map(({ kind, value }) => ({ side: otherSide(side), kind, value })),
  );
  const result = evidences.map(() => ({ evidence: {} as Evidence, peers: [] as string[] }));
  asked.forEach(({ index, kind, value }, at) => {
    const [mine, theirs] = [own[at] ?? [], others[at] ?? []];
    const into = result[index];
    if (into === undefined || (kind !== 'name' && (mine.length > 1 || theirs.length > 1))) return;
    into.evidence = { ...into.evidence, [kind]: value };
    into.peers.push(...theirs.filter((key) => !into.peers.includes(key)));
  });
  return result;
}
