/** Serves the first page. */
import type { FastifyInstance } from 'fastify';
import { createLive, type StillIn } from '../live.ts';
import type { WebOptions } from '../options.ts';
import { createOverview } from '../overview.ts';
import type { PageContextOf } from '../page-context-of.ts';
import { overviewPage } from '../pages/overview.ts';
import { sendPage } from '../send.ts';

export function serveOverview(
  server: FastifyInstance,
  options: WebOptions,
  pageContext: PageContextOf,
  isStillIn: StillIn,
): void {
  const overview = createOverview(options);
  server.get('/', async (request, reply) =>
    sendPage(reply, overviewPage(pageContext(request, reply), await overview())),
  );
  createLive(server, overview, pageContext, isStillIn, options.base);
}
