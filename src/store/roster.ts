import type { Side } from '../domain/customer.ts';
import type { Transaction } from './commit.ts';
import { type Subject, subjectId, subjectOf } from './records.ts';
import type { Store } from './store.ts';

/** Who is linked and who is alone, kept in the same commits as what it tells of. */

/** A customer without a link, since when it is known here; an older time stays. */
export function fileLone(store: Store, tx: Transaction, subject: Subject, now: number): void {
  tx.rank(store.keys.lones, now, subjectId(subject), true);
}

/** Keys of a side's customers without a link. */
export async function lonesOf({ redis, keys }: Store, side: Side): Promise<string[]> {
  const subjects = (await redis.zrange(keys.lones, '0', '-1')).map(subjectOf);
  return subjects.filter((subject) => subject.side === side).map(({ key }) => key);
}

/** Keys of a side's customers without a link that are known since then, ms since 1970. */
export async function lonesSince({ redis, keys }: Store, side: Side, since: number): Promise<string[]> {
  const subjects = (await redis.zrange(keys.lones, since, '+inf', 'BYSCORE')).map(subjectOf);
  return subjects.filter((subject) => subject.side === side).map(({ key }) => key);
}

export function forgetLone(store: Store, tx: Transaction, subject: Subject): void {
  tx.unrank(store.keys.lones, subjectId(subject));
}

/** Two customers are one link from now on. */
export function fileLinked(store: Store, tx: Transaction, clave: string, code: string, since: number): void {
  forgetLone(store, tx, { side: 'managementpro', key: clave });
  forgetLone(store, tx, { side: 'aceptabits', key: code });
  tx.rank(store.keys.linked, since, subjectId({ side: 'managementpro', key: clave }));
}

/** Two customers are no link any more. */
export function fileUnlinked(store: Store, tx: Transaction, clave: string, code: string, now: number): void {
  tx.unrank(store.keys.linked, subjectId({ side: 'managementpro', key: clave }));
  fileLone(store, tx, { side: 'managementpro', key: clave }, now);
  fileLone(store, tx, { side: 'aceptabits', key: code }, now);
}
