import { type AskedKind, type Evidence, filedUnder, type IndexKind } from '../domain/evidence.ts';
import { initialsKey } from '../domain/initials.ts';

/**
 * Where the index of rule 3 files a piece of evidence: under a keyed digest of its value, 60 bits of it, which are enough
 * that no two values of a side meet. The first two characters name the block, the others with the kind its line. Of a name
 * all but the last four are of the name with initials, so that names that are the same but for these stand together.
 */

type Digests = { digest(text: string): string };

const BLOCK_CHARS = 2;
const DIGEST_CHARS = 10;
/** Of the name with initials: two that meet by chance are told apart by whoever compares them. */
const INITIALS_CHARS = 6;
const LETTERS = { email: 'e', phone: 'p', name: 'n', start: 's', initials: 'i' } as const satisfies Record<
  IndexKind,
  string
>;

/** A block, and how the lines of everybody begin who has this piece of evidence. */
export type Place = { readonly block: string; readonly line: string };

function placeOf(store: Digests, kind: IndexKind, value: string): Place {
  const digest = store.digest(value);
  if (kind !== 'name') return placeAt(kind, digest);
  const initials = initialsKey(value.split(' '));
  const common = initials === value ? digest : store.digest(initials);
  return placeAt(kind, common.slice(0, INITIALS_CHARS) + digest.slice(INITIALS_CHARS));
}

function placeAt(kind: IndexKind, digest: string): Place {
  const line = LETTERS[kind] + digest.slice(BLOCK_CHARS, DIGEST_CHARS);
  return { block: digest.slice(0, BLOCK_CHARS), line };
}

/** A place that is asked for, be it only how the lines of some names begin; and how many characters of its lines stand between it and the key. */
export function askedPlace(
  store: Digests,
  kind: AskedKind,
  value: string,
): Place & { readonly rest: number } {
  if (kind !== 'but-for-initials') return { ...placeOf(store, kind, value), rest: 0 };
  return {
    ...placeAt('name', store.digest(value).slice(0, INITIALS_CHARS)),
    rest: DIGEST_CHARS - INITIALS_CHARS,
  };
}

/** Places of a customer in the index of its side that it has by `evidence` and not by that of `another` time. */
export function placesOnlyOf(store: Digests, evidence: Evidence, another: Evidence): Place[] {
  const others = new Set(filedUnder(another).map(named));
  // A digest is dear: what stands in both has its place already.
  const own = filedUnder(evidence).filter((entry) => !others.has(named(entry)));
  return own.map(([kind, value]) => placeOf(store, kind, value));
}

const named = ([kind, value]: readonly [IndexKind, string]) => `${kind} ${value}`;

/** A key as it stands in a line: JSON without its quotes, so that it holds neither tab nor line break. */
export function lineKey(key: string): string {
  return JSON.stringify(key).slice(1, -1);
}

export function keyIn(text: string): string {
  return JSON.parse(`"${text}"`) as string;
}

/** The place that a block and a line of this key stand for; none where the line is another key's. */
export function placeIn(text: string, key: string): Place[] {
  const [block, line] = [text.slice(0, BLOCK_CHARS), text.slice(BLOCK_CHARS, DIGEST_CHARS + 1)];
  return text.slice(DIGEST_CHARS + 1) === key ? [{ block, line }] : [];
}
