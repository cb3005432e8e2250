import { Worker } from 'bullmq';

/** A pause that BullMQ waits for; of 0 it makes its own longest one. */
const PAUSE_MIN_MS = 1;

/**
 * A worker whose pause of a closed queue is never negative. BullMQ looks at the clock once to learn whether the pause lasts
 * and once more for how long: where the process was busy in between, or the clock was put on, it may be over by then.
 */
export class PatientWorker extends Worker {
  protected override getRateLimitDelay(ms: number): number {
    return Math.max(PAUSE_MIN_MS, super.getRateLimitDelay(ms));
  }
}
