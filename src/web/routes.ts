import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { WebOptions } from './options.ts';
import type { Look } from './pages/look.ts';

export type LookOf = (request: FastifyRequest, reply?: FastifyReply) => Look;

/** The dashboard: each section by itself. */
export function servePages(server: FastifyInstance, options: WebOptions, look: LookOf): void {
  void [server, options, look];
}
