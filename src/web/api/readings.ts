/** The endpoints that tell how everything stands. */
import { z } from 'zod';
import { activity, activityView } from '../../report/activity.ts';
import { needRow, needsYou } from '../../report/needs.ts';
import { salespeopleView, salespersonRow } from '../../report/salespeople.ts';
import { serviceRunRow, serviceRunsView } from '../../report/services.ts';
import { readStatus } from '../../report/status.ts';
import { statusShape } from '../../report/status-shape.ts';
import type { WebOptions } from '../options.ts';
import { type Api, answers } from './answers.ts';

/** How everything stands, without a single customer. */
export function serveReadings(api: Api, { context, queues, config }: WebOptions): void {
  api.get(
    '/api/status',
    {
      schema: {
        operationId: 'readStatus',
        summary: 'How things stand: keys and counts, no values',
        response: answers(statusShape),
      },
    },
    () => readStatus(context, queues),
  );
  api.get(
    '/api/needs',
    {
      schema: {
        operationId: 'listNeeds',
        summary: 'What needs a person, the most pressing first',
        response: answers(z.array(needRow)),
      },
    },
    () => needsYou(context, queues),
  );
  api.get(
    '/api/activity',
    {
      schema: {
        operationId: 'readActivity',
        summary: 'Writes, conflicts and failures of the last 24 hours and 30 days',
        response: answers(activityView),
      },
    },
    () => activity(context, config.timezone),
  );
  api.get(
    '/api/services',
    {
      schema: {
        operationId: 'listServiceRuns',
        summary: 'Lists of services that were handed over, and what became of their lines',
        response: answers(z.array(serviceRunRow)),
      },
    },
    () => serviceRunsView(context),
  );
  api.get(
    '/api/salespeople',
    {
      schema: {
        operationId: 'listSalespeople',
        summary: 'Every vendedor and the agent that it leads to',
        response: answers(z.array(salespersonRow)),
      },
    },
    () => salespeopleView(context),
  );
}
