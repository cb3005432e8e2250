import { contactsOf, EVIDENCE, type Evidence, type EvidenceKind, isContact } from './evidence.ts';
import { IN_DOUBT, type NameRelation, relationOf } from './names.ts';

/** Another side's customer that shares at least one piece of evidence. */
export type Candidate = {
  readonly key: string;
  readonly evidence: Evidence;
  readonly linked: boolean;
  /** Linked with somebody whom the other side does not show any more: who is like it may be that one, made anew. */
  readonly widowed?: boolean | undefined;
  /** False for ManagementPro's BA. */
  readonly active?: boolean | undefined;
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

/** A comparison with what it leaves open: what it tells by itself, and whether it leaves a doubt. */
type Judged = Comparison & {
  readonly active: boolean;
  /** Linked with somebody who is there. */
  readonly partnered: boolean;
  readonly relation: NameRelation | undefined;
  readonly doubt: boolean;
};

/** Relations of two names that bear out an e-mail or phone that agrees. Two legal forms do not: a sister company. */
const BORNE_OUT: ReadonlySet<NameRelation> = new Set(['same', 'letter', 'begins', 'within']);

/** One e-mail or phone in common that several customers have, on either side. */
function sharesValue(a: Evidence, b: Evidence): boolean {
  const [mine = [], theirs = []] = [a, b].map((one) => [...contactsOf(one), ...(one.shared ?? [])]);
  return mine.some((contact) => {
    const isThis = isContact(contact);
    return theirs.some(isThis) && [a, b].some(({ shared = [] }) => shared.some(isThis));
  });
}

/**
 * Rule 3: neither linked nor new. Who is linked has a partner, unless that one is gone: another like it is doubted only where nothing of its own
 * tells the two apart, and a longer name is then another's.
 */
function isDoubt(
  relation: NameRelation | undefined,
  isPartnered: boolean,
  isApart: boolean,
  isShared: boolean,
): boolean {
  if (relation === undefined || relation === 'other' || (isPartnered && isApart)) return false;
  if (isShared) return true;
  return relation === 'begins' ? !isPartnered && !isApart : IN_DOUBT.has(relation);
}

function judge(
  subject: Evidence,
  { key, evidence, linked, widowed = false, active = true }: Candidate,
): Judged {
  const agree: EvidenceKind[] = [];
  const differ: EvidenceKind[] = [];
  const [own, others] = [contactsOf(subject), contactsOf(evidence)];
  for (const kind of ['email', 'phone'] as const) {
    const isOne = own.some((contact) => contact[0] === kind && others.some(isContact(contact)));
    if (isOne) agree.push(kind);
    // Of several values none is the other's for sure: nothing tells the two apart.
    else if (subject[kind] !== undefined && evidence[kind] !== undefined) differ.push(kind);
  }
  const isApart = differ.length > 0;
  const [mine, theirs] = [subject.full, evidence.full];
  const relation = mine === undefined || theirs === undefined ? undefined : relationOf(mine, theirs);
  const bearsOut = relation === 'same' || (agree.length > 0 && relation && BORNE_OUT.has(relation));
  if (relation !== undefined) (bearsOut ? agree : differ).push('name');
  const partnered = linked && !widowed;
  const doubt = isDoubt(relation, partnered, isApart, sharesValue(subject, evidence));
  return { key, linked, partnered, agree, differ, active, relation, doubt };
}

/** Compares the evidence of two customers of different sides; what either lacks is neither for nor against. */
export function compare(subject: Evidence, candidate: Candidate): Comparison {
  return told(judge(subject, candidate));
}

function told({ key, linked, agree, differ }: Judged): Comparison {
  return { key, linked, agree, differ };
}

/** Shorter words are articles and the like, which half of all companies share. */
export const WORD_MIN_CHARS = 4;

/** Two words in common, or the only one that the shorter name has. */
function alike(a: string, b: string): boolean {
  const [mine, theirs] = [longWords(a), longWords(b)];
  const shared = mine.filter((word) => theirs.includes(word)).length;
  return shared > 0 && shared >= Math.min(2, mine.length, theirs.length);
}

function longWords(name: string): string[] {
  return name.split(' ').filter((word) => word.length >= WORD_MIN_CHARS);
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
function agrees({ agree, differ, relation }: Judged, subject: Evidence): boolean {
  if (relation === 'form') return false;
  if (agree.length >= 2) return true;
  if (agree.length === 0 || differ.length > 0) return false;
  return agree[0] !== 'name' || (subject.name ?? '').includes(' ');
}

/** Somebody else without a link who has this e-mail or phone: the evidence disagrees. A namesake is none. */
function isRival({ agree, linked }: Judged): boolean {
  return !linked && agree.some((kind) => kind !== 'name');
}

/** What nobody agrees with may still be somebody: who has anything in common and no link, or leaves a doubt. */
function isOpen({ agree, differ, partnered, doubt }: Judged): boolean {
  // A linked namesake with evidence against it is somebody else. One that agrees is a double, and so may be one who has
  // the same single word for a name and nothing against it: an e-mail that two share is no evidence for either.
  return doubt || (agree.length > 0 && (!partnered || differ.length === 0));
}

function isNoWeaker(candidate: Judged, other: Judged): boolean {
  if (candidate.agree.length !== other.agree.length) return candidate.agree.length > other.agree.length;
  return candidate.differ.length <= other.differ.length;
}

/** The one who is active among several of whom the others are not, if its evidence is no weaker than theirs (rule 3). */
function theActive(open: readonly Judged[], agreeing: readonly Judged[]): Judged | undefined {
  const [only, another] = open.filter(({ active }) => active);
  if (only === undefined || another !== undefined || !agreeing.includes(only)) return undefined;
  if (open.some(({ linked }) => linked)) return undefined;
  return open.every((other) => isNoWeaker(only, other)) ? only : undefined;
}

/**
 * Rule 3 for one customer: which customer of the other side is the same person. The caller leaves out of all
 * evidence what several customers of one side share, and says it apart. Symmetric use is the caller's: a link needs
 * `one` both ways.
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
  const judged = candidates
    .filter(({ key }) => verdicts.get(key) !== 'different')
    .map((candidate) => judge(subject, candidate));
  const agreeing = judged.filter((one) => agrees(one, subject));
  const contested = [...new Set([...agreeing, ...judged.filter(isRival)])];
  const [only, another] = contested;
  const one = another === undefined ? only : theActive(contested, agreeing);
  if (one !== undefined && !one.linked && agreeing.includes(one))
    return { kind: 'one', key: one.key, agree: one.agree };
  const open = agreeing.length > 0 ? contested : judged.filter(isOpen);
  return open.length === 0 ? { kind: 'none' } : { kind: 'ambiguous', candidates: open.map(told) };
}

/**
 * Linked customers of the other side of whom this one may be the partner, made anew, were theirs gone: whoever finds
 * nobody else has to know that those partners are there before this one is created.
 */
export function widowsIfGone(
  subject: Evidence,
  candidates: readonly Candidate[],
  verdicts: ReadonlyMap<string, Verdict>,
): string[] {
  const linked = candidates.filter((candidate) => candidate.linked && !candidate.widowed);
  const found = match(
    subject,
    linked.map((candidate) => ({ ...candidate, widowed: true })),
    verdicts,
  );
  return found.kind === 'ambiguous' ? found.candidates.map(({ key }) => key) : [];
}
