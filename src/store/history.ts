import type { Cause } from '../domain/causes.ts';
import type { HistoryEvent } from '../domain/events.ts';
import type { Transaction } from './commit.ts';
import { type Subject, subjectId } from './records.ts';
import type { Store } from './store.ts';

/** Earlier versions kept an English sentence as the cause; it is shown as it stands. */
export type KeptEvent = Omit<HistoryEvent, 'cause'> & { readonly id: string; readonly cause: Cause | string };

function subjectsOf({ clave, code }: Pick<HistoryEvent, 'clave' | 'code'>): Subject[] {
  return [
    ...(clave === undefined ? [] : [{ side: 'managementpro', key: clave } as const]),
    ...(code === undefined ? [] : [{ side: 'aceptabits', key: code } as const]),
  ];
}

/** A subject's name in the index. Its closing quote keeps the clave `C` apart from the clave `C 1`. */
function indexed(subject: Subject): string {
  return JSON.stringify(subjectId(subject));
}

/** What happened how often is kept this long. */
const ACTIVITY_KEPT_S = 40 * 86_400;

/** Counts an event in its hour, so that a chart needs no walk through the history. */
function countActivity(store: Store, tx: Transaction, { at, kind, side }: HistoryEvent): void {
  const iso = new Date(at).toISOString();
  const key = store.keys.activity(iso.slice(0, 10));
  tx.count(key, [iso.slice(11, 13), kind, ...(side === undefined ? [] : [side])].join(' '));
  tx.expire(key, ACTIVITY_KEPT_S);
}

/** Puts an event on record in the same transaction as what it tells of. */
export function record(store: Store, tx: Transaction, event: HistoryEvent): void {
  countActivity(store, tx, event);
  tx.record(store.keys.history, store.keys.historyOf, JSON.stringify(event), subjectsOf(event).map(indexed));
}

/** Events kept in the history; older ones leave, and their places in the index with them. */
export const HISTORY_MAX_EVENTS = 500_000;
const CUT_AT_ONCE = 500;

/** Lets events go that are older than this, ms since 1970, as few or many as there are; each as in `cutHistory`. */
export async function cutOldHistory(store: Store, before: number): Promise<void> {
  const { redis, keys } = store;
  for (;;) {
    const old = await redis.xrange(keys.history, '-', `(${before}`, 'COUNT', CUT_AT_ONCE);
    await store.inCommits(kept(old), (tx, event) => eraseEvent(store, tx, event));
    if (old.length < CUT_AT_ONCE) return;
  }
}

/**
 * Cuts the history down to its newest events. Each event leaves in one commit with its places in the index, so a crash
 * leaves the rest for the next time; nothing here depends on how many there are.
 */
export async function cutHistory(store: Store, max = HISTORY_MAX_EVENTS): Promise<void> {
  const { redis, keys } = store;
  for (let over = (await redis.xlen(keys.history)) - max; over > 0; over -= CUT_AT_ONCE) {
    const oldest = await redis.xrange(keys.history, '-', '+', 'COUNT', Math.min(over, CUT_AT_ONCE));
    await store.inCommits(kept(oldest), (tx, event) => eraseEvent(store, tx, event));
  }
}

/** An event leaves with its places in the index. */
export function eraseEvent({ keys }: Store, tx: Transaction, event: KeptEvent): void {
  for (const subject of subjectsOf(event)) tx.unrank(keys.historyOf, `${indexed(subject)} ${event.id}`);
  tx.erase(keys.history, event.id);
}

export function kept(entries: readonly [string, string[]][]): KeptEvent[] {
  return entries.map(([id, [, text]]) => {
    const event = JSON.parse(text ?? '{}') as HistoryEvent;
    return { ...event, job: runNamed(event), id };
  });
}

/** Puente once kept the bare number of the job; the side that a write went to tells its queue. */
function runNamed({ job, side }: HistoryEvent): string | undefined {
  return side !== undefined && job !== undefined && /^\d+$/u.test(job) ? `write-${side}/${job}` : job;
}

/** The newest events first, at most `limit`, older than `before` where given. */
export async function recentHistory(store: Store, limit: number, before?: string): Promise<KeptEvent[]> {
  const from = before === undefined ? '+' : `(${before}`;
  return kept(await store.redis.xrevrange(store.keys.history, from, '-', 'COUNT', limit));
}

/** The events that came after one, the oldest first. */
export async function eventsAfter(store: Store, id: string, limit: number): Promise<KeptEvent[]> {
  return kept(await store.redis.xrange(store.keys.history, `(${id}`, '+', 'COUNT', limit));
}

export async function eventById(store: Store, id: string): Promise<KeptEvent | undefined> {
  return kept(await store.redis.xrange(store.keys.history, id, id))[0];
}

/** One customer's events, the newest first, older than `before` where given. */
export async function historyOf(
  store: Store,
  subject: Subject,
  limit: number,
  before?: string,
): Promise<KeptEvent[]> {
  const prefix = `${indexed(subject)} `;
  const members = await store.redis.zrange(
    store.keys.historyOf,
    `(${prefix}${before ?? '\xff'}`,
    `[${prefix}`,
    'BYLEX',
    'REV',
    'LIMIT',
    0,
    limit,
  );
  const events = await Promise.all(members.map((member) => eventById(store, member.slice(prefix.length))));
  return events.filter((event) => event !== undefined);
}
