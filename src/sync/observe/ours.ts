import type { AceptabitsRecord, Decoded, Side } from '../../domain/customer.ts';
import type { RecordOf } from '../../domain/record.ts';
import { isOwnShop, type OwnShops } from '../../domain/shops.ts';
import { batchesOf } from '../../store/batches.ts';
import { hashFields } from '../../store/hash-fields.ts';
import { lonesOf } from '../../store/roster.ts';
import { type Context, ownShopsOf } from '../context.ts';
import { forgetLone } from './forget.ts';

/**
 * Which customers of the account are ours (`ACEPTABITS_SHOPS`). Those of other shops belong to another company: nothing
 * of them is kept, so nobody can match them, create them or miss them. Who is linked stays ours wherever they move, and
 * so does whose create in ManagementPro has not been settled (rule 8). A shop that becomes ours shows newcomers, of whom
 * the brake asks where they are many (rule 10).
 */

type Row = Decoded<AceptabitsRecord>;

/** Leaves out the rows of other shops; `createdIn` are shops that a create of ours may have gone to before. */
export async function ourRows<S extends Side>(
  ctx: Context,
  side: S,
  rows: readonly Decoded<RecordOf<S>>[],
  createdIn: readonly string[] = [],
): Promise<readonly Decoded<RecordOf<S>>[]> {
  const own = ownShopsOf(ctx);
  if (side === 'managementpro' || own === 'all') return rows;
  const left = await leave(ctx, rows as readonly Row[], [...own, ...createdIn]);
  return left.size === 0 ? rows : rows.filter((row) => !(row.ok && left.has(row.record.key)));
}

/** The codes of those who are not ours; whoever was, without a link, and has moved is forgotten. */
async function leave(ctx: Context, rows: readonly Row[], own: OwnShops): Promise<ReadonlySet<string>> {
  const foreign = rows.flatMap((row) => (row.ok && !isOwnShop(row.record.shop, own) ? [row.record] : []));
  if (foreign.length === 0) return new Set();
  const { redis, keys } = ctx.store;
  const codes = foreign.map(({ key }) => key);
  const [linked, seen, creates] = await Promise.all([
    hashFields(redis, keys.codes, codes),
    hashFields(redis, keys.seen('aceptabits'), codes),
    hashFields(redis, keys.intents('managementpro'), codes),
  ]);
  const stays = new Set(codes.filter((_, at) => linked[at] !== null || creates[at] !== null));
  await noteMoved(
    ctx,
    foreign.filter(({ key }) => stays.has(key)).flatMap(({ shop }) => shop ?? []),
  );
  for (const [at, key] of codes.entries())
    if (seen[at] !== null && !stays.has(key)) await forgetLone(ctx, 'aceptabits', key, { keepsWord: true });
  return new Set(codes.filter((code) => !stays.has(code)));
}

/** State name of the shops of others in which customers of ours stand: their lists are read as well. */
export const MOVED = 'shops-moved-to';

async function noteMoved(ctx: Context, shops: readonly string[]): Promise<void> {
  if (shops.length === 0) return;
  const known = (await ctx.store.getState<string[]>(MOVED)) ?? [];
  const all = [...new Set([...known, ...shops])].sort();
  if (all.length > known.length) await ctx.store.setState(MOVED, all);
}

/** A set of shops in a steady order. */
export const nameOf = (own: OwnShops) => JSON.stringify(own === 'all' ? own : [...own].sort());

/** State name of the set of shops that was looked at last. */
const REVIEWED = 'shops-reviewed';

/**
 * A set that has become smaller leaves its customers alone at once, not when a reading shows them: nobody is linked or
 * created meanwhile. Noted afterwards: a crash between repeats it.
 */
export async function reviewShops(ctx: Context): Promise<void> {
  const own = ownShopsOf(ctx);
  if (nameOf(own) === (await ctx.store.getState<string>(REVIEWED))) return;
  const lones = own === 'all' ? [] : await lonesOf(ctx.store, 'aceptabits');
  for (const keys of batchesOf(lones)) {
    const stored = await ctx.store.storedRecords('aceptabits', keys);
    await leave(
      ctx,
      stored.flatMap((one) => (one === undefined ? [] : [{ ok: true, record: one.record }])),
      own,
    );
  }
  await ctx.store.setState(REVIEWED, nameOf(own));
}
