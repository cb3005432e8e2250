import type { Side } from '../../domain/customer.ts';

export function customerPath(side: Side, key: string): string {
  return `/customers/${side}/${encodeURIComponent(key)}`;
}
