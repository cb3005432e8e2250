import type { FastifyInstance } from 'fastify';
import type { StillIn } from '../live.ts';
import type { LookOf } from '../look-of.ts';
import type { WebOptions } from '../options.ts';
import { serveConflicts } from './conflicts.ts';
import { serveCustomers } from './customers.ts';
import { serveHandwork } from './handwork.ts';
import { serveHistory } from './history.ts';
import { serveMatches } from './matches.ts';
import { serveOverview } from './overview.ts';
import { servePlan } from './plan.ts';
import { serveRoutesFile } from './routes-file.ts';
import { serveServices } from './services.ts';

/** The dashboard: each section by itself. */
export function servePages(
  server: FastifyInstance,
  options: WebOptions,
  look: LookOf,
  isStillIn: StillIn,
): void {
  serveOverview(server, options, look, isStillIn);
  serveCustomers(server, options, look);
  serveConflicts(server, options, look);
  serveMatches(server, options, look);
  serveHandwork(server, options, look);
  servePlan(server, options, look);
  serveRoutesFile(server, options, look);
  serveServices(server, options, look);
  serveHistory(server, options, look);
}
