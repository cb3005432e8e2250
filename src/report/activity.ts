/** The numbers of the charts: writes, conflicts and failures by the hour of a day and the day of a month. */
import { z } from 'zod';
import type { EventKind } from '../domain/events.ts';
import type { Context } from '../sync/context.ts';

const HOUR_MS = 3_600_000;
const HOURS = 24;
const DAYS = 30;

const countsShape = z.object({
  /** Updates and creations, of both sides. */
  writes: z.number().int(),
  managementpro: z.number().int(),
  aceptabits: z.number().int(),
  /** Conflicts that a person was asked about. */
  conflicts: z.number().int(),
  /** Conflicts that the policy of the field decided by itself. */
  byPolicy: z.number().int(),
  /** Writes parked and fields frozen. */
  failures: z.number().int(),
});
type Counts = z.infer<typeof countsShape>;

export const activityView = z.object({
  /** The last 24 hours, the oldest first; `at` is when the hour began. */
  hours: z.array(countsShape.extend({ at: z.number() })),
  /** The last 30 days of the time zone, the oldest first; `day` is `2026-11-21`. */
  days: z.array(countsShape.extend({ day: z.string() })),
});
export type Activity = z.infer<typeof activityView>;

/** What was done and what went wrong, for the charts: reads one small hash a day. */
export async function activity(ctx: Context, timezone: string): Promise<Activity> {
  const thisHour = Math.floor(ctx.now() / HOUR_MS) * HOUR_MS;
  const span = Array.from({ length: (DAYS + 1) * 24 }, (_, index) => thisHour - index * HOUR_MS).reverse();
  const counted = await countsByHour(ctx, span);
  const dayOf = new Intl.DateTimeFormat('en-CA', { timeZone: timezone, dateStyle: 'short' });
  const days = new Map<string, Counts>();
  for (const at of span) {
    const day = dayOf.format(at);
    days.set(day, plus(days.get(day) ?? nothing(), counted.get(at) ?? nothing()));
  }
  return {
    hours: span.slice(-HOURS).map((at) => ({ at, ...(counted.get(at) ?? nothing()) })),
    days: [...days].slice(-DAYS).map(([day, counts]) => ({ day, ...counts })),
  };
}

async function countsByHour({ store }: Context, span: readonly number[]): Promise<Map<number, Counts>> {
  const days = [...new Set(span.map((at) => new Date(at).toISOString().slice(0, 10)))];
  const hashes = await Promise.all(days.map((day) => store.redis.hgetall(store.keys.activity(day))));
  const counted = new Map<number, Counts>();
  days.forEach((day, index) => {
    for (const [name, count] of Object.entries(hashes[index] ?? {})) {
      const [hour = '', kind = '', side] = name.split(' ');
      const at = Date.parse(`${day}T${hour}:00:00Z`);
      counted.set(at, plus(counted.get(at) ?? nothing(), countsOf(kind as EventKind, side, Number(count))));
    }
  });
  return counted;
}

function countsOf(kind: EventKind, side: string | undefined, count: number): Counts {
  // A conflict that a policy decided names the side whose value lost; one that asks a person names none.
  if (kind === 'conflict')
    return side === undefined ? { ...nothing(), conflicts: count } : { ...nothing(), byPolicy: count };
  if (kind === 'parked' || kind === 'frozen') return { ...nothing(), failures: count };
  if (kind !== 'updated' && kind !== 'created') return nothing();
  return {
    ...nothing(),
    writes: count,
    managementpro: side === 'managementpro' ? count : 0,
    aceptabits: side === 'aceptabits' ? count : 0,
  };
}

function nothing(): Counts {
  return { writes: 0, managementpro: 0, aceptabits: 0, conflicts: 0, byPolicy: 0, failures: 0 };
}

function plus(a: Counts, b: Counts): Counts {
  return {
    writes: a.writes + b.writes,
    managementpro: a.managementpro + b.managementpro,
    aceptabits: a.aceptabits + b.aceptabits,
    conflicts: a.conflicts + b.conflicts,
    byPolicy: a.byPolicy + b.byPolicy,
    failures: a.failures + b.failures,
  };
}
