import type { Job, Queue } from 'bullmq';
import type { FastifyRequest } from 'fastify';
import { allQueues, subjectOfJob, writeJob } from '../sync/jobs/queues.ts';
import { actOnCustomer, type Desk } from './acts.ts';

/** Jobs that one press of "retry all" frees; so many are kept (see `kept` in `sync/queues.ts`). */
const FAILED_MAX = 5_000;

/**
 * Whoever retries a failed job on the board wants its customer tried again. The job alone would find it parked and
 * leave it alone, so what is parked is freed first, as by the button on the customer's page.
 */
export async function freeRetried(desk: Desk, request: FastifyRequest): Promise<void> {
  const { url = '' } = request.routeOptions;
  const { queueName, jobId } = request.params as { queueName?: string; jobId?: string };
  if (request.method !== 'PUT' || !/\/retry(\/:queueStatus)?$/u.test(url)) return;
  const queue = allQueues(desk.queues).find(({ name }) => name === queueName);
  if (queue === undefined) return;
  for (const job of await retried(queue, jobId)) {
    const parsed = writeJob.safeParse(job.data);
    if (parsed.success) await actOnCustomer(desk, subjectOfJob(parsed.data), 'unpark', {}, request.person);
  }
}

async function retried(queue: Queue, jobId: string | undefined): Promise<Job[]> {
  if (jobId === undefined) return queue.getFailed(0, FAILED_MAX - 1);
  const job: Job | undefined = await queue.getJob(jobId);
  return job === undefined ? [] : [job];
}
