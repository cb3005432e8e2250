import type { Side } from '../../domain/customer.ts';
import { hashFields } from '../../store/hash-fields.ts';
import { guessedKey, type IsSeen } from '../../systems/seen-rows.ts';
import type { Context } from '../context.ts';

/**
 * What is kept of a row last seen: the digest of its record and, where it came in a scan, that of its bytes. The same
 * bytes are the same record, so such a row needs no parsing. Whatever else is noted of a record, a read-back or a create's
 * answer, is noted without bytes: the old bytes are news again then.
 */

const DIGEST_CHARS = 16;

export function seenAs(digest: string, bytes: string | undefined): string {
  return digest + (bytes ?? '');
}

/** True for a row whose record is the one last seen. */
export function isSame(seen: string | null | undefined, digest: string): boolean {
  return seen?.slice(0, DIGEST_CHARS) === digest;
}

/**
 * Notes the bytes of rows whose records were known already. Where one has changed meanwhile none is noted: the next scan
 * parses them once more.
 */
export async function noteBytes(
  { store }: Context,
  side: Side,
  rows: readonly { readonly key: string; readonly seen: string; readonly bytes: string }[],
): Promise<void> {
  const key = store.keys.seen(side);
  const tx = store.transaction();
  for (const row of rows)
    tx.expect(key, row.key, row.seen).set(key, row.key, seenAs(row.seen.slice(0, DIGEST_CHARS), row.bytes));
  await tx.commit();
}

/** For a scan of a side's list; `onSeen` hears how many rows were recognised. */
export function seenByBytes({ store }: Context, side: Side, onSeen: (rows: number) => void): IsSeen {
  return async (texts) => {
    const keys = texts.map((text) => guessedKey(side, text));
    const kept = await hashFields(store.redis, store.keys.seen(side), keys);
    const known = texts.map((text, at) => {
      const bytes = store.bytesDigest(text);
      const isSeen = kept[at]?.length === 2 * DIGEST_CHARS && kept[at].endsWith(bytes);
      return { bytes, seen: isSeen ? keys[at] : undefined };
    });
    onSeen(known.filter(({ seen }) => seen !== undefined).length);
    return known;
  };
}
