import type { AceptabitsRecord, Decoded, Side } from '../../domain/customer.ts';
import { evidenceOf } from '../../domain/evidence.ts';
import { askedBy, fulfils, type Intent } from '../../domain/intent.ts';
import { getAceptabits, getManagementPro } from '../../domain/lens.ts';
import { resembles } from '../../domain/match.ts';
import { customerOf, type StoredRecord } from '../../domain/record.ts';
import { hashFields } from '../../store/hash-fields.ts';
import { type HeldIntent, type Loaded, subjectOf } from '../../store/records.ts';
import { lonesOf } from '../../store/roster.ts';
import { PAGE_MAX } from '../../systems/aceptabits/client.ts';
import type { Context } from '../context.ts';
import { isCalledDifferent } from '../evaluate/open-creates.ts';
import type { Surroundings } from '../evaluate/surroundings.ts';
import { observeRecords } from '../observe/observe.ts';
import { metSince } from '../observe/unreadable.ts';
import { namedInM } from './search-first.ts';

/** Pages of newest customers that are read down at most; the search finds what lies deeper. */
const PAGES_MAX = 20;
/** Records loaded at once. */
const BATCH = 500;
/** Enough of a name to be found by, little enough to survive a server that cuts off. */
const SEARCHED_CHARS = 10;

/** Keys of unlinked customers, not known before the intent nor called another one, that are what it created. */
export async function candidates(
  ctx: Context,
  target: Side,
  loaded: Loaded,
  intent: Intent,
  around: Surroundings,
): Promise<string[]> {
  const sequence = await ctx.store.nextSequence();
  const keys =
    target === 'aceptabits'
      ? await candidatesA(ctx, intent, around, sequence)
      : await candidatesM(ctx, intent, around, sequence);
  if (keys.length === 0) return [];
  const [stored, linked] = await Promise.all([
    ctx.store.storedRecords(target, keys),
    hashFields(ctx.store.redis, target === 'aceptabits' ? ctx.store.keys.codes : ctx.store.keys.links, keys),
  ]);
  return keys.filter(
    (key, index) =>
      linked[index] === null &&
      (stored[index]?.firstSeen ?? 0) >= intent.sequence &&
      !isCalledDifferent(loaded, key),
  );
}

/** Unlinked customers known here, first seen since the intent, that are what it created. */
export async function known(
  ctx: Context,
  target: Side,
  loaded: Loaded,
  { intent }: HeldIntent,
  { routes }: Surroundings,
): Promise<string[]> {
  return newcomers(
    ctx,
    target,
    intent,
    (one, key) => fulfils(intent, customerOf(target, one, routes)) && !isCalledDifferent(loaded, key),
  );
}

/**
 * Newcomers that have something of the intent's customer, and that no person has called another one: somebody may
 * have edited what was created before it was ever seen here.
 */
export async function resembling(
  ctx: Context,
  target: Side,
  loaded: Loaded,
  intent: Intent,
  { routes }: Surroundings,
): Promise<string[]> {
  const sent = askedBy(intent).map(({ customer }) => evidenceOf(customer));
  const open = [...(await ctx.store.intents(target)).values()];
  return newcomers(ctx, target, intent, (one, key) => {
    const shown = customerOf(target, one, routes);
    // Exactly what another open create asks for is that one's.
    const explained = open.some(
      (other) => one.firstSeen >= other.intent.sequence && fulfils(other.intent, shown),
    );
    const isLike = sent.some((one) => resembles(one, evidenceOf(shown)));
    return isLike && !explained && !isCalledDifferent(loaded, key);
  });
}

/** Keys of unlinked customers, first seen since the intent, that fit. */
async function newcomers(
  ctx: Context,
  target: Side,
  intent: Intent,
  fits: (stored: StoredRecord, key: string) => boolean,
): Promise<string[]> {
  const keys = (await lonesOf(ctx.store)).filter(({ side }) => side === target).map(({ key }) => key);
  const found: string[] = [];
  for (let at = 0; at < keys.length; at += BATCH) {
    const batch = keys.slice(at, at + BATCH);
    const stored = await ctx.store.storedRecords(target, batch);
    found.push(
      ...batch.filter((key, index) => {
        const one = stored[index];
        return one !== undefined && one.firstSeen >= intent.sequence && fits(one, key);
      }),
    );
  }
  return found;
}

/**
 * True when the target shows customers that have never been understood, first met since the intent or without
 * any key: a side that has changed the form of its records hides what was created, and must not get it twice.
 */
export async function unreadableNewcomers(
  ctx: Context,
  target: Side,
  intent: Intent,
  { scans }: Surroundings,
): Promise<boolean> {
  if ((scans[target]?.last.keyless ?? 0) > 0) return true;
  const { store } = ctx;
  const waiting = await store.redis.zrange(store.keys.waitsOf('unreadable'), '0', '-1');
  const keys = waiting
    .map(subjectOf)
    .filter(({ side }) => side === target)
    .map(({ key }) => key);
  const [stored, seen] = await Promise.all([
    store.storedRecords(target, keys),
    store.seenDigests(target, keys),
  ]);
  return keys.some((_, index) => stored[index] === undefined && metSince(seen[index], intent.sequence));
}

async function candidatesA(
  ctx: Context,
  intent: Intent,
  { routes }: Surroundings,
  sequence: number,
): Promise<string[]> {
  const rows = [...(await newestA(ctx, intent)), ...understood(await searchedA(ctx, intent))];
  const fitting = rows.filter((row) => fulfils(intent, getAceptabits(row, routes)));
  await observeRecords(ctx, 'aceptabits', fitting, sequence);
  return [...new Set(fitting.map(({ key }) => key))];
}

/** Newest first, down to the first page on which every customer was known before the intent. */
async function newestA(ctx: Context, intent: Intent): Promise<AceptabitsRecord[]> {
  const rows: AceptabitsRecord[] = [];
  for (let page = 1; page <= PAGES_MAX; page += 1) {
    const answer = await ctx.clients.aceptabits.page({ page, limit: PAGE_MAX });
    const good = understood(answer.rows);
    rows.push(...good);
    const stored = await ctx.store.storedRecords(
      'aceptabits',
      good.map(({ key }) => key),
    );
    if (
      answer.received < PAGE_MAX ||
      stored.every((known) => known !== undefined && known.firstSeen < intent.sequence)
    )
      break;
  }
  return rows;
}

/** A clock that is wrong, or an order that is not kept, hides a customer from the newest pages, not from a search. */
async function searchedA(ctx: Context, { customer }: Intent): Promise<Decoded<AceptabitsRecord>[]> {
  const text = customer.email || customer.phone || customer.name.slice(0, SEARCHED_CHARS);
  return text === '' ? [] : ctx.clients.aceptabits.search(text);
}

function understood<R>(rows: readonly Decoded<R>[]): R[] {
  return rows.flatMap((row) => (row.ok ? [row.record] : []));
}

async function candidatesM(
  ctx: Context,
  intent: Intent,
  { routes }: Surroundings,
  sequence: number,
): Promise<string[]> {
  const rows = understood(await namedInM(ctx, intent.customer, SEARCHED_CHARS));
  const fitting = rows.filter((row) => fulfils(intent, getManagementPro(row, routes)));
  await observeRecords(ctx, 'managementpro', fitting, sequence);
  return fitting.map(({ key }) => key);
}
