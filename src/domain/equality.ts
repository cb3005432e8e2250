/** When two values of a field are one, and what a server may have made of a value that it was sent (section 3, rule 5). */
import { createRequire } from 'node:module';
import type { CountryCode, PhoneNumber } from 'libphonenumber-js/max';
import type { Field } from './customer.ts';
import { remembered } from './remembered.ts';

type Phones = typeof import('libphonenumber-js/max');

let phones: Phones | undefined;
const require = createRequire(import.meta.url);

/** The numbering plans of all countries are loaded with the first phone: a poll without a change meets none. */
function phoneIn(text: string, region?: CountryCode): PhoneNumber | undefined {
  phones ??= require('libphonenumber-js/max') as Phones;
  return phones.parsePhoneNumberFromString(text, region);
}

/** Marks without width and of direction, soft hyphens: nobody sees them, and what is copied from elsewhere carries them. */
const UNSEEN = /\p{Default_Ignorable_Code_Point}/gu;

/** NFC, trimmed, white space folded to one blank: the form in which values are compared (docs/rules.md, the customer). */
export function folded(text: string): string {
  return tidied(text.replace(UNSEEN, ''));
}

/** The form in which a name is written: the same with its marks, which join emoji and tell the direction of a script. */
export function tidied(text: string): string {
  return text.normalize('NFC').replace(/\s+/gu, ' ').trim();
}

/** What was dialled before a Mexican number until 2019 and is still typed: `+52 1 …`, `01 …`, `044 …`, `045 …`. */
const OLD_MEXICAN_PREFIX = /^\+52(?:1|01|044|045)(\d{10})$/;

/** What is read is shared, and changed by nobody. */
const parsedPhone = remembered((text): Readonly<PhoneNumber> | undefined => {
  const parsed = phoneIn(text, 'MX');
  const [, national] = OLD_MEXICAN_PREFIX.exec(parsed?.number ?? '') ?? [];
  if (parsed === undefined || national === undefined) return parsed?.isPossible() ? parsed : undefined;
  const today = phoneIn(`+52${national}`);
  if (parsed.ext !== undefined) today?.setExt(parsed.ext);
  return today;
});

/** The E.164 form of a phone number, default region MX, or undefined where it does not parse. */
export function phoneNumber(text: string): string | undefined {
  return parsedPhone(text)?.number;
}

function digits(text: string): string {
  return text.replace(/\D/gu, '');
}

/** How an extension is announced, which is no word beside the number. */
const EXTENSION = /^(?:e?xtn?|extension|x|int|anexo)$/u;

/** The words beside a number ("9994234567 Juan"): whom it belongs to may change while it stays. */
function wordsBeside(phone: string, ext: unknown): string {
  const words = loose(phone).replace(/\p{N}/gu, ' ').split(' ');
  return words.filter((word) => word !== '' && !(ext !== undefined && EXTENSION.test(word))).join(' ');
}

/** True when two texts hold one phone number, whatever words stand beside it. */
export function isSameNumber(a: string, b: string): boolean {
  const [left, right] = [parsedPhone(a), parsedPhone(b)];
  // E.164 has no extension, yet a changed one is an edit that must not be lost.
  if (left !== undefined && right !== undefined)
    return left.number === right.number && left.ext === right.ext;
  const [leftDigits, rightDigits] = [digits(a), digits(b)];
  // A phone without any digit ("sin teléfono") is compared as text, or all of them would be one.
  return leftDigits !== '' && leftDigits === rightDigits;
}

function equalPhones(a: string, b: string): boolean {
  return isSameNumber(a, b) && wordsBeside(a, parsedPhone(a)?.ext) === wordsBeside(b, parsedPhone(b)?.ext);
}

/** True when two values of a field are the same for a person (docs/rules.md, the customer). What is equal is never written. */
export function equal(field: Field, a: string, b: string): boolean {
  if (a === b) return true;
  const [left, right] = [folded(a), folded(b)];
  if (left === right) return true;
  if (field === 'email') return left.toLowerCase() === right.toLowerCase();
  return field === 'phone' && equalPhones(left, right);
}

export function isEmpty(value: string): boolean {
  return folded(value) === '';
}

