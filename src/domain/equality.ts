import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { Field } from './customer.ts';

/** NFC, trimmed, white space folded to one blank: the form in which values are compared (design section 3). */
export function folded(text: string): string {
  return text.normalize('NFC').replace(/\s+/gu, ' ').trim();
}

/**
 * The E.164 form of a phone number, default region MX, or undefined where it does not parse.
 * Mexico dropped the mobile prefix 1 in 2019 and both forms are still typed, so `+52 1 …` is `+52 …`.
 */
export function phoneNumber(text: string): string | undefined {
  const parsed = parsePhoneNumberFromString(text, 'MX');
  if (!parsed?.isPossible()) return undefined;
  return parsed.number.replace(/^\+521(\d{10})$/, '+52$1');
}

function digits(text: string): string {
  return text.replace(/\D/gu, '');
}

function equalPhones(a: string, b: string): boolean {
  const [left, right] = [phoneNumber(a), phoneNumber(b)];
  if (left !== undefined && right !== undefined) return left === right;
  const [leftDigits, rightDigits] = [digits(a), digits(b)];
  // A phone without any digit ("sin teléfono") is compared as text, or all of them would be one.
  return leftDigits === '' || rightDigits === '' ? false : leftDigits === rightDigits;
}

/** True when two values of a field are the same for a person (design section 3). What is equal is never written. */
export function equal(field: Field, a: string, b: string): boolean {
  const [left, right] = [folded(a), folded(b)];
  if (left === right) return true;
  if (left === '' || right === '') return false;
  if (field === 'email') return left.toLowerCase() === right.toLowerCase();
  return field === 'phone' && equalPhones(left, right);
}

export function isEmpty(value: string): boolean {
  return folded(value) === '';
}

/** Without accents, case and punctuation: the loosest form, for matching people and for recognising our own writes. */
export function loose(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
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
  if (isEmpty(sent) || isEmpty(returned)) return false;
  const [whole, part] = [loose(sent), loose(returned)];
  return part !== '' && (whole === part || (part.length >= CUT_OFF_MIN_CHARS && whole.startsWith(part)));
}
