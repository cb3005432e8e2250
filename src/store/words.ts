import { hash } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { AceptabitsRecord, ManagementProRecord, Side } from '../domain/customer.ts';
import { wordsOf } from '../domain/search-words.ts';
import type { Transaction } from './commit.ts';
import type { Keys } from './keys.ts';
import type { Subject } from './records.ts';
import { script } from './script.ts';

/** What a person looks customers up by: the words of each record, kept in the same commits as the record. */

type Place = { readonly redis: Redis; readonly keys: Keys };
type AnyRecord = ManagementProRecord | AceptabitsRecord;

/**
 * Lines of words are gone through as a whole, and stand together in blocks by so many characters of a digest of their
 * names: some 25 of them at 100,000, each for 12 bytes instead of 100.
 */
const BLOCK_CHARS = 3;

/** Its name in the lines of words: JSON without its quotes, and no blank, with which a word begins. */
function lineName(key: string): string {
  return JSON.stringify(key).slice(1, -1).replaceAll(' ', '\\u0020');
}

/** The line of a key, which `look` finds by the same digest. */
export function wordLine(key: string, text: string | undefined) {
  const name = lineName(key);
  return { block: hash('sha1', name).slice(0, BLOCK_CHARS), name, text };
}

/** Keeps the words of a record, each after a blank, in the line of its key. */
export function fileWords(
  store: Pick<Place, 'keys'>,
  tx: Transaction,
  { side, key }: Subject,
  before: AnyRecord | undefined,
  after: AnyRecord | undefined,
): void {
  const [old, now] = [before, after].map((record) => (record === undefined ? [] : wordsOf(record)).join(' '));
  if (now !== old) tx.line(store.keys.wordsOf(side), wordLine(key, now ? ` ${now}` : undefined));
}

