import type { Decoded, Side } from '../../domain/customer.ts';
import type { RecordOf } from '../../domain/record.ts';
import type { Transaction } from '../../store/commit.ts';
import type { Loaded } from '../../store/records.ts';
import type { Context } from '../context.ts';

/** A page whose state somebody else keeps changing is tried this often before the scan gives up. */
export const COMMIT_TRIES = 10;

export function endUnreadable(ctx: Context, tx: Transaction, subject: Loaded): void {
  const others = subject.waits.filter(({ kind }) => kind !== 'unreadable');
  if (others.length < subject.waits.length) ctx.store.putWaits(tx, subject, others, ctx.now());
}

/** A row that cannot be understood is set aside with its reason and never stops the others (docs/rules.md, servers like these). */
export async function observeUnreadable(
  ctx: Context,
  side: Side,
  rows: readonly Decoded<RecordOf<Side>>[],
): Promise<number> {
  const bad = rows.flatMap((row) => (row.ok ? [] : [row]));
  for (const { key, reason } of bad) {
    ctx.log.warn({ side, key, reason }, 'a record cannot be understood');
    if (key !== undefined) await parkUnreadable(ctx, side, key, reason);
  }
  return bad.length;
}

/** Stands instead of the digest of a row that cannot be understood, with the tick at which it was first met. */
const UNREADABLE = 'unreadable:';

/** True for what stands instead of a digest, when the row was first met at this tick or later. */
export function metSince(seen: string | null | undefined, sequence: number): boolean {
  return seen?.startsWith(UNREADABLE) === true && Number(seen.slice(UNREADABLE.length)) >= sequence;
}

async function parkUnreadable(ctx: Context, side: Side, key: string, reason: string): Promise<void> {
  for (let tries = 0; tries < COMMIT_TRIES; tries += 1)
    if (await fileUnreadable(ctx, side, key, reason)) return;
}

async function fileUnreadable(ctx: Context, side: Side, key: string, reason: string): Promise<boolean> {
  const { store } = ctx;
  const [subject] = await store.load([{ side, key }]);
  if (subject === undefined) return true;
  const others = subject.waits.filter(({ kind }) => kind !== 'unreadable');
  const [seen] = await store.seenDigests(side, [key]);
  const since = seen?.startsWith(UNREADABLE) ? seen : `${UNREADABLE}${await store.nextSequence()}`;
  if ((await store.redis.hexists(store.keys.erased(side), key)) === 1) return true;
  const tx = store.transaction().expect(store.keys.erased(side), key, undefined);
  tx.set(store.keys.seen(side), key, since);
  store.putWaits(tx, subject, [...others, { kind: 'unreadable', reason }], ctx.now());
  return tx.commit();
}
