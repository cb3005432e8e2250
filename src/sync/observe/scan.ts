import type { Certificate } from '../../domain/certificate.ts';
import type { Side } from '../../domain/customer.ts';
import { certificateOf } from '../../systems/tally.ts';
import type { Context } from '../context.ts';
import type { WriteRequest } from '../write-request.ts';
import { noteBurst } from './budget.ts';
import { noteWhole, readNewcomers } from './newcomers.ts';
import { addObserved, NOTHING_OBSERVED, type Observed, observe } from './observe.ts';
import type { Rows } from './reading-a-side.ts';
import { READING } from './sides.ts';

/** Tells how far a poll is: rows read so far, and of how many, where that is known. */
export type OnProgress = (rows: number, of: number | undefined) => void;

export type PollOptions = {
  readonly onProgress?: OnProgress | undefined;
  /** What a person reads on the queue board about this reading. */
  readonly tell?: ((line: string) => Promise<unknown>) | undefined;
  /** Decide on every link, not only on what has changed (the nightly reconciliation). */
  readonly everything?: boolean | undefined;
  /** Read the whole side whatever the budget says: a person asks for it. */
  readonly whole?: boolean | undefined;
  /** Whether the writers have jobs in hand: what was decided before is not decided on again then (see `undecided`). */
  readonly hasBacklog?: (() => Promise<boolean>) | undefined;
  /** Takes the writes of some customers while the others are still being decided on; it may throw to break that off. */
  readonly handOver?: ((requests: readonly WriteRequest[]) => Promise<void>) | undefined;
};

export type Read = {
  readonly certificate: Certificate;
  readonly keys: ReadonlySet<string>;
  readonly observed: Observed;
};

/** So many rows are observed together: a page may hold but one that has changed. */
const OBSERVED_TOGETHER = 100;

/** Gathers what pages show, which is observed when there is enough of it, and at the latest when somebody asks what was. */
function gathering(ctx: Context, side: Side, sequence: number) {
  let sum = NOTHING_OBSERVED;
  let gathered: Rows[number][] = [];
  const observed = async () => {
    const rows = gathered;
    gathered = [];
    if (rows.length > 0) {
      const told = await observe(ctx, side, rows, sequence);
      sum = addObserved(sum, told);
    }
    return sum;
  };
  const add = async (page: Rows) => {
    gathered = [...gathered, ...page];
    if (gathered.length >= OBSERVED_TOGETHER) await observed();
  };
  return { add, observed };
}

export async function scan(
  ctx: Context,
  side: Side,
  sequence: number,
  { onProgress, everything: thorough = false }: PollOptions,
): Promise<Read> {
  const news = gathering(ctx, side, sequence);
  let rows = 0;
  const begunAt = await ctx.store.time();
  const of = await ctx.store.knownCount(side);
  const onPage = async (page: Rows) => {
    await news.add(page);
    rows += page.length;
    onProgress?.(rows, of);
  };
  const onSeen = (count: number) => {
    rows += count;
    if (count > 0) onProgress?.(rows, of);
  };
  let cost = { rows: 0, requests: 0 };
  try {
    const { certificate, keys } = await READING[side].scan(ctx, { thorough, onPage, onSeen });
    cost = certificate;
    const observed = await news.observed();
    if (certificate.complete) await noteWhole(ctx, side, sequence, keys);
    return { certificate, keys, observed };
  } finally {
    // What a reading has shown by the time it breaks off is used (rule 1).
    await news.observed();
    // One that broke off has cost the side what it had shown by then.
    await noteBurst(ctx, side, begunAt, cost.requests > 0 ? cost : { rows, requests: 0 });
  }
}

const WHY_NEWCOMERS = 'Between two whole readings only newcomers are asked for.';

/** Asks for newcomers only: a look that proves no absence and no completeness (rule 1). */
export async function scanNewcomers(ctx: Context, side: Side, sequence: number): Promise<Read> {
  const startedAt = ctx.now();
  const { tally, observed } = await readNewcomers(ctx, side, sequence);
  const certificate = certificateOf(side, tally, {
    complete: false,
    partial: true,
    why: WHY_NEWCOMERS,
    method: 'newcomers',
    claimed: undefined,
    cap: undefined,
    passes: 1,
    startedAt,
    endedAt: ctx.now(),
  });
  return { certificate, keys: tally.keys, observed };
}

/** How the reading went, in counts. */
export function inOneLine({ certificate, observed }: Read): string {
  const { complete, why, method, requests, rows, distinct } = certificate;
  const verdict = complete ? 'complete' : 'not complete';
  return `${verdict} (${why}): ${distinct} customers, ${rows} rows in ${requests} requests by ${method}; ${observed.changed} changed, ${observed.unreadable} unreadable`;
}
