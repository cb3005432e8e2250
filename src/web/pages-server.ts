/** The pages of one company behind its guard. */
import type { FastifyInstance } from 'fastify';
import { serveAssets } from './assets.ts';
import { serveHealth } from './health.ts';
import { countForNavigation } from './nav-counts.ts';
import type { WebOptions } from './options.ts';
import { servePages } from './routes/routes.ts';
import { serveSessions } from './routes/sessions.ts';
import { shellOf } from './shell.ts';

/** A server with everything that a person opens but the queue board. */
export async function createPages(options: WebOptions): Promise<FastifyInstance> {
  const { server, guard, pageContext, isStillIn } = await shellOf(options);
  countForNavigation(server, options);
  serveHealth(server, options.context, options.queues);
  serveAssets(server);
  servePages(server, options, pageContext, isStillIn);
  serveSessions(server, guard, pageContext);
  return server;
}
