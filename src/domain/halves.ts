/**
 * The split of name and lastname that Aceptabits has, kept while ManagementPro's one name changes (docs/rules.md, the customer).
 * It is never guessed: a new customer has none, and where neither half stands any more it is given up.
 */
import type { AceptabitsRecord } from './customer.ts';
import { equal, folded, loose } from './equality.ts';

type Halves = Pick<AceptabitsRecord, 'name' | 'lastname'>;
type Half = 'given' | 'last';

/** Words that belong to the surname after them. */
export const PARTICLES: ReadonlySet<string> = new Set([
  'de',
  'del',
  'la',
  'las',
  'los',
  'el',
  'y',
  'e',
  'da',
  'das',
  'do',
  'dos',
  'di',
  'van',
  'von',
]);

function wordsOf(half: string | undefined): string[] {
  return folded(half ?? '')
    .split(' ')
    .filter((word) => word !== '');
}

/** A word however it is written; signs are what they are. */
function wordKey(word: string): string {
  return loose(word) || word;
}

function surnames(last: readonly string[]): number {
  return last.filter((word) => !PARTICLES.has(loose(word))).length;
}

/** What is equal stays byte for byte. */
function unless(kept: string | undefined, wanted: string): string {
  return kept !== undefined && equal('name', kept, wanted) ? kept : wanted;
}

/** A half still stands when only its accents, case or punctuation have been mended, or a server has its own. */
function stands(half: readonly string[], words: readonly string[]): boolean {
  const [a, b] = [half.join(' '), words.join(' ')];
  return a === b || (loose(a) !== '' && loose(a) === loose(b));
}

/** The half in which each word stands, undefined for a new one; a word that both halves have is the given name's first. */
function placesOf(words: readonly string[], given: readonly string[], last: readonly string[]) {
  const free: Record<Half, string[]> = { given: given.map(wordKey), last: last.map(wordKey) };
  const places = words.map((word): Half | undefined => {
    const half = (['given', 'last'] as const).find((one) => free[one].includes(wordKey(word)));
    if (half !== undefined) free[half].splice(free[half].indexOf(wordKey(word)), 1);
    return half;
  });
  return { places, gone: free.given.length + free.last.length };
}

/**
 * The halves of new words: those of their neighbours; between the halves they are given names where the last name has
 * its two surnames, else the last name's.
 */
function placed(places: readonly (Half | undefined)[], last: readonly string[]): Half[] {
  const between: Half = surnames(last) >= 2 ? 'given' : 'last';
  return places.map((place, index) => {
    if (place !== undefined) return place;
    const before = places.slice(0, index).findLast((half) => half !== undefined);
    const after = places.slice(index).find((here) => here !== undefined);
    if (before === undefined || after === undefined) return before ?? after ?? between;
    return before === after ? before : between;
  });
}

/** Every word that Aceptabits has is there, or every one that is there is Aceptabits': each is rewritten where it stands. */
function wordByWord(
  words: readonly string[],
  given: readonly string[],
  last: readonly string[],
  isFewer: boolean,
) {
  const { places, gone } = placesOf(words, given, last);
  if (isFewer ? places.includes(undefined) : gone > 0) return undefined;
  const halves = placed(places, last);
  const half = (which: Half) => words.filter((_, index) => halves[index] === which);
  const split = [half('given'), half('last')] as const;
  return split.some(({ length }) => length === 0) ? undefined : split;
}

/** One of the halves, or both, stand whole at their ends of the name, or at the others where the surnames come first. */
function wholeHalves(
  words: readonly string[],
  given: readonly string[],
  last: readonly string[],
  which: 'both' | 'one',
) {
  const cuts = [given.length, words.length - last.length, words.length - given.length, last.length];
  for (const [index, cut] of cuts.entries()) {
    const at = Math.max(cut, 0);
    const [head, tail] = [words.slice(0, at), words.slice(at)];
    if (head.length === 0 || tail.length === 0) continue;
    const [first, second] = index < 2 ? [head, tail] : [tail, head];
    const standing = [stands(first, given), stands(second, last)];
    if (which === 'both' ? standing.every(Boolean) : standing.some(Boolean)) return [first, second] as const;
  }
  return undefined;
}

/** The halves that make up a name, as far as possible those that the record has. */
export function splitName(record: Halves, name: string): Halves {
  const words = wordsOf(name);
  const [given, last] = [wordsOf(record.name), wordsOf(record.lastname)];
  if (record.name !== undefined && [...given, ...last].join(' ') === words.join(' '))
    return { name: record.name, lastname: record.lastname };
  const isSplit = given.length > 0 && last.length > 0;
  const split =
    wholeHalves(words, given, last, 'both') ??
    (isSplit ? wordByWord(words, given, last, false) : undefined) ??
    (last.length > 0 ? wholeHalves(words, given, last, 'one') : undefined) ??
    (isSplit ? wordByWord(words, given, last, true) : undefined);
  if (split !== undefined) {
    const [first, second] = split;
    return {
      name: unless(record.name, first.join(' ')),
      lastname: unless(record.lastname, second.join(' ')),
    };
  }
  // Neither half stands any more: a split would be a guess, so the whole name goes into the first half.
  return { name: unless(record.name, name), lastname: record.lastname === undefined ? undefined : '' };
}
