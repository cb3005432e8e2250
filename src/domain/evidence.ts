import type { AceptabitsRecord, Customer, Field, ManagementProRecord } from './customer.ts';
import { isEmpty, looseName, phoneNumber } from './equality.ts';
import { told } from './garbled.ts';
import { beginningsOf, initialsOf, nameKey, nameKeys, ownInitialsOf, wholesOf } from './names.ts';
import { addressesOf, addressOf, areNoNumber, hasAddress, isNobody } from './nobody.ts';
import { bearsProbeMark } from './probe-mark.ts';
import { remembered } from './remembered.ts';

/** What can say that two records are the same person, in the loosest form; missing where it would mean nobody. */
export const EVIDENCE = ['email', 'phone', 'name'] as const;
export type EvidenceKind = (typeof EVIDENCE)[number];

export type Evidence = { readonly [K in EvidenceKind]?: string } & {
  /** The whole name, as `relationOf` compares it: `name` is only the key under which its spellings are found. */
  readonly full?: string;
  /** Of a field that holds several values each: any of them may be the other's one, and none tells the two apart. */
  readonly several?: readonly Contact[];
  /** An e-mail or phone that several customers of one side have: it links nobody, yet may leave a doubt (rule 3). */
  readonly shared?: readonly Contact[];
};

/** One e-mail or phone. */
export type Contact = readonly [kind: 'email' | 'phone', value: string];

/** What evidence is filed under: a name under its beginnings as well, for whoever has but these, and with its initials. */
export type IndexKind = EvidenceKind | 'start' | 'initials';
/** What may be asked for besides: who is filed under any name that is the same but for initials. */
export type AskedKind = IndexKind | 'but-for-initials';

/** A number that ends in one digit over and over may be a switchboard's, and is too often nobody's to tell who it is. */
function phoneKey(phone: string): string | undefined {
  const key = phoneNumber(phone);
  const isNobodys =
    key === undefined || /(\d)\1{6,}$/u.test(key) || areNoNumber(key.replace(/^\+(?:52)?/u, ''));
  return isNobodys ? undefined : key;
}

/** What stands between two numbers of one field. */
const BETWEEN_PHONES = /[,;/|]| [yo] |(?<=\d{10}) (?=\+?\d{10})/u;

/** The texts of a field that are a number each, as they are typed. */
export function numbersIn(text: string): string[] {
  return text.split(BETWEEN_PHONES).filter((part) => phoneKey(part) !== undefined);
}

/** The numbers of a field that holds several, or one among what makes no number; none where it holds one alone. */
function phonesOf(text: string): string[] {
  const numbers = [...new Set(numbersIn(text).flatMap((part) => phoneKey(part) ?? []))];
  return numbers.length === 1 && phoneKey(text) !== undefined ? [] : numbers;
}

const nameEvidence = remembered((name): Pick<Evidence, 'name' | 'full'> => {
  const full = looseName(name);
  return full === '' || isNobody(name) ? {} : { name: nameKey(full), full };
});

/** The evidence that a customer carries (rule 3); values that mean nobody, or tell nothing, are left out. */
export function evidenceOf(customer: Customer): Evidence {
  const [mail, number] = [told(customer.email) ?? '', told(customer.phone) ?? ''];
  const phones = phonesOf(number);
  const [email, phone] = [addressOf(mail), phones.length > 0 ? undefined : phoneKey(number)];
  const several = [
    ...addressesOf(mail).map((value): Contact => ['email', value]),
    ...phones.map((value): Contact => ['phone', value]),
  ];
  return {
    ...(email !== undefined && { email }),
    ...(phone !== undefined && { phone }),
    ...(several.length > 0 && { several }),
    ...nameEvidence(told(customer.name) ?? ''),
  };
}

/** Every e-mail and phone that may tell who a customer is, those of a field that holds several one by one. */
export function contactsOf({ email, phone, several = [] }: Evidence): Contact[] {
  const ones: (readonly [Contact[0], string | undefined])[] = [['email', email], ['phone', phone]]; // biome-ignore format: a row
  return [
    ...ones.flatMap(([kind, value]): Contact[] => (value === undefined ? [] : [[kind, value]])),
    ...several,
  ];
}

