/** What differs between the two sides when their lists are read: each has one object of this shape, and nobody asks which it is. */
import type { Certificate } from '../../domain/certificate.ts';
import type { Decoded, Side } from '../../domain/customer.ts';
import type { RecordOf } from '../../domain/record.ts';
import { met, newTally } from '../../systems/tally.ts';
import type { Context } from '../context.ts';
import { addObserved, NOTHING_OBSERVED, observe } from './observe.ts';

export type Rows = readonly Decoded<RecordOf<Side>>[];

/** How a reading of the whole list is made, and who hears of it. */
export type Scanning = {
  /** The night decodes every row, so that what a newer version understands of it is not missed for ever. */
  readonly thorough: boolean;
  readonly onPage: (page: Rows) => Promise<void>;
  /** Rows that were recognised by their bytes. */
  readonly onSeen: (count: number) => void;
};

/** The newest reading that has ended whole: its sequence, and the highest claves of each shape that it left known. */
export type NewestReading = { readonly sequence: number; readonly highest?: readonly string[] | undefined };

export type NewestRead = { readonly isWhole: boolean; readonly highest?: readonly string[] | undefined };

export type ReadingASide = {
  scan(
    ctx: Context,
    how: Scanning,
  ): Promise<{ readonly certificate: Certificate; readonly keys: ReadonlySet<string> }>;
  /** Who has come since the newest such reading. */
  readNewest(reader: Reader, newest: NewestReading | undefined): Promise<NewestRead>;
  /** The highest of all its keys, by which newcomers are asked for; undefined where that is no way to find them. */
  highest(keys: ReadonlySet<string>): readonly string[] | undefined;
};

/** Questions after which a reading of newcomers is given up: a complete one decides then. */
const QUESTIONS_MAX = 50;

/** Observes what the questions for newcomers show, and counts it. */
export class Reader {
  readonly ctx: Context;
  readonly tally = newTally();
  observed = NOTHING_OBSERVED;
  readonly #side: Side;
  readonly #judgedWith: number;

  constructor(ctx: Context, side: Side, judgedWith: number) {
    this.ctx = ctx;
    this.#side = side;
    this.#judgedWith = judgedWith;
  }

  get mayAsk(): boolean {
    return this.tally.requests < QUESTIONS_MAX;
  }

  async saw(rows: Rows): Promise<void> {
    this.tally.requests += 1;
    const fresh = met(this.tally, rows);
    this.observed = addObserved(this.observed, await observe(this.ctx, this.#side, fresh, this.#judgedWith));
  }
}
