/** Serves the search and the page of one customer, and takes what a person does there. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { otherSide } from '../../domain/customer.ts';
import { CUSTOMER_ACTIONS, viewCustomer } from '../../report/customer.ts';
import { customerQuery, searchCustomers, subjectNamed } from '../../report/search.ts';
import { refuse } from '../access/refusals.ts';
import { actionBody, actionParams, actOnCustomer, retryOf, retryParked, subjectParams } from '../acts.ts';
import type { WebOptions } from '../options.ts';
import type { PageContextOf } from '../page-context-of.ts';
import { customerPage } from '../pages/customer.ts';
import { customersPage } from '../pages/customers.ts';
import { linkWithPage } from '../pages/link-with.ts';
import { customerPath } from '../pages/parts.ts';
import { pageQuery } from '../queries.ts';
import { sendPage } from '../send.ts';

const freedOf = z.object({
  freed: z.coerce.number().int().min(0).optional().catch(undefined),
  nobody: z.string().max(200).optional().catch(undefined),
});
const said = z.object({
  said: z.enum(['done', 'moved', 'resync']).optional().catch(undefined),
  act: z.enum(CUSTOMER_ACTIONS).optional().catch(undefined),
  was: z.string().max(200).optional().catch(undefined),
});
const sought = z.object({ text: z.string().trim().max(200).catch('').default('') }).and(pageQuery);

export function serveCustomers(
  server: FastifyInstance,
  options: WebOptions,
  pageContext: PageContextOf,
): void {
  const { context } = options;

  server.get('/customers', async (request, reply) => {
    const query = customerQuery.parse(request.query);
    const found = await searchCustomers(context, query);
    const told = freedOf.parse(request.query);
    return sendPage(reply, customersPage(pageContext(request, reply), query, found, told));
  });

  server.post('/customers/retry', async (request, reply) => {
    const freed = await retryParked(options, retryOf.parse(request.body ?? {}), request.person);
    return reply.redirect(`/customers?state=parked&freed=${freed}`, 303);
  });

  server.post('/customers/resync', async (request, reply) => {
    const { text } = sought.parse(request.body ?? {});
    const subject = await subjectNamed(context, text);
    if (subject === undefined)
      return reply.redirect(`/customers?${new URLSearchParams({ text, nobody: text })}`, 303);
    await actOnCustomer(options, subject, 'resync', {}, request.person);
    return reply.redirect(`${customerPath(subject.side, subject.key)}?said=resync`, 303);
  });

  server.get('/customers/:side/:key', async (request, reply) => {
    const view = await viewCustomer(context, subjectParams.parse(request.params));
    if (view === undefined) return refuse(reply, 'notFound');
    return sendPage(reply, customerPage(pageContext(request, reply), view, said.parse(request.query)));
  });

  server.get('/customers/:side/:key/link', async (request, reply) => {
    const view = await viewCustomer(context, subjectParams.parse(request.params));
    if (view === undefined) return refuse(reply, 'notFound');
    const { text, page } = sought.parse(request.query);
    const found = text === '' ? undefined : await searchCustomers(context, { text, page, state: 'all' });
    return sendPage(reply, linkWithPage(pageContext(request, reply), view, text, found));
  });

  server.post('/customers/:side/:key/:action', async (request, reply) => {
    const { side, key, action } = actionParams.parse(request.params);
    const body = actionBody.parse(request.body ?? {});
    const other = body.other ?? '';
    if (action === 'link' && (await subjectNamed(context, other, otherSide(side))) === undefined)
      return reply.redirect(`${customerPath(side, key)}/link?${new URLSearchParams({ text: other })}`, 303);
    const before = action === 'unlink' ? (await viewCustomer(context, { side, key }))?.code : undefined;
    const done = await actOnCustomer(options, { side, key }, action, body, request.person);
    const word = done ? (action === 'resync' ? 'resync' : 'done') : 'moved';
    // A link goes under its clave, whichever side it was made from.
    const at =
      action === 'link' && side === 'aceptabits' && done
        ? customerPath('managementpro', other)
        : customerPath(side, key);
    const told = new URLSearchParams({
      said: word,
      act: action,
      ...(before !== undefined && { was: before }),
    });
    return reply.redirect(`${at}?${told}`, 303);
  });
}
