import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { SIDES, type Side } from '../domain/customer.ts';
import { type Evidence, evidenceOf } from '../domain/evidence.ts';
import type { Link } from '../domain/link.ts';
import { customerOf, type StoredRecord } from '../domain/record.ts';
import { isSomebodyAtWork, WAITS } from './at-work.ts';
import { Transaction } from './commit.ts';
import { keyedDigest } from './digest.ts';
import { fileEvidence } from './evidence-index.ts';
import type { Keys } from './keys.ts';
import { linkText, recordIn, recordText } from './packed.ts';
import { fileWords } from './words.ts';

/** A store written by a newer Puente, or by something else. */
class SchemaError extends Error {}

/** Brings the state from one version to the next. Cut short by a crash it is run again, so it bears that. */
type Step = (redis: Redis, keys: Keys) => Promise<void>;

/** The step at 0 leads from version 1 to version 2, and so on. */
const STEPS: readonly Step[] = [
  async (redis, keys) => {
    await ageAlerts(redis, keys);
    await cutIndex(redis, keys);
    await forgetConcerned(redis, keys);
  },
  packWords,
  forgetSortedEvidence,
  packRecords,
  forgetFiledEvidence,
  forgetFiledEvidence,
  refileEvidence,
];

/** The version of everything under a namespace that this Puente writes. */
export const SCHEMA_VERSION = STEPS.length + 1;

/** Longer than any step between two of its commands; a process that dies in one is followed by another. */
const LOCK_MS = 60_000;
const POLL_MS = 50;
const BATCH = 1_000;

/**
 * Brings an older state to this version, once, whoever else starts meanwhile. A newer one is refused by one clear line, and
 * so is one that a daemon of the earlier version works on.
 */
export async function migrate(redis: Redis, keys: Keys, namespace: string, waits = WAITS): Promise<void> {
  const self = randomUUID();
  for (
    let version = await versionOf(redis, keys);
    version !== SCHEMA_VERSION;
    version = await versionOf(redis, keys)
  ) {
    if (!Number.isInteger(version) || version < 1 || version > SCHEMA_VERSION)
      throw new SchemaError(
        `the state under NAMESPACE=${namespace} has schema ${version}, this Puente knows ${SCHEMA_VERSION}: run the version that wrote it, or another namespace`,
      );
    if (await isSomebodyAtWork(redis, keys, waits))
      throw new SchemaError(
        `a daemon of an earlier version works on the state under NAMESPACE=${namespace}: stop it first`,
      );
    if ((await redis.set(keys.migrating, self, 'PX', LOCK_MS, 'NX')) === null) await pause(POLL_MS);
    else await climb(redis, keys, self);
  }
}

async function versionOf(redis: Redis, keys: Keys): Promise<number> {
  return Number(await redis.get(keys.schema));
}

/** The version is noted after its step: a crash between repeats the step. */
async function climb(redis: Redis, keys: Keys, self: string): Promise<void> {
  try {
    for (let version = await versionOf(redis, keys); version < SCHEMA_VERSION; version += 1) {
      await redis.pexpire(keys.migrating, LOCK_MS);
      await STEPS[version - 1]?.(redis, keys);
      await redis.set(keys.schema, String(version + 1));
    }
  } finally {
    if ((await redis.get(keys.migrating)) === self) await redis.del(keys.migrating);
  }
}

/** 1 → 2: the facts that were told were a set without an age. */
async function ageAlerts(redis: Redis, keys: Keys): Promise<void> {
  if ((await redis.type(keys.alerts)) !== 'set') return;
  const aged = `${keys.alerts}:aged`;
  const now = Date.now();
  let cursor = '0';
  do {
    const [next, facts] = await redis.sscan(keys.alerts, cursor, 'COUNT', BATCH);
    cursor = next;
    for (const fact of facts) await redis.zadd(aged, now, fact);
  } while (cursor !== '0');
  if ((await redis.exists(aged)) === 1) await redis.rename(aged, keys.alerts);
}

/** 1 → 2: what a brake is about is a sheet of lines; one that is on is shown anew by the next poll. */
async function forgetConcerned(redis: Redis, keys: Keys): Promise<void> {
  await redis.unlink(SIDES.map((side) => keys.schema.replace(/schema$/, `concerned:${side}`)));
}

/**
 * 2 → 3: a search goes through the words of all records, which stand together in blocks; the index of them took a third
 * of everything. What a reading files meanwhile is newer or the same.
 */
async function packWords(redis: Redis, keys: Keys): Promise<void> {
  for (const side of SIDES) {
    await fileEach(redis, keys, side, (tx, key, text) =>
      fileWords({ keys }, tx, { side, key }, undefined, earlierRecord(key, text).record),
    );
    for (const name of ['words', 'words-of'])
      await redis.unlink(keys.schema.replace(/schema$/, `${name}:${side}`));
  }
}

