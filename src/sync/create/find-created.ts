import type { Customer } from '../../domain/customer.ts';
import { evidenceOf } from '../../domain/evidence.ts';
import { askedBy, fulfils, type Intent } from '../../domain/intent.ts';
import { resembles } from '../../domain/match.ts';
import { customerOf, shownBy } from '../../domain/record.ts';
import { traitsOf } from '../../domain/traits.ts';
import { batchesOf } from '../../store/batches.ts';
import { hashFields } from '../../store/hash-fields.ts';
import { openCreatesLike } from '../../store/open-creates.ts';
import { lonesSince } from '../../store/roster.ts';
import { isCalledDifferent } from '../evaluate/open-creates.ts';
import { observeRecords } from '../observe/observe.ts';
import { metSince } from '../observe/unreadable.ts';
import type { Creating } from './creating.ts';
import { SEARCH } from './search-of-side.ts';

/** Whoever is first seen after the intent is known since then by some process' clock, and those may differ. */
const CLOCKS_APART_MS = 86_400_000;

/** Keys of unlinked customers, not known before the intent nor called another one, that are what it created. */
export async function findCreated(of: Creating, intent: Intent): Promise<string[]> {
  const { ctx, target, loaded } = of;
  const sequence = await ctx.store.nextSequence();
  const keys = await fitting(of, intent, sequence);
  if (keys.length === 0) return [];
  const [stored, linked] = await Promise.all([
    ctx.store.storedRecords(target, keys),
    hashFields(ctx.store.redis, ctx.store.keys.linkOf[target], keys),
  ]);
  return keys.filter(
    (key, index) =>
      linked[index] === null &&
      (stored[index]?.firstSeen ?? 0) >= intent.sequence &&
      !isCalledDifferent(loaded, key),
  );
}

/** Unlinked customers known here, first seen since the intent, that are what it created. */
export async function known(of: Creating, intent: Intent): Promise<string[]> {
  const found = await newcomers(of, intent);
  return found.filter(({ shown }) => fulfils(intent, shown)).map(({ key }) => key);
}

/**
 * Newcomers that have something of the intent's customer, and that no person has called another one: somebody may
 * have edited what was created before it was ever seen here.
 */
export async function resembling(of: Creating, intent: Intent): Promise<string[]> {
  const sent = askedBy(intent).map(({ customer }) => evidenceOf(customer));
  const like = (await newcomers(of, intent)).filter(({ shown }) =>
    sent.some((evidence) => resembles(evidence, evidenceOf(shown))),
  );
  const open = await openCreatesLike(
    of.ctx.store,
    of.target,
    like.map(({ shown }) => traitsOf(shown)),
  );
  // Exactly what another open create asks for is that one's.
  const isExplained = ({ shown, firstSeen }: Newcomer, at: number) =>
    [...(open[at]?.values() ?? [])].some(
      (other) => firstSeen >= other.intent.sequence && fulfils(other.intent, shown),
    );
  const left = like.filter((one, at) => !isExplained(one, at)).map(({ key }) => key);
  // Asked after the open creates: one that has ended in between has left its link, in the same commit.
  const linked = await hashFields(of.ctx.store.redis, of.ctx.store.keys.linkOf[of.target], left);
  return left.filter((_, at) => linked[at] === null);
}

type Newcomer = { readonly key: string; readonly firstSeen: number; readonly shown: Customer };

/** Unlinked customers, first seen since the intent, whom no person has called another one. */
async function newcomers({ ctx, target, loaded, snapshot }: Creating, intent: Intent): Promise<Newcomer[]> {
  const { store } = ctx;
  const keys = (await lonesSince(store, target, intent.at - CLOCKS_APART_MS)).filter(
    (key) => !isCalledDifferent(loaded, key),
  );
  const found: Newcomer[] = [];
  for (const batch of batchesOf(keys)) {
    for (const [index, stored] of (await store.storedRecords(target, batch)).entries())
      if (stored !== undefined && stored.firstSeen >= intent.sequence) {
        const shown = customerOf(target, stored, snapshot.routes);
        found.push({ key: batch[index] ?? '', firstSeen: stored.firstSeen, shown });
      }
  }
  return found;
}

/**
 * True when the target shows customers that have never been understood, first met since the intent or without
 * any key: a side that has changed the form of its records hides what was created, and must not get it twice.
 */
export async function unreadableNewcomers(
  { ctx: { store }, target, snapshot: { scans } }: Creating,
  intent: Intent,
): Promise<boolean> {
  if ((scans[target]?.last.keyless ?? 0) > 0) return true;
  const waiting = await store.waiting('unreadable');
  const keys = waiting.filter(({ side }) => side === target).map(({ key }) => key);
  const [stored, seen] = await Promise.all([
    store.storedRecords(target, keys),
    store.seenDigests(target, keys),
  ]);
  return keys.some((_, index) => stored[index] === undefined && metSince(seen[index], intent.sequence));
}

/** Whoever is what the intent created, among those whom the side shows now; observed, with their keys. */
async function fitting(
  { ctx, target, snapshot }: Creating,
  intent: Intent,
  sequence: number,
): Promise<string[]> {
  const shown = await SEARCH[target].newest(ctx, intent);
  const made = shown.filter((row) => fulfils(intent, shownBy(target, row, snapshot.routes)));
  await observeRecords(ctx, target, made, sequence, intent.shops);
  return [...new Set(made.map(({ key }) => key))];
}
