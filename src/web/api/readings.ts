import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { previewUndo, undoPreview } from '../../people/undo-preview.ts';
import { activity, activityView } from '../../report/activity.ts';
import { brakePlan, brakePlanLine } from '../../report/brake-plan.ts';
import { brakeRow, brakesView } from '../../report/brakes.ts';
import { conflictPage, conflictsView } from '../../report/conflicts.ts';
import { customerView, viewCustomer } from '../../report/customer.ts';
import { handworkPage, handworkView } from '../../report/handwork.ts';
import { historyPage, historyQuery, historyView } from '../../report/history.ts';
import { matchesView, matchPage } from '../../report/matches.ts';
import { needRow, needsYou } from '../../report/needs.ts';
import { salespeopleView, salespersonRow } from '../../report/salespeople.ts';
import { customerPage, customerQuery, searchCustomers } from '../../report/search.ts';
import { serviceRunRow, serviceRunsView } from '../../report/services.ts';
import { sideShape } from '../../report/shapes.ts';
import { readStatus } from '../../report/status.ts';
import { approved, refusalOf, shownItems, waitingPlan } from '../../sync/certify/first-plan.ts';
import type { Context } from '../../sync/context.ts';
import { PLAN_ACTIONS } from '../../sync/evaluate/plan-items.ts';
import { subjectParams } from '../acts.ts';
import type { WebOptions } from '../options.ts';
import { pageQuery, undoQuery } from '../queries.ts';
import { serve } from './endpoint.ts';

const statusShape = z.looseObject({ at: z.number(), links: z.number(), differing: z.number() });

const planItem = z.object({
  action: z.enum(PLAN_ACTIONS),
  side: sideShape.optional(),
  clave: z.string().optional(),
  code: z.string().optional(),
  name: z.string(),
  detail: z.string(),
});
const planShape = z.object({
  hash: z.string(),
  at: z.number(),
  counts: z.record(z.enum(PLAN_ACTIONS), z.number()),
  sample: z.array(planItem),
  /** Who has refused exactly this one, and when. */
  refused: z.object({ by: z.string(), at: z.number() }).optional(),
});

/** One customer's events are asked for by side and key, which an address can hold. */
const historyAsked = historyQuery
  .omit({ subject: true })
  .extend({ customerSide: sideShape.optional(), customerKey: z.string().max(200).optional() });

export function serveReadings(server: FastifyInstance, { context, queues, config }: WebOptions): void {
  const get = 'GET';
  serve(server, {
    method: get,
    url: '/api/status',
    summary: 'How things stand: keys and counts, no values',
    answer: statusShape,
    handle: async () => ({ ...(await readStatus(context, queues)) }),
  });
  serve(server, {
    method: get,
    url: '/api/needs',
    summary: 'What needs a person, the most pressing first',
    answer: z.array(needRow),
    handle: () => needsYou(context, queues),
  });
  serve(server, {
    method: get,
    url: '/api/activity',
    summary: 'Writes, conflicts and failures of the last 24 hours and 30 days',
    answer: activityView,
    handle: () => activity(context, config.timezone),
  });
  serve(server, {
    method: get,
    url: '/api/customers',
    summary: 'Customers by anything that is known of them',
    query: customerQuery,
    answer: customerPage,
    handle: ({ query }) => searchCustomers(context, query),
  });
  serve(server, {
    method: get,
    url: '/api/customers/:side/:key',
    summary: 'One customer: both sides, why it is as it is, what happened',
    params: subjectParams,
    answer: customerView,
    handle: ({ params }) => viewCustomer(context, params),
  });
  serve(server, {
    method: get,
    url: '/api/conflicts',
    summary: 'Fields that both sides have changed differently',
    query: pageQuery,
    answer: conflictPage,
    handle: ({ query }) => conflictsView(context, query.page),
  });
  serve(server, {
    method: get,
    url: '/api/matches',
    summary: 'Customers who may be the same person, with the evidence for and against',
    query: pageQuery,
    answer: matchPage,
    handle: ({ query }) => matchesView(context, query.page),
  });
  serve(server, {
    method: get,
    url: '/api/handwork',
    summary: 'What a person has to type into Aceptabits',
    query: pageQuery,
    answer: handworkPage,
    handle: ({ query }) => handworkView(context, query.page),
  });
  serve(server, {
    method: get,
    url: '/api/services',
    summary: 'Lists of services that were handed over, and what became of their lines',
    answer: z.array(serviceRunRow),
    handle: () => serviceRunsView(context),
  });
  serve(server, {
    method: get,
    url: '/api/plan',
    summary: 'The first plan, while it waits for its approval',
    answer: planShape,
    handle: () => firstPlan(context),
  });
  serve(server, {
    method: get,
    url: '/api/plan/items',
    summary: 'Everything that the rules would do now, customer by customer',
    answer: z.array(planItem),
    handle: () => Array.fromAsync(shownItems(context)),
  });
  serve(server, {
    method: get,
    url: '/api/brakes/:side/plan',
    summary:
      'Every line that a release of this brake would let through; of the gravest one where no hash is told',
    params: z.object({ side: sideShape }),
    query: z.object({ hash: z.string().max(100).optional() }),
    answer: z.array(brakePlanLine),
    handle: ({ params, query }) => Array.fromAsync(brakePlan(context, params.side, query.hash)),
  });
  serve(server, {
    method: get,
    url: '/api/brakes',
    summary: 'The braked sides, each with a sample of what it is about',
    answer: z.array(brakeRow),
    handle: () => brakesView(context),
  });
  serve(server, {
    method: get,
    url: '/api/history',
    summary: 'What happened, the newest first',
    query: historyAsked,
    answer: historyPage,
    handle: ({ query: { customerSide = 'managementpro', customerKey, ...query } }) =>
      historyView(context, {
        ...query,
        ...(customerKey !== undefined && { subject: { side: customerSide, key: customerKey } }),
      }),
  });
  serve(server, {
    method: get,
    url: '/api/undo',
    summary: 'What putting back an event, a run or everything since an approval would do',
    query: undoQuery,
    answer: undoPreview,
    handle: ({ query }) => previewUndo(context, query),
  });
  serve(server, {
    method: get,
    url: '/api/salespeople',
    summary: 'Every vendedor and the agent that it leads to',
    answer: z.array(salespersonRow),
    handle: () => salespeopleView(context),
  });
}

async function firstPlan(context: Context): Promise<z.input<typeof planShape> | undefined> {
  const plan = (await approved(context)) ? undefined : await waitingPlan(context);
  if (plan === undefined) return undefined;
  const { hash, at, counts, sample } = plan;
  const refused = await refusalOf(context, hash);
  return {
    hash,
    at,
    counts,
    sample: [...sample],
    ...(refused && { refused: { by: refused.by, at: refused.at } }),
  };
}
