import { z } from 'zod';
import { conflictPage, conflictsView } from '../../report/conflicts.ts';
import { customerView, viewCustomer } from '../../report/customer.ts';
import { handworkPage, handworkView } from '../../report/handwork.ts';
import { historyPage, historyQuery, historyView } from '../../report/history.ts';
import { matchesView, matchPage } from '../../report/matches.ts';
import { customerPage, customerQuery, searchCustomers } from '../../report/search.ts';
import { sideShape } from '../../report/shapes.ts';
import { refuse } from '../access/refusals.ts';
import { subjectParams } from '../acts.ts';
import type { WebOptions } from '../options.ts';
import { pageQuery } from '../queries.ts';
import { type Api, answers } from './answers.ts';

/** One customer's events are asked for by side and key, which an address can hold. */
const historyAsked = historyQuery
  .omit({ subject: true })
  .extend({ customerSide: sideShape.optional(), customerKey: z.string().max(200).optional() });

/** The customers, and what happened to them. */
export function serveCustomers(api: Api, { context }: WebOptions): void {
  api.get(
    '/api/customers',
    {
      schema: {
        operationId: 'searchCustomers',
        summary: 'Customers by anything that is known of them',
        querystring: customerQuery,
        response: answers(customerPage),
      },
    },
    ({ query }) => searchCustomers(context, query),
  );
  api.get(
    '/api/customers/:side/:key',
    {
      schema: {
        operationId: 'readCustomer',
        summary: 'One customer: both sides, why it is as it is, what happened',
        params: subjectParams,
        response: answers(customerView),
      },
    },
    async ({ params }, reply) => (await viewCustomer(context, params)) ?? refuse(reply, 'notFound'),
  );
  api.get(
    '/api/history',
    {
      schema: {
        operationId: 'listHistory',
        summary: 'What happened, the newest first',
        querystring: historyAsked,
        response: answers(historyPage),
      },
    },
    ({ query: { customerSide = 'managementpro', customerKey, ...query } }) =>
      historyView(context, {
        ...query,
        ...(customerKey !== undefined && { subject: { side: customerSide, key: customerKey } }),
      }),
  );
}

/** What waits for a person, customer by customer. */
export function serveQuestions(api: Api, { context }: WebOptions): void {
  api.get(
    '/api/conflicts',
    {
      schema: {
        operationId: 'listConflicts',
        summary: 'Fields that both sides have changed differently',
        querystring: pageQuery,
        response: answers(conflictPage),
      },
    },
    ({ query }) => conflictsView(context, query.page),
  );
  api.get(
    '/api/matches',
    {
      schema: {
        operationId: 'listMatches',
        summary: 'Customers who may be the same person, with the evidence for and against',
        querystring: pageQuery,
        response: answers(matchPage),
      },
    },
    ({ query }) => matchesView(context, query.page),
  );
  api.get(
    '/api/handwork',
    {
      schema: {
        operationId: 'listHandwork',
        summary: 'What a person has to type into Aceptabits',
        querystring: pageQuery,
        response: answers(handworkPage),
      },
    },
    ({ query }) => handworkView(context, query.page),
  );
}
