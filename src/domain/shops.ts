/** Which shops of the account belong to this company (`ACEPTABITS_SHOPS`): all of them, or these. */
export type OwnShops = 'all' | readonly string[];

/** How many customers each shop has, as the last reading of all of them told. */
export type ShopCounts = Readonly<Record<string, number>>;

/** A customer whose shop is not told is nobody else's, as far as anybody knows. */
export function isOwnShop(shop: string | undefined, own: OwnShops): boolean {
  return own === 'all' || !shop || own.includes(shop);
}

/** Pages of so many rows; a shop of nobody costs a request too. */
function pagesOf(count: number, pageSize: number): number {
  return Math.max(1, Math.ceil(count / pageSize));
}

/**
 * The shops whose lists cost fewer requests one by one than the list of all customers; undefined where all cost less, or
 * as little.
 */
export function cheaperLists(
  shops: readonly string[],
  counts: ShopCounts,
  pageSize: number,
): readonly string[] | undefined {
  const known = new Map(Object.entries(counts));
  const all = [...known.values()].reduce((sum, count) => sum + count, 0);
  const apart = shops.reduce((sum, shop) => sum + pagesOf(known.get(shop) ?? 0, pageSize), 0);
  return apart < pagesOf(all, pageSize) ? shops : undefined;
}
