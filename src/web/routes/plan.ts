import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { SIDES, type Side } from '../../domain/customer.ts';
import { brakePlan } from '../../report/brake-plan.ts';
import { brakesView } from '../../report/brakes.ts';
import { approved, bothScanned, refusalOf, shownItems, waitingPlan } from '../../sync/certify/first-plan.ts';
import { approvePlan, brakeNamed, planNamed, planOrBrakeNamed, refuse, releaseBrake } from '../acts.ts';
import { sendCsv } from '../csv.ts';
import type { WebOptions } from '../options.ts';
import type { PageContextOf } from '../page-context-of.ts';
import { planPage, releasePage } from '../pages/plan.ts';
import { sendPage } from '../send.ts';

const COLUMNS = ['action', 'side', 'clave', 'code', 'name', 'detail'] as const;
const BRAKE_COLUMNS = ['action', 'side', 'clave', 'code', 'name', 'moved', 'detail'] as const;
const said = z.object({
  said: z.enum(['approved', 'released', 'refused', 'kept', 'moved']).optional().catch(undefined),
});

const hashed = z.object({ hash: z.string().max(100).optional().catch(undefined) });

export function servePlan(server: FastifyInstance, options: WebOptions, pageContext: PageContextOf): void {
  const { context } = options;

  server.get('/plan', async (request, reply) => {
    const [isApproved, waiting, scanned, brakes] = await Promise.all([
      approved(context),
      waitingPlan(context),
      bothScanned(context),
      brakesView(context),
    ]);
    const first = isApproved ? undefined : waiting;
    const refused = first && (await refusalOf(context, first.hash));
    const plans = { first, refused, notReady: !isApproved && !scanned, brakes };
    return sendPage(reply, planPage(pageContext(request, reply), plans, said.parse(request.query).said));
  });

  server.post('/plan/approve', async (request, reply) => {
    const done = await approvePlan(options, planNamed.parse(request.body), request.person);
    return reply.redirect(`/plan?said=${done ? 'approved' : 'moved'}`, 303);
  });

  server.get('/plan/release', async (request, reply) => {
    const asked = brakeNamed.parse(request.query);
    const brake = (await brakesView(context)).find(
      ({ side, hash }) => side === asked.side && hash === asked.hash,
    );
    if (brake === undefined) return reply.redirect('/plan?said=moved', 303);
    return sendPage(reply, releasePage(pageContext(request, reply), brake));
  });

  server.post('/plan/release', async (request, reply) => {
    const done = await releaseBrake(options, brakeNamed.parse(request.body), request.person);
    return reply.redirect(`/plan?said=${done ? 'released' : 'moved'}`, 303);
  });

  server.post('/plan/refuse', async (request, reply) => {
    const named = planOrBrakeNamed.parse(request.body);
    const done = await refuse(options, named, request.person);
    return reply.redirect(
      `/plan?said=${!done ? 'moved' : named.side === undefined ? 'refused' : 'kept'}`,
      303,
    );
  });

  server.get('/plan.csv', (_, reply) => sendCsv(reply, 'plan', COLUMNS, cells()));
  for (const side of SIDES)
    server.get(`/plan/${side}.csv`, (request, reply) =>
      sendCsv(reply, `plan-${side}`, BRAKE_COLUMNS, brakeCells(side, hashed.parse(request.query).hash)),
    );

  async function* cells() {
    for await (const item of shownItems(context)) yield COLUMNS.map((column) => item[column]);
  }

  async function* brakeCells(side: Side, hash: string | undefined) {
    for await (const line of brakePlan(context, side, hash))
      yield BRAKE_COLUMNS.map((column) => line[column]);
  }
}
