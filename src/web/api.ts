import type { FastifyInstance } from 'fastify';
import type { Context } from '../sync/context.ts';
import type { Queues } from '../sync/queues.ts';
import { readStatus } from '../sync/status.ts';
import { showStatus } from './metrics.ts';

/** For machines: how things stand, as JSON and in the form that Prometheus reads. Keys and counts, no values. */
export function serveApi(server: FastifyInstance, ctx: Context, queues: Queues): void {
  server.get('/api/status', () => readStatus(ctx, queues));
  server.get('/metrics', async (_, reply) => {
    const { metrics } = ctx;
    showStatus(metrics, await readStatus(ctx, queues));
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
}
