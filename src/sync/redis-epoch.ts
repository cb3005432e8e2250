import type { Logger } from 'pino';
import type { Transaction } from '../store/commit.ts';
import type { Store } from '../store/store.ts';

/**
 * Redis between two starts of its own. One that was killed, restored from a backup or taken over by its replica
 * may have lost the newest writes: intents of creates that were sent, links that were made. What was read of the
 * two sides before then no longer shows that a customer is not there (rule 8, fail-over). Nor does what is read at
 * once: a create that was forgotten may still be under way, or not be listed yet, so a quiet time comes first.
 */
export type Era = {
  /** Checks now and after every reconnection; for daemons, because it writes. */
  begin(): Promise<void>;
  /** Requires of a commit that what it was decided on was read in this era, whose `trustedFrom` that is. */
  expect(tx: Transaction, trustedFrom: number): Promise<void>;
  /**
   * Whether the era with this `trustedFrom` goes on. Asked after a commit as well: the driver sends one whose answer was
   * lost again as soon as a Redis answers, before anybody has asked which one it is.
   */
  lasts(trustedFrom: number): Promise<boolean>;
  end(): void;
};

/** State name: the tick from which on scans may be believed to show that somebody is missing. */
export const TRUSTED_FROM = 'trusted-from';
/** State name: when that was, by Redis' clock, ms. Nothing where nothing can have been lost, at the very first start. */
export const ERA_BEGAN_AT = 'era-began-at';
const REDIS_RUN = 'redis-run';
/** Ticks given out and lost again must not be given out twice; no era comes near to so many. */
const LEAP = 1_000_000_000;

export function createEra(store: Store, log: Logger): Era {
  const { redis } = store;
  /** Resolves when it is known which Redis answers. */
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
      log.warn('Redis was started anew: customers are created again after the quiet time and complete scans');
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
    async expect(tx, trustedFrom) {
      await certain;
      tx.expect(store.keys.state, TRUSTED_FROM, trustedFrom === 0 ? undefined : String(trustedFrom));
    },
    async lasts(trustedFrom) {
      await certain;
      return ((await store.getState<number>(TRUSTED_FROM)) ?? 0) === trustedFrom;
    },
    end: () => void redis.off('close', doubt).off('ready', ready),
  };
}

/** Notes the run of the server that answers. True when a store that has been in use finds another one than before. */
async function beginAnew(store: Store): Promise<boolean> {
  const run = /^run_id:(\w+)/m.exec(await store.redis.info('server'))?.[1];
  const before = await store.getState<string>(REDIS_RUN);
  // A hosted Redis may keep its run to itself: then every connection counts as another one.
  if (run !== undefined && run === before) return false;
  const wasInUse = (await store.getState<number>(TRUSTED_FROM)) !== undefined;
  if (wasInUse) await store.setState(ERA_BEGAN_AT, await store.time());
  await store.setState(TRUSTED_FROM, await store.redis.incrby(store.keys.sequence, LEAP));
  // A list that is proven complete only from time to time is proven at once.
  await store.setState('scan-memory', undefined);
  await store.setState(REDIS_RUN, run);
  return before !== undefined;
}
