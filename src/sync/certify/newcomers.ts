import { isWave, scopeOf } from '../../domain/brake.ts';
import { SIDES, type Side } from '../../domain/customer.ts';
import type { BrakeLine } from '../../domain/lines.ts';
import { scoresOf } from '../../store/hash-fields.ts';
import type { Subject } from '../../store/records.ts';
import type { Context } from '../context.ts';
import { brakesOf } from '../evaluate/brake-state.ts';
import { newcomerMark } from '../evaluate/newcomer-line.ts';
import { takeSnapshot } from '../evaluate/snapshot.ts';
import { brake, lift } from './brakes.ts';
import { leftOutOf } from './left-out.ts';

/** Newcomers of so long count together. */
const DAY_MS = 86_400_000;

/** Somebody who would be created on the other side, and of whom nobody has been asked. */
export type Newcomer = { readonly subject: Subject; readonly mark: string };

/**
 * Judges how many newcomers of each side would be created on the other, and asks once where it is a wave (rule 10).
 * While a list or the company is in doubt nobody is created anyhow, and who is on it is asked with it.
 */
export async function judgeNewcomers(ctx: Context, found: readonly Newcomer[]): Promise<void> {
  for (const side of SIDES) {
    const [gravest] = await brakesOf(ctx, side);
    if (scopeOf(gravest === undefined ? [] : [gravest])?.whole) continue;
    await judgeSide(
      ctx,
      side,
      found.filter(({ subject }) => subject.side === side),
    );
  }
}

async function judgeSide(ctx: Context, side: Side, found: readonly Newcomer[]): Promise<void> {
  const { redis, keys } = ctx.store;
  await redis.zremrangebyscore(keys.newcomers(side), '-inf', ctx.now() - DAY_MS);
  const [ofLastDay, linked, counted] = await Promise.all([
    redis.zcard(keys.newcomers(side)),
    redis.hlen(keys.links),
    scoresOf(
      redis,
      keys.newcomers(side),
      found.map(({ subject }) => subject.key),
    ),
  ]);
  const waiting = found.filter((_, at) => counted[at] === null);
  const leftOut = waiting.length === 0 ? 0 : await leftOutOf(ctx, side, 'newcomers');
  if (!isWave(waiting.length + leftOut, ofLastDay, linked, ctx.config.brake))
    return lift(ctx, side, 'newcomers');
  await brake(ctx, side, {
    reason: 'newcomers',
    count: waiting.length,
    of: linked,
    keys: waiting.map(({ subject }) => subject.key),
    lines: waiting.map(newcomerLine),
  });
}

function newcomerLine({ subject, mark }: Newcomer): BrakeLine {
  return { kind: 'newcomer', key: subject.key, mark };
}

/** The lines of customers whom a listing in doubt shows for the first time. */
export async function newcomerLines(ctx: Context, side: Side, keys: readonly string[]): Promise<BrakeLine[]> {
  const snapshot = await takeSnapshot(ctx);
  const lines: BrakeLine[] = [];
  for await (const loaded of ctx.store.loadEach(keys.map((key) => ({ side, key }))))
    lines.push(newcomerLine({ subject: loaded.subject, mark: newcomerMark(ctx, loaded, snapshot) }));
  return lines;
}
