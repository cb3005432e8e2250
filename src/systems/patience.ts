import { Broken } from './broken.ts';

/** Waits for something of the other side's, as long as its patience lasts. */
export type Patience = <T>(wait: Promise<T>) => Promise<T>;

/**
 * One answer's patience: `ms` of waiting in all. What we do ourselves between two waits costs none of it, so that a
 * long list is not called slow because we were.
 */
export function patienceOf(ms: number): Patience {
  let left = ms;
  return async (wait) => {
    const from = performance.now();
    const { promise, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(
      () => reject(new Broken('timeout', `No complete answer within ${ms / 1_000} s.`)),
      Math.max(0, left),
    );
    try {
      return await Promise.race([wait, promise]);
    } finally {
      clearTimeout(timer);
      left -= performance.now() - from;
    }
  };
}