/** Without accents, case and punctuation: the loosest form, for matching people and for recognising our own writes. */
export function loose(text: string): string {
  return text
    .replace(UNSEEN, '')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** The same, but `ñ` is a letter of its own: José Peña is not José Pena (rule 3). */
export function looseName(text: string): string {
  return text
    .replace(UNSEEN, '')
    .normalize('NFKD')
    .replace(/(?<![nN])\u0303|(?!\u0303)\p{M}/gu, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** A cut-off value is believed to be ours from this many characters on; shorter ones prove nothing. */
const CUT_OFF_MIN_CHARS = 4;

/**
 * True when `returned` is what a server may have made of `sent`: the same but for case, accents and
 * punctuation, or its beginning where the server cuts off. Such a server never looks like an edit (section 2, base).
 */
export function landed(field: Field, sent: string, returned: string): boolean {
  if (equal(field, sent, returned)) return true;
  // A clave that begins another one, or is written otherwise, is another salesperson.
  if (field === 'salesperson' || isEmpty(sent) || isEmpty(returned)) return false;
  // `ana-b@…` and `ana.b@…` are two mailboxes, so an e-mail keeps its punctuation.
  const form = field === 'email' ? (text: string) => folded(text).toLowerCase() : loose;
  const [whole, part] = [form(sent), form(returned)];
  // A name keeps the order in which its halves stand.
  if (field === 'name' && inOrder(whole) === inOrder(part) && part !== '') return true;
  return part !== '' && (whole === part || (part.length >= CUT_OFF_MIN_CHARS && whole.startsWith(part)));
}

function inOrder(words: string): string {
  return words.split(' ').toSorted().join(' ');
}

/** The ways in which one text is written, each with what makes two ways of it one. */
const WAYS = {
  case: (text) => text.toLowerCase(),
  accents: (text) =>
    text
      .normalize('NFD')
      .replace(/(?<![nN])\u0303|(?!\u0303)\p{M}/gu, '')
      .normalize('NFC'),
  tilde: (text) =>
    text
      .normalize('NFD')
      .replace(/(?<=[nN])\u0303/gu, '')
      .normalize('NFC'),
  marks: (text) => text.replace(/[^\p{L}\p{N}]+/gu, ' ').trim(),
  order: inOrder,
} as const satisfies Record<string, (text: string) => string>;

export type WayOfWriting = keyof typeof WAYS;

/** In which ways two texts of the same words are written differently: each that remains once all the others are one. */
export function waysOfWriting(a: string, b: string): Set<WayOfWriting> {
  const names = Object.keys(WAYS) as WayOfWriting[];
  const differs = (way: WayOfWriting) => {
    const form = (text: string) =>
      names.reduce((soFar, name) => (name === way ? soFar : WAYS[name](soFar)), folded(text));
    return form(a) !== form(b);
  };
  return new Set(names.filter(differs));
}

/** True when `returned` is only the beginning of `sent`, as a server leaves it that cuts off. */
export function isCutOff(field: Field, sent: string, returned: string): boolean {
  return landed(field, sent, returned) && loose(returned).length < loose(sent).length;
}

/** A phone that a server has rewritten is believed to be the one that was sent from this many digits on. */
const PHONE_MIN_DIGITS = 7;

/** The letters and digits of plain ASCII: all that is left of a text on a server that garbles or escapes the rest. */
function asciiOnly(text: string): string {
  return folded(text)
    .replace(/&#?\w+;/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]/gu, '');
}

/**
 * True when `returned`, read straight after `sent` was written, is what a server may have made of it. Wider than
 * `landed`, which also has to tell an edit made days later: here a server may lose, garble or escape what is not plain
 * ASCII ("Mu?oz", "MuÃ±oz", "P&eacute;rez"), keep less or more of a phone's digits, or fill up a key with zeros.
 */
export function isServersForm(field: Field, sent: string, returned: string): boolean {
  if (landed(field, sent, returned)) return true;
  if (isEmpty(sent) || isEmpty(returned)) return false;
  if (field === 'salesperson') return withoutZeros(sent) === withoutZeros(returned);
  if (field === 'phone') return shareDigits(digits(sent), digits(returned));
  const [whole, part] = [asciiOnly(sent), asciiOnly(returned)];
  return part.length >= CUT_OFF_MIN_CHARS && whole.startsWith(part);
}

function withoutZeros(key: string): string {
  return folded(key).toLowerCase().replace(/^0+/u, '');
}

function shareDigits(a: string, b: string): boolean {
  const [shorter, longer] = a.length < b.length ? [a, b] : [b, a];
  return shorter.length >= PHONE_MIN_DIGITS && longer.includes(shorter);
}
