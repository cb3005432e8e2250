import type { ScanState } from '../../domain/certificate.ts';
import type { Side } from '../../domain/customer.ts';
import { type Burst, nextWholeAt, type Reading, readingOf } from '../../domain/read-budget.ts';
import type { Context } from '../context.ts';

/** The budget of rule 1: which poll reads a side whole, and which only asks for newcomers. */

const burstName = (side: Side) => `burst:${side}`;

/** True when this poll may read the whole side. A list that no reading has been believed of yet is never held up. */
export async function mayReadWhole(ctx: Context, side: Side): Promise<boolean> {
  const [burst, state] = await ctx.store.getStates<[Burst, ScanState]>([burstName(side), `scan:${side}`]);
  if (state?.complete === undefined) return true;
  const [known, now] = await Promise.all([ctx.store.knownCount(side), ctx.store.time()]);
  const next = nextWholeAt(burst, known, ctx.config[side].readPerMinute, now);
  return next === undefined || next <= now;
}

/** Counts what a whole reading has cost, also one that broke off. */
export async function noteBurst(
  ctx: Context,
  side: Side,
  begunAt: number,
  { rows, requests }: Pick<Burst, 'rows' | 'requests'>,
): Promise<void> {
  const at = await ctx.store.time();
  await ctx.store.setState(burstName(side), { at, lastedMs: at - begunAt, rows, requests } satisfies Burst);
}

/** How old an edit can get, when the next whole reading is, and what a day costs. */
export async function readingNow(ctx: Context, side: Side): Promise<Reading> {
  const { readPerMinute: perMinute, pollEveryMs } = ctx.config[side];
  const [burst, known, now] = await Promise.all([
    ctx.store.getState<Burst>(burstName(side)),
    ctx.store.knownCount(side),
    ctx.store.time(),
  ]);
  return readingOf(burst, known, { perMinute, pollEveryMs }, now);
}
