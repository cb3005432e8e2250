import type { Field, Side } from '../domain/customer.ts';
import type { Transaction } from './commit.ts';
import { type Subject, subjectId } from './records.ts';
import type { Store } from './store.ts';

/** One value that changed. */
export type FieldChange = { readonly field: Field; readonly old: string; readonly new: string };

export const EVENT_KINDS = [
  'linked',
  'unlinked',
  'adopted',
  'created',
  'updated',
  'conflict',
  'parked',
  'missing',
  'returned',
  'suspended',
  'frozen',
  'decision',
  'refused',
  'brake',
  'release',
  'approved',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** Everything on record (rule 12). `job` is the run that did it, as queue and job (`write-aceptabits/20`), `cause` what led to it. */
export type HistoryEvent = {
  readonly at: number;
  readonly kind: EventKind;
  /** The written side, where one was. */
  readonly side?: Side | undefined;
  readonly clave?: string | undefined;
  readonly code?: string | undefined;
  readonly changes?: readonly FieldChange[] | undefined;
  /** For a conflict: all three values, and who won. */
  readonly conflict?:
    | {
        readonly field: Field;
        readonly base: string | undefined;
        readonly managementpro: string;
        readonly aceptabits: string;
        readonly winner: string;
      }
    | undefined;
  readonly cause: string;
  readonly job?: string | undefined;
  readonly by?: string | undefined;
};

export type KeptEvent = HistoryEvent & { readonly id: string };

function subjectsOf({ clave, code }: HistoryEvent): Subject[] {
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

function kept(entries: readonly [string, string[]][]): KeptEvent[] {
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
