/**
 * What is kept of one customer under the key of one side, wherever it stands (docs/privacy.md): to be shown, or to be
 * taken away. A new place for personal data belongs in here.
 */
import { otherSide, type Side } from '../domain/customer.ts';
import type { StoredRecord } from '../domain/record.ts';
import { forgetEvidence } from './evidence-index.ts';
import { eraseEvent, type KeptEvent, kept } from './history.ts';
import { linkIn, recordIn } from './packed.ts';
import { type Subject, subjectId, WAIT_KINDS } from './records.ts';
import { linesOf, sheetOf } from './sheets.ts';
import type { Store } from './store.ts';
import { forgetWords } from './words.ts';

/** The places of one key, each with what stands there. */
export type Places = Readonly<Record<string, unknown>>;

/** Hashes whose fields are the keys of a side. */
const OF_KEY = ['uncompared', 'absent', 'seen'] as const;
/** Hashes whose fields are subjects. */
const OF_SUBJECT = ['waits', 'lone', 'passed', 'agreed', 'counted'] as const;

const SCANNED_AT_ONCE = 1_000;

/** What may stand in a pattern of Redis as it is. */
const literal = (text: string) => text.replace(/[\\*?[\]]/gu, '\\$&');

export async function placesOf({ redis, keys }: Store, { side, key }: Subject): Promise<Places> {
  const places: [string, unknown][] = [];
  const add = (name: string, text: string | null, read: (text: string) => unknown = parsed) => {
    if (text !== null) places.push([name, read(text)]);
  };
  add('records', await redis.hget(keys.records(side), key), (text) => recordIn(key, text));
  for (const name of OF_KEY) add(name, await redis.hget(keys[name](side), key));
  for (const name of OF_SUBJECT) add(name, await redis.hget(keys[name], subjectId({ side, key })));
  add('intent', await redis.hget(keys.intents(otherSide(side)), key));
  if (side === 'managementpro') add('link', await redis.hget(keys.links, key), (text) => linkIn(key, text));
  return Object.fromEntries(places);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Takes all of it away but the link, and marks the key first, so that what is read meanwhile is not kept anew. */
export async function erasePlaces(store: Store, { side, key }: Subject, now: number): Promise<void> {
  const { redis, keys } = store;
  const id = subjectId({ side, key });
  await redis.hset(keys.erased(side), key, String(now));
  await redis.hdel(keys.records(side), key);
  for (const name of OF_KEY) await redis.hdel(keys[name](side), key);
  for (const name of OF_SUBJECT) await redis.hdel(keys[name], id);
  await redis.hdel(keys.intents(otherSide(side)), key);
  for (const set of [keys.work, keys.differs, keys.lones, ...WAIT_KINDS.map(keys.waitsOf)])
    await redis.zrem(set, id);
  await redis.zrem(keys.newcomers(side), key);
  const tx = store.transaction();
  forgetWords(store, tx, side, key);
  await tx.commit();
  await forgetEvidence(store, side, key);
  await unrankAll(
    store,
    keys.asked(otherSide(side)),
    `*:${literal(key)}`,
    (member) => member.split(':').slice(2).join(':') === key,
  );
}

async function unrankAll(
  { redis }: Store,
  index: string,
  pattern: string,
  isOfKey: (member: string) => boolean,
): Promise<void> {
  let cursor = '0';
  do {
    const [next, found] = await redis.zscan(index, cursor, 'MATCH', pattern, 'COUNT', SCANNED_AT_ONCE);
    cursor = next;
    const members = found.filter((member, at) => at % 2 === 0 && isOfKey(member));
    if (members.length > 0) await redis.zrem(index, ...members);
  } while (cursor !== '0');
}

/** Whether all that was kept of the customer of this key was erased, and nothing is to be kept anew. */
export async function isErased({ redis, keys }: Store, { side, key }: Subject): Promise<boolean> {
  return (await redis.hexists(keys.erased(side), key)) === 1;
}

/** A person may ask for a key to be observed again. */
export async function unmarkErased({ redis, keys }: Store, { side, key }: Subject): Promise<void> {
  await redis.hdel(keys.erased(side), key);
}

/** All of the history, the oldest first, in batches. */
export async function* wholeHistory({ redis, keys }: Store): AsyncGenerator<KeptEvent[]> {
  for (let from = '-'; ; ) {
    const entries = await redis.xrange(keys.history, from, '+', 'COUNT', SCANNED_AT_ONCE);
    if (entries.length === 0) return;
    yield kept(entries);
    from = `(${entries.at(-1)?.[0]}`;
  }
}

/** All last records of a side by their keys, in batches. */
export async function* allRecords(
  { redis, keys }: Store,
  side: Side,
): AsyncGenerator<(readonly [string, StoredRecord])[]> {
  let cursor = '0';
  do {
    const [next, pairs] = await redis.hscan(keys.records(side), cursor, 'COUNT', SCANNED_AT_ONCE);
    cursor = next;
    yield pairs.flatMap((key, at) =>
      at % 2 === 0 ? [[key, recordIn(key, pairs[at + 1] ?? '')] as const] : [],
    );
  } while (cursor !== '0');
}

/** The sheets that were shown to a person in the last day, with those of their lines that `isOf` somebody. */
export async function sheetsWith(
  store: Store,
  isOf: (line: unknown) => boolean,
): Promise<{ readonly hash: string; readonly lines: readonly unknown[] }[]> {
  const found: { hash: string; lines: unknown[] }[] = [];
  for (const hash of await sheetHashes(store)) {
    const sheet = await sheetOf(store, hash);
    const lines: unknown[] = [];
    for await (const batch of sheet === undefined ? [] : linesOf(store, sheet))
      lines.push(...batch.filter(isOf));
    if (lines.length > 0) found.push({ hash, lines });
  }
  return found;
}

async function sheetHashes({ redis, keys }: Store): Promise<string[]> {
  const hashes: string[] = [];
  const prefix = keys.sheets.slice(0, -1);
  let cursor = '0';
  do {
    const [next, found] = await redis.scan(cursor, 'MATCH', keys.sheets, 'COUNT', SCANNED_AT_ONCE);
    cursor = next;
    hashes.push(...found.map((name) => name.slice(prefix.length)));
  } while (cursor !== '0');
  return hashes;
}

/** The sheet and its pieces, which others may share: whoever agrees to one of those is asked anew. */
export async function eraseSheet(store: Store, hash: string): Promise<void> {
  const { redis, keys } = store;
  const pieces = (await sheetOf(store, hash))?.pieces ?? [];
  for (const digest of pieces) await redis.del(keys.sheetPiece(digest));
  await redis.del(keys.sheet(hash));
}

/** Events leave with their places in the index, each in one commit. */
export async function eraseEvents(store: Store, events: readonly KeptEvent[]): Promise<void> {
  await store.inCommits(events, (tx, event) => eraseEvent(store, tx, event));
}
