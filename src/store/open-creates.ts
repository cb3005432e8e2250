import type { Side } from '../domain/customer.ts';
import { askedBy, type Intent } from '../domain/intent.ts';
import { askedFor, isLookedAt, type Trait, traitsOf } from '../domain/traits.ts';
import { batchesOf } from './batches.ts';
import type { Transaction } from './commit.ts';
import { hashFields } from './hash-fields.ts';
import type { HeldIntent } from './records.ts';
import type { Store } from './store.ts';

/**
 * The open creates of a side, and the index by which whatever may have come of them is found: a record is compared
 * with the few that have something in common with it, however many are open. The index is kept in the same commits
 * as the intents.
 */

/** Sorts behind every key, in whatever script it is written. */
const LAST_CHARACTER = '\u{10ffff}';

function member(store: Store, { kind, value }: Trait, key: string): string {
  return `${kind}:${store.digest(value)}:${key}`;
}

function membersOf(store: Store, intent: Intent, key: string): string[] {
  const traits = askedBy(intent).flatMap(({ customer }) => traitsOf(customer));
  return [...new Set(traits.map((trait) => member(store, trait, key)))];
}

/** Notes an open create, in place of what was noted before; answers the text that whoever replaces it expects. */
export function fileIntent(
  store: Store,
  tx: Transaction,
  { target, key }: { readonly target: Side; readonly key: string },
  intent: Intent,
  before?: Intent,
): string {
  const raw = JSON.stringify(intent);
  const [old, now] = [
    before === undefined ? [] : membersOf(store, before, key),
    membersOf(store, intent, key),
  ];
  for (const one of old) if (!now.includes(one)) tx.unrank(store.keys.asked(target), one);
  for (const one of now) if (!old.includes(one)) tx.rank(store.keys.asked(target), 0, one);
  tx.set(store.keys.intents(target), key, raw);
  return raw;
}

/** Ends an open create, whoever has replaced it since it was last looked at. */
export function endIntent(
  store: Store,
  tx: Transaction,
  target: Side,
  key: string,
  held: HeldIntent | undefined,
): void {
  for (const one of held === undefined ? [] : membersOf(store, held.intent, key))
    tx.unrank(store.keys.asked(target), one);
  tx.remove(store.keys.intents(target), key);
}

/** The open creates of these customers. */
export async function openIntents(
  { redis, keys }: Store,
  target: Side,
  of: readonly string[],
): Promise<Map<string, HeldIntent>> {
  if (of.length === 0) return new Map();
  const raws = await hashFields(redis, keys.intents(target), of);
  return new Map(
    of.flatMap((key, index) => {
      const raw = raws[index];
      return raw ? [[key, { intent: JSON.parse(raw) as Intent, raw }]] : [];
    }),
  );
}

/** For each customer whose traits are given, the open creates that have enough in common with it. */
export async function openCreatesLike(
  store: Store,
  target: Side,
  shown: readonly (readonly Trait[])[],
): Promise<ReadonlyMap<string, HeldIntent>[]> {
  const index = store.keys.asked(target);
  if (shown.length === 0 || (await store.redis.zcard(index)) === 0) return shown.map(() => new Map());
  const keys: string[][] = [];
  for (const batch of batchesOf(shown)) keys.push(...(await keysLike(store, index, batch)));
  const held = await openIntents(store, target, [...new Set(keys.flat())]);
  return keys.map((found) => only(held, found));
}

function only(held: ReadonlyMap<string, HeldIntent>, keys: readonly string[]): Map<string, HeldIntent> {
  return new Map(
    keys.flatMap((key) => {
      const intent = held.get(key);
      return intent === undefined ? [] : [[key, intent]];
    }),
  );
}

async function keysLike(
  store: Store,
  index: string,
  shown: readonly (readonly Trait[])[],
): Promise<string[][]> {
  const questions = shown.flatMap((traits) =>
    askedFor(traits).map((trait) => ({ traits, trait, prefix: member(store, trait, '') })),
  );
  const pipeline = store.redis.pipeline();
  for (const { prefix } of questions)
    pipeline.zrangebylex(index, `[${prefix}`, `[${prefix}${LAST_CHARACTER}`);
  const answers = (await pipeline.exec()) ?? [];
  const found = new Map(shown.map((traits) => [traits, new Map<string, Trait[]>()]));
  for (const [at, { traits, trait, prefix }] of questions.entries()) {
    const [error, members] = answers[at] ?? [null, []];
    if (error) throw error;
    const byKey = found.get(traits);
    for (const key of (members as string[]).map((one) => one.slice(prefix.length)))
      byKey?.set(key, [...(byKey.get(key) ?? []), trait]);
  }
  return shown.map((traits) =>
    [...(found.get(traits) ?? [])].flatMap(([key, common]) => (isLookedAt(traits, common) ? [key] : [])),
  );
}

/** Files the intents of a version that knew no index. Nobody may be deciding meanwhile. */
export async function indexIntents(store: Store, target: Side): Promise<void> {
  if ((await store.redis.zcard(store.keys.asked(target))) > 0) return;
  for (const [key, { intent, raw }] of await store.intents(target)) {
    const tx = store.transaction().expect(store.keys.intents(target), key, raw);
    fileIntent(store, tx, { target, key }, intent);
    await tx.commit();
  }
}
