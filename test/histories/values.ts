import type { CustomerFields, StoredCustomer } from '../../src/simulators/aceptabits.ts';
import type { ClienteFields, StoredCliente } from '../../src/simulators/managementpro.ts';
import type { Side } from './script.ts';

/** What people mean by the values of either side; shares no code with the product, so that both stay honest. */
export const FIELDS = ['name', 'email', 'phone'] as const;
export type Field = (typeof FIELDS)[number];
export type Values = { readonly [F in Field]: string };
export type StoredRecord = StoredCliente | StoredCustomer;

export function valuesOf(side: Side, record: StoredRecord): Values {
  if (side === 'managementpro') {
    const cliente = record as StoredCliente;
    return { name: cliente.descripcion, email: cliente.email_1, phone: cliente.telefono_1 };
  }
  const customer = record as StoredCustomer;
  return {
    name: `${customer.name} ${customer.lastname ?? ''}`,
    email: customer.email ?? '',
    phone: customer.phone ?? '',
  };
}

/**
 * The words of a name without accents, in any order: at the first merge each side keeps its own spelling (section 3).
 * That a later change of accents, dots or order travels is for the vectors to show. `ñ` is a letter.
 */
function words(name: string): string {
  const bare = [...name].map((sign) => (sign === 'ñ' ? sign : sign.normalize('NFKD').replace(/\p{M}/gu, '')));
  // A legal form is one however it is dotted and spaced: S.A. de C.V., S. A. de C. V., SA de CV.
  const formed = bare.join('').replaceAll('.', ' ').replace(/\s+/g, ' ').trim();
  return formed
    .replace(/(?<!\p{L})(\p{L}) (?=\p{L}(?!\p{L}))/gu, '$1')
    .split(' ')
    .sort()
    .join(' ');
}

/** A text as people see it on their screens, however often its server has escaped it. */
export function unescaped(text: string): string {
  const once = text
    .replace(/&amp;/giu, '&')
    .replace(/&lt;/giu, '<')
    .replace(/&gt;/giu, '>')
    .replace(/&#0?39;/gu, "'");
  return once === text ? text : unescaped(once);
}

/** How often `&` has been escaped in a text. */
export function escapesIn(text: string): number {
  return text.match(/amp;/giu)?.length ?? 0;
}

/** One spelling for all spellings of a value; case is folded, because some servers write in capitals. */
export function canonical(field: Field, value: string): string {
  const text = unescaped(value).normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase();
  if (field === 'name') return words(text);
  if (field !== 'phone') return text;
  const digits = text.replace(/\D/g, '');
  return digits.length < 10 ? digits || text : digits.slice(-10);
}

export function same(field: Field, a: string, b: string): boolean {
  return canonical(field, a) === canonical(field, b);
}

/** True for an empty value and for zeros in place of a phone: at a first merge two such agree as they stand (rule 4). */
export function tellsNothing(field: Field, value: string): boolean {
  const text = canonical(field, value);
  return text === '' || (field === 'phone' && /^0+$/.test(text));
}

const TELLING_CHARS = 4;
const TELLING_DIGITS = 7;

/** True when nobody can tell whether a server has made `found` of `sent`, or a person has typed it over it. */
export function mayBeMadeOf(field: Field, sent: string, found: string): boolean {
  if (same(field, sent, found)) return true;
  if (field === 'phone') {
    const [one, other] = [sent, found].map((text) => text.replace(/\D/g, ''));
    const [short = '', long = ''] = [one, other].sort((a = '', b = '') => a.length - b.length);
    return short.length >= TELLING_DIGITS && long.includes(short);
  }
  const folds = [
    (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, ''),
    (text: string) => text.normalize('NFC').replace(/&#?\w+;|[^\x20-\x7e]/g, ''),
  ];
  return folds.some((fold) => {
    const [whole, part] = [sent, found].map((text) =>
      fold(text)
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]/gu, ''),
    );
    return (part ?? '').length >= TELLING_CHARS && (whole ?? '').startsWith(part ?? '');
  });
}

/**
 * What belongs to one side alone and must stay byte for byte as its owner left it. A server that rewrites the
 * texts it is sent (`habits`) does so to all of them, so that only what they say can be compared.
 */
export function unmapped(side: Side, record: StoredRecord, habits: boolean): string {
  const text = ownText(side, record);
  return habits ? unescaped(text).toUpperCase().replace(/\s+"/g, '"') : text;
}

export function ownText(side: Side, record: StoredRecord): string {
  return JSON.stringify(ownOf(side, record));
}

function ownOf(side: Side, record: StoredRecord): object {
  if (side === 'managementpro') {
    const { descripcion, email_1, telefono_1, vendedor, ...rest } = record as StoredCliente;
    return rest;
  }
  const { name, lastname, email, phone, code_agent, ...rest } = record as StoredCustomer;
  return rest;
}

/** A person types a value into a field of one side. */
export function typing(side: 'managementpro', field: Field, value: string): ClienteFields;
export function typing(side: 'aceptabits', field: Field, value: string): CustomerFields;
export function typing(side: Side, field: Field, value: string): ClienteFields | CustomerFields;
export function typing(side: Side, field: Field, value: string): ClienteFields | CustomerFields {
  if (side === 'managementpro') {
    if (field === 'name') return { descripcion: value };
    return field === 'email' ? { email_1: value } : { telefono_1: value };
  }
  if (field === 'name') return { name: value, lastname: null };
  return { [field]: value };
}
