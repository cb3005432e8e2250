import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { SIDES } from '../../domain/customer.ts';
import { approve, approved, bothScanned, refusePlan, waitingPlan } from '../../sync/approval.ts';
import { release } from '../../sync/brakes.ts';
import { planItems } from '../../sync/plan.ts';
import { brakesView } from '../../sync/views/brakes.ts';
import { sideShape } from '../../sync/views/shapes.ts';
import { readAllNow } from '../acts.ts';
import { sendCsv } from '../csv.ts';
import type { LookOf } from '../look-of.ts';
import type { WebOptions } from '../options.ts';
import { planPage } from '../pages/plan.ts';
import { sendPage } from '../send.ts';

const COLUMNS = ['action', 'side', 'clave', 'code', 'name', 'detail'] as const;
const said = z.object({
  said: z.enum(['approved', 'released', 'refused', 'moved']).optional().catch(undefined),
});
const hash = z.string().min(1).max(100);
const approval = z.object({ hash });
const releasing = z.object({ hash, side: sideShape });
const refusal = z.object({ hash, side: sideShape.optional() });

export function servePlan(server: FastifyInstance, options: WebOptions, look: LookOf): void {
  const { context } = options;

  server.get('/plan', async (request, reply) => {
    const [isApproved, waiting, scanned, brakes] = await Promise.all([
      approved(context),
      waitingPlan(context),
      bothScanned(context),
      brakesView(context),
    ]);
    const plans = { first: isApproved ? undefined : waiting, notReady: !isApproved && !scanned, brakes };
    return sendPage(reply, planPage(look(request, reply), plans, said.parse(request.query).said));
  });

  server.post('/plan/approve', async (request, reply) => {
    const done = await approve(context, approval.parse(request.body).hash, request.person);
    if (done) await readAllNow(options);
    return reply.redirect(`/plan?said=${done ? 'approved' : 'moved'}`, 303);
  });

  server.post('/plan/release', async (request, reply) => {
    const { side, hash } = releasing.parse(request.body);
    const done = await release(context, side, hash, request.person);
    if (done) await readAllNow(options);
    return reply.redirect(`/plan?said=${done ? 'released' : 'moved'}`, 303);
  });

  server.post('/plan/refuse', async (request, reply) => {
    const { side, hash } = refusal.parse(request.body);
    await refusePlan(context, hash, request.person, side);
    return reply.redirect('/plan?said=refused', 303);
  });

  server.get('/plan.csv', (_, reply) => sendCsv(reply, 'plan', COLUMNS, cells()));
  for (const side of SIDES)
    server.get(`/plan/${side}.csv`, (_, reply) => sendCsv(reply, `plan-${side}`, COLUMNS, cells()));

  async function* cells() {
    for await (const item of planItems(context))
      yield [item.action, item.side, item.clave, item.code, item.name, item.detail];
  }
}
