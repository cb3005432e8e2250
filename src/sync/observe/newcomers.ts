import type { ScanState } from '../../domain/certificate.ts';
import type { Decoded, Side } from '../../domain/customer.ts';
import { highestKeys, nextKeys } from '../../domain/next-keys.ts';
import type { RecordOf } from '../../domain/record.ts';
import { PAGE_MAX } from '../../systems/aceptabits/call.ts';
import { met, newTally, type Tally } from '../../systems/tally.ts';
import type { Context } from '../context.ts';
import { addObserved, NOTHING_OBSERVED, type Observed, observe } from './observe.ts';
import { listsOf } from './ours.ts';

/**
 * Who has come since a side was last read: the newest pages of Aceptabits, the next claves of ManagementPro. It proves
 * no absence and no completeness (rules 1 and 3).
 */

/** Questions after which a reading of newcomers is given up: a complete one decides then. */
const QUESTIONS_MAX = 50;
/** With the known one beside them below the ten rows that a server gives whatever it is asked for. */
const NEXT_KEYS = 8;

/** The newest reading that has ended whole: its sequence, and the highest claves of each shape that it left known. */
type NewestReading = { readonly sequence: number; readonly highest?: readonly string[] | undefined };

export type NewcomersRead = {
  readonly isWhole: boolean;
  readonly tally: Tally;
  readonly observed: Observed;
  readonly highest?: readonly string[] | undefined;
};

const stateName = (side: Side) => `newcomers:${side}`;

/**
 * True when a reading of a side's newcomers, begun after this tick, has ended whole (rule 3). One that somebody else
 * has made since will do. While a whole reading is under way, what is found is judged together with it.
 */
export async function newcomersAreRead(
  ctx: Context,
  side: Side,
  since: number,
  reading: number | undefined,
): Promise<boolean> {
  const newest = await ctx.store.getState<NewestReading>(stateName(side));
  if (newest !== undefined && newest.sequence > since) return true;
  const sequence = await ctx.store.nextSequence();
  return (await readNewcomers(ctx, side, sequence, reading ?? sequence)).isWhole;
}

/** Reads the newcomers of a side; what is found is observed as part of the reading `judgedWith`. */
export async function readNewcomers(
  ctx: Context,
  side: Side,
  sequence: number,
  judgedWith = sequence,
): Promise<NewcomersRead> {
  const newest = await ctx.store.getState<NewestReading>(stateName(side));
  const reader = new Reader(ctx, side, judgedWith);
  const read = side === 'aceptabits' ? await readNewestA(reader, newest) : await readNextM(reader, newest);
  // Noted when all of it is observed: a crash before that repeats the reading.
  if (read.isWhole) await note(ctx, side, { sequence, highest: read.highest });
  return { ...read, tally: reader.tally, observed: reader.observed };
}

/** A reading of the whole list has shown the newcomers too. */
export async function noteWhole(
  ctx: Context,
  side: Side,
  sequence: number,
  keys: ReadonlySet<string>,
): Promise<void> {
  await note(ctx, side, { sequence, highest: side === 'managementpro' ? highestKeys(keys) : undefined });
}

function note(ctx: Context, side: Side, newest: NewestReading): Promise<void> {
  return ctx.store.setState(stateName(side), newest);
}

/** Observes what the questions show, and counts it. */
class Reader {
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

  async saw(rows: readonly Decoded<RecordOf<Side>>[]): Promise<void> {
    this.tally.requests += 1;
    const fresh = met(this.tally, rows);
    this.observed = addObserved(this.observed, await observe(this.ctx, this.#side, fresh, this.#judgedWith));
  }
}

type Read = Pick<NewcomersRead, 'isWhole' | 'highest'>;

/**
 * Newest first, down to a page that shows somebody who was known before the last such reading began: whoever has come
 * since stands above. Those known since then do not count, for what we have created meanwhile stands among them.
 */
async function readNewestA(reader: Reader, newest: NewestReading | undefined): Promise<Read> {
  const { whole = 0 } = (await reader.ctx.store.getState<ScanState>('scan:aceptabits')) ?? {};
  const since = Math.max(newest?.sequence ?? 0, whole);
  for (const shop of (await listsOf(reader.ctx)) ?? [undefined])
    if (!(await isReadDownTo(reader, since, shop))) return { isWhole: false };
  return { isWhole: true };
}

async function isReadDownTo(reader: Reader, since: number, shop: string | undefined): Promise<boolean> {
  const { clients, store } = reader.ctx;
  for (let page = 1; reader.mayAsk; page += 1) {
    const { rows, received } = await clients.aceptabits.page({ page, limit: PAGE_MAX, shop });
    const keys = rows.flatMap((row) => (row.ok ? [row.record.key] : []));
    const stored = await store.storedRecords('aceptabits', keys);
    await reader.saw(rows);
    if (received < PAGE_MAX || stored.some((one) => one !== undefined && (one.firstSeen ?? 0) < since))
      return true;
  }
  return false;
}

/** The claves that come next after the highest ones of the last reading, until nobody has one of them. */
async function readNextM(reader: Reader, newest: NewestReading | undefined): Promise<Read> {
  const before = newest?.highest ?? (await highestKnown(reader.ctx));
  if (before === undefined) return { isWhole: false };
  const highest: string[] = [];
  for (const one of before) {
    const last = await readAfter(reader, one);
    if (last === undefined) return { isWhole: false };
    highest.push(last);
  }
  return { isWhole: true, highest };
}

async function highestKnown({ store }: Context): Promise<string[] | undefined> {
  let highest: string[] | undefined = [];
  for await (const keys of store.knownKeys('managementpro')) {
    highest = highestKeys(keys, highest);
    if (highest === undefined) return undefined;
  }
  return highest;
}

/**
 * Asked beside a known one, so that the answer is no empty list. New customers are born active. What we have created
 * meanwhile is known, and is passed over. Answers the highest clave that somebody has.
 */
async function readAfter(reader: Reader, known: string): Promise<string | undefined> {
  const { clients, store } = reader.ctx;
  let highest = known;
  while (reader.mayAsk) {
    const next = nextKeys(highest, NEXT_KEYS);
    const seen = await store.seenDigests('managementpro', next);
    const unknown = next.filter((_, index) => seen[index] === null);
    const there = new Set(next.filter((_, index) => seen[index] !== null));
    if (unknown.length > 0) {
      const keys = [known, ...unknown];
      const { rows } = await clients.managementpro.list({ active: true, keys, limit: keys.length });
      await reader.saw(rows);
      for (const row of rows) there.add((row.ok ? row.record.key : row.key) ?? '');
    }
    const last = next.findLast((key) => there.has(key));
    if (last === undefined) return highest;
    highest = last;
  }
  return undefined;
}
