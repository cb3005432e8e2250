import type { AceptabitsRecord, ManagementProRecord, Side } from '../domain/customer.ts';
import { wordsOf } from '../domain/words.ts';
import type { Transaction } from './commit.ts';
import { type Subject, subjectId, subjectOf } from './records.ts';
import type { Store } from './store.ts';

/**
 * What a person looks customers up by: an index of words per side, and who is linked and who is alone. It is
 * kept in the same commits as what it tells of, so that no page has to go through all records.
 */

type AnyRecord = ManagementProRecord | AceptabitsRecord;

/** Sorts behind every character that a key may begin with. */
const LAST = '\u{10ffff}';

/** A word holds no blank, so the first blank ends it. */
function member(word: string, key: string): string {
  return `${word} ${key}`;
}

/** Files a record under its words, and takes it from under those that it no longer has. */
export function fileWords(
  store: Store,
  tx: Transaction,
  side: Side,
  key: string,
  before: AnyRecord | undefined,
  after: AnyRecord | undefined,
): void {
  const [old, now] = [before === undefined ? [] : wordsOf(before), after === undefined ? [] : wordsOf(after)];
  const index = store.keys.words(side);
  for (const word of old) if (!now.includes(word)) tx.unrank(index, member(word, key));
  for (const word of now) if (!old.includes(word)) tx.rank(index, 0, member(word, key));
  if (now.length === 0) tx.remove(store.keys.wordsOf(side), key);
  else if (now.join() !== old.join()) tx.set(store.keys.wordsOf(side), key, now.join(' '));
}

/** How many entries of a side begin so. */
export function countWord(store: Store, side: Side, beginning: string): Promise<number> {
  return store.redis.zlexcount(store.keys.words(side), `[${beginning}`, `(${beginning}${LAST}`);
}

/** The keys of a side that have a word which begins so, the closest words first: `max` of them from a place on. */
export async function keysByWord(
  store: Store,
  side: Side,
  beginning: string,
  from: number,
  max: number,
): Promise<string[]> {
  const index = store.keys.words(side);
  const end = `(${beginning}${LAST}`;
  const members = await store.redis.zrangebylex(index, `[${beginning}`, end, 'LIMIT', from, max);
  return members.map((entry) => entry.slice(entry.indexOf(' ') + 1));
}

/** A customer without a link, since when it is known here; an older time stays. */
export function fileLone(store: Store, tx: Transaction, subject: Subject, now: number): void {
  tx.rank(store.keys.lones, now, subjectId(subject), true);
}

/** All customers without a link. */
export async function lonesOf(store: Store): Promise<Subject[]> {
  return (await store.redis.zrange(store.keys.lones, '0', '-1')).map(subjectOf);
}

export function forgetLone(store: Store, tx: Transaction, subject: Subject): void {
  tx.unrank(store.keys.lones, subjectId(subject));
}

/** Two customers are one link from now on. */
export function fileLinked(store: Store, tx: Transaction, clave: string, code: string, since: number): void {
  forgetLone(store, tx, { side: 'managementpro', key: clave });
  forgetLone(store, tx, { side: 'aceptabits', key: code });
  tx.rank(store.keys.linked, since, subjectId({ side: 'managementpro', key: clave }));
}

/** Two customers are no link any more. */
export function fileUnlinked(store: Store, tx: Transaction, clave: string, code: string, now: number): void {
  tx.unrank(store.keys.linked, subjectId({ side: 'managementpro', key: clave }));
  fileLone(store, tx, { side: 'managementpro', key: clave }, now);
  fileLone(store, tx, { side: 'aceptabits', key: code }, now);
}

/** All words of some customers of a side, each after a blank; empty for a customer that nobody knows. */
export async function wordsOfKeys(store: Store, side: Side, keys: readonly string[]): Promise<string[]> {
  if (keys.length === 0) return [];
  const rows = await store.redis.hmget(store.keys.wordsOf(side), ...keys);
  return rows.map((row) => (row === null ? '' : ` ${row}`));
}
