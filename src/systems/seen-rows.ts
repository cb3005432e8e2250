import type { Side } from '../domain/customer.ts';

/** Tells of rows as they came which ones have been seen like that, by their keys, and the digest of each. */
export type IsSeen = (
  texts: readonly string[],
) => Promise<readonly { readonly bytes: string; readonly seen: string | undefined }[]>;

const KEY = {
  managementpro: /"clave"\s*:\s*"([^"\\]{1,64})"/,
  aceptabits: /"code"\s*:\s*"([^"\\]{1,64})"/,
};

/** A guess at whose row this is, from its bytes alone: what was seen under that key tells whether it is right. */
export function guessedKey(side: Side, text: string): string {
  return KEY[side].exec(text)?.[1] ?? '';
}
