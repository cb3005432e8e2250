import type { Decoded } from '../../domain/customer.ts';
import { type ArrivingAnswer, parsed, type Reading, withWords, wordsBefore } from '../answer.ts';
import type { IsSeen } from '../seen-rows.ts';
import { createListSplitter } from './list-splitter.ts';
import { keyOfCliente } from './wire.ts';
import { readList, unreadable } from './wire-answers.ts';

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
  const rows = new Rows(onRows, isSeen);
  let ending = '';
  try {
    for await (const text of texts) {
      const ended = splitter.feed(text);
      ending = (ending + text).slice(-ENDING_CHARS);
      if (head.status < 300) await rows.add(ended);
    }
  } finally {
    // What had arrived whole before an answer broke off is valid.
    await rows.handUpTo(0);
  }
  const { received, broken } = rows;
  const frame = splitter.frame();
  const body = parsed(frame);
  const words = body === undefined ? wordsBefore(frame) : undefined;
  if (words !== undefined && head.status < 300) return unreadable(words);
  if (body === undefined && splitter.hasList() && head.status < 300) {
    return WHOLE.test(ending)
      ? { ok: true, value: { received, claimed: undefined, broken: broken ?? rows.place() } }
      : unreadable(`The answer ends within row ${received + 1} of the list.`);
  }
  const list = readList({ ...head, body });
  if (!list.ok) return withWords(list, body, frame);
  return { ok: true, value: { received, claimed: list.value.claimed, broken } };
}

/** The rows of one answer on their way to whoever reads it, counted, and with the place where their syntax broke. */
class Rows {
  received = 0;
  broken: string | undefined;
  #last: string | undefined;
  /** Pieces of an answer hold a few rows each; together they make one question of what has been seen. */
  #pending: string[] = [];
  readonly #onRows: (rows: RawRow[]) => Promise<void>;
  readonly #isSeen: IsSeen | undefined;

  constructor(onRows: (rows: RawRow[]) => Promise<void>, isSeen: IsSeen | undefined) {
    this.#onRows = onRows;
    this.#isSeen = isSeen;
  }

  async add(rows: readonly string[]): Promise<void> {
    this.#pending = this.#pending.concat(rows);
    await this.handUpTo(BATCH_MAX - 1);
  }

  /** Hands over until no more than so many wait. */
  async handUpTo(left: number): Promise<void> {
    while (this.#pending.length > left) {
      const batch = this.#pending.slice(0, BATCH_MAX);
      this.#pending = this.#pending.slice(BATCH_MAX);
      await this.#hand(batch);
    }
  }

  place(): string {
    const after = this.#last === undefined ? '' : `, after clave ${this.#last},`;
    return `Row ${this.received + 1} of the list${after} breaks its syntax.`;
  }

  async #hand(rows: readonly string[]): Promise<void> {
    const known = await this.#isSeen?.(rows);
    await this.#onRows(
      rows.flatMap((text, at) => {
        const { bytes, seen } = known?.[at] ?? {};
        if (seen === undefined) return this.#rowOf(text).map((row) => ({ ...row, bytes }));
        // The same bytes were a row of this clave before, so they are one now.
        this.#last = seen;
        this.received += 1;
        return [{ value: undefined, bytes, seen }];
      }),
    );
  }

  #rowOf(text: string): RawRow[] {
    const value = parsed(text);
    const key = keyOfCliente(value ?? tolerant(text));
    const reason = this.place();
    this.received += 1;
    // Behind a quote too many, what was between two commas may be anything.
    if (this.broken !== undefined && key === undefined) return [];
    if (value !== undefined) {
      this.#last = key ?? this.#last;
      return [{ value }];
    }
    // What is one row save for its control characters is counted as that one; anything else may be several.
    if (key === undefined) {
      this.broken ??= reason;
      return [];
    }
    this.#last = key;
    return [{ value: undefined, failure: { ok: false, key, reason } }];
  }
}
