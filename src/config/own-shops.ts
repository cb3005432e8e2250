import type { Routes } from '../domain/customer.ts';
import { isOwnShop, type OwnShops } from '../domain/shops.ts';

/** What is wrong with a set of shops that leaves out one where customers are created: they have to be ours afterwards. */
export function wrongWithShops(own: OwnShops, shop: string, { shops }: Routes): string | undefined {
  if (!isOwnShop(shop, own)) return 'leaves out the shop of ACEPTABITS_SHOP';
  const [clave] = Object.entries(shops).find(([, code]) => !isOwnShop(code, own)) ?? [];
  return clave === undefined ? undefined : `leaves out the shop of sucursal "${clave}" in ROUTES_FILE`;
}
