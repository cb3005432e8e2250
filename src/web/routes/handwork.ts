/** Serves the hand-work list as a page and as a CSV. */
import type { FastifyInstance } from 'fastify';
import { HANDWORK_COLUMNS, handworkCells, handworkRows, handworkView } from '../../report/handwork.ts';
import { sendCsv } from '../csv.ts';
import type { WebOptions } from '../options.ts';
import type { PageContextOf } from '../page-context-of.ts';
import { handworkPage } from '../pages/handwork.ts';
import { pageQuery } from '../queries.ts';
import { sendPage } from '../send.ts';

export function serveHandwork(
  server: FastifyInstance,
  { context }: WebOptions,
  pageContext: PageContextOf,
): void {
  server.get('/handwork', async (request, reply) => {
    const found = await handworkView(context, pageQuery.parse(request.query).page);
    return sendPage(reply, handworkPage(pageContext(request, reply), found));
  });

  server.get('/handwork.csv', (_, reply) => sendCsv(reply, 'handwork', HANDWORK_COLUMNS, cells()));

  async function* cells() {
    for await (const row of handworkRows(context)) yield handworkCells(row);
  }
}
