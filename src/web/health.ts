/** For whoever runs the process: is it alive, and can it do its work? Open to all; no data, no secrets. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { createReadiness } from '../report/readiness.ts';
import type { Context } from '../sync/context.ts';
import type { Queues } from '../sync/jobs/queues.ts';

const ALIVE = { status: 'ok' };

/** Both answers on a server of pages, as a company of a fleet has them under its own address. */
export function serveHealth(server: FastifyInstance, ctx: Context, queues: Queues): void {
  const readiness = createReadiness(ctx, queues);
  const open = { config: { open: true } };
  server.get('/healthz', open, async () => ALIVE);
  server.get('/readyz', open, async (_, reply) => {
    const found = await readiness();
    return reply.code(found.ready ? 200 : 503).send(found);
  });
}

/** The same without a server of pages: answers what asks for them, and is false for everything else. */
export function answerHealth(ctx: Context, queues: Queues) {
  const readiness = createReadiness(ctx, queues);
  return ({ method, url }: IncomingMessage, response: ServerResponse): boolean => {
    if (method !== 'GET') return false;
    if (url === '/healthz') send(response, 200, ALIVE);
    else if (url === '/readyz')
      void readiness().then((found) => send(response, found.ready ? 200 : 503, found));
    else return false;
    return true;
  };
}

function send(response: ServerResponse, status: number, body: object): void {
  response
    .writeHead(status, {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
    .end(JSON.stringify(body));
}
