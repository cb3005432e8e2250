/** The endpoints of plans, brakes and puttings-back, whose lines a person agrees to. */
import { z } from 'zod';
import { previewUndo, undoPreview, undoTarget } from '../../people/undo-preview.ts';
import { brakePlan, brakePlanLine } from '../../report/brake-plan.ts';
import { brakeRow, brakesView } from '../../report/brakes.ts';
import { eachOf, sideShape } from '../../report/shapes.ts';
import { approved, refusalOf, shownItems, waitingPlan } from '../../sync/certify/first-plan.ts';
import type { Context } from '../../sync/context.ts';
import { PLAN_ACTIONS } from '../../sync/evaluate/plan-items.ts';
import { refuse } from '../access/refusals.ts';
import type { WebOptions } from '../options.ts';
import { undoQuery } from '../queries.ts';
import { type Api, answers } from './answers.ts';

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
  counts: eachOf(PLAN_ACTIONS, z.number().int()),
  sample: z.array(planItem),
  /** Who has refused exactly this one, and when. */
  refused: z.object({ by: z.string(), at: z.number() }).optional(),
});

/** What a person agrees to: the first plan, and what putting something back would do. */
export function servePlans(api: Api, { context }: WebOptions): void {
  api.get(
    '/api/plan',
    {
      schema: {
        operationId: 'readPlan',
        summary: 'The first plan, while it waits for its approval',
        response: answers(planShape),
      },
    },
    async (_, reply) => (await firstPlan(context)) ?? refuse(reply, 'notFound'),
  );
  api.get(
    '/api/plan/items',
    {
      schema: {
        operationId: 'listPlanItems',
        summary: 'Everything that the rules would do now, customer by customer',
        response: answers(z.array(planItem)),
      },
    },
    () => Array.fromAsync(shownItems(context)),
  );
  api.get(
    '/api/undo',
    {
      schema: {
        operationId: 'previewUndo',
        summary: 'What putting back an event, a run or everything since an approval would do',
        querystring: undoQuery,
        response: answers(undoPreview),
      },
    },
    async ({ query }, reply) =>
      (await previewUndo(context, undoTarget.parse(query))) ?? refuse(reply, 'notFound'),
  );
}

/** The brakes, which a person releases or leaves on. */
export function serveBrakes(api: Api, { context }: WebOptions): void {
  api.get(
    '/api/brakes',
    {
      schema: {
        operationId: 'listBrakes',
        summary: 'The braked sides, each with a sample of what it is about',
        response: answers(z.array(brakeRow)),
      },
    },
    () => brakesView(context),
  );
  api.get(
    '/api/brakes/:side/plan',
    {
      schema: {
        operationId: 'listBrakeLines',
        summary:
          'Every line that a release of this brake would let through; of the gravest one where no hash is told',
        params: z.object({ side: sideShape }),
        querystring: z.object({ hash: z.string().max(100).optional() }),
        response: answers(z.array(brakePlanLine)),
      },
    },
    ({ params, query }) => Array.fromAsync(brakePlan(context, params.side, query.hash)),
  );
}

async function firstPlan(context: Context): Promise<z.output<typeof planShape> | undefined> {
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
