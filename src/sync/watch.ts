import { CronExpressionParser } from 'cron-parser';
import type { Context } from './context.ts';
import { createReadiness } from './readiness.ts';
import { type Activity, activity } from './views/activity.ts';
import { type NeedRow, needsYou } from './views/needs.ts';

const PING_EVERY_MS = 60_000;
const PING_WITHIN_MS = 10_000;
const LOOK_EVERY_MS = 30_000;

export type WatchOptions = {
  /** Gets a GET every minute while the work can go on; whoever misses it raises the alarm. */
  readonly heartbeatUrl: string | undefined;
  /** When the summary of the day is told, a cron expression in `timezone`. */
  readonly digestCron: string | undefined;
  readonly timezone: string;
};

/** What a running daemon says by itself: that it lives and works, and once a day how things stand. */
export function startWatch(ctx: Context, options: WatchOptions): { stop(): void } {
  const timers = [
    ...(options.digestCron === undefined ? [] : [telling(ctx, options.digestCron, options.timezone)]),
    ...(options.heartbeatUrl === undefined ? [] : [pinging(ctx, options.heartbeatUrl)]),
  ];
  return { stop: () => timers.forEach((timer) => void clearInterval(timer)) };
}

function telling(ctx: Context, cron: string, timezone: string): NodeJS.Timeout {
  let next = nextAfter(cron, timezone, ctx.now());
  return setInterval(() => {
    if (ctx.now() < next) return;
    const due = next;
    next = nextAfter(cron, timezone, ctx.now());
    void tellDigest(ctx, due, timezone).catch((err: unknown) =>
      ctx.log.error({ err }, 'the summary of the day could not be made'),
    );
  }, LOOK_EVERY_MS);
}

function nextAfter(cron: string, tz: string, now: number): number {
  return CronExpressionParser.parse(cron, { tz, currentDate: new Date(now) })
    .next()
    .getTime();
}

/** A process that lives and cannot work does not ping, so that somebody comes to look. */
function pinging(ctx: Context, url: string): NodeJS.Timeout {
  const readiness = createReadiness(ctx);
  return setInterval(() => void ping().catch(() => undefined), PING_EVERY_MS);

  async function ping(): Promise<void> {
    const { ready, reasons } = await readiness();
    if (!ready) return ctx.log.warn({ reasons }, 'no sign of life is sent');
    const answer = await fetch(url, { signal: AbortSignal.timeout(PING_WITHIN_MS) });
    await answer.body?.cancel();
  }
}

/** The summary of the day as one alert; every replica tells it, and its fact is told once. */
export async function tellDigest(ctx: Context, due: number, timezone: string): Promise<void> {
  const [needs, { hours }] = await Promise.all([needsYou(ctx), activity(ctx, timezone)]);
  const differing = await ctx.store.redis.zcard(ctx.store.keys.differs);
  ctx.alert(`digest:${new Date(due).toISOString()}`, digestText(needs, hours, differing));
}

/** Counts, and no names: alerts leave the house. */
function digestText(needs: readonly NeedRow[], hours: Activity['hours'], differing: number): string {
  const sum = (kind: 'writes' | 'conflicts' | 'failures') =>
    hours.reduce((total, hour) => total + hour[kind], 0);
  const done = `${sum('writes')} writes, ${sum('conflicts')} conflicts, ${sum('failures')} failures`;
  const open = needs.map(
    ({ code, count, side }) => `${side === undefined ? '' : `${side} `}${code} ${count}`,
  );
  const waits = open.length === 0 ? 'nothing needs you' : `what needs you: ${open.join(', ')}`;
  return `the last 24 hours: ${done}; ${differing} customers differ now; ${waits}.`;
}
