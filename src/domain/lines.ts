import type { Field } from './customer.ts';

/**
 * One line of what a brake asks a person about (rule 10): a kind, keys, and exact values. A mark stands for values that
 * need not be kept to be recognised again; it is a keyed digest.
 */
export type BrakeLine =
  | { readonly kind: 'value'; readonly clave: string; readonly field: Field; readonly mark: string }
  | { readonly kind: 'absent'; readonly key: string }
  | { readonly kind: 'lacking'; readonly key: string; readonly names: readonly string[] }
  | { readonly kind: 'told-empty'; readonly told: string }
  | { readonly kind: 'newcomer'; readonly key: string; readonly mark: string }
  | { readonly kind: 'held'; readonly clave: string; readonly field: Field; readonly mark: string }
  | { readonly kind: 'agent'; readonly clave: string; readonly mark: string };

/** Lines about a listing, which stand as long as the listing shows the same. */
export type ListingLine = Extract<BrakeLine, { kind: 'absent' | 'lacking' | 'told-empty' }>;
