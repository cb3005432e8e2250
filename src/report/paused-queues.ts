import { allQueues, type Queues } from '../sync/jobs/queues.ts';

/** The queues that somebody has paused on the queue board: nothing of them runs until they are resumed there. */
export async function pausedQueues(queues: Queues): Promise<string[]> {
  const found = await Promise.all(
    allQueues(queues).map(async (queue) => ((await queue.isPaused()) ? [queue.name] : [])),
  );
  return found.flat();
}
