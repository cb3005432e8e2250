/** The history by customer, day, kind or job, a page at a time, however rare what is sought. */
import { z } from 'zod';
import { EVENT_KINDS } from '../domain/events.ts';
import { LANGUAGES, type Language } from '../domain/language.ts';
import { historyOf, type KeptEvent, recentHistory } from '../store/history.ts';
import { type Subject, subjectId } from '../store/records.ts';
import type { Context } from '../sync/context.ts';
import { causeIn } from './causes.ts';
import { personOf } from './rows.ts';
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
  /** Not before this moment, and before that one; ms since 1970. */
  since: z.coerce.number().int().min(0).optional(),
  until: z.coerce.number().int().min(0).optional(),
  /** Anything that an event tells: a value, a key, the cause in either language. */
  text: z.string().max(200).optional(),
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
  let before = query.before ?? (query.until === undefined ? undefined : `${query.until}-0`);
  for (let seen = 0; seen < LOOKED_AT_MAX; ) {
    const batch = await olderThan(ctx, query.subject, before);
    for (const event of batch) {
      if (query.since !== undefined && event.at < query.since) return { rows: await told(ctx, rows) };
      before = event.id;
      if (!fits(event, query)) continue;
      rows.push(event);
      if (rows.length === ROWS) return { rows: await told(ctx, rows), next: event.id };
    }
    if (batch.length < BATCH) return { rows: await told(ctx, rows) };
    seen += batch.length;
  }
  return { rows: await told(ctx, rows), ...(before !== undefined && { next: before }) };
}

/** All that fits, for a CSV. */
export async function* historyRows(
  ctx: Context,
  query: HistoryQuery,
): AsyncGenerator<HistoryPage['rows'][number]> {
  for (let before = query.before; ; ) {
    const { rows, next } = await historyView(ctx, { ...query, before });
    yield* rows;
    if (next === undefined) return;
    before = next;
  }
}

export const HISTORY_COLUMNS = [
  'at',
  'kind',
  'name',
  'clave',
  'code',
  'side',
  'changes',
  'cause',
  'by',
  'job',
] as const;

export function historyCells(row: HistoryPage['rows'][number], language: Language): (string | undefined)[] {
  const { at, kind, name, clave, code, side, changes = [], conflict, cause, by, job } = row;
  const values = changes.map((change) => `${change.field}: ${change.old} → ${change.new}`);
  if (conflict !== undefined)
    values.push(`${conflict.field}: ${conflict.managementpro} | ${conflict.aceptabits}`);
  return [
    new Date(at).toISOString(),
    kind,
    name,
    clave,
    code,
    side,
    values.join('; '),
    causeIn(language, cause),
    by,
    job,
  ];
}

/** The rows of a page, each with what its customer is called now. */
async function told(ctx: Context, rows: readonly KeptEvent[]): Promise<HistoryPage['rows']> {
  const subjects = rows.map(subjectOfEvent);
  const loaded = await ctx.store.load(subjects.filter((customer) => customer !== undefined));
  const names = new Map<string, string>(
    loaded.flatMap((one) => {
      const { clave, code, name } = personOf(one);
      return [
        [`managementpro:${clave}`, name],
        [`aceptabits:${code}`, name],
      ] as const;
    }),
  );
  return rows.map((row, index) => {
    const subject = subjects[index];
    const name = subject && names.get(subjectId(subject));
    return eventShape.parse({ ...row, ...(name && { name }) });
  });
}

function subjectOfEvent({ clave, code }: KeptEvent): Subject | undefined {
  if (clave) return { side: 'managementpro', key: clave };
  return code ? { side: 'aceptabits', key: code } : undefined;
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

function fits(event: KeptEvent, { side, kind, person, job, text }: HistoryQuery): boolean {
  return (
    (side === undefined || event.side === side) &&
    (kind === undefined || event.kind === kind) &&
    (job === undefined || event.job === job) &&
    (text === undefined || tells(event).includes(text.toLowerCase())) &&
    (person === undefined || (event.by ?? '').toLowerCase().includes(person.toLowerCase()))
  );
}

function tells({ clave, code, changes = [], conflict, cause }: KeptEvent): string {
  const values = changes.flatMap((change) => [change.old, change.new]);
  const three = conflict === undefined ? [] : [conflict.base, conflict.managementpro, conflict.aceptabits];
  const sentences = LANGUAGES.map((language) => causeIn(language, cause));
  return [clave, code, ...sentences, ...values, ...three].join('\n').toLowerCase();
}
