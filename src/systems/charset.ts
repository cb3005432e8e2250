/** From the bytes of an answer to its text, by the charset that it declares. */

/** The charset that a Content-Type declares; undefined where it declares none. */
function charsetOf(contentType: string | undefined): string | undefined {
  return /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(contentType ?? '')?.[1];
}

/** What a text in UTF-8 may begin with; no other charset begins a document with these bytes. */
const MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * A declared charset is believed, and what it cannot mean becomes U+FFFD, which tells nothing (`wire-text.ts`); but the
 * mark of UTF-8 tells more than the head does, which often is one setting for all pages (WHATWG Encoding, "BOM sniff").
 * Bytes that declare nothing must be UTF-8: guessing would destroy names (docs/rules.md, servers like these).
 * @throws RangeError where the charset is not known
 */
function decoderFor(contentType: string | undefined, start: Buffer): TextDecoder {
  const declared = charsetOf(contentType);
  const isMarked = start.subarray(0, MARK.length).equals(MARK);
  return new TextDecoder(isMarked ? 'utf-8' : declared, { fatal: declared === undefined });
}

/**
 * The text of an answer's bytes, in pieces as they arrive.
 * @throws RangeError where the declared charset is not known, TypeError where undeclared bytes are not UTF-8
 */
export async function* decoded(
  pieces: AsyncIterable<Buffer>,
  contentType: string | undefined,
): AsyncGenerator<string> {
  let [decoder, start]: [TextDecoder | undefined, Buffer] = [undefined, Buffer.alloc(0)];
  for await (const piece of pieces) {
    if (decoder !== undefined) {
      yield decoder.decode(piece, { stream: true });
      continue;
    }
    start = Buffer.concat([start, piece]);
    if (start.length < MARK.length) continue;
    decoder = decoderFor(contentType, start);
    yield decoder.decode(start, { stream: true });
  }
  yield (decoder ?? decoderFor(contentType, start)).decode(decoder === undefined ? start : undefined);
}
