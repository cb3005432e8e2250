/** Serves the history with its filter, and puts values back from it. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { previewUndo, undoTarget } from '../../people/undo-preview.ts';
import {
  HISTORY_COLUMNS,
  type HistoryQuery,
  historyCells,
  historyQuery,
  historyRows,
  historyView,
} from '../../report/history.ts';
import { subjectNamed } from '../../report/search.ts';
import type { Subject } from '../../store/records.ts';
import type { Context } from '../../sync/context.ts';
import { planNamed, putBack } from '../acts.ts';
import { sendCsv } from '../csv.ts';
import { dayBegins, dayEnds } from '../days.ts';
import type { WebOptions } from '../options.ts';
import type { PageContextOf } from '../page-context-of.ts';
import { historyPage, undoPage } from '../pages/history.ts';
import { sendPage } from '../send.ts';

const text = z.string().max(200).catch('').default('');
const day = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d$/u)
  .catch('')
  .default('');
const filter = z.object({
  customer: text,
  side: text,
  kind: text,
  person: text,
  job: text,
  text,
  from: day,
  until: day,
  before: z.string().optional(),
  undone: z.coerce.number().int().optional().catch(undefined),
});

export function serveHistory(server: FastifyInstance, options: WebOptions, pageContext: PageContextOf): void {
  const { context, config } = options;

  server.get('/history', async (request, reply) => {
    const { undone, before, ...asked } = filter.parse(request.query);
    const found = await historyView(context, await queryOf({ ...asked, before }));
    return sendPage(reply, historyPage(pageContext(request, reply), asked, found, undone));
  });

  server.get('/history.csv', async (request, reply) => {
    const query = await queryOf(filter.parse(request.query));
    const { language } = pageContext(request, reply);
    async function* cells() {
      for await (const row of historyRows(context, query)) yield historyCells(row, language);
    }
    return sendCsv(reply, 'history', HISTORY_COLUMNS, cells());
  });

  /** Days are those of `TIMEZONE`, both of them included. */
  async function queryOf(asked: z.infer<typeof filter>): Promise<HistoryQuery> {
    const { side, kind, person, job, text: words, from, until, before } = asked;
    const subject = await customerNamed(context, asked.customer);
    const given = Object.entries({
      side,
      kind,
      person,
      job,
      text: words,
      before,
      since: from && dayBegins(from, config.timezone),
      until: until && dayEnds(until, config.timezone),
    }).filter(([, value]) => value);
    return historyQuery.parse({ ...Object.fromEntries(given), ...(subject && { subject }) });
  }

  server.get('/history/undo', async (request, reply) => {
    const { said, lang: _, ...asked } = z.record(z.string(), z.string()).parse(request.query);
    const target = undoTarget.parse(asked);
    const preview = await previewUndo(context, target);
    return sendPage(reply, undoPage(pageContext(request, reply), asked, preview, said === 'moved'));
  });

  server.post('/history/undo', async (request, reply) => {
    const { hash, _csrf, ...asked } = z.record(z.string(), z.string()).parse(request.body);
    const target = undoTarget.parse(asked);
    const undone = await putBack(options, target, planNamed.parse({ hash }).hash, request.person);
    if (undone === undefined || undone.done === 0)
      return reply.redirect(`/history/undo?${new URLSearchParams({ ...asked, said: 'moved' })}`, 303);
    return reply.redirect(`/history?undone=${undone.done}`, 303);
  });
}

/** A key that nobody has finds nothing, rather than everything. */
async function customerNamed(ctx: Context, key: string): Promise<Subject | undefined> {
  if (key === '') return undefined;
  return (await subjectNamed(ctx, key)) ?? { side: 'managementpro', key };
}
