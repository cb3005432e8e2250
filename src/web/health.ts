import type { FastifyInstance } from 'fastify';
import { createReadiness } from '../report/readiness.ts';
import type { Context } from '../sync/context.ts';
import type { Queues } from '../sync/jobs/queues.ts';

/** For whoever runs the process: is it alive, and can it do its work? Open to all; no data, no secrets. */
export function serveHealth(server: FastifyInstance, ctx: Context, queues: Queues): void {
  const readiness = createReadiness(ctx, queues);
  const open = { config: { open: true } };
  server.get('/healthz', open, async () => ({ status: 'ok' }));
  server.get('/readyz', open, async (_, reply) => {
    const found = await readiness();
    return reply.code(found.ready ? 200 : 503).send(found);
  });
}