/** Nobody is found by what they were called any more. */
export function forgetWords(store: Pick<Place, 'keys'>, tx: Transaction, side: Side, key: string): void {
  tx.line(store.keys.wordsOf(side), wordLine(key, undefined));
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

/** Most lines are shorter: so far back from what was found in it a line's beginning is looked for first. */
const LINE_CHARS = 250;

/** Of a small company one piece is all; a large one's is ended at so much text, for Redis does nothing else meanwhile. */
const CHARS_AT_ONCE = 100_000;

/**
 * Goes through the words where they are, some blocks of lines at a time, so that Redis does something else in between. An
 * index took more than all the records, and most of the commands of a create. Of a block only the lines are looked at in which
 * something was found: where one record has to meet all groups, those of the group that the first block has least of. Answers where the next piece begins, who
 * fits, how often each group is met in this piece, and how many pairs were looked at twice: where one record alone does
 * not meet all groups, the other one's words are added, for as many as `pairs` allows.
 */
const look = script(`
local words, partners, codes = KEYS[1], KEYS[2], KEYS[3]
local side, cursor, batch, pairs = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
local groups, counting = cjson.decode(ARGV[5]), ARGV[6] == '1'
local counts, looked = {}, 0
local function begins(text, group)
  for _, form in ipairs(group) do if string.find(text, form, 1, true) then return true end end
  return false
end
local function metBy(text)
  local met = 0
  for _, group in ipairs(groups) do if begins(text, group) then met = met + 1 end end
  return met
end
local function count(text)
  for at, group in ipairs(groups) do
    local from = string.find(text, group[1], 1, true)
    while from do
      counts[at] = (counts[at] or 0) + 1
      local line = string.find(text, '\\n', from + 1, true)
      from = line and string.find(text, group[1], line, true)
    end
  end
end
local function keyOf(name) return cjson.decode('["' .. name .. '"]')[1] end
local function nameOf(key) return string.gsub(string.sub(cjson.encode({ key }), 3, -3), ' ', '\\\\u0020') end
local function partnerOf(code)
  local clave = redis.call('HGET', codes, code)
  if not clave then return '' end
  local name = nameOf(clave)
  local text = redis.call('HGET', partners, string.sub(redis.sha1hex(name), 1, ${BLOCK_CHARS})) or ''
  local from = string.find(text, '\\n' .. name .. '\\t', 1, true)
  return from and string.match(text, '^[^\\n]*', from + 1) or ''
end
local function idOf(key)
  local clave = side == 'aceptabits' and redis.call('HGET', codes, key)
  return clave and 'managementpro:' .. clave or side .. ':' .. key
end
local function isIn(id)
  for state = 4, #KEYS do if redis.call('ZSCORE', KEYS[state], id) then return true end end
  return #KEYS == 3
end
local ids, chars = {}, 0
local function consider(name, text)
  local met = metBy(text)
  if met < #groups and met > 0 and side == 'aceptabits' and looked < pairs then
    looked = looked + 1
    met = metBy(text .. partnerOf(keyOf(name)))
  end
  if met == #groups then
    local id = idOf(keyOf(name))
    if isIn(id) then ids[#ids + 1] = id end
  end
end
local function lineStart(block, at)
  local head = string.sub(block, math.max(1, at - ${LINE_CHARS}), at)
  local from = string.match(head, '.*()\\n')
  if not from then head = string.sub(block, 1, at); from = string.match(head, '.*()\\n') end
  return at - #head + from
end
local function metIn(block, group)
  local met = 0
  for _, form in ipairs(group) do
    local at = string.find(block, form, 1, true)
    while at do
      met = met + 1
      at = string.find(block, form, at + 1, true)
    end
  end
  return met
end
local rarest
local function rarestIn(block)
  local least = math.huge
  for _, group in ipairs(groups) do
    local met = metIn(block, group)
    if met < least then rarest, least = group, met end
  end
end
local function take(block)
  local paired = side == 'aceptabits' and looked < pairs
  if metBy(block) < (paired and 1 or #groups) then return end
  if not rarest then rarestIn(block) end
  local seen = {}
  for _, group in ipairs(paired and groups or { rarest }) do
    for _, form in ipairs(group) do
      local at = string.find(block, form, 1, true)
      while at do
        local from, to = lineStart(block, at), string.find(block, '\\n', at, true) or #block + 1
        if not seen[from] then
          seen[from] = true
          consider(string.match(string.sub(block, from, to - 1), '\\n([^\\t]*)\\t(.*)'))
        end
        at = string.find(block, form, to, true)
      end
    end
  end
end
repeat
  local found = redis.call('HSCAN', words, cursor, 'COUNT', batch)
  cursor = found[1]
  for i = 2, #found[2], 2 do
    chars = chars + #found[2][i]
    if counting then count(found[2][i]) else take(found[2][i]) end
  end
until cursor == '0' or chars >= ${CHARS_AT_ONCE}
for at = 1, #groups do counts[at] = counts[at] or 0 end
return { cursor, ids, counts, looked }
`);

/** Blocks that the script asks for in one command. */
const LOOK_BATCH = 128;
/** Pairs of a side whose two records are looked at together. */
const PAIRS_MAX = 3_000;

type Piece = [next: string, ids: string[], counts: number[], looked: number];

async function* pieces(
  { redis, keys }: Place,
  { side, groups, states }: Omit<Sought, 'max'>,
  counting: boolean,
): AsyncGenerator<Piece> {
  const names = [keys.wordsOf(side), keys.wordsOf('managementpro'), keys.codes, ...states];
  // A word begins after a blank.
  const forms = JSON.stringify(groups.map((group) => group.map((form) => ` ${form}`)));
  let next = '0';
  let pairs = PAIRS_MAX;
  do {
    const args = [side, next, LOOK_BATCH, pairs, forms, counting ? 1 : 0];
    const piece = (await look(redis, names, args)) as Piece;
    yield piece;
    next = piece[0];
    pairs -= piece[3];
  } while (next !== '0');
}

/** Subjects that fit, in no order, and whether there are more. */
export async function subjectsByWords(
  store: Place,
  sought: Sought,
): Promise<{ readonly ids: string[]; readonly more: boolean }> {
  const found = new Set<string>();
  for await (const [, ids] of pieces(store, sought, false)) {
    for (const id of ids) found.add(id);
    if (found.size > sought.max) return { ids: [...found].slice(0, sought.max), more: true };
  }
  return { ids: [...found], more: false };
}

/** How many customers of a side have a word that begins with each of these. */
export async function countWords(store: Place, side: Side, words: readonly string[]): Promise<number[]> {
  const counts = words.map(() => 0);
  if (words.length === 0) return counts;
  const groups = words.map((word) => [word]);
  for await (const [, , met] of pieces(store, { side, groups, states: [] }, true))
    for (const [at, count] of met.entries()) counts[at] = (counts[at] ?? 0) + count;
  return counts;
}

/** The words of one record, with a blank between them. */
type WordsOfOne = { readonly name: string; readonly words: string };

/** The words of the records of a side, some at a time and in no order, up to so many: for what no beginning of a word finds. */
export async function* wordsOfAll(
  { redis, keys }: Place,
  side: Side,
  max: number,
): AsyncGenerator<readonly WordsOfOne[]> {
  let [next, seen] = ['0', 0];
  do {
    const [cursor, entries] = await redis.hscan(keys.wordsOf(side), next, 'COUNT', LOOK_BATCH);
    const lines = entries.flatMap((block, at) => (at % 2 === 1 ? block.split('\n') : []));
    const some = lines.flatMap((line) => {
      const end = line.indexOf('\t');
      return end < 0 ? [] : [{ name: line.slice(0, end), words: line.slice(end + 2) }];
    });
    yield some;
    seen += some.length;
    next = cursor;
  } while (next !== '0' && seen < max);
}

/** The key that a line of words is named by. */
export function keyOfLine(name: string): string {
  return JSON.parse(`"${name}"`) as string;
}
