/** Every endpoint under `/api`, with the refusals that they have in common. */
import type { FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import type { WebOptions } from '../options.ts';
import { typed } from './answers.ts';
import { serveCustomers, serveQuestions } from './customers.ts';
import { serveApprovals, serveDecisions, serveRepairs } from './decisions.ts';
import { serveDocument } from './document.ts';
import { serveBrakes, servePlans } from './plans.ts';
import { serveReadings } from './readings.ts';

const ENDPOINTS = [
  serveReadings,
  serveCustomers,
  serveQuestions,
  servePlans,
  serveBrakes,
  serveDecisions,
  serveApprovals,
  serveRepairs,
];

/** Everything that the dashboard shows and does, as JSON. */
export async function serveApi(server: FastifyInstance, options: WebOptions): Promise<void> {
  await server.register(async (scope) => {
    const endpoints = (to: FastifyInstance) => {
      const api = typed(to.setValidatorCompiler(validatorCompiler).setSerializerCompiler(serializerCompiler));
      for (const serve of ENDPOINTS) serve(api, options);
    };
    endpoints(scope);
    serveDocument(scope, endpoints);
  });
}