/** Goes through the records of a side, so many in one commit. */
async function fileEach(
  redis: Redis,
  keys: Keys,
  side: Side,
  fileOne: (tx: Transaction, key: string, text: string) => void,
): Promise<void> {
  let cursor = '0';
  do {
    const [next, pairs] = await redis.hscan(keys.records(side), cursor, 'COUNT', BATCH);
    cursor = next;
    const tx = new Transaction(redis);
    for (let at = 0; at < pairs.length; at += 2) fileOne(tx, pairs[at] ?? '', pairs[at + 1] ?? '');
    await tx.commit();
  } while (cursor !== '0');
}

/** 3 → 4: the evidence of the matching was a sorted set, and took more than the records of a side; it is filed anew below. */
async function forgetSortedEvidence(redis: Redis, keys: Keys): Promise<void> {
  await redis.unlink(SIDES.map((side) => keys.schema.replace(/schema$/, `evidence:${side}`)));
}

/**
 * 4 → 5: records and links were JSON with all their names, and said a value as often as it stands there. One that
 * somebody writes meanwhile is left to the next round.
 */
async function packRecords(redis: Redis, keys: Keys): Promise<void> {
  const texts = (key: string, text: string) => recordText(earlierRecord(key, text));
  for (const side of SIDES) await rewrite(redis, keys.records(side), texts);
  await rewrite(redis, keys.links, (_, text) => linkText(JSON.parse(text) as Link));
}

async function rewrite(
  redis: Redis,
  hash: string,
  written: (key: string, text: string) => string,
): Promise<void> {
  let cursor = '0';
  do {
    const [next, pairs] = await redis.hscan(hash, cursor, 'COUNT', BATCH);
    const tx = new Transaction(redis);
    for (let at = 0; at < pairs.length; at += 2) {
      const [key = '', text = ''] = pairs.slice(at, at + 2);
      if (!isPacked(text)) tx.expect(hash, key, text).set(hash, key, written(key, text));
    }
    if (await tx.commit()) cursor = next;
  } while (cursor !== '0');
}

/**
 * 5 → 6: what a clerk writes for nothing is no evidence any more; a name is filed under its beginnings, and as it is written
 * out. 6 → 7: without its blanks as well. It is filed anew below.
 */
async function forgetFiledEvidence(redis: Redis, keys: Keys): Promise<void> {
  await redis.unlink(SIDES.flatMap((side) => [keys.evidenceIn(side), keys.evidenceSpilt(side)]));
}

/**
 * 7 → 8: a name is filed with initials for given names as well, and each of several values in one field. Whoever stands alone
 * is asked about anew. The index is made anew from the records; a crash in between begins it once more.
 */
async function refileEvidence(redis: Redis, keys: Keys): Promise<void> {
  const digestKey = (await redis.get(keys.digestKey)) ?? '';
  const store = { keys, digest: (text: string) => keyedDigest(digestKey, text) };
  await forgetFiledEvidence(redis, keys);
  for (const side of SIDES)
    await fileEach(redis, keys, side, (tx, key, text) =>
      fileEvidence(store, tx, { side, key }, undefined, evidenceIn(side, key, text)),
    );
  await askLonesAgain(redis, keys);
}

/** An agent's route is no evidence, so that none need be known. */
function evidenceIn(side: Side, key: string, text: string): Evidence {
  return evidenceOf(customerOf(side, earlierRecord(key, text), { shops: {}, salespeople: {} }));
}

async function askLonesAgain(redis: Redis, keys: Keys): Promise<void> {
  const lones = await redis.zrange(keys.lones, '0', '-1');
  for (let at = 0; at < lones.length; at += BATCH) {
    const marks = lones.slice(at, at + BATCH).flatMap((id) => [Date.now(), id]);
    await redis.zadd(keys.work, 'NX', ...marks);
  }
}

const isPacked = (text: string) => text.startsWith('[');

function earlierRecord(key: string, text: string): StoredRecord {
  return isPacked(text) ? recordIn(key, text) : (JSON.parse(text) as StoredRecord);
}

/** 1 → 2: the history was cut, and its index was not. */
async function cutIndex(redis: Redis, keys: Keys): Promise<void> {
  const [[first] = []] = await redis.xrange(keys.history, '-', '+', 'COUNT', 1);
  const oldest = Number(first?.split('-')[0] ?? 0);
  let cursor = '0';
  do {
    const [next, pairs] = await redis.zscan(keys.historyOf, cursor, 'COUNT', BATCH);
    cursor = next;
    const gone = pairs.filter((member, at) => at % 2 === 0 && timeOf(member) < oldest);
    if (gone.length > 0) await redis.zrem(keys.historyOf, gone);
  } while (cursor !== '0');
}

/** A place in the index ends with the id of its event, which begins with its time. */
function timeOf(member: string): number {
  return Number(member.slice(member.lastIndexOf(' ') + 1).split('-')[0]);
}
