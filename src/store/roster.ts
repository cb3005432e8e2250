import type { AceptabitsRecord, ManagementProRecord, Side } from '../domain/customer.ts';
import { wordsOf } from '../domain/search-words.ts';
import type { Transaction } from './commit.ts';
import { hashFields } from './hash-fields.ts';
import { type Subject, subjectId, subjectOf } from './records.ts';
import { script } from './script.ts';
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

/** Who is looked for: somebody of a side with a word that begins so, and with all that `groups` and `states` ask. */
export type Sought = {
  readonly side: Side;
  readonly beginning: string;
  /** Of each group one form has to begin some other word of the same record. */
  readonly groups: readonly (readonly string[])[];
  /** Sorted sets of subjects of which one has to hold the customer; none asks for nothing. */
  readonly states: readonly string[];
  /** So many are found, and so many entries gone through, before it is left at that. */
  readonly max: number;
  readonly checks: number;
};

/**
 * Goes through the entries where they are: fetched and looked through here, those of a common word would cost a
 * person more waiting than all the rest of a page. It answers whether it has left some out, and the subjects.
 */
const seek = script(`
local index, words, codes = KEYS[1], KEYS[2], KEYS[3]
local side, from, to = ARGV[1], ARGV[2], ARGV[3]
local max, checks, batch = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local groups = cjson.decode(ARGV[7])
local function meets(text)
  for _, group in ipairs(groups) do
    local met = false
    for _, form in ipairs(group) do met = met or string.find(text, ' ' .. form, 1, true) ~= nil end
    if not met then return false end
  end
  return true
end
local function withWords(keys)
  if #groups == 0 or #keys == 0 then return keys end
  local kept, texts = {}, redis.call('HMGET', words, unpack(keys))
  for i, key in ipairs(keys) do
    if texts[i] and meets(' ' .. texts[i]) then kept[#kept + 1] = key end
  end
  return kept
end
local function subjects(keys)
  if #keys == 0 then return {} end
  local ids, claves = {}, side == 'aceptabits' and redis.call('HMGET', codes, unpack(keys)) or {}
  for i, key in ipairs(keys) do
    ids[i] = claves[i] and 'managementpro:' .. claves[i] or side .. ':' .. key
  end
  return ids
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
local found, seen, checked = {}, {}, 0
while true do
  local entries = redis.call('ZRANGEBYLEX', index, from, to, 'LIMIT', 0, batch)
  local keys = {}
  for _, entry in ipairs(entries) do
    local key = string.sub(entry, string.find(entry, ' ', 1, true) + 1)
    if not seen[key] then
      seen[key] = true
      keys[#keys + 1] = key
    end
  end
  for _, id in ipairs(inStates(subjects(withWords(keys)))) do
    if #found == max then return { 1, found } end
    found[#found + 1] = id
  end
  if #entries < batch then return { 0, found } end
  checked = checked + batch
  if checked >= checks then return { 1, found } end
  from = '(' .. entries[#entries]
end
`);

/** Entries that are looked through in one command of the script, which takes so many arguments. */
const SEEK_BATCH = 1_000;

/** Subjects that fit, the closest words first, and whether there are more. */
export async function subjectsByWord(
  { redis, keys }: Store,
  { side, beginning, groups, states, max, checks }: Sought,
): Promise<{ ids: string[]; more: boolean }> {
  const range = [`[${beginning}`, `(${beginning}${LAST}`];
  const [more, ids] = (await seek(
    redis,
    [keys.words(side), keys.wordsOf(side), keys.codes, ...states],
    [side, ...range, max, checks, SEEK_BATCH, JSON.stringify(groups)],
  )) as [number, string[]];
  return { ids, more: more === 1 };
}

/** Records that are gone through at once. */
const SCAN_BATCH = 1_000;

/** The words of the records of a side, in no order, up to so many: for what no beginning of a word finds. */
export async function* wordsOfAll(
  { redis, keys }: Store,
  side: Side,
  max: number,
): AsyncGenerator<{ readonly key: string; readonly words: string[] }> {
  let [cursor, seen] = ['0', 0];
  do {
    const [next, entries] = await redis.hscan(keys.wordsOf(side), cursor, 'COUNT', SCAN_BATCH);
    for (let at = 0; at + 1 < entries.length; at += 2)
      yield { key: entries[at] ?? '', words: (entries[at + 1] ?? '').split(' ') };
    seen += entries.length / 2;
    cursor = next;
  } while (cursor !== '0' && seen < max);
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

/** All words of some customers of a side, each after a blank; empty for a customer that nobody knows. */
export async function wordsOfKeys(store: Store, side: Side, keys: readonly string[]): Promise<string[]> {
  const rows = await hashFields(store.redis, store.keys.wordsOf(side), keys);
  return rows.map((row) => (row === null ? '' : ` ${row}`));
}
