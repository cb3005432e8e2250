/** What programs ask of one company, its API and its metrics, behind its guard. */
import type { FastifyInstance } from 'fastify';
import { serveApi } from './api/serve.ts';
import { serveMetrics } from './metrics.ts';
import type { WebOptions } from './options.ts';
import { shellOf } from './shell.ts';

/** A server without pages: a daemon that is only watched by programs carries none. */
export async function createPrograms(options: WebOptions): Promise<FastifyInstance> {
  const { server } = await shellOf(options);
  serveMetrics(server, options);
  await serveApi(server, options);
  return server;
}
