import type { Side } from '../../domain/customer.ts';
import { highestKeys, nextKeys } from '../../domain/next-keys.ts';
import { PAGE_MAX } from '../../systems/aceptabits/client.ts';
import type { Context } from '../context.ts';
import { observe } from './observe.ts';

/** Questions after which a reading of newcomers is given up: a complete one decides then. */
const PAGES_MAX = 20;
const ROUNDS_MAX = 50;
/** With the known one beside them below the ten rows that a server gives whatever it is asked for. */
const NEXT_KEYS = 8;

const newcomersName = (side: Side) => `newcomers:${side}`;

/**
 * True when a reading of a side's newcomers, begun after this tick, has ended whole: it shows who has come since, and
 * proves no absence (rule 3). One that somebody else has made since will do. While a whole reading is under way, what
 * is found is judged together with it.
 */
export async function newcomersAreRead(
  ctx: Context,
  side: Side,
  since: number,
  reading: number | undefined,
): Promise<boolean> {
  const newest = (await ctx.store.getState<number>(newcomersName(side))) ?? 0;
  if (newest > since) return true;
  const sequence = await ctx.store.nextSequence();
  const read = side === 'aceptabits' ? readNewestA : readNextM;
  const isWhole = await read(ctx, reading ?? sequence);
  // Noted when all of it is observed: a crash before that repeats the reading.
  if (isWhole) await ctx.store.setState(newcomersName(side), sequence);
  return isWhole;
}

/** Newest first, down to a page that shows somebody who was known before, or to the end. */
async function readNewestA(ctx: Context, sequence: number): Promise<boolean> {
  for (let page = 1; page <= PAGES_MAX; page += 1) {
    const { rows, received } = await ctx.clients.aceptabits.page({ page, limit: PAGE_MAX });
    const keys = rows.flatMap((row) => (row.ok ? [row.record.key] : []));
    const seen = await ctx.store.seenDigests('aceptabits', keys);
    await observe(ctx, 'aceptabits', rows, sequence);
    if (received < PAGE_MAX || seen.some((digest) => digest !== null)) return true;
  }
  return false;
}

/** The claves that come next after the highest known ones, until nobody has one of them. */
async function readNextM(ctx: Context, sequence: number): Promise<boolean> {
  let highest: string[] | undefined = [];
  for await (const keys of ctx.store.knownKeys('managementpro')) {
    highest = highestKeys(keys, highest);
    if (highest === undefined) return false;
  }
  for (const one of highest) if (!(await readAfter(ctx, one, sequence))) return false;
  return true;
}

/** Asked beside a known one, so that the answer is no empty list. New customers are born active. */
async function readAfter(ctx: Context, known: string, sequence: number): Promise<boolean> {
  let highest = known;
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const next = nextKeys(highest, NEXT_KEYS);
    const keys = [known, ...next];
    const { rows } = await ctx.clients.managementpro.list({ active: true, keys, limit: keys.length });
    await observe(ctx, 'managementpro', rows, sequence);
    const found = new Set(rows.map((row) => (row.ok ? row.record.key : row.key)));
    const last = next.findLast((key) => found.has(key));
    if (last === undefined) return true;
    highest = last;
  }
  return false;
}
