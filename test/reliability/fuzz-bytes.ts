import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { status } from './fuzz-decode.ts';
import { mutated } from './mutations.ts';

/** Answers that may also be broken as bytes, as an encoding or as a connection. */

const DAMAGES = ['cut', 'flip', 'latin1', 'gzip', 'false-gzip', 'long', 'short', 'destroy', 'bom'] as const;
type Damage = (typeof DAMAGES)[number];

export type Sent = {
  readonly status: number;
  readonly body: unknown;
  readonly damage: Damage | undefined;
  /** Where the damage is, counted round. */
  readonly at: number;
  /** A `retry-after` header, whatever it says. */
  readonly retryAfter: string | undefined;
};

const ODD_TIMES = ['', '2', '-1', '1e9', '9'.repeat(400), 'soon', 'Wed, 21 Oct 2015 07:28:00 GMT'] as const;

function mostly<T>(usual: T, odd: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof({ weight: 4, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: odd });
}

/** Most are whole and say 200: only those come as far as the readers. */
export function sentOf(examples: readonly unknown[]): fc.Arbitrary<Sent> {
  return fc.record({
    status: mostly(200, status),
    body: mutated(examples),
    damage: mostly<Damage | undefined>(undefined, fc.constantFrom(...DAMAGES)),
    at: fc.nat(),
    retryAfter: mostly<string | undefined>(undefined, fc.constantFrom(...ODD_TIMES)),
  });
}

export const WHOLE = { status: 200, damage: undefined, at: 0, retryAfter: undefined } as const;

function bytesOf({ body, damage, at }: Sent): Buffer {
  const text = body === undefined ? '' : JSON.stringify(body);
  const bytes = Buffer.from(
    damage === 'bom' ? `\ufeff${text}` : text,
    damage === 'latin1' ? 'latin1' : 'utf8',
  );
  if (damage === 'cut') return bytes.subarray(0, at % (bytes.length + 1));
  if (damage === 'flip' && bytes.length > 0) bytes.writeUInt8((at >> 8) & 0xff, at % bytes.length);
  return damage === 'gzip' ? gzipSync(bytes) : bytes;
}

function claimedLength({ damage, at }: Sent, length: number): number {
  if (damage === 'long') return length + 1 + (at % 50);
  return damage === 'short' ? length - (at % (length + 1)) : length;
}

function headersOf(sent: Sent, length: number): Record<string, string | number> {
  const zipped = sent.damage === 'gzip' || sent.damage === 'false-gzip';
  return {
    'content-type': 'application/json',
    'content-length': claimedLength(sent, length),
    ...(zipped && { 'content-encoding': 'gzip' }),
    ...(sent.retryAfter !== undefined && { 'retry-after': sent.retryAfter }),
  };
}

export function respond(response: ServerResponse, sent: Sent): void {
  const bytes = bytesOf(sent);
  const { damage, at } = sent;
  response.strictContentLength = false;
  response.writeHead(sent.status, headersOf(sent, bytes.length));
  if (damage === 'destroy')
    response.write(bytes.subarray(0, at % (bytes.length + 1)), () => response.destroy());
  else if (damage === 'long') response.write(bytes, () => response.destroy());
  else response.end(damage === 'short' ? bytes.subarray(0, claimedLength(sent, bytes.length)) : bytes);
}
