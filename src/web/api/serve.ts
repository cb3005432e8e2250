import type { FastifyInstance } from 'fastify';
import type { WebOptions } from '../options.ts';
import { serveDecisions } from './decisions.ts';
import { serveDocument } from './document.ts';
import { serveReadings } from './readings.ts';

/** Everything that the dashboard shows and does, as JSON. */
export async function serveApi(server: FastifyInstance, options: WebOptions): Promise<void> {
  await server.register(async (api) => {
    const endpoints = (to: FastifyInstance) => {
      serveReadings(to, options);
      serveDecisions(to, options);
    };
    endpoints(api);
    serveDocument(api, endpoints);
  });
}
