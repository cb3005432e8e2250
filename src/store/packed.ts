import type { Customer, Side } from '../domain/customer.ts';
import type { Link } from '../domain/link.ts';
import type { RecordOf, StoredRecord } from '../domain/record.ts';

/**
 * How records and links are written: with letters for the names that all of them have, without the key under which they
 * stand, and no value twice. The order of their names stays, for digests are taken of them.
 */

/** What their letters are is told by their places: a new name goes to the end, and none leaves. */
const NAMES = [
  'key', 'name', 'lastname', 'email', 'phone', 'salesperson', 'salespersonName', 'agent', 'agentName', 'shop', 'active',
  'editable', 'createdAt', 'legalName', 'rfc', 'rest', 'phone2', 'phone3', 'email2', 'contact1', 'contact2', 'shopName',
  'group', 'groupName', 'addressLine1', 'addressLine2', 'addressLine3', 'deliveryLine1', 'deliveryLine2', 'deliveryLine3',
  'street', 'exteriorNumber', 'interiorNumber', 'crossStreet1', 'crossStreet2', 'neighbourhood', 'postalCode',
  'municipality', 'city', 'state', 'country', 'jumped', 'unsure', 'lacks', 'sent', 'recent', 'wanted', 'turns', 'doubted',
  'overruled', 'frozen', 'judged', 'parked', 'missing', 'strange', 'paused', 'vouched', 'replaced',
  'segment', 'lineOfBusiness', 'terms', 'priceScheme', 'taxGroup',
]; // biome-ignore format: one list, read at a glance
const ALPHABET = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const letterAt = (at: number) =>
  at < ALPHABET.length ? ALPHABET.charAt(at) : `_${ALPHABET.charAt(at - ALPHABET.length)}`;
const LETTERS = new Map(NAMES.map((name, at) => [name, letterAt(at)]));
const NAMED = new Map(NAMES.map((name, at) => [letterAt(at), name]));
/** Begins a name that has no letter: what a server tells beyond the documents. */
const OTHER = '.';

const letterOf = (name: string) => LETTERS.get(name) ?? OTHER + name;
const nameOf = (letter: string) => NAMED.get(letter) ?? letter.slice(OTHER.length);

/** Values of a record or a base: texts, or yes and no. */
type Values = Readonly<Record<string, string | boolean | undefined>>;
/** A number stands for a text that was said before. */
type Packed = Readonly<Record<string, string | boolean | number>>;

/** A shorter text is no longer than the number that would stand for it. */
const SAID_AGAIN_MIN = 2;

function packed(values: Values, said: string[]): Packed {
  const pairs = Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [[letterOf(name), packedValue(value, said)] as const],
  );
  return Object.fromEntries(pairs);
}

function packedValue(value: string | boolean, said: string[]): string | boolean | number {
  if (typeof value === 'boolean') return value;
  const at = value.length < SAID_AGAIN_MIN ? -1 : said.indexOf(value);
  if (at >= 0) return at;
  said.push(value);
  return value;
}

function unpacked(values: Packed, said: string[]): Values {
  const pairs = Object.entries(values).map(([letter, value]) => {
    if (typeof value === 'string') said.push(value);
    return [nameOf(letter), typeof value === 'number' ? said[value] : value] as const;
  });
  return Object.fromEntries(pairs);
}

const named = (values: object, nameFor: (name: string) => string) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [nameFor(name), value]));

type PackedRecord = readonly [
  firstSeen: number,
  sequence: number,
  record: Packed,
  rest: Packed | 0,
  notes: object,
];

/** A record as it is kept under its key. */
export function recordText({ record, firstSeen, sequence, ...notes }: StoredRecord): string {
  const said: string[] = [];
  const { key: _, rest, ...flat } = { rest: undefined, ...record };
  const own = packed(flat, said);
  const parts = [
    firstSeen,
    sequence,
    own,
    rest === undefined ? 0 : packed(rest, said),
    named(notes, letterOf),
  ];
  return JSON.stringify(parts);
}

/** The record that is kept under a key. */
export function recordIn<S extends Side>(key: string, text: string): StoredRecord<S> {
  const [firstSeen, sequence, own, rest, notes] = JSON.parse(text) as PackedRecord;
  const said: string[] = [];
  const record = { key, ...unpacked(own, said), ...(rest !== 0 && { rest: unpacked(rest, said) }) };
  return { record: record as unknown as RecordOf<S>, firstSeen, sequence, ...named(notes, nameOf) };
}

type PackedLink = readonly [code: string, since: number, m: Packed, a: Packed, notes: object];

/** A link as it is kept under its clave. */
export function linkText({ clave: _, code, since, base, ...notes }: Link): string {
  const said: string[] = [];
  const bases = [packed(base.managementpro, said), packed(base.aceptabits, said)];
  return JSON.stringify([code, since, ...bases, named(notes, letterOf)]);
}

/** The link that is kept under a clave. */
export function linkIn(clave: string, text: string): Link {
  const [code, since, m, a, notes] = JSON.parse(text) as PackedLink;
  const said: string[] = [];
  const managementpro = unpacked(m, said) as Customer;
  const base = { managementpro, aceptabits: unpacked(a, said) as Customer };
  return { clave, code, since, base, ...named(notes, nameOf) };
}
