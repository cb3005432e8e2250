/** Serves plans and brakes with all their lines, and takes approvals, refusals and releases. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { SIDES, type Side } from '../../domain/customer.ts';
import { brakePlan, brakePlanPage } from '../../report/brake-plan.ts';
import { brakesView } from '../../report/brakes.ts';
import { planPageOf, planQuery } from '../../report/first-plan.ts';
import { firstSyncOf } from '../../report/first-sync.ts';
import { approved, bothScanned, refusalOf, shownItems, waitingPlan } from '../../sync/certify/first-plan.ts';
import {
  approvePlan,
  brakeNamed,
  planNamed,
  plannedLine,
  planOrBrakeNamed,
  refuse,
  releaseBrake,
  sayOfLines,
} from '../acts.ts';
import { sendCsv } from '../csv.ts';
import type { WebOptions } from '../options.ts';
import type { PageContextOf } from '../page-context-of.ts';
import { brakeLinesPage, releasePage } from '../pages/brake.ts';
import { lineText } from '../pages/line-words.ts';
import { planPage } from '../pages/plan.ts';
import { pageQuery } from '../queries.ts';
import { sendPage } from '../send.ts';

const COLUMNS = ['action', 'side', 'clave', 'code', 'name', 'detail'] as const;
const BRAKE_COLUMNS = ['action', 'side', 'clave', 'code', 'name', 'moved', 'detail'] as const;
/** The customers of lines, each named in a form as an address names them: `clave=1&code=2`. */
const lines = z
  .preprocess((value) => [value ?? []].flat(), z.array(z.string().max(1_000)).max(200))
  .catch([])
  .transform((texts) =>
    texts.flatMap((text) => plannedLine.safeParse(Object.fromEntries(new URLSearchParams(text))).data ?? []),
  );
const said = z.object({
  said: z
    .enum(['approved', 'released', 'refused', 'kept', 'moved', 'leftOut', 'takenIn'])
    .optional()
    .catch(undefined),
  line: lines,
});

/** Fifty lines of long keys. */
const FORM_BYTES_MAX = 256 * 1024;

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
    const query = planQuery.parse(request.query);
    const lines = first && (await planPageOf(context, first, query));
    const plans = {
      first,
      lines,
      action: query.action,
      firstSync: await firstSyncOf(context),
      refused,
      notReady: !isApproved && !scanned,
      brakes,
    };
    return sendPage(reply, planPage(pageContext(request, reply), plans, said.parse(request.query)));
  });

  for (const say of ['leave-out', 'take-in'] as const)
    server.post(`/plan/${say}`, { bodyLimit: FORM_BYTES_MAX }, async (request, reply) => {
      const { line } = z.object({ line: lines }).parse(request.body);
      const done = await sayOfLines(options, say, line, request.person);
      const query = new URLSearchParams({
        said: done === 0 ? 'moved' : say === 'leave-out' ? 'leftOut' : 'takenIn',
      });
      if (say === 'leave-out') for (const planned of line) query.append('line', lineText(planned));
      return reply.redirect(`/plan?${query}`, 303);
    });

  server.post('/plan/approve', async (request, reply) => {
    const done = await approvePlan(options, planNamed.parse(request.body), request.person);
    return reply.redirect(`/plan?said=${done ? 'approved' : 'moved'}`, 303);
  });

  const brakeOf = async (asked: z.infer<typeof brakeNamed>) =>
    (await brakesView(context)).find(({ side, hash }) => side === asked.side && hash === asked.hash);

  server.get('/plan/brake', async (request, reply) => {
    const asked = brakeNamed.extend(pageQuery.shape).parse(request.query);
    const [brake, lines] = await Promise.all([
      brakeOf(asked),
      brakePlanPage(context, asked.side, asked.hash, asked.page),
    ]);
    if (brake === undefined || lines === undefined) return reply.redirect('/plan?said=moved', 303);
    return sendPage(reply, brakeLinesPage(pageContext(request, reply), brake, lines));
  });

  server.get('/plan/release', async (request, reply) => {
    const brake = await brakeOf(brakeNamed.parse(request.query));
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
