/**
 * Texts that somebody has stored or read in the wrong encoding (docs/rules.md, servers like these: bytes): what they tell is not what
 * was typed, and a clean value must never be lost to one unasked.
 */
import type { Field } from './customer.ts';
import { folded, isEmpty } from './equality.ts';

/** What a decoder puts where it found no character. */
const REPLACEMENT = '\uFFFD';

/** A value that holds U+FFFD tells nothing about its field, like a missing key. */
export function told(value: string | undefined): string | undefined {
  return value?.includes(REPLACEMENT) ? undefined : value;
}

/**
 * UTF-8 read as ISO-8859-1 or windows-1252: "Ã±" for "ñ", "Â°" for "°", "â€œ" for a quotation mark. The lead bytes of
 * other alphabets are left out: "CAFÉ”" is the end of a quotation.
 */
const DOUBLED =
  /[ÂÃ][\u0080-\u00BF€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â[€‚„][\u0080-\u00BF€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]/u;

/** "GarcÃa": the other half of "í" is a soft hyphen, which is lost on its way; nobody writes Ã after a small letter. */
const HALF_DOUBLED = /\p{Ll}Ã/u;

/** True for a doubly encoded value ("MuÃ±oz"), which nobody types. */
export function isDoublyEncoded(value: string): boolean {
  return DOUBLED.test(value) || HALF_DOUBLED.test(value);
}

/** A word as a server leaves it that puts question marks for what is not plain ASCII, one or two for each. */
function questioned(word: string): string {
  return word.toLowerCase().replace(/[^\p{ASCII}?]+|\?+/gu, '?');
}

function isQuestionedFormOf(word: string, clean: string): boolean {
  return word.includes('?') && !clean.includes('?') && questioned(word) === questioned(clean);
}

/**
 * True when a value would go over a cleaner one that it is a garbled form of: doubly encoded where the other is not,
 * or "Mu?oz" over "Muñoz". No policy decides that (section 1): it is not copied before a person has said so.
 */
export function spoils(field: Field, value: string, over: string): boolean {
  if (field === 'phone' || field === 'salesperson' || isEmpty(over)) return false;
  if (isDoublyEncoded(value)) return !isDoublyEncoded(over);
  const clean = folded(over).split(' ');
  return folded(value)
    .split(' ')
    .some((word) => clean.some((one) => isQuestionedFormOf(word, one)));
}

/** True for a text that has gone through a wrong encoding, for a person to mend. */
export function isGarbled(value: string): boolean {
  return told(value) === undefined || isDoublyEncoded(value) || /\p{L}\?+\p{L}/u.test(value);
}
