import type { Customer, Side } from './customer.ts';
import { equal, folded, isEmpty } from './equality.ts';
import type { RecordOf } from './record.ts';

/**
 * What an update did to values that it did not mean to change (rule 6): a server may blank what no write can carry, or
 * store the shown form of a text anew, so that it grows with each update. Compared are values that were sent back as they
 * were read, or left out; what the update changed is recognised elsewhere (`settle.ts`).
 */
export type SideEffect = {
  /** Name of the record's text. */
  readonly field: string;
  readonly kind: 'emptied' | 'escaped' | 'grown';
  /** What stands around the old text now, where it has grown. */
  readonly added: string;
  readonly was: string;
  readonly is: string;
};

/** What follows from other fields, or is the server's own: it changes by itself. */
const DERIVED = new Set([
  'key',
  'createdAt',
  'salespersonName',
  'agentName',
  'shopName',
  'groupName',
  'addressLine1',
  'addressLine2',
  'addressLine3',
]);

/** The texts of a record that each merged field covers. */
const COVERED: Readonly<Record<keyof Customer, readonly string[]>> = {
  name: ['name', 'lastname'],
  email: ['email'],
  phone: ['phone'],
  salesperson: ['salesperson', 'agent'],
};

/** The texts of a record by name. What a record has no place for, and is empty, is told as empty; the rest is as it came. */
function textsOf(record: RecordOf<Side>): Readonly<Record<string, string | undefined>> {
  const all = { ...('rest' in record && record.rest), ...record };
  const texts = Object.entries(all).filter(
    ([name, text]) => !DERIVED.has(name) && (typeof text === 'string' || text === undefined),
  );
  return Object.fromEntries(texts) as Record<string, string | undefined>;
}

/**
 * What an update did beside what it was `sent` for: each text that differs (docs/rules.md, the customer) and has been emptied,
 * escaped once more, or has grown. Anything else is a clerk's typing or the server's form, and tells nothing.
 */
export function compareWrite(
  before: RecordOf<Side>,
  after: RecordOf<Side>,
  sent: readonly (keyof Customer)[],
): SideEffect[] {
  const meant = new Set(sent.flatMap((field) => COVERED[field]));
  const now = textsOf(after);
  return Object.entries(textsOf(before)).flatMap(([field, was]): SideEffect[] => {
    if (was === undefined || isEmpty(was) || meant.has(field)) return [];
    // Of a record's own names a missing one says nothing; what stands in its rest is left out when it is empty.
    const is = Object.hasOwn(now, field) ? now[field] : '';
    const effect = is === undefined ? undefined : effectOf(field, was, is);
    return effect === undefined || is === undefined ? [] : [{ field, ...effect, was, is }];
  });
}

function effectOf(field: string, was: string, is: string): Pick<SideEffect, 'kind' | 'added'> | undefined {
  if (isSame(field, was, is)) return undefined;
  const [old, now] = [folded(was), folded(is)];
  if (now === '') return { kind: 'emptied', added: '' };
  if ([unescaped(now), withoutBackslashes(now)].includes(old)) return { kind: 'escaped', added: '' };
  const at = now.indexOf(old);
  if (at < 0) return undefined;
  return { kind: 'grown', added: `${now.slice(0, at)}…${now.slice(at + old.length)}` };
}

function isSame(field: string, was: string, is: string): boolean {
  if (/^email/u.test(field)) return equal('email', was, is);
  return equal(/^phone/u.test(field) ? 'phone' : 'name', was, is);
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  '#39': "'",
  '#039': "'",
  '#x27': "'",
};

function unescaped(text: string): string {
  return text.replace(/&(#?\w+);/gu, (entity, name: string) => ENTITIES[name.toLowerCase()] ?? entity);
}

function withoutBackslashes(text: string): string {
  return text.replace(/\\(.)/gu, '$1');
}

/** One and the same thing done to two customers is the server's doing: an escape to whatever text, the others to one field. */
export function signatureOf({ kind, field, added }: Pick<SideEffect, 'kind' | 'field' | 'added'>): string {
  return kind === 'escaped' ? kind : `${kind}:${field}:${added}`;
}

/** What a server escapes. */
const ESCAPABLE = /[&<>"'\\]/u;

/** True where an update of this record would do it again. What only the ERP's own screens tell cannot be seen: all count. */
export function wouldCause({ kind }: Pick<SideEffect, 'kind'>, record: RecordOf<Side>): boolean {
  if (kind !== 'escaped') return true;
  return Object.values(textsOf(record)).some((text) => text !== undefined && ESCAPABLE.test(text));
}
