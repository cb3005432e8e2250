import { type ConnectionOptions, type Job, type Queue, QueueEvents } from 'bullmq';
import type { OnProgress } from '../observe/scan.ts';

/** A job of the daemon's, named by what `follow` needs of it. */
export type Followed = { readonly queue: Queue; readonly job: Job };

/**
 * Follows a job to its end, at most `withinMs`, telling how far its reading is. Throws with the job's own reason
 * when it fails. `connection` is the caller's to close.
 */
export async function waitForJob(
  { queue, job }: Followed,
  connection: ConnectionOptions,
  withinMs: number,
  onProgress?: OnProgress,
): Promise<void> {
  const prefix = queue.opts.prefix;
  // From the first event that is kept: a job that ends while this is only beginning to listen would not be heard of.
  const from = { lastEventId: '0-0' };
  const events = new QueueEvents(queue.name, {
    connection,
    ...from,
    ...(prefix !== undefined && { prefix }),
  });
  try {
    await events.waitUntilReady();
    events.on('progress', ({ jobId, data }) => {
      const { rows, of } = data as { rows?: number; of?: number | null };
      if (jobId === job.id && rows !== undefined) onProgress?.(rows, of ?? undefined);
    });
    await job.waitUntilFinished(events, withinMs);
  } finally {
    await events.close();
  }
}
