/** Serves the page of connections, and tries one of them when asked to. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { CONNECTIONS, placesOf, testConnection } from '../../report/doctor/connections.ts';
import type { WebOptions } from '../options.ts';
import type { PageContextOf } from '../page-context-of.ts';
import { connectionsPage } from '../pages/connections.ts';
import { sendPage } from '../send.ts';

const form = z.object({ which: z.enum(CONNECTIONS) });

/** What Puente talks to. A test sends a message where alerts go, so only who may act begins one. */
export function serveConnections(
  server: FastifyInstance,
  { context, config }: WebOptions,
  pageContext: PageContextOf,
): void {
  server.get('/connections', (request, reply) =>
    sendPage(reply, connectionsPage(pageContext(request, reply), placesOf(config), undefined)),
  );

  // Its answer is the page: what was found is true now, and kept nowhere.
  server.post('/connections', async (request, reply) => {
    const { which } = form.parse(request.body);
    const findings = await testConnection(context, config, which);
    return sendPage(reply, connectionsPage(pageContext(request), placesOf(config), { which, findings }));
  });
}
