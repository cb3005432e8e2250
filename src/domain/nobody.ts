/**
 * What a clerk, or a server, writes where there is nothing to write, because the form will not be left empty: "Público en
 * general", "0000000000", "no@tiene.com". It tells nobody apart (rule 3), and is worth no more than an empty value (rule 4).
 */
import { folded, loose } from './equality.ts';

/** Names under which a shop files whoever walks in, or what it would rather not have. Small words left out. */
const NOBODY = new Set(
  ['publico', 'publico general', 'venta publico', 'ventas publico', 'venta mostrador', 'ventas mostrador', 'venta general',
   'ventas generales', 'venta contado', 'ventas contado', 'mostrador', 'cliente', 'clientes', 'cliente general',
   'clientes generales', 'clientes general', 'cliente generico', 'cliente mostrador', 'clientes mostrador', 'cliente contado',
   'cliente final', 'cliente ocasional', 'clientes varios', 'cliente varios', 'consumidor final', 'sin nombre', 'prueba', 'test',
   'n a', 'na', 's n', 'sn', 'no usar', 'no aplica', 'no tiene', 'sin datos', 'baja', 'cancelado', 'borrar', 'duplicado'],
); // biome-ignore format: one list, read at a glance

const SMALL_WORDS = new Set(['en', 'al', 'de', 'el', 'la', 'los']);

const SHORT = new Map([['gral', 'general'], ['pub', 'publico'], ['vta', 'venta'], ['vtas', 'ventas']]); // biome-ignore format: a row

/** True for a name that means nobody, "Vta. mostrador 2" included: a shop has one for each till. */
export function isNobody(name: string): boolean {
  const words = loose(name)
    .split(' ')
    .filter((word) => !SMALL_WORDS.has(word));
  const [only, another] = words;
  if (another === undefined) return NOBODY.has(only ?? '') || /^x+$/u.test(only ?? '');
  const unnumbered = words.length > 2 && /^\d+$/u.test(words.at(-1) ?? '') ? words.slice(0, -1) : words;
  return NOBODY.has(unnumbered.map((word) => SHORT.get(word) ?? word).join(' '));
}

const ADDRESS = /^[^@\s]+@[^@\s]+\.[^@\s.]{2,}$/u;

/** Words of an address that is none: both its halves are such, or its first is all that anybody needs to know. */
const NO_ADDRESS = /^(?:no|na|n|sin|nadie|ninguno|null|nulo|tiene|no ?tiene|correo|mail|e ?mail|cliente|ejemplo|example|prueba|test|x+|1+|0+|asd+|abc)$/u; // biome-ignore format: one list
const SAYS_SO = /^(?:no ?tiene|no ?hay|sin|no)(?: ?(?:correo|e ?mail|mail))$|^(?:no|sin) ?tiene$/u;

function isNoAddress(email: string): boolean {
  const [user = '', host = ''] = email
    .split('@')
    .map((half) => loose(half.replace(/(?:\.[a-z]{2,3}){1,2}$/u, '')));
  return SAYS_SO.test(user) || (NO_ADDRESS.test(user) && (NO_ADDRESS.test(host) || SAYS_SO.test(host)));
}

/** What stands around an address: "<ana@ruiz.mx>;", "mailto:ana@ruiz.mx". */
const AROUND = /^(?:mailto:|[\s<("',;.])+|[\s>)"',;.]+$/gu;

/** The one address of a field as it tells who somebody is; undefined for none, for several, and for nobody's. */
export function addressOf(email: string): string | undefined {
  const bare = folded(email).toLowerCase().replace(AROUND, '');
  return ADDRESS.test(bare) && !isNoAddress(bare) ? bare : undefined;
}

/** What looks like an address in a field, whatever separates it from the next. */
function addressesLike(email: string): string[] {
  const parts = folded(email)
    .toLowerCase()
    .split(/[\s,;/|]+/u);
  return parts.filter((part) => part.includes('@'));
}

/** The addresses of a field that holds several, nobody's left out; none where it holds one at most. */
export function addressesOf(email: string): string[] {
  const parts = addressesLike(email);
  return parts.length < 2 ? [] : [...new Set(parts.flatMap((part) => addressOf(part) ?? []))];
}

/** True where anything stands at which somebody might be written to, several addresses and half a one included. */
export function hasAddress(email: string): boolean {
  return addressesLike(email).some((part) => !isNoAddress(part.replace(AROUND, '')));
}

/** Fewer are no number, not even one that a server has cut off. */
const DIGITS_MIN = 5;

/** The same digit over and over, or nothing but zeros behind the area code. */
const ONE_DIGIT = /^(?:52)?(\d)\1*$|0{7,}$/u;

/** True for digits on which nobody can be called: too few, one alone, or as they stand on the keys. */
export function areNoNumber(digits: string): boolean {
  if (digits.length < DIGITS_MIN || ONE_DIGIT.test(digits)) return true;
  return ['12345678901234567890', '01234567890123456789'].some((keys) => keys.startsWith(digits));
}
