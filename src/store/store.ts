/**
 * One namespace of Redis as the rest of the house knows it: loads, commits and lists, without a judgement on any of
 * it.
 */

import { randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Side } from '../domain/customer.ts';
import type { Intent } from '../domain/intent.ts';
import type { StoredRecord } from '../domain/record.ts';
import { remembered } from '../domain/remembered.ts';
import { BATCH, batchesOf } from './batches.ts';
import { Transaction } from './commit.ts';
import { keyedDigest, quickDigest } from './digest.ts';
import { hashFields, scoresOf } from './hash-fields.ts';
import { type Keys, keysOf } from './keys.ts';
import { loadSubjects } from './load.ts';
import { migrate, SCHEMA_VERSION } from './migrate.ts';
import { recordIn } from './packed.ts';
import {
  type AnyWait,
  type KeptWait,
  type Loaded,
  type Subject,
  subjectId,
  subjectOf,
  WAIT_KINDS,
} from './records.ts';

/** A state that others have changed so often in between is let be. */
const CHANGES_MAX = 20;

function parsed<T>(text: string | null | undefined): T | undefined {
  return text === null || text === undefined ? undefined : (JSON.parse(text) as T);
}

/** The value of a key, which is set only where there is none: a Redis that takes no writes can still be looked into. */
async function founded(redis: Redis, key: string, value: string): Promise<string> {
  const found = await redis.get(key);
  if (found !== null) return found;
  await redis.set(key, value, 'NX');
  return (await redis.get(key)) ?? value;
}

/** Names, phones and words are asked for again and again while one customer is decided on; whole records are not. */
const SHORT_CHARS = 100;

/** All state of one namespace in Redis. It stores and finds; what it means is decided elsewhere. */
export class Store {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly #digestKey: string;
  readonly #shortDigest: (text: string) => string;

  private constructor(redis: Redis, keys: Keys, digestKey: string) {
    this.redis = redis;
    this.keys = keys;
    this.#digestKey = digestKey;
    this.#shortDigest = remembered((text) => keyedDigest(digestKey, text));
  }

  /** Opens the namespace, founding it where it is new. Throws `SchemaError` with one clear line. */
  static async open(redis: Redis, namespace: string): Promise<Store> {
    const keys = keysOf(namespace);
    const version = Number(await founded(redis, keys.schema, String(SCHEMA_VERSION)));
    if (version !== SCHEMA_VERSION) await migrate(redis, keys, namespace);
    return new Store(redis, keys, await founded(redis, keys.digestKey, randomBytes(24).toString('base64')));
  }

  /** Whether Redis still holds the state that was opened, and not none or another. */
  async isThere(): Promise<boolean> {
    return (await this.redis.get(this.keys.digestKey)) === this.#digestKey;
  }

  /** Removes everything under the namespace, the queues included. Nobody may be working on it any more. */
  async forget(): Promise<void> {
    const pattern = this.keys.schema.replace('schema', '*');
    let cursor = '0';
    do {
      const [next, keys] = await this.redis.scan(cursor, 'MATCH', pattern, 'COUNT', BATCH);
      cursor = next;
      if (keys.length > 0) await this.redis.unlink(keys);
    } while (cursor !== '0');
  }

  transaction(): Transaction {
    return new Transaction(this.redis);
  }

  /**
   * Makes the same change to any number of things, in as many commits as their words need. A crash between two
   * leaves the rest undone, so whoever asks notes only afterwards that it is done, and the change bears repeating.
   */
  async inCommits<T>(things: Iterable<T>, change: (tx: Transaction, thing: T) => void): Promise<void> {
    let tx = this.transaction();
    for (const thing of things) {
      change(tx, thing);
      if (!tx.isFull) continue;
      await tx.commit();
      tx = this.transaction();
    }
    await tx.commit();
  }

  /** A digest under the key of this namespace. */
  digest(text: string): string {
    return text.length <= SHORT_CHARS ? this.#shortDigest(text) : keyedDigest(this.#digestKey, text);
  }

