/** What a daemon says unasked: its ping while it can work, queues that stand still, and the summary of the day. */
import type { Context } from '../../sync/context.ts';
import type { Queues } from '../../sync/jobs/queues.ts';
import { pausedQueues } from '../paused-queues.ts';
import { createReadiness } from '../readiness.ts';

const PING_EVERY_MS = 60_000;
const PING_WITHIN_MS = 10_000;
const LOOK_EVERY_MS = 30_000;

export type WatchOptions = {
  /** Gets a GET every minute while the work can go on; whoever misses it raises the alarm. */
  readonly heartbeatUrl: string | undefined;
  /** When the summary of the day is told, a cron expression in `timezone`. */
  readonly digestCron: string | undefined;
  readonly timezone: string;
  /** How often both are looked at, ms; tests do not wait for minutes. */
  readonly pingEveryMs?: number;
  readonly lookEveryMs?: number;
};

/** What a running daemon says by itself: that it lives and works, and once a day how things stand. */
export function startWatch(ctx: Context, queues: Queues, options: WatchOptions): { stop(): void } {
  const { digestCron, heartbeatUrl, timezone } = options;
  const { pingEveryMs = PING_EVERY_MS, lookEveryMs = LOOK_EVERY_MS } = options;
  const timers = [
    lookingAtQueues(ctx, queues, lookEveryMs),
    ...(heartbeatUrl === undefined ? [] : [pinging(ctx, queues, heartbeatUrl, pingEveryMs)]),
  ];
  if (digestCron !== undefined)
    void import('./digest.ts')
      .then(({ scheduleDigest }) => scheduleDigest(ctx, queues, digestCron, timezone))
      .catch((err: unknown) => ctx.log.error({ err }, 'the summary of the day could not be scheduled'));
  return { stop: () => timers.forEach((timer) => void clearInterval(timer)) };
}

/** A paused queue lets nothing of it run, and nobody may notice: told once a day for each. */
function lookingAtQueues(ctx: Context, queues: Queues, everyMs: number): NodeJS.Timeout {
  const look = async () => {
    const day = new Date(ctx.now()).toISOString().slice(0, 10);
    for (const queue of await pausedQueues(queues))
      ctx.alert(`paused:${queue}:${day}`, { kind: 'paused-queue', queue });
  };
  // While Redis is away nothing runs anyhow.
  return setInterval(() => void look().catch(() => undefined), everyMs);
}

/** A process that lives and cannot work does not ping, so that somebody comes to look. */
function pinging(ctx: Context, queues: Queues, url: string, everyMs: number): NodeJS.Timeout {
  const readiness = createReadiness(ctx, queues);
  return setInterval(() => void ping().catch(() => undefined), everyMs);

  async function ping(): Promise<void> {
    const { ready, reasons } = await readiness();
    if (!ready) return ctx.log.warn({ reasons }, 'no sign of life is sent');
    const answer = await fetch(url, { signal: AbortSignal.timeout(PING_WITHIN_MS) });
    await answer.body?.cancel();
  }
}
