import type { JsonObject } from './json.ts';
import type { Manners } from './manners.ts';

/** Stands for a raw line break in a text until the document has been written. */
export const lineBreak = '\uE00A';

const lacking = '?'.charCodeAt(0);
/** The characters of windows-1252 that Latin-1 does not have. */
const windows1252 = new Map(
  Array.from({ length: 0x20 }, (_, index) => 0x80 + index).map((byte) => [
    new TextDecoder('windows-1252').decode(Uint8Array.of(byte)),
    byte,
  ]),
);

/** The JSON of an answer, with the line breaks that break it. */
export function written(body: JsonObject): string {
  return JSON.stringify(body).replaceAll(lineBreak, '\n');
}

/** The bytes of a text in one of the charsets that such servers use. */
export function encoded(text: string, charset: Manners['charset']): Buffer {
  if (charset === 'utf-8') return Buffer.from(text);
  const bytes = Array.from(text, (letter) => {
    const code = letter.codePointAt(0) ?? lacking;
    const special = charset === 'windows-1252' ? windows1252.get(letter) : undefined;
    return special ?? (code <= 0xff ? code : lacking);
  });
  return Buffer.from(bytes);
}