/**
 * False for a value that is empty, or a server's or a clerk's way of writing nothing: "0000000000", "no tiene", "Público en
 * general". Several e-mails or phones in one field mean somebody, be they nobody's in particular.
 */
export function meansSomebody(field: Field, value: string): boolean {
  if (isEmpty(value) || field === 'salesperson') return !isEmpty(value);
  if (field === 'name') return !isNobody(value);
  return field === 'email' ? hasAddress(value) : !areNoNumber(value.replace(/\D/gu, ''));
}

/** True where anything tells who somebody is; who has no evidence is nobody to be created (rule 3). */
export function isEvident(evidence: Evidence): boolean {
  return EVIDENCE.some((kind) => evidence[kind] !== undefined);
}

/** What a customer is filed under, so that whoever may be the same finds it. */
export function filedUnder(evidence: Evidence): [IndexKind, string][] {
  const { name, full = '' } = evidence;
  const named: [IndexKind, string][] = name === undefined ? [] : [['name', name]];
  const contacts = contactsOf(evidence).map(([kind, value]): [IndexKind, string] => [kind, value]);
  return [...contacts, ...named, ...otherwiseOf(full), ...partsOf(full)];
}

/** The name once more where it is something else when it is written out, and without its blanks. */
function otherwiseOf(full: string): [IndexKind, string][] {
  return nameKeys(full)
    .slice(1)
    .map((key) => ['name', key]);
}

function partsOf(full: string): [IndexKind, string][] {
  const starts = beginningsOf(full).map((start): [IndexKind, string] => ['start', start]);
  return [...starts, ...ownInitialsOf(full).map((key): [IndexKind, string] => ['initials', key])];
}

/** Where those are filed whose name begins this one, is begun by it, or is the same written out, without blanks, or but for initials. */
export function beginsAt({ full = '' }: Evidence): [AskedKind, string][] {
  const shorter = beginningsOf(full).map((start): [AskedKind, string] => ['name', nameKey(start)]);
  const longer = wholesOf(full).map((whole): [AskedKind, string] => ['start', whole]);
  const shortened = initialsOf(full).map((key): [AskedKind, string] => ['initials', key]);
  const inFull = ownInitialsOf(full).map((key): [AskedKind, string] => ['but-for-initials', key]);
  return [...longer, ...otherwiseOf(full), ...shortened, ...inFull, ...shorter];
}

/** True for the same e-mail or phone. */
export function isContact([kind, value]: Contact): (other: readonly [string, unknown]) => boolean {
  return (other) => other[0] === kind && other[1] === value;
}

/** The same evidence with some of it set apart: what several customers of one side share. */
export function withShared(evidence: Evidence, isShared: (contact: Contact) => boolean): Evidence {
  const shared = contactsOf(evidence).filter(isShared);
  if (shared.length === 0) return evidence;
  const isOwn = (entry: readonly [string, unknown]) => !shared.some((contact) => isContact(contact)(entry));
  const own = Object.fromEntries(Object.entries(evidence).filter(isOwn));
  return { ...own, several: (evidence.several ?? []).filter(isOwn), shared };
}

/**
 * True for a customer that Aceptabits has made by itself, one for the account and one for each agent: it cannot be
 * edited, and has no e-mail and no phone of its own. No person, so nothing of ours (rule 9).
 */
export function isPlatformOwn({ editable, email, phone }: AceptabitsRecord): boolean {
  if (editable !== false) return false;
  // Two e-mails or phones in one field are no evidence, and somebody's all the same.
  const apart = (several = '') => several.split(/[,;/|]/u);
  return !apart(email).some(addressOf) && ![phone ?? '', ...apart(phone)].some(phoneKey);
}

/** True for a record that stands for nobody: a probe's test customer, or what Aceptabits has made by itself. */
export function isNobodys(record: ManagementProRecord | AceptabitsRecord): boolean {
  return bearsProbeMark(record) || ('editable' in record && isPlatformOwn(record));
}
