/** How Aceptabits' list is read: in pages that shift, shop by shop where that is cheaper, newcomers from its top. */
import type { ScanState } from '../../domain/certificate.ts';
import type { AceptabitsRecord, Decoded } from '../../domain/customer.ts';
import { isNobodys } from '../../domain/evidence.ts';
import { cheaperLists, isOwnShop, type ShopCounts } from '../../domain/shops.ts';
import { PAGE_MAX } from '../../systems/aceptabits/call.ts';
import type { SeenRow } from '../../systems/aceptabits/client.ts';
import { isLastPage } from '../../systems/aceptabits/pass.ts';
import { scanAceptabits } from '../../systems/aceptabits/scan.ts';
import { type Context, ownShopsOf } from '../context.ts';
import { MOVED, nameOf } from './ours.ts';
import type { NewestRead, NewestReading, Reader, ReadingASide, Scanning } from './reading-a-side.ts';
import { seenByBytes } from './seen-bytes.ts';

export const aceptabits: ReadingASide = {
  scan,
  readNewest: readDown,
  // Its codes are in no order.
  highest: () => undefined,
};

async function scan(ctx: Context, { thorough, onPage, onSeen }: Scanning) {
  const shops = countShops(ctx);
  // The night reads all customers, so that the counts of other shops do not grow old.
  const lists = thorough ? undefined : await listsOf(ctx);
  const read = await scanAceptabits(ctx.clients.aceptabits, {
    now: ctx.now,
    shops: lists,
    isSeen: thorough ? undefined : seenByBytes(ctx, 'aceptabits', onSeen),
    onSeen: shops.addSeen,
    onPage: async (page) => {
      shops.add(page);
      await onPage(page);
    },
  });
  if (read.certificate.complete) await shops.note(lists);
  return read;
}

/**
 * Newest first, down to a page that shows somebody who was known before the last such reading began: whoever has come
 * since stands above. Those known since then do not count, for what we have created meanwhile stands among them.
 */
async function readDown(reader: Reader, newest: NewestReading | undefined): Promise<NewestRead> {
  const { whole = 0 } = (await reader.ctx.store.getState<ScanState>('scan:aceptabits')) ?? {};
  const since = Math.max(newest?.sequence ?? 0, whole);
  for (const shop of (await listsOf(reader.ctx)) ?? [undefined])
    if (!(await isReadDownTo(reader, since, shop))) return { isWhole: false };
  return { isWhole: true };
}

async function isReadDownTo(reader: Reader, since: number, shop: string | undefined): Promise<boolean> {
  const { clients, store } = reader.ctx;
  for (let page = 1; reader.mayAsk; page += 1) {
    const answer = await clients.aceptabits.page({ page, limit: PAGE_MAX, shop });
    const { rows } = answer;
    const keys = rows.flatMap((row) => (row.ok ? [row.record.key] : []));
    const stored = await store.storedRecords('aceptabits', keys);
    await reader.saw(rows);
    const isKnown = stored.some((one) => one !== undefined && (one.firstSeen ?? 0) < since);
    if (isKnown || isLastPage(answer, page, PAGE_MAX)) return true;
  }
  return false;
}

/** What the last reading of all customers has told of the shops. `of` names the set that it was read for. */
export type ShopsRead = {
  readonly of: string;
  readonly counts: ShopCounts;
  /** Customers of other shops, counted and left alone. */
  readonly others: number;
};

export const SHOPS_READ = 'shops-read';

/**
 * The shops whose lists are read instead of all customers, where that costs fewer requests. What a changed set has left
 * is met by a reading of all, and each night reads all.
 */
async function listsOf(ctx: Context): Promise<readonly string[] | undefined> {
  const own = ownShopsOf(ctx);
  if (own === 'all') return undefined;
  const [read, moved = []] = await ctx.store.getStates<[ShopsRead, string[]]>([SHOPS_READ, MOVED]);
  if (read?.of !== nameOf(own)) return undefined;
  return cheaperLists([...new Set([...own, ...moved])], read.counts, PAGE_MAX);
}

/** Counts whom a reading shows, shop by shop. */
function countShops(ctx: Context) {
  const own = ownShopsOf(ctx);
  const counts = new Map<string, number>();
  let others = 0;
  const count = (shop = '') => counts.set(shop, (counts.get(shop) ?? 0) + 1);
  const add = (rows: readonly Decoded<AceptabitsRecord>[]) => {
    for (const row of rows) {
      if (!row.ok) continue;
      count(row.record.shop);
      // What the platform has made in a shop of others is nobody's customer.
      if (!isOwnShop(row.record.shop, own) && !isNobodys(row.record)) others += 1;
    }
  };
  /** Rows that were recognised by their bytes: nothing of others' customers is kept, so all of them are ours. */
  const addSeen = (rows: readonly SeenRow[]) => {
    for (const { shop } of rows) count(shop);
  };
  /** After a reading that was whole; one of some lists tells nothing new of the others. */
  const note = async (lists: readonly string[] | undefined) => {
    const before = lists && (await ctx.store.getState<ShopsRead>(SHOPS_READ));
    const read: ShopsRead = {
      of: nameOf(own),
      counts: { ...before?.counts, ...Object.fromEntries(counts) },
      others: before?.others ?? others,
    };
    await ctx.store.setState(SHOPS_READ, read);
  };
  return { add, addSeen, note };
}
