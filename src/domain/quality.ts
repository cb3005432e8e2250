import type { Customer } from './customer.ts';
import { folded, isEmpty } from './equality.ts';
import { EVIDENCE, type Evidence, type EvidenceKind, evidenceOf } from './evidence.ts';
import { isGarbled } from './garbled.ts';
import { relationOf } from './names.ts';
import { addressOf } from './nobody.ts';

/** What a customer's own values may have against them, before going live. Nothing of it stops the sync. */
export type Flaw = 'empty-name' | 'invalid-email' | 'invalid-phone' | 'invalid-rfc' | 'garbled-text';

/** Three letters for a company, four for a person, the date of birth or founding, and three more (SAT). */
const RFC = /^[A-ZÑ&]{3,4}(\d{2})(\d{2})(\d{2})[A-Z\d]{3}$/u;

/** False for a text that cannot be an RFC: its length, its letters, or a day that the calendar does not have. */
export function isRfc(text: string): boolean {
  const [found, , month, day] = RFC.exec(folded(text).toUpperCase()) ?? [];
  if (found === undefined) return false;
  // The century is not said, so the 29th of February may be right.
  const date = new Date(Date.UTC(2000, Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}

function isEmail(text: string): boolean {
  return addressOf(text) === folded(text).toLowerCase();
}

/** False for a number that nobody can be called on: it does not parse, or is the same digit over and over. */
export function isPhone(text: string): boolean {
  return evidenceOf({ phone: text }).phone !== undefined;
}

/** Everything that is wrong with one customer by itself; an empty e-mail, phone or RFC is no flaw. */
export function flawsOf({ name = '', email = '', phone = '' }: Customer, rfc = ''): [Flaw, string][] {
  const flaws: [Flaw, string, boolean][] = [
    ['empty-name', name, isEmpty(name)],
    ['invalid-email', email, !isEmpty(email) && !isEmail(email)],
    ['invalid-phone', phone, !isEmpty(phone) && !isPhone(phone)],
    ['invalid-rfc', rfc, !isEmpty(rfc) && !isRfc(rfc)],
    ...[name, email].map((text): [Flaw, string, boolean] => ['garbled-text', text, isGarbled(text)]),
  ];
  return flaws.flatMap(([flaw, value, found]) => (found ? [[flaw, value] as [Flaw, string]] : []));
}

/**
 * The evidence by which two customers of one side look like the same person, undefined where it does not suffice:
 * two pieces out of three, or an e-mail or a full name with nothing against it.
 */
export function doubleBy(a: Evidence, b: Evidence): EvidenceKind[] | undefined {
  const both = EVIDENCE.filter((kind) => a[kind] !== undefined && b[kind] !== undefined);
  // Sister companies differ in nothing but their legal form, and José Peña is not José Pena.
  const isSame = (kind: EvidenceKind) =>
    kind === 'name' && a.full !== undefined && b.full !== undefined
      ? relationOf(a.full, b.full) === 'same'
      : a[kind] === b[kind];
  const agree = both.filter(isSame);
  if (agree.length >= 2) return agree;
  const [only] = agree;
  if (only === undefined || both.length > 1 || only === 'phone') return undefined;
  return only === 'email' || (a.name ?? '').includes(' ') ? agree : undefined;
}
