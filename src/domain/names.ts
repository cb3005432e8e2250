/** How two names relate (rule 3). Works on loose names, in which `ñ` is still a letter. */
import { loose, looseName } from './equality.ts';
import { hasInitial, initialsKey, initialsStandFor } from './initials.ts';
import { type FormedName, formsAgree, withoutForm } from './legal-form.ts';
import { remembered } from './remembered.ts';
import { writtenOut } from './written-out.ts';

/**
 * `same`: the same words in any order, legal forms left out where one side has none. `form`: the same words, and two
 * legal forms. `letter`: the same but for `ñ` and `n`. `begins`: one begins the other, with two words at least or up to
 * a legal form, or both are the same words once they are written out, without titles, with initials for given names, or the
 * same letters with blanks elsewhere ("Auto Partes", "O'Farrill"). `within`: all words of the one are
 * in the other. `alike`: two words in common, a given name among them.
 */
export type NameRelation = 'same' | 'form' | 'letter' | 'begins' | 'within' | 'alike' | 'other';

/** A relation that leaves a doubt where nothing tells the two apart. */
export const IN_DOUBT: ReadonlySet<NameRelation> = new Set(['form', 'letter', 'begins']);

/** A shorter word is an abbreviation of whatever it begins: "Ma.", "A." */
const ABBREVIATION_MAX = 2;

function sorted(words: readonly string[]): string {
  return words.toSorted().join(' ');
}

/** No person has "de CV" for a name: of a company's one word it may be taken, to doubt and never to link. */
function strippedWords(looseText: string): readonly string[] {
  return withoutForm(looseText, /c ?v$/u.test(looseText) ? 1 : 2).bare;
}

/** The words of a name without form and accents. */
const bareWords = remembered((looseText) => strippedWords(loose(looseText)));

const fullWords = remembered((looseText) => writtenOut(bareWords(looseText)));

/** The words of a name as they stand, and written out where that is something else. */
function wordings(looseText: string): (readonly string[])[] {
  const [bare, full] = [bareWords(looseText), fullWords(looseText)];
  return bare === full ? [bare] : [bare, full];
}

/**
 * The keys under which all spellings of a name are found: without form, accents and order, written out as well, and without
 * blanks. One word is its own key without blanks.
 */
export function nameKeys(looseText: string): string[] {
  return [...new Set([...wordings(looseText).map(sorted), fullWords(looseText).join('')])];
}

/** The first of them, which any name has. */
export function nameKey(looseText: string): string {
  return sorted(bareWords(looseText));
}

/** The key of all names that are the same but for initials, of one that has initials itself: few have. */
export function ownInitialsOf(looseText: string): string[] {
  const words = fullWords(looseText);
  return hasInitial(words) ? [initialsKey(words)] : [];
}

/** The same key, of a name of which others may write given names with initials. */
export function initialsOf(looseText: string): string[] {
  const words = fullWords(looseText);
  const key = initialsKey(words);
  return key === sorted(words) ? [] : [key];
}

/** A longer name is found by its beginnings of so many words at most. */
const BEGINNING_WORDS_MAX = 5;

/** The beginnings of two words and more of a name, its whole left out. */
export function beginningsOf(looseText: string): string[] {
  const found = wordings(looseText).flatMap((words) => {
    const lengths = [2, 3, 4, BEGINNING_WORDS_MAX].filter((length) => length < words.length);
    return lengths.map((length) => words.slice(0, length).join(' '));
  });
  return [...new Set(found)];
}

/** The name as whoever begins with it is found. */
export function wholesOf(looseText: string): string[] {
  return wordings(looseText).flatMap((words) => (words.length >= 2 ? [words.join(' ')] : []));
}

function beginsWith(short: readonly string[], long: readonly string[]): boolean {
  return short.every((word, index) => long[index] === word);
}

function shorterFirst<T extends { readonly length: number }>(a: T, b: T): readonly [T, T] {
  return a.length <= b.length ? [a, b] : [b, a];
}

function isWord(word: string, other: string): boolean {
  const [short, long] = shorterFirst(word, other);
  return short === long || (short.length <= ABBREVIATION_MAX && long.startsWith(short));
}

/** Every word of the shorter one has its own in the longer one. */
function isWithin(short: readonly string[], long: readonly string[]): boolean {
  return short.length >= 2 && short.every((word) => long.includes(word));
}

/** How many different words of the one stand in the other. */
function inCommon(a: readonly string[], b: readonly string[]): number {
  return [...new Set(a)].filter((word) => b.some((other) => isWord(word, other))).length;
}

/** Two words in common, and one of them is the first of either: brothers have two surnames in common and no more. */
function isAlike(a: readonly string[], b: readonly string[]): boolean {
  const hasFirst = inCommon(a.slice(0, 1), b) + inCommon(b.slice(0, 1), a) > 0;
  return hasFirst && Math.min(inCommon(a, b), inCommon(b, a)) >= 2;
}

function sameWords(a: FormedName, b: FormedName): NameRelation | undefined {
  const isExact = sorted(a.bare) === sorted(b.bare);
  if (isExact) return formsAgree(a.form, b.form) ? 'same' : 'form';
  const folded = [a, b].map(({ bare }) => sorted(bare.map(loose)));
  if (folded[0] !== folded[1]) return undefined;
  return formsAgree(a.form, b.form) ? 'letter' : 'form';
}

/** Two names of the same words, however they are written: case, accents, order, the dots of a legal form (section 3). */
export function areSameWords(a: string, b: string): boolean {
  const [formed, other] = [withoutForm(looseName(a)), withoutForm(looseName(b))];
  return formed.bare.length > 0 && formed.form === other.form && sorted(formed.bare) === sorted(other.bare);
}

/** How two loose names (`looseName`) relate; the same from both ends. */
export function relationOf(a: string, b: string): NameRelation {
  const same = sameWords(withoutForm(a), withoutForm(b));
  if (same !== undefined) return same;
  const [short, long] = shorterFirst(fullWords(a), fullWords(b));
  if (short.length === long.length && sorted(short) === sorted(long)) return 'begins';
  if (short.join('') === long.join('')) return 'begins';
  if (short.length >= 2 && beginsWith(short, long)) return 'begins';
  if (initialsStandFor(short, long)) return 'begins';
  if (isWithin(short, long) || isWithin(long, short)) return 'within';
  return isAlike(short, long) ? 'alike' : 'other';
}
