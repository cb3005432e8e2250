import { createHmac, hash } from 'node:crypto';

/** A keyed digest, 96 bits in base64: an unkeyed one of a phone or an RFC could be guessed. */
export function keyedDigest(key: string, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64').slice(0, 16);
}

/**
 * The same for what is only compared with itself, a third as dear: a digest of the key and the text. Cut off, it cannot be
 * continued by whoever does not know the key.
 */
export function quickDigest(key: string, text: string): string {
  return hash('sha256', key + text, 'base64').slice(0, 16);
}
