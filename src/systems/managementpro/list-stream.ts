import type { Decoded } from '../../domain/customer.ts';
import { type ArrivingAnswer, parsed, type Reading } from '../answer.ts';
import type { IsSeen } from '../seen-rows.ts';
import { createListSplitter } from './list-splitter.ts';
import { keyOfCliente, readList, unreadable } from './wire.ts';

/** The rows of `GetClienteLista` while they arrive. */

/** A row as parsed, or why it could not be, with its clave where that at least is certain. */
export type RawRow = {
  readonly value: unknown;
  readonly failure?: Unread | undefined;
  /** The digest of its bytes, where whoever reads has asked for one. */
  readonly bytes?: string | undefined;
  /** Its clave, where its bytes have been seen before: then nothing of it has been parsed. */
  readonly seen?: string | undefined;
};
type Unread = Extract<Decoded<never>, { ok: false }>;

/** What came beside the rows. */
export type ListEnd = {
  readonly received: number;
  /** The answer's own `registros`, whichever of its two meanings it has. */
  readonly claimed: number | undefined;
  /** Where the syntax broke so that rows behind it may be missing, in words. */
  readonly broken: string | undefined;
};

/** Rows handed over at once. */
const BATCH_MAX = 200;

/** How a whole answer ends: so does one whose list a quote too many has swallowed, and none that was cut off. */
const WHOLE = /\}\s*[\]}]\s*(,[^{}[\]]*)?\}\s*\}\s*$/;
const ENDING_CHARS = 1_000;

/** A control character in a string, such as a bare line break, is what breaks a row most often. */
function tolerant(text: string): unknown {
  return parsed(text.replace(/\p{Cc}/gu, ' '));
}

/**
 * Hands the rows over in batches while the answer arrives; memory holds one batch. Nothing is parsed as a row that
 * an answer of another status than 2xx brings.
 */
export async function readRows(
  { texts, ...head }: ArrivingAnswer,
  charsMax: number,
  onRows: (rows: RawRow[]) => Promise<void>,
  isSeen?: IsSeen,
): Promise<Reading<ListEnd>> {
  const splitter = createListSplitter(charsMax);
  let received = 0;
  let last: string | undefined;
  let broken: string | undefined;
  const place = () =>
    `Row ${received + 1} of the list${last === undefined ? '' : `, after clave ${last},`} breaks its syntax.`;

  function rowOf(text: string): RawRow[] {
    const value = parsed(text);
    const key = keyOfCliente(value ?? tolerant(text));
    const reason = place();
    received += 1;
    // Behind a quote too many, what was between two commas may be anything.
    if (broken !== undefined && key === undefined) return [];
    if (value !== undefined) {
      last = key ?? last;
      return [{ value }];
    }
    // What is one row save for its control characters is counted as that one; anything else may be several.
    if (key === undefined) {
      broken ??= reason;
      return [];
    }
    last = key;
    return [{ value: undefined, failure: { ok: false, key, reason } }];
  }

  async function hand(rows: readonly string[]): Promise<void> {
    const known = await isSeen?.(rows);
    await onRows(
      rows.flatMap((text, at) => {
        const { bytes, seen } = known?.[at] ?? {};
        if (seen === undefined) return rowOf(text).map((row) => ({ ...row, bytes }));
        // The same bytes were a row of this clave before, so they are one now.
        last = seen;
        received += 1;
        return [{ value: undefined, bytes, seen }];
      }),
    );
  }

  let ending = '';
  // Pieces of an answer hold a few rows each; together they make one question of what has been seen.
  let pending: string[] = [];
  const handUpTo = async (left: number) => {
    while (pending.length > left) {
      const batch = pending.slice(0, BATCH_MAX);
      pending = pending.slice(BATCH_MAX);
      await hand(batch);
    }
  };
  try {
    for await (const text of texts) {
      const rows = splitter.feed(text);
      ending = (ending + text).slice(-ENDING_CHARS);
      if (head.status >= 300) continue;
      pending = pending.concat(rows);
      await handUpTo(BATCH_MAX - 1);
    }
  } finally {
    // What had arrived whole before an answer broke off is valid.
    await handUpTo(0);
  }
  const body = parsed(splitter.frame());
  if (body === undefined && splitter.hasList() && head.status < 300) {
    return WHOLE.test(ending)
      ? { ok: true, value: { received, claimed: undefined, broken: broken ?? place() } }
      : unreadable(`The answer ends within row ${received + 1} of the list.`);
  }
  const list = readList({ ...head, body });
  if (!list.ok) return list;
  return { ok: true, value: { received, claimed: list.value.claimed, broken } };
}
