import { z } from 'zod';
import { EVENT_KINDS } from '../domain/events.ts';
import { historyOf, type KeptEvent, recentHistory } from '../store/history.ts';
import type { Subject } from '../store/records.ts';
import type { Context } from '../sync/context.ts';
import { eventShape, sideShape, subjectShape } from './shapes.ts';

export const historyQuery = z.object({
  /** One customer. */
  subject: subjectShape.optional(),
  /** The written side. */
  side: sideShape.optional(),
  kind: z.enum(EVENT_KINDS).optional(),
  /** Who decided, or the beginning of it. */
  person: z.string().max(200).optional(),
  /** The job that wrote. */
  job: z.string().max(200).optional(),
  /** Events older than the one with this id: the `next` of the page before. */
  before: z
    .string()
    .regex(/^\d+-\d+$/u)
    .optional(),
});
export type HistoryQuery = z.infer<typeof historyQuery>;

export const historyPage = z.object({
  rows: z.array(eventShape),
  /** Where the next, older page begins; missing at the end. */
  next: z.string().optional(),
});
export type HistoryPage = z.infer<typeof historyPage>;

const ROWS = 50;
const BATCH = 500;
/** A rare kind is not looked for through all of the history in one request: `next` goes on. */
const LOOKED_AT_MAX = 10_000;

/** What happened, the newest first. */
export async function historyView(ctx: Context, query: HistoryQuery): Promise<HistoryPage> {
  const rows: KeptEvent[] = [];
  let before = query.before;
  for (let seen = 0; seen < LOOKED_AT_MAX; ) {
    const batch = await olderThan(ctx, query.subject, before);
    for (const event of batch) {
      before = event.id;
      if (!fits(event, query)) continue;
      rows.push(event);
      if (rows.length === ROWS) return { rows: rows.map((row) => eventShape.parse(row)), next: event.id };
    }
    if (batch.length < BATCH) return { rows: rows.map((row) => eventShape.parse(row)) };
    seen += batch.length;
  }
  return { rows: rows.map((row) => eventShape.parse(row)), ...(before !== undefined && { next: before }) };
}

function olderThan(
  ctx: Context,
  subject: Subject | undefined,
  before: string | undefined,
): Promise<KeptEvent[]> {
  return subject === undefined
    ? recentHistory(ctx.store, BATCH, before)
    : historyOf(ctx.store, subject, BATCH, before);
}

function fits(event: KeptEvent, { side, kind, person, job }: HistoryQuery): boolean {
  return (
    (side === undefined || event.side === side) &&
    (kind === undefined || event.kind === kind) &&
    (job === undefined || event.job === job) &&
    (person === undefined || (event.by ?? '').toLowerCase().includes(person.toLowerCase()))
  );
}
