/** From the bytes of an answer to its text, by the charset that it declares. */

/** The charset that a Content-Type declares; undefined where it declares none. */
function charsetOf(contentType: string | undefined): string | undefined {
  return /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(contentType ?? '')?.[1];
}

/**
 * A declared charset is believed, and what it cannot mean becomes U+FFFD, which tells nothing (`wire-text.ts`).
 * Bytes that declare nothing must be UTF-8: guessing would destroy names (docs/rules.md, servers like these).
 * @throws RangeError where the charset is not known
 */
export function decoderFor(contentType: string | undefined): TextDecoder {
  const declared = charsetOf(contentType);
  return declared === undefined ? new TextDecoder('utf-8', { fatal: true }) : new TextDecoder(declared);
}
