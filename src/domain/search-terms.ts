import type { Side } from './customer.ts';
import { folded, loose } from './equality.ts';
import { numbersIn } from './evidence.ts';
import { isGivenName } from './initials.ts';
import { addressesOf } from './nobody.ts';
import { isWrittenShort } from './written-out.ts';

/** Who is searched for. */
type Person = { readonly name: string; readonly email: string; readonly phone: string };

/** Words of a name that are searched for: two, because names that share none of their two rarest are no candidates. */
const WORDS_MAX = 2;
/** Shorter ones are articles and initials. */
const WORD_MIN_CHARS = 3;
/** What half of all companies have in their names, and legal forms, tell nobody apart. */
const COMMON = new Set(['del', 'los', 'las', 'san', 'the', 'sapi', 'sofom', 'abp', 'iap', 'sas', 'spr']);

/** The words of a name by which somebody may be found under another spelling of it, as they are written. */
export function wordsToSearch(name: string): string[] {
  const words = folded(name)
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter(
      (word) => word.length >= WORD_MIN_CHARS && !COMMON.has(loose(word)) && !isWrittenShort(loose(word)),
    );
  return [...new Map(words.map((word) => [loose(word), word])).values()];
}

/**
 * What a search made for the purpose asks (rule 3): in Aceptabits the e-mail, the phone and words of the name, in
 * ManagementPro, which looks into names only, the words. `known` tells how many customers of that side are known by a
 * word: the rarest are asked for, one of them no given name, of which others have but the initial; and one that as many
 * have as an answer holds tells nothing. Undefined where no search can tell: a complete reading decides then.
 */
export function termsToSearch(
  side: Side,
  { name, email, phone }: Person,
  known: (word: string) => number,
  answerMax: number,
): string[] | undefined {
  const words = wordsToSearch(name)
    .filter((word) => known(word) < answerMax)
    .sort((a, b) => known(a) - known(b) || accents(a) - accents(b));
  if (words.length === 0) return undefined;
  const rarest = words.slice(0, WORDS_MAX);
  const surname = words.find((word) => !isGivenName(loose(word)));
  if (surname !== undefined && !rarest.includes(surname)) rarest.splice(-1, 1, surname);
  const contacts = [...oneByOne(email, addressesOf(email)), ...oneByOne(phone, numbersIn(phone))];
  const values = side === 'aceptabits' ? contacts.filter((text) => text !== '') : [];
  return [...new Set([...values, ...rarest])];
}

/** The values of a field that holds several, which nobody else has together. */
function oneByOne(text: string, several: readonly string[]): string[] {
  return (several.length > 1 ? several : [text]).map(folded);
}

/** A word that is written in one way only is found by a search that tells accents apart, too. */
function accents(word: string): number {
  return /^[\da-z]+$/iu.test(word) ? 0 : 1;
}
