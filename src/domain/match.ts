import { EVIDENCE, type Evidence, type EvidenceKind } from './evidence.ts';

/** Another side's customer that shares at least one piece of evidence. */
export type Candidate = {
  readonly key: string;
  readonly evidence: Evidence;
  readonly linked: boolean;
};

export type Comparison = {
  readonly key: string;
  readonly linked: boolean;
  readonly agree: readonly EvidenceKind[];
  readonly differ: readonly EvidenceKind[];
};

/** `one`: this candidate, and nothing speaks for another. `ambiguous`: a person decides, or the data does. */
export type Match =
  | { readonly kind: 'none' }
  | { readonly kind: 'one'; readonly key: string; readonly agree: readonly EvidenceKind[] }
  | { readonly kind: 'ambiguous'; readonly candidates: readonly Comparison[] };

/** A person's word on a pair (rule 3). */
export type Verdict = 'same' | 'different';

/** One name within the other, word by word: "Mario Chávez" and "Mario Chávez Álvarez". Both arrive sorted. */
function within(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a.split(' '), b.split(' ')] : [b.split(' '), a.split(' ')];
  return short.length >= 2 && short.every((word) => long.includes(word));
}

/** Compares the evidence of two customers of different sides; what either lacks is neither for nor against. */
export function compare(subject: Evidence, candidate: Candidate): Comparison {
  const agree: EvidenceKind[] = [];
  const differ: EvidenceKind[] = [];
  for (const kind of EVIDENCE) {
    const [mine, theirs] = [subject[kind], candidate.evidence[kind]];
    if (mine === undefined || theirs === undefined) continue;
    const same = mine === theirs || (kind === 'name' && agree.length > 0 && within(mine, theirs));
    (same ? agree : differ).push(kind);
  }
  return { key: candidate.key, linked: candidate.linked, agree, differ };
}

/** Shorter words are articles and the like, which half of all companies share. */
export const WORD_MIN_CHARS = 4;

/** Two words in common, or the only one that the shorter name has. */
function alike(a: string, b: string): boolean {
  const [mine, theirs] = [a, b].map((name) =>
    name.split(' ').filter((word) => word.length >= WORD_MIN_CHARS),
  );
  const shared = (mine ?? []).filter((word) => theirs?.includes(word)).length;
  return shared > 0 && shared >= Math.min(2, mine?.length ?? 0, theirs?.length ?? 0);
}

/**
 * True when two customers may be one that somebody has edited since: any piece of evidence agrees, or their names are
 * alike. Never enough to link them; enough to ask a person before one of them is created a second time (rule 8).
 */
export function resembles(a: Evidence, b: Evidence): boolean {
  return (
    EVIDENCE.some((kind) => a[kind] !== undefined && a[kind] === b[kind]) || alike(a.name ?? '', b.name ?? '')
  );
}

/** Agreeing evidence: two pieces out of three, or one with nothing against it; a name alone needs two words. */
function agrees({ agree, differ }: Comparison, subject: Evidence): boolean {
  if (agree.length >= 2) return true;
  if (agree.length === 0 || differ.length > 0) return false;
  return agree[0] !== 'name' || (subject.name ?? '').includes(' ');
}

/** Somebody else without a link who has this e-mail or phone: the evidence disagrees. A namesake is none. */
function isRival({ agree, linked }: Comparison): boolean {
  return !linked && agree.some((kind) => kind !== 'name');
}

/**
 * Rule 3 for one customer: which customer of the other side is the same person. The caller leaves out of all
 * evidence what several customers of one side share. Symmetric use is the caller's: a link needs `one` both ways.
 */
export function match(
  subject: Evidence,
  candidates: readonly Candidate[],
  verdicts: ReadonlyMap<string, Verdict> = new Map(),
): Match {
  const said = [...verdicts].find(([, verdict]) => verdict === 'same');
  const chosen = candidates.find(({ key }) => key === said?.[0]);
  // No key is ever in two links, whatever a person said before the other one was linked.
  if (chosen?.linked) return { kind: 'ambiguous', candidates: [compare(subject, chosen)] };
  if (said) return { kind: 'one', key: said[0], agree: [] };
  const compared = candidates
    .filter(({ key }) => verdicts.get(key) !== 'different')
    .map((candidate) => compare(subject, candidate))
    .filter(({ agree }) => agree.length > 0);
  const agreeing = compared.filter((comparison) => agrees(comparison, subject));
  const [only] = agreeing;
  const rivals = compared.filter((comparison) => comparison !== only && isRival(comparison));
  if (agreeing.length === 1 && only && !only.linked && rivals.length === 0)
    return { kind: 'one', key: only.key, agree: only.agree };
  // A linked namesake with evidence against it is somebody else. One that agrees is a double, and so may be one who has
  // the same single word for a name and nothing against it: an e-mail that two share is no evidence for either.
  const open =
    agreeing.length > 0
      ? [...new Set([...agreeing, ...rivals])]
      : compared.filter(({ linked, differ }) => !linked || differ.length === 0);
  return open.length === 0 ? { kind: 'none' } : { kind: 'ambiguous', candidates: open };
}
