import type { Logger } from 'pino';
import type { Store } from '../store/store.ts';

/**
 * Redis between two starts of its own. One that was killed, restored from a backup or taken over by its replica
 * may have lost the newest writes: intents of creates that were sent, links that were made. What was read of the
 * two sides before then no longer shows that a customer is not there (rule 8, fail-over).
 */
export type Era = {
  /** Checks now and after every reconnection; for daemons, because it writes. */
  begin(): Promise<void>;
  /** Resolves when it is known which Redis answers. */
  certain(): Promise<void>;
  end(): void;
};

/** State name: the tick from which on scans may be believed to show that somebody is missing. */
export const TRUSTED_FROM = 'trusted-from';
const REDIS_RUN = 'redis-run';
/** Ticks given out and lost again must not be given out twice; no era comes near to so many. */
const LEAP = 1_000_000_000;

export function createEra(store: Store, log: Logger): Era {
  const { redis } = store;
  let certain = Promise.resolve();
  let release: (() => void) | undefined;

  const doubt = () => {
    if (release !== undefined) return;
    certain = new Promise((resolve) => {
      release = resolve;
    });
  };
  const settle = async () => {
    if (await beginAnew(store))
      log.warn('Redis was started anew: customers are created again after the next complete scans');
    release?.();
    release = undefined;
  };
  // A check that fails has lost its connection again: the doubt stays until the next one.
  const ready = () => void settle().catch(() => undefined);

  return {
    async begin() {
      redis.on('close', doubt).on('ready', ready);
      await settle();
    },
    certain: () => certain,
    end: () => void redis.off('close', doubt).off('ready', ready),
  };
}

/** Notes the run of the server that answers. True when a store that has been in use finds another one than before. */
async function beginAnew(store: Store): Promise<boolean> {
  const run = /^run_id:(\w+)/m.exec(await store.redis.info('server'))?.[1];
  const before = await store.getState<string>(REDIS_RUN);
  // A hosted Redis may keep its run to itself: then every connection counts as another one.
  if (run !== undefined && run === before) return false;
  await store.setState(TRUSTED_FROM, await store.redis.incrby(store.keys.sequence, LEAP));
  // A list that is proven complete only from time to time is proven at once.
  await store.setState('scan-memory', undefined);
  await store.setState(REDIS_RUN, run);
  return before !== undefined;
}
