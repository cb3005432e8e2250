/** Serves what became of lists of services. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { SERVICE_COLUMNS, serviceCells, serviceRunLines, serviceRunsView } from '../../report/services.ts';
import { sendCsv } from '../csv.ts';
import type { WebOptions } from '../options.ts';
import type { PageContextOf } from '../page-context-of.ts';
import { servicesPage } from '../pages/services.ts';
import { sendPage } from '../send.ts';

const named = z.object({ run: z.string() });

export function serveServices(
  server: FastifyInstance,
  { context }: WebOptions,
  pageContext: PageContextOf,
): void {
  server.get('/services', async (request, reply) =>
    sendPage(reply, servicesPage(pageContext(request, reply), await serviceRunsView(context))),
  );

  server.get('/services/:run.csv', async (request, reply) => {
    const { run } = named.parse(request.params);
    const lines = await serviceRunLines(context, run);
    if (lines === undefined) return reply.callNotFound();
    return sendCsv(reply, `services-${run}`, SERVICE_COLUMNS, cells());

    async function* cells() {
      for (const line of lines ?? [])
        yield serviceCells(line).map((cell) => (cell === undefined ? cell : String(cell)));
    }
  });
}
