import { CronExpressionParser } from 'cron-parser';
import type { Context } from '../../sync/context.ts';
import { scheduleDigests } from '../../sync/jobs/alert-jobs.ts';
import type { Queues } from '../../sync/jobs/queues.ts';
import { activity } from '../activity.ts';
import { needsYou } from '../needs.ts';

/** A digest that came due while a process was being replaced is told after all; where it was told, it is not again. */
const LATE_MS = 600_000;

/** Has the summary of the day told at its time, and at once where that has just passed. */
export async function scheduleDigest(
  ctx: Context,
  queues: Queues,
  pattern: string,
  tz: string,
): Promise<void> {
  await scheduleDigests(queues, pattern, tz);
  const due = CronExpressionParser.parse(pattern, { tz, currentDate: new Date(ctx.now()) })
    .prev()
    .getTime();
  if (ctx.now() - due < LATE_MS) await tellDigest(ctx, queues, due, tz);
}

/** The summary of the day as one alert, whose fact is told once, whoever makes it. Counts, and no names. */
export async function tellDigest(ctx: Context, queues: Queues, due: number, timezone: string): Promise<void> {
  const [needs, { hours }] = await Promise.all([needsYou(ctx, queues), activity(ctx, timezone)]);
  const sum = (kind: 'writes' | 'conflicts' | 'failures') =>
    hours.reduce((total, hour) => total + hour[kind], 0);
  ctx.alert(`digest:${new Date(due).toISOString()}`, {
    kind: 'digest',
    writes: sum('writes'),
    conflicts: sum('conflicts'),
    failures: sum('failures'),
    differing: await ctx.store.redis.zcard(ctx.store.keys.differs),
    needs,
  });
}
