/** Tells of rows as they came which ones have been seen like that, by their claves, and the digest of each. */
export type IsSeen = (
  texts: readonly string[],
) => Promise<readonly { readonly bytes: string; readonly seen: string | undefined }[]>;

const CLAVE = /"clave"\s*:\s*"([^"\\]{1,64})"/;

/** A guess at whose row this is, from its bytes alone: what was seen under that clave tells whether it is right. */
export function guessedKey(text: string): string {
  return CLAVE.exec(text)?.[1] ?? '';
}
