import type { FastifyInstance } from 'fastify';
import type { StillIn } from '../live.ts';
import type { WebOptions } from '../options.ts';
import type { PageContextOf } from '../page-context-of.ts';
import { serveConflicts } from './conflicts.ts';
import { serveConnections } from './connections.ts';
import { serveCustomers } from './customers.ts';
import { serveHandwork } from './handwork.ts';
import { serveHistory } from './history.ts';
import { serveMatches } from './matches.ts';
import { serveOverview } from './overview.ts';
import { servePlan } from './plan.ts';
import { serveRoutesFile } from './routes-file.ts';
import { serveServices } from './services.ts';
import { serveTroubles } from './troubles.ts';

/** The dashboard: each section by itself. */
export function servePages(
  server: FastifyInstance,
  options: WebOptions,
  pageContext: PageContextOf,
  isStillIn: StillIn,
): void {
  serveOverview(server, options, pageContext, isStillIn);
  serveCustomers(server, options, pageContext);
  serveConflicts(server, options, pageContext);
  serveMatches(server, options, pageContext);
  serveHandwork(server, options, pageContext);
  servePlan(server, options, pageContext);
  serveRoutesFile(server, options, pageContext);
  serveConnections(server, options, pageContext);
  serveServices(server, options, pageContext);
  serveTroubles(server, options, pageContext);
  serveHistory(server, options, pageContext);
}
