import type { AceptabitsRecord, ManagementProRecord, Side } from '../domain/customer.ts';
import { wordsOf } from '../domain/search-words.ts';
import type { Transaction } from './commit.ts';
import { type Subject, subjectId, subjectOf } from './records.ts';
import { script } from './script.ts';
import type { Store } from './store.ts';

/**
 * What a person looks customers up by: the words of each record, and who is linked and who is alone. They are
 * kept in the same commits as what they tell of, so that no page has to go through all records.
 */

type AnyRecord = ManagementProRecord | AceptabitsRecord;

/** Keeps the words of a record beside it. */
export function fileWords(
  store: Store,
  tx: Transaction,
  side: Side,
  key: string,
  before: AnyRecord | undefined,
  after: AnyRecord | undefined,
): void {
  const [old, now] = [before, after].map((record) => (record === undefined ? '' : wordsOf(record).join(' ')));
  if (!now) tx.remove(store.keys.wordsOf(side), key);
  else if (now !== old) tx.set(store.keys.wordsOf(side), key, now);
}

/** Who is looked for: somebody of a side of whom every group names the beginning of some word. */
export type Sought = {
  readonly side: Side;
  /** Of each group one form has to begin a word of the record, or of the record that it is linked with. */
  readonly groups: readonly (readonly string[])[];
  /** Sorted sets of subjects of which one has to hold the customer; none asks for nothing. */
  readonly states: readonly string[];
  /** So many are found before it is left at that. */
  readonly max: number;
};

/**
 * Goes through the words where they are, a piece at a time, so that Redis does something else in between. An index would
 * take more than all the records, and most of the commands of a write; going through 100,000 customers takes less than a
 * person notices. Answers where the next piece begins, who fits, and how many of this piece meet each group.
 * Pairs are met from Aceptabits' side where only both records together meet all groups.
 */
const look = script(`
local words, partners, codes = KEYS[1], KEYS[2], KEYS[3]
local side, cursor, batch = ARGV[1], ARGV[2], ARGV[3]
local groups = cjson.decode(ARGV[4])
local counts = {}
for at = 1, #groups do counts[at] = 0 end
local function begins(text, group)
  for _, form in ipairs(group) do
    if string.sub(text, 1, #form) == form or string.find(text, ' ' .. form, 1, true) then return true end
  end
  return false
end
local function metBy(text, tell)
  local met = 0
  for at, group in ipairs(groups) do
    if begins(text, group) then
      met = met + 1
      if tell then counts[at] = counts[at] + 1 end
    end
  end
  return met
end
local function clavesOf(keys)
  if #keys == 0 or side ~= 'aceptabits' then return {} end
  return redis.call('HMGET', codes, unpack(keys))
end
local function inStates(ids)
  if #KEYS == 3 or #ids == 0 then return ids end
  local kept, held = {}, {}
  for state = 4, #KEYS do
    for i, score in ipairs(redis.call('ZMSCORE', KEYS[state], unpack(ids))) do held[i] = held[i] or score end
  end
  for i, id in ipairs(ids) do if held[i] then kept[#kept + 1] = id end end
  return kept
end
local found, keys, halves, texts = redis.call('HSCAN', words, cursor, 'COUNT', batch), {}, {}, {}
local entries = found[2]
for i = 1, #entries, 2 do
  local met = metBy(entries[i + 1], true)
  if met == #groups then keys[#keys + 1] = entries[i]
  elseif met > 0 then
    halves[#halves + 1] = entries[i]
    texts[#texts + 1] = entries[i + 1]
  end
end
for i, clave in ipairs(clavesOf(halves)) do
  local other = clave and redis.call('HGET', partners, clave)
  if other and metBy(texts[i] .. ' ' .. other, false) == #groups then keys[#keys + 1] = halves[i] end
end
local ids, claves = {}, clavesOf(keys)
for i, key in ipairs(keys) do ids[i] = claves[i] and 'managementpro:' .. claves[i] or side .. ':' .. key end
return { found[1], inStates(ids), counts }
`);

/** Customers that are looked through in one command of the script, which takes so many arguments. */
const LOOK_BATCH = 1_000;

type Piece = [next: string, ids: string[], counts: number[]];

async function* pieces(
  { redis, keys }: Store,
  { side, groups, states }: Omit<Sought, 'max'>,
): AsyncGenerator<Piece> {
  const names = [keys.wordsOf(side), keys.wordsOf('managementpro'), keys.codes, ...states];
  let next = '0';
  do {
    const piece = (await look(redis, names, [side, next, LOOK_BATCH, JSON.stringify(groups)])) as Piece;
    yield piece;
    [next] = piece;
  } while (next !== '0');
}

/** Subjects that fit, in no order, and whether there are more. */
export async function subjectsByWords(
  store: Store,
  sought: Sought,
): Promise<{ readonly ids: string[]; readonly more: boolean }> {
  const found = new Set<string>();
  for await (const [, ids] of pieces(store, sought)) {
    for (const id of ids) found.add(id);
    if (found.size > sought.max) return { ids: [...found].slice(0, sought.max), more: true };
  }
  return { ids: [...found], more: false };
}

/** How many customers of a side have a word that begins with each of these. */
export async function countWords(store: Store, side: Side, words: readonly string[]): Promise<number[]> {
  const counts = words.map(() => 0);
  if (words.length === 0) return counts;
  for await (const [, , met] of pieces(store, { side, groups: words.map((word) => [word]), states: [] }))
    for (const [at, count] of met.entries()) counts[at] = (counts[at] ?? 0) + count;
  return counts;
}

/** A customer without a link, since when it is known here; an older time stays. */
export function fileLone(store: Store, tx: Transaction, subject: Subject, now: number): void {
  tx.rank(store.keys.lones, now, subjectId(subject), true);
}

/** All customers without a link. */
export async function lonesOf(store: Store): Promise<Subject[]> {
  return (await store.redis.zrange(store.keys.lones, '0', '-1')).map(subjectOf);
}

/** Keys of a side's customers without a link that are known since then, ms since 1970. */
export async function lonesSince({ redis, keys }: Store, side: Side, since: number): Promise<string[]> {
  const subjects = (await redis.zrange(keys.lones, since, '+inf', 'BYSCORE')).map(subjectOf);
  return subjects.filter((subject) => subject.side === side).map(({ key }) => key);
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
