/** How Aceptabits' list is read: in pages that shift, shop by shop where that is cheaper, newcomers from its top. */
import type { ScanState } from '../../domain/certificate.ts';
import { PAGE_MAX } from '../../systems/aceptabits/call.ts';
import { scanAceptabits } from '../../systems/aceptabits/scan.ts';
import type { Context } from '../context.ts';
import { countShops, listsOf } from './ours.ts';
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
    const { rows, received } = await clients.aceptabits.page({ page, limit: PAGE_MAX, shop });
    const keys = rows.flatMap((row) => (row.ok ? [row.record.key] : []));
    const stored = await store.storedRecords('aceptabits', keys);
    await reader.saw(rows);
    if (received < PAGE_MAX || stored.some((one) => one !== undefined && (one.firstSeen ?? 0) < since))
      return true;
  }
  return false;
}
