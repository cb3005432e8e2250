import type { AceptabitsRecord, Decoded } from '../../domain/customer.ts';
import type { IsSeen } from '../seen-rows.ts';
import { propertyOf, text } from '../wire-text.ts';
import { decodeCustomer } from './wire.ts';
import type { Page, PageOf, SeenRow } from './wire-answers.ts';

/** The rows that are to be decoded, and those that have been seen like that. */
export async function unlessSeen(page: PageOf<unknown>, isSeen: IsSeen): Promise<Page<AceptabitsRecord>> {
  const known = await isSeen(page.rows.map((row) => JSON.stringify(row)));
  const rows: Decoded<AceptabitsRecord>[] = [];
  const seen: SeenRow[] = [];
  for (const [at, row] of page.rows.entries()) {
    const { bytes, seen: key } = known[at] ?? {};
    const decoded = key === undefined ? decodeCustomer(row) : undefined;
    if (decoded) rows.push(decoded.ok ? { ...decoded, bytes } : decoded);
    else if (key !== undefined) seen.push({ key, shop: text.parse(propertyOf(row, 'code_shop')) });
  }
  return { ...page, rows, seen };
}
