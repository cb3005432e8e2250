import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { previewUndo, undoTarget } from '../../people/undo-preview.ts';
import { historyQuery, historyView } from '../../report/history.ts';
import { subjectNamed } from '../../report/search.ts';
import type { Subject } from '../../store/records.ts';
import type { Context } from '../../sync/context.ts';
import { planNamed, putBack } from '../acts.ts';
import type { LookOf } from '../look-of.ts';
import type { WebOptions } from '../options.ts';
import { historyPage, undoPage } from '../pages/history.ts';
import { sendPage } from '../send.ts';

const text = z.string().max(200).catch('').default('');
const filter = z.object({
  customer: text,
  side: text,
  kind: text,
  person: text,
  job: text,
  before: z.string().optional(),
  undone: z.coerce.number().int().optional().catch(undefined),
});

export function serveHistory(server: FastifyInstance, options: WebOptions, look: LookOf): void {
  const { context } = options;

  server.get('/history', async (request, reply) => {
    const { undone, before, ...asked } = filter.parse(request.query);
    const subject = await customerNamed(context, asked.customer);
    const { side, kind, person, job } = asked;
    const given = Object.entries({ side, kind, person, job, before }).filter(([, value]) => value);
    const query = historyQuery.parse({ ...Object.fromEntries(given), ...(subject && { subject }) });
    const found = await historyView(context, query);
    return sendPage(reply, historyPage(look(request, reply), asked, found, undone));
  });

  server.get('/history/undo', async (request, reply) => {
    const { said, lang: _, ...asked } = z.record(z.string(), z.string()).parse(request.query);
    const target = undoTarget.parse(asked);
    const preview = await previewUndo(context, target);
    return sendPage(reply, undoPage(look(request, reply), asked, preview, said === 'moved'));
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
