import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { viewCustomer } from '../../report/customer.ts';
import { customerQuery, searchCustomers } from '../../report/search.ts';
import { refuse } from '../access/refusals.ts';
import { actionBody, actionParams, actOnCustomer, retryOf, retryParked, subjectParams } from '../acts.ts';
import type { LookOf } from '../look-of.ts';
import type { WebOptions } from '../options.ts';
import { customerPage } from '../pages/customer.ts';
import { customersPage } from '../pages/customers.ts';
import { customerPath } from '../pages/parts.ts';
import { sendPage } from '../send.ts';

const freedOf = z.object({ freed: z.coerce.number().int().min(0).optional().catch(undefined) });
const said = z.object({ said: z.enum(['done', 'moved', 'resync']).optional().catch(undefined) });

export function serveCustomers(server: FastifyInstance, options: WebOptions, look: LookOf): void {
  const { context } = options;

  server.get('/customers', async (request, reply) => {
    const query = customerQuery.parse(request.query);
    const found = await searchCustomers(context, query);
    const { freed } = freedOf.parse(request.query);
    return sendPage(reply, customersPage(look(request, reply), query, found, freed));
  });

  server.post('/customers/retry', async (request, reply) => {
    const freed = await retryParked(options, retryOf.parse(request.body ?? {}), request.person);
    return reply.redirect(`/customers?state=parked&freed=${freed}`, 303);
  });

  server.get('/customers/:side/:key', async (request, reply) => {
    const view = await viewCustomer(context, subjectParams.parse(request.params));
    if (view === undefined) return refuse(reply, 'notFound');
    return sendPage(reply, customerPage(look(request, reply), view, said.parse(request.query).said));
  });

  server.post('/customers/:side/:key/:action', async (request, reply) => {
    const { side, key, action } = actionParams.parse(request.params);
    const body = actionBody.parse(request.body ?? {});
    const done = await actOnCustomer(options, { side, key }, action, body, request.person);
    const word = done ? (action === 'resync' ? 'resync' : 'done') : 'moved';
    return reply.redirect(`${customerPath(side, key)}?said=${word}`, 303);
  });
}
