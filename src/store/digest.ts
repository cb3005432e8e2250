import { createHmac } from 'node:crypto';

/** A keyed digest, 96 bits in base64: an unkeyed one of a phone or an RFC could be guessed. */
export function keyedDigest(key: string, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64').slice(0, 16);
}
