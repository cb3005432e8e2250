import type { Redis } from 'ioredis';
import type { Side } from '../domain/customer.ts';
import type { AskedKind, Evidence } from '../domain/evidence.ts';
import { SPILT, Transaction } from './commit.ts';
import { askedPlace, keyIn, lineKey, type Place, placeIn, placesOnlyOf } from './evidence-places.ts';
import type { Keys } from './keys.ts';
import type { Subject } from './records.ts';
import { script } from './script.ts';

/**
 * The index of rule 3: who of a side carries which e-mail, phone or name, by keyed digests of the values. Its lines stand
 * in blocks, some 35 bytes each instead of 120 as members of a sorted set; what no longer goes into a block is one.
 */

/** Customers that share one piece of evidence beyond this many say nothing more by being counted. */
const SHARING_MAX = 11;
/** Names that are the same but for initials are many people's, and asked for by few. */
const SHARING_INITIALS_MAX = 50;
/** Questions of one command. */
const ASKED_AT_ONCE = 500;

type Question = { readonly kind: AskedKind; readonly value: string };
type Digests = { readonly keys: Keys; digest(text: string): string };
type Index = Digests & { readonly redis: Redis };

/**
 * KEYS: blocks, and the lines that they have no room for. ARGV: per question the block, how its lines begin, how many
 * characters more before the key, and how many keys are enough. Answers the keys of each.
 */
const sharers = script(`
local blocks, answers = {}, {}
for at = 1, #ARGV, 4 do blocks[#blocks + 1] = ARGV[at] end
for at, text in ipairs(redis.call('HMGET', KEYS[1], unpack(blocks))) do
  local line, rest, max, found = ARGV[at * 4 - 2], tonumber(ARGV[at * 4 - 1]), tonumber(ARGV[at * 4]), {}
  local head = '\\n' .. line
  local from = text and string.find(text, head, 1, true)
  while from and #found < max do
    local to = string.find(text, '\\t', from + #head, true)
    found[#found + 1] = string.sub(text, from + #head + rest, to - 1)
    from = string.find(text, head, to, true)
  end
  if text and string.sub(text, 1, 1) == '${SPILT}' and #found < max then
    local head = blocks[at] .. line
    local more = redis.call('ZRANGEBYLEX', KEYS[2], '[' .. head, '[' .. head .. '\\244\\143\\191\\191', 'LIMIT', 0, max - #found)
    for _, member in ipairs(more) do found[#found + 1] = string.sub(member, #head + rest + 1) end
  end
  answers[at] = found
end
return answers
`);

/** For each question the keys of that side that carry the value, at most so many. */
export async function sharing(store: Index, side: Side, questions: readonly Question[]): Promise<string[][]> {
  const keys: string[][] = [];
  for (let at = 0; at < questions.length; at += ASKED_AT_ONCE)
    for (const found of await askedAtOnce(store, side, questions.slice(at, at + ASKED_AT_ONCE)))
      keys.push(found);
  return keys;
}

async function askedAtOnce(store: Index, side: Side, questions: readonly Question[]): Promise<string[][]> {
  const words = questions.flatMap(({ kind, value }) => {
    const { block, line, rest } = askedPlace(store, kind, value);
    return [block, line, rest, kind === 'but-for-initials' ? SHARING_INITIALS_MAX : SHARING_MAX];
  });
  const names = [store.keys.evidenceIn(side), store.keys.evidenceSpilt(side)];
  const answers = (await sharers(store.redis, names, words)) as string[][];
  return answers.map((found) => found.map(keyIn));
}

/** Files a customer under the evidence that it carries now, in place of what it carried before. */
export function fileEvidence(
  store: Digests,
  tx: Transaction,
  { side, key }: Subject,
  before: Evidence | undefined,
  after: Evidence | undefined,
): void {
  const [old, now] = [before ?? {}, after ?? {}];
  for (const place of placesOnlyOf(store, old, now)) putPlace(store, tx, { side, key }, place, undefined);
  for (const place of placesOnlyOf(store, now, old)) putPlace(store, tx, { side, key }, place, '');
}

/** Adds a place of a customer to the index, or takes it from there. */
function putPlace(
  { keys }: Pick<Digests, 'keys'>,
  tx: Transaction,
  { side, key }: Subject,
  { block, line }: Place,
  text: '' | undefined,
): void {
  tx.line(keys.evidenceIn(side), { block, name: line + lineKey(key), text }, keys.evidenceSpilt(side));
}

/** Takes a customer from the index of whom nobody knows any more what it was filed under. */
export async function forgetEvidence(store: Index, side: Side, key: string): Promise<void> {
  for await (const places of placesWith(store, side, lineKey(key))) {
    const tx = new Transaction(store.redis);
    for (const place of places) putPlace(store, tx, { side, key }, place, undefined);
    await tx.commit();
  }
}

async function* placesWith({ redis, keys }: Index, side: Side, key: string): AsyncGenerator<Place[]> {
  let cursor = '0';
  do {
    const [next, entries] = await redis.hscan(keys.evidenceIn(side), cursor, 'COUNT', ASKED_AT_ONCE);
    cursor = next;
    yield entries.flatMap((text, at) => (at % 2 === 1 ? placesIn(text, entries[at - 1] ?? '', key) : []));
  } while (cursor !== '0');
  do {
    const [next, members] = await redis.zscan(keys.evidenceSpilt(side), cursor, 'COUNT', ASKED_AT_ONCE);
    cursor = next;
    yield members.flatMap((member, at) => (at % 2 === 0 ? placeIn(member, key) : []));
  } while (cursor !== '0');
}

function placesIn(text: string, block: string, key: string): Place[] {
  return text
    .split('\n')
    .flatMap((line) => (line.endsWith('\t') ? placeIn(block + line.slice(0, -1), key) : []));
}
