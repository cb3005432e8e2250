/**
 * What reading may cost a side (rule 1): on average so many customers a minute. A side with fewer is read whole at
 * every poll; a larger one in one burst, then not before so many minutes as the burst has cost.
 */
export type Burst = {
  /** When it ended, and how long it took; by Redis' clock, ms. */
  readonly at: number;
  readonly lastedMs: number;
  /** Rows and requests, doubles included: they cost the side as much as others. */
  readonly rows: number;
  readonly requests: number;
};

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** When the next whole reading may begin; undefined where every poll may be one. `perMinute` 0 is no limit. */
export function nextWholeAt(
  burst: Burst | undefined,
  known: number,
  perMinute: number,
  now: number,
): number | undefined {
  if (perMinute === 0 || burst === undefined || Math.max(known, burst.rows) < perMinute) return undefined;
  // An end in the future was told by a clock that was ahead.
  return burst.at > now ? now : burst.at + pauseMs(burst, perMinute);
}

function pauseMs({ rows }: Burst, perMinute: number): number {
  return (rows / perMinute) * MINUTE_MS;
}

/** What a side costs and yields at these settings. */
export type Reading = {
  /** When the next whole reading is due; undefined where every poll is one. */
  readonly nextWholeAt: number | undefined;
  /** How old an edit can get before it is seen. */
  readonly editAgeMs: number;
  readonly requestsPerDay: number;
  readonly rowsPerDay: number;
};

export function readingOf(
  burst: Burst | undefined,
  known: number,
  settings: { readonly perMinute: number; readonly pollEveryMs: number },
  now: number,
): Reading {
  const { perMinute, pollEveryMs } = settings;
  const next = nextWholeAt(burst, known, perMinute, now);
  const { lastedMs = 0, rows = 0, requests = 0 } = burst ?? {};
  const pause = next === undefined || burst === undefined ? 0 : pauseMs(burst, perMinute);
  // The first poll after the pause is the next whole reading.
  const cycleMs = Math.max(1, Math.ceil((pause + lastedMs) / pollEveryMs)) * pollEveryMs;
  const betweens = cycleMs / pollEveryMs - 1;
  return {
    nextWholeAt: next,
    editAgeMs: cycleMs + lastedMs,
    requestsPerDay: Math.round((DAY_MS / cycleMs) * (requests + betweens)),
    rowsPerDay: Math.round((DAY_MS / cycleMs) * rows),
  };
}