  /** A digest of a row's bytes under the key of this namespace: every row of every scan has one. */
  bytesDigest(text: string): string {
    return quickDigest(this.#digestKey, text);
  }

  /** The next tick of the logical clock. */
  nextSequence(): Promise<number> {
    return this.redis.incr(this.keys.sequence);
  }

  /** Redis' own clock, ms since 1970: processes with wrong clocks agree on it. */
  async time(): Promise<number> {
    const [seconds, microseconds] = await this.redis.time();
    return Number(seconds) * 1_000 + Math.floor(Number(microseconds) / 1_000);
  }

  // ── what a scan compares ────────────────────────────────────────────────────────────────────

  seenDigests(side: Side, keys: readonly string[]): Promise<(string | null)[]> {
    return hashFields(this.redis, this.keys.seen(side), keys);
  }

  /** How many customers of a side are known, those already missing included. */
  knownCount(side: Side): Promise<number> {
    return this.redis.hlen(this.keys.seen(side));
  }

  /** All known keys of a side, in batches. */
  async *knownKeys(side: Side): AsyncGenerator<string[]> {
    let cursor = '0';
    do {
      const [next, pairs] = await this.redis.hscan(this.keys.seen(side), cursor, 'COUNT', BATCH);
      cursor = next;
      yield pairs.filter((_, index) => index % 2 === 0);
    } while (cursor !== '0');
  }

  absences(side: Side): Promise<Record<string, string>> {
    return this.redis.hgetall(this.keys.absent(side));
  }

  // ── subjects ────────────────────────────────────────────────────────────────────────────────

  /** The subject under which a customer is worked on: its link's clave, or itself. */
  async subjectsOf(side: Side, keys: readonly string[]): Promise<Subject[]> {
    if (keys.length === 0) return [];
    if (side === 'managementpro') return keys.map((key) => ({ side, key }));
    const claves = await hashFields(this.redis, this.keys.codes, keys);
    return keys.map((key, index) => {
      const clave = claves[index];
      return clave ? { side: 'managementpro', key: clave } : { side, key };
    });
  }

  /** Loads subjects as they stand now, links resolved; three round trips whatever their number. */
  load(asked: readonly Subject[]): Promise<Loaded[]> {
    return loadSubjects(this, asked);
  }

  /** The same for any number, one after the other, of which a batch is in memory. */
  async *loadEach(asked: readonly Subject[]): AsyncGenerator<Loaded> {
    for (const batch of batchesOf(asked)) yield* await this.load(batch);
  }

  /** Whoever waits for this, the oldest first. */
  async waiting(kind: AnyWait['kind']): Promise<Subject[]> {
    return (await this.redis.zrange(this.keys.waitsOf(kind), '0', '-1')).map(subjectOf);
  }

  async storedRecords<S extends Side>(
    side: S,
    keys: readonly string[],
  ): Promise<(StoredRecord<S> | undefined)[]> {
    const raws = await hashFields(this.redis, this.keys.records(side), keys);
    return raws.map((raw, index) => (raw ? recordIn<S>(keys[index] ?? '', raw) : undefined));
  }

  /** Everything in step is not here: subjects not known to be in step, the oldest first, in batches. */
  async *workBatches(): AsyncGenerator<Subject[]> {
    // The set changes while it is gone through, so its members are taken at once: keys only, no values.
    const ids = await this.redis.zrange(this.keys.work, '0', '-1');
    for (const batch of batchesOf(ids)) {
      // Both of a pair are work until the first of them is linked: the other is none by its turn.
      const scores = await scoresOf(this.redis, this.keys.work, batch);
      yield batch.filter((_, index) => scores[index] !== null).map(subjectOf);
    }
  }

  async *linkBatches(): AsyncGenerator<Subject[]> {
    let cursor = '0';
    do {
      const [next, pairs] = await this.redis.hscan(this.keys.links, cursor, 'COUNT', BATCH);
      cursor = next;
      const claves = pairs.filter((_, index) => index % 2 === 0);
      if (claves.length > 0) yield claves.map((key) => ({ side: 'managementpro', key }));
    } while (cursor !== '0');
  }

  // ── intents, waits, state ───────────────────────────────────────────────────────────────────

  async intents(target: Side): Promise<Map<string, { intent: Intent; raw: string }>> {
    const rows = await this.redis.hgetall(this.keys.intents(target));
    return new Map(
      Object.entries(rows).map(([key, raw]) => [key, { intent: JSON.parse(raw) as Intent, raw }]),
    );
  }

  /**
   * Replaces what a subject waits for, provided that it is as it was loaded: two that decide at once may see
   * different brakes. A wait that is only refreshed, with newer values, keeps its `since`.
   */
  putWaits(
    tx: Transaction,
    { subject, waits: before, rawWaits }: Loaded,
    waits: readonly AnyWait[],
    now: number,
  ): void {
    const id = subjectId(subject);
    tx.expect(this.keys.waits, id, rawWaits);
    const identity = (wait: AnyWait) =>
      [wait.kind, 'side' in wait ? wait.side : '', 'field' in wait ? wait.field : ''].join();
    const kept = new Map(before.map((wait) => [identity(wait), wait.since]));
    const next: KeptWait[] = waits.map((wait) => ({ ...wait, since: kept.get(identity(wait)) ?? now }));
    if (JSON.stringify(next) === JSON.stringify(before)) return;
    if (next.length === 0) tx.remove(this.keys.waits, id);
    else tx.set(this.keys.waits, id, JSON.stringify(next));
    const kinds = new Set(next.map(({ kind }) => kind));
    for (const { kind } of before) if (!kinds.has(kind)) tx.unrank(this.keys.waitsOf(kind), id);
    if (!kinds.has('braked') && before.some(({ kind }) => kind === 'braked'))
      tx.remove(this.keys.counted, id);
    for (const { kind, since } of next) tx.rank(this.keys.waitsOf(kind), since, id);
  }

  /** A subject that becomes another one, or none, waits for nothing, whatever it has been waiting for. */
  endWaits(tx: Transaction, id: string): void {
    tx.remove(this.keys.counted, id);
    tx.drop(
      this.keys.waits,
      id,
      [...WAIT_KINDS, 'unseen'].map((kind) => this.keys.waitsOf(kind)),
    );
  }

  async getState<T>(name: string): Promise<T | undefined> {
    return parsed<T>(await this.redis.hget(this.keys.state, name));
  }

  /** Several states in one round trip, in the order in which they are named. */
  async getStates<T extends readonly unknown[]>(names: { readonly [K in keyof T]: string }) {
    const texts = await hashFields(this.redis, this.keys.state, names as readonly string[]);
    return texts.map((text) => parsed<unknown>(text)) as { [K in keyof T]: T[K] | undefined };
  }

  async setState(name: string, value: unknown): Promise<void> {
    if (value === undefined) await this.redis.hdel(this.keys.state, name);
    else await this.redis.hset(this.keys.state, name, JSON.stringify(value));
  }

  /**
   * Changes a state as it stands, `read` from what is stored, however many change it at once. Answers what stands there
   * then, undefined where they never let it be; where `next` answers what it was given nothing is written.
   */
  async changeState<T>(
    name: string,
    read: (stored: T | undefined) => T,
    next: (state: T) => T,
  ): Promise<T | undefined> {
    const { state } = this.keys;
    for (let tries = 0; tries < CHANGES_MAX; tries += 1) {
      const raw = await this.redis.hget(state, name);
      const before = read(parsed<T>(raw));
      const after = next(before);
      if (after === before) return after;
      const tx = this.transaction().expect(state, name, raw ?? undefined);
      if (await tx.set(state, name, JSON.stringify(after)).commit()) return after;
    }
    return undefined;
  }
}
