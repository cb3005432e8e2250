import type { Field, Side } from './customer.ts';
import { equal } from './equality.ts';

/** Case, accents, marks without width and spacing do not count. */
function bare(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}\s]/gu, '')
    .toLowerCase();
}

/** True when two values are written differently, and differ in nothing but case, accents and spacing. */
export function differsInSpellingOnly(field: Field, one: string, other: string): boolean {
  if (field === 'salesperson' || equal(field, one, other)) return false;
  return bare(one) !== '' && bare(one) === bare(other);
}

/** The side whose spelling tells more: its accents, then small letters beside capitals; else ManagementPro's. */
export function betterSpelt(now: { readonly [S in Side]: string }): Side {
  const marks = (text: string) => text.normalize('NFD').match(/\p{M}/gu)?.length ?? 0;
  const isMixed = (text: string) => /\p{Lu}/u.test(text) && /\p{Ll}/u.test(text);
  const { managementpro: m, aceptabits: a } = now;
  if (marks(m) !== marks(a)) return marks(a) > marks(m) ? 'aceptabits' : 'managementpro';
  return isMixed(a) && !isMixed(m) ? 'aceptabits' : 'managementpro';
}
