/** The queue of alerts and its worker, which knows how often to try and leaves the telling to the report. */
import { createHash } from 'node:crypto';
import { type Job, UnrecoverableError } from 'bullmq';
import { z } from 'zod';
import type { Notice } from '../../domain/notice.ts';
import type { Queues } from './queues.ts';

const isNotice = (value: unknown) => typeof value === 'object' && value !== null && 'kind' in value;

/** One telling by one way. A notice holds keys, codes and counts, and no names. */
const alertJob = z.strictObject({
  way: z.enum(['webhook', 'mail']),
  fact: z.string().min(1),
  at: z.number(),
  notice: z.custom<Notice>(isNotice),
});
export type AlertJob = z.infer<typeof alertJob>;

/** How a person is told; by the report, which no job knows. */
export type Telling = {
  send(alert: AlertJob): Promise<void>;
  /** Makes the summary of the day that came due then. */
  digest(due: number): Promise<void>;
};

/** The name of the schedule of summaries, and of its jobs. */
const DIGEST = 'digest';
/** Alerts that wait to be sent; an address that is wrong for ever gets no more of them. */
const UNSENT_MAX = 1_000;

/** Queues alerts, each once: added again, as after a crash, it is the same job. */
export async function enqueueAlerts({ alerts }: Pick<Queues, 'alerts'>, jobs: readonly AlertJob[]) {
  if (jobs.length === 0) return;
  if ((await alerts.getJobCountByTypes('waiting', 'delayed', 'active')) >= UNSENT_MAX) return;
  await alerts.addBulk(
    jobs.map((data) => ({ name: data.way, data, opts: { jobId: `${factDigest(data.fact)}-${data.way}` } })),
  );
}

/** A fact may hold a colon, which no id of a job may. */
export function factDigest(fact: string): string {
  return createHash('sha256').update(fact).digest('hex').slice(0, 24);
}

/** Has the summary of the day made by whichever daemon is there at its time; the schedule lives in Redis. */
export async function scheduleDigests({ alerts }: Queues, pattern: string, tz: string): Promise<void> {
  await alerts.upsertJobScheduler(DIGEST, { pattern, tz }, { name: DIGEST });
}

/** Runs one job of the queue of alerts; its retries are BullMQ's, and stand on the queue board. */
export async function runAlert(telling: Telling, job: Job): Promise<void> {
  // The schedule's own time, however late the job runs: it names the day.
  if (job.name === DIGEST) return telling.digest(job.opts.prevMillis ?? job.timestamp + job.delay);
  const parsed = alertJob.safeParse(job.data);
  if (!parsed.success) throw new UnrecoverableError('this is no alert');
  await telling.send(parsed.data);
}
