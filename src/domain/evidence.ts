import type { AceptabitsRecord, Customer, Field, ManagementProRecord } from './customer.ts';
import { isEmpty, looseName, phoneNumber } from './equality.ts';
import { told } from './garbled.ts';
import { beginningsOf, initialsOf, nameKey, nameKeys, shortenedOf, wholesOf } from './names.ts';
import { addressOf, areNoNumber, hasAddress, isNobody } from './nobody.ts';
import { bearsProbeMark } from './probe-mark.ts';
import { remembered } from './remembered.ts';

/** What can say that two records are the same person, in the loosest form; missing where it would mean nobody. */
export const EVIDENCE = ['email', 'phone', 'name'] as const;
export type EvidenceKind = (typeof EVIDENCE)[number];

export type Evidence = { readonly [K in EvidenceKind]?: string } & {
  /** The whole name, as `relationOf` compares it: `name` is only the key under which its spellings are found. */
  readonly full?: string;
  /** An e-mail or phone that several customers of one side have: it links nobody, yet may leave a doubt (rule 3). */
  readonly shared?: { readonly email?: string; readonly phone?: string };
};

/** What evidence is filed under: a name under its beginnings as well, for whoever has but these. */
export type IndexKind = EvidenceKind | 'start';
/** What may be asked for besides: who is filed under any name that is the same but for initials. */
export type AskedKind = IndexKind | 'initials';

/** A number that ends in one digit over and over may be a switchboard's, and is too often nobody's to tell who it is. */
function phoneKey(phone: string): string | undefined {
  const key = phoneNumber(phone);
  const isNobodys =
    key === undefined || /(\d)\1{6,}$/u.test(key) || areNoNumber(key.replace(/^\+(?:52)?/u, ''));
  return isNobodys ? undefined : key;
}

const nameEvidence = remembered((name): Pick<Evidence, 'name' | 'full'> => {
  const full = looseName(name);
  return full === '' || isNobody(name) ? {} : { name: nameKey(full), full };
});

/** The evidence that a customer carries (rule 3); values that mean nobody, or tell nothing, are left out. */
export function evidenceOf(customer: Customer): Evidence {
  const email = addressOf(told(customer.email) ?? '');
  const phone = phoneKey(told(customer.phone) ?? '');
  return {
    ...(email !== undefined && { email }),
    ...(phone !== undefined && { phone }),
    ...nameEvidence(told(customer.name) ?? ''),
  };
}

/**
 * False for a value that is empty, or a server's or a clerk's way of writing nothing: "0000000000", "no tiene", "Público en
 * general". Several e-mails or phones in one field are no evidence, yet mean somebody.
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
export function filedUnder({ email, phone, name, full = '' }: Evidence): [IndexKind, string][] {
  const own: [IndexKind, string | undefined][] = [['email', email], ['phone', phone], ['name', name]]; // biome-ignore format: a row
  const filed: [IndexKind, string | undefined][] = [...own, ...otherwiseOf(full), ...startsOf(full)];
  return filed.flatMap(([kind, value]) =>
    value === undefined ? [] : [[kind, value] as [IndexKind, string]],
  );
}

/** The name once more where it is something else when it is written out, and without its blanks. */
function otherwiseOf(full: string): [IndexKind, string][] {
  return nameKeys(full)
    .slice(1)
    .map((key) => ['name', key]);
}

function startsOf(full: string): [IndexKind, string][] {
  return beginningsOf(full).map((start) => ['start', start]);
}

/** Where those are filed whose name begins this one, is begun by it, or is the same written out, without blanks, or but for initials. */
export function beginsAt({ full = '' }: Evidence): [AskedKind, string][] {
  const shorter = beginningsOf(full).map((start): [AskedKind, string] => ['name', nameKey(start)]);
  const longer = wholesOf(full).map((whole): [AskedKind, string] => ['start', whole]);
  const initials = initialsOf(full).map((key): [AskedKind, string] => ['initials', key]);
  const shortened = shortenedOf(full).map((key): [AskedKind, string] => ['name', key]);
  return [...longer, ...otherwiseOf(full), ...initials, ...shortened, ...shorter];
}

/** The same evidence with some of it set apart: what several customers of one side share. */
export function withShared(evidence: Evidence, kinds: readonly ('email' | 'phone')[]): Evidence {
  if (kinds.length === 0) return evidence;
  const isShared = ([kind]: readonly [string, unknown]) => kinds.some((field) => field === kind);
  const own = Object.entries(evidence).filter((entry) => !isShared(entry));
  return {
    ...Object.fromEntries(own),
    shared: Object.fromEntries(Object.entries(evidence).filter(isShared)),
  };
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
