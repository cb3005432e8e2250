import type { Log } from './log.ts';

/** Equal troubles are told once in this time. */
const TOLD_EVERY_MS = 60_000;
const DIFFERENT_MAX = 100;

/** What a connection says of itself; `from` is whose it is. */
export type Outage = {
  /** A connection, a queue or a worker has an error. */
  failed(err: Error, from: string): void;
  /** Redis answers: after an outage that is told as well. */
  answers(): void;
};

/**
 * One line for one outage. When Redis goes away, every connection, queue and worker says so, each time it tries
 * again; a reader needs to hear it once, then from minute to minute, and when it is over. `asked` tells the way, which a
 * port that expects another does not.
 */
export function createOutage(log: Log, now: () => number, asked: string): Outage {
  const told = new Map<string, number>();
  return {
    failed(err, from) {
      const { message } = err;
      if (now() - (told.get(message) ?? Number.NEGATIVE_INFINITY) < TOLD_EVERY_MS) return;
      if (told.size >= DIFFERENT_MAX) told.clear();
      told.set(message, now());
      const answered = err.name === 'ReplyError';
      log.warn(
        { from, asked, err: { message } },
        answered ? 'Redis refuses a command' : 'Redis is not answering',
      );
    },
    answers() {
      if (told.size > 0) log.info('Redis answers again');
      told.clear();
    },
  };
}
