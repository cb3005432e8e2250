/** The numbers in the navigation, asked for seldom however many pages are opened. */
import type { FastifyInstance } from 'fastify';
import { type NeedRow, needsYou } from '../report/needs.ts';
import { salespeopleView } from '../report/salespeople.ts';
import { wantsPage } from './access/refusals.ts';
import { keptFor } from './kept-for.ts';
import type { WebOptions } from './options.ts';
import type { NavCounts } from './pages/page-context.ts';

declare module 'fastify' {
  interface FastifyRequest {
    navCounts: NavCounts | undefined;
    salespeople: ReadonlyMap<string, string> | undefined;
  }
}

/** However many pages are asked for, the store is asked once in this time. */
const KEPT_MS = 1_500;

/** Names of salespeople hardly ever change. */
const NAMES_KEPT_MS = 20_000;

/** Gives every page that a person opens the numbers beside its sections, and the names of the salespeople. */
export function countForNavigation(server: FastifyInstance, { context, queues }: WebOptions): void {
  const counted = keptFor(KEPT_MS, async () => countsOf(await needsYou(context, queues)));
  const named = keptFor(NAMES_KEPT_MS, async () => {
    const rows = await salespeopleView(context);
    return new Map(rows.map(({ clave, name }) => [clave, name]));
  });
  server.decorateRequest('navCounts', undefined);
  server.decorateRequest('salespeople', undefined);
  server.addHook('preHandler', async (request) => {
    if (request.method !== 'GET' || !wantsPage(request) || request.person === '') return;
    // A page without numbers is better than none.
    [request.navCounts, request.salespeople] = await Promise.all([
      counted().catch(() => undefined),
      named().catch(() => undefined),
    ]);
  });
}

function countsOf(needs: readonly NeedRow[]): NavCounts {
  const of = (code: NeedRow['code']) => needs.find((need) => need.code === code)?.count ?? 0;
  const plans = needs.filter(({ code }) => code === 'first-plan' || code === 'brake').length;
  return { conflicts: of('conflict'), matches: of('ambiguous'), handwork: of('held'), plan: plans };
}
