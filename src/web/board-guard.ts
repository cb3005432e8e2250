import type { BeforeHook } from '@bull-board/api/typings/app';
import { z } from 'zod';
import { RESYNC_QUEUE, resyncJob, writeJob } from '../sync/jobs/queues.ts';

/**
 * What the settings own, and what would take a queue out of their hands: a removed schedule would end the polls
 * until the next start, and a pace changed here would be forgotten by it.
 */
const OWNED_BY_SETTINGS = new Set([
  'put /api/queues/:queueName/obliterate',
  'put /api/queues/:queueName/concurrency',
  'put /api/queues/:queueName/rate-limit',
  'put /api/queues/:queueName/job-schedulers/:schedulerId/remove',
  'patch /api/queues/:queueName/job-schedulers/:schedulerId',
]);

/** Where data of a job arrives, and under which name. */
const DATA_IN: Readonly<Record<string, string>> = {
  'post /api/queues/:queueName/add': 'data',
  'patch /api/queues/:queueName/:jobId/update-data': 'jobData',
};

const nothing = z.strictObject({}).optional();

/** Asked before the queue board does anything: jobs carry keys only, and the settings stay the settings. */
export const guardBoard: BeforeHook = ({ method, route, request }) => {
  const name = `${method} ${route}`;
  if (OWNED_BY_SETTINGS.has(name))
    return { allow: false, status: 403, message: 'This belongs to the settings of Puente.' };
  const field = DATA_IN[name];
  if (field === undefined) return;
  const parsed = dataSchema(request.params.queueName).safeParse(request.body?.[field]);
  if (parsed.success) return;
  return { allow: false, status: 400, message: z.prettifyError(parsed.error) };
};

function dataSchema(queue: unknown): z.ZodType {
  if (queue === RESYNC_QUEUE) return resyncJob;
  return String(queue).startsWith('write-') ? writeJob : nothing;
}
