import type { AceptabitsRecord, ManagementProRecord } from './customer.ts';
import { loose } from './equality.ts';

/** A record is found under at most so many words, none longer than this: a name is no novel. */
const WORDS_MAX = 16;
const WORD_CHARS_MAX = 64;
/** A text of digits and separators with at least so many digits is a phone number, however it is spaced. */
const PHONE_DIGITS_MIN = 7;

/**
 * The words under which a person may look for a record, without accents and case: name, legal name, e-mail,
 * phones, RFC and key. A search for the beginning of a word finds it.
 */
export function wordsOf(record: ManagementProRecord | AceptabitsRecord): string[] {
  const rest = 'rest' in record ? record.rest : {};
  const names = [record.name, 'lastname' in record ? record.lastname : '', inM(record)?.legalName];
  const words = [
    bareKey(record.key),
    ...[record.email, rest.email2].map((email) => oneWord(email ?? '')),
    ...[record.phone, rest.phone2, rest.phone3].map((phone) => nationalNumber(phone ?? '')),
    oneWord(inM(record)?.rfc ?? ''),
    ...looseWords(names.join(' ')),
  ];
  const kept = words.filter((word) => word !== '').map((word) => word.slice(0, WORD_CHARS_MAX));
  return [...new Set(kept)].slice(0, WORDS_MAX);
}

/**
 * What a person typed, as groups of which each must be met by the beginning of some word; within a group any
 * form will do. Empty when nothing was typed.
 */
export function searchedWords(text: string): string[][] {
  const typed = text.trim();
  const digits = typed.replace(/\D/gu, '');
  if (/^[\d\s()+.-]+$/u.test(typed) && digits.length >= PHONE_DIGITS_MIN)
    return [[...new Set([nationalNumber(typed), digits, withoutZeros(digits)])]];
  const tokens = typed.split(/\s+/u).filter((token) => token !== '');
  return tokens.slice(0, WORDS_MAX).flatMap((token) => {
    const whole = oneWord(token).slice(0, WORD_CHARS_MAX);
    const parts = looseWords(token);
    return (parts.length === 0 ? [whole] : parts).map((part) => [
      ...new Set([part.slice(0, WORD_CHARS_MAX), whole, withoutZeros(part)]),
    ]);
  });
}

/** What is typed shorter than this is too much like everything to be a typing error, or a part of a word. */
const PART_CHARS_MIN = 3;
const ERROR_CHARS_MIN = 4;

/**
 * What a person typed, for whom nobody's words begin so: each group is to be met by a part of some word (a domain, the
 * end of a phone, however its digits are spaced), or by a word with one typing error. Empty where too little was typed.
 */
export function looselySought(text: string): string[][] {
  const typed = text.trim();
  const groups = /^[\d\s()+.-]+$/u.test(typed) ? [[typed.replace(/\D/gu, '')]] : searchedWords(typed);
  const isEnough = (group: readonly string[]) => group.some((form) => form.length >= PART_CHARS_MIN);
  return groups.some(isEnough) ? groups : [];
}

/** True where the words of a record, with a blank between them, meet every group loosely. */
export function meetsLoosely(words: string, groups: readonly (readonly string[])[]): boolean {
  return groups.every((group) => group.some((form) => words.includes(form) || holdsNearly(words, form)));
}

/** An error concerns two neighbours at the most, so that one third of the form stands as it is where the form nearly does. */
function holdsNearly(words: string, form: string): boolean {
  if (form.length < ERROR_CHARS_MIN - 1) return false;
  const third = Math.floor(form.length / 3);
  const parts = [form.slice(0, third), form.slice(third, 2 * third), form.slice(2 * third)];
  return (
    parts.some((part) => words.includes(part)) && words.split(' ').some((word) => isOneErrorApart(word, form))
  );
}

/** One character more, less or other, or two that have changed places. */
function isOneErrorApart(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (short.length < ERROR_CHARS_MIN || long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at += 1;
  const rest = (text: string, from: number) => text.slice(from);
  if (long.length > short.length) return rest(short, at) === rest(long, at + 1);
  if (rest(short, at + 1) === rest(long, at + 1)) return true;
  const swapped = short[at] === long[at + 1] && short[at + 1] === long[at];
  return swapped && rest(short, at + 2) === rest(long, at + 2);
}

function inM(record: ManagementProRecord | AceptabitsRecord): ManagementProRecord | undefined {
  return 'rest' in record ? record : undefined;
}

function looseWords(text: string): string[] {
  return loose(text)
    .split(' ')
    .filter((word) => word !== '');
}

/** `Ana.Ruiz@Correo.mx` and an RFC are one word each. */
function oneWord(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\p{M}\s]/gu, '')
    .toLowerCase();
}

/** Claves carry leading zeros that nobody types. */
function bareKey(key: string): string {
  return withoutZeros(oneWord(key));
}

function withoutZeros(word: string): string {
  return word.replace(/^0+(?=.)/u, '');
}

/** What is dialled before ten digits: the country's code, and the prefixes of until 2019. */
const DIALLED_BEFORE = /^(?:52)?(?:1|01|044|045)?(?=\d{10}$)/u;

/** `+52 1 (999) 123 45 67 ext. 8` is found by `9991234567`. To find is not to compare, so no library is asked. */
function nationalNumber(phone: string): string {
  const [number = ''] = phone.split(/[\p{L}#]/u);
  return number.replace(/\D/gu, '').replace(DIALLED_BEFORE, '');
}
