import type { FastifyError, FastifyInstance } from 'fastify';
import { ZodError, z } from 'zod';
import type { Log } from '../telemetry/log.ts';
import { type Refusal, refuse, wantsPage } from './access/refusals.ts';
import type { PageContextOf } from './page-context-of.ts';
import { problemPage } from './pages/problem.ts';

/** What went wrong on our side goes to the log and not to whoever asked; people read a page, programs JSON. */
export function answerProblems(server: FastifyInstance, log: Log): void {
  server.decorateReply('refusal', undefined);
  server.setNotFoundHandler((_, reply) => refuse(reply, 'notFound'));
  server.setErrorHandler((error: FastifyError, request, reply) => {
    if (error instanceof ZodError) return refuse(reply, 'badRequest', z.prettifyError(error));
    const status = error.statusCode ?? 500;
    if (status < 500) return reply.code(status).send({ error: error.message });
    log.error({ route: request.routeOptions.url, method: request.method, err: error }, 'a request failed');
    reply.refusal = 'internal';
    return reply.code(status).send({ error: 'this did not work; the log says why' });
  });
}

/** Turns a refusal into a page where a person's browser asked for one. */
export function showProblems(server: FastifyInstance, pageContext: PageContextOf): void {
  server.addHook('onSend', async (request, reply, payload) => {
    if (reply.statusCode < 400 || !wantsPage(request)) return payload;
    if (String(reply.getHeader('content-type')).startsWith('text/html')) return payload;
    const refusal = reply.refusal ?? ofStatus(reply.statusCode);
    reply.header('content-type', 'text/html; charset=utf-8');
    return String(await problemPage(pageContext(request), refusal));
  });
}

function ofStatus(status: number): Refusal {
  if (status === 404) return 'notFound';
  return status < 500 ? 'badRequest' : 'internal';
}
