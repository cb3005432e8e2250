/** Jobs hold keys only; what a side has said of a failed one may tell more (docs/privacy.md). */
import type { Job, Queue } from 'bullmq';
import { KEY_NAMES } from '../../domain/customer.ts';
import type { Subject } from '../../store/records.ts';
import { allQueues, type Queues } from './queues.ts';

const STATES = ['waiting', 'prioritized', 'delayed', 'active', 'completed', 'failed'] as const;
const AT_ONCE = 500;

async function* jobsAbout(queue: Queue, subjects: readonly Subject[]): AsyncGenerator<Job> {
  const isAbout = (job: Job) => subjects.some(({ side, key }) => job.data?.[KEY_NAMES[side]] === key);
  for (const state of STATES)
    for (let at = 0; ; at += AT_ONCE) {
      const jobs = await queue.getJobs([state], at, at + AT_ONCE - 1);
      for (const job of jobs) if (job !== undefined && isAbout(job)) yield job;
      if (jobs.length < AT_ONCE) break;
    }
}

/** Everything that is kept of the jobs of a person. */
export async function jobsOf(queues: Queues, subjects: readonly Subject[]): Promise<unknown[]> {
  const found: unknown[] = [];
  for (const queue of allQueues(queues))
    for await (const job of jobsAbout(queue, subjects)) {
      const { logs } = await queue.getJobLogs(job.id ?? '');
      found.push({ queue: queue.name, ...job.toJSON(), logs });
    }
  return found;
}

/** One in hand cannot be taken away: whoever asks looks again. */
export async function eraseJobs(queues: Queues, subjects: readonly Subject[]): Promise<void> {
  for (const queue of allQueues(queues)) {
    const jobs = await Array.fromAsync(jobsAbout(queue, subjects));
    for (const job of jobs) await job.remove().catch(() => undefined);
  }
}
