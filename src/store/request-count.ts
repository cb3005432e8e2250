/** How many requests each side got within the last minute, from all processes together. */
import type { Side } from '../domain/customer.ts';
import type { Store } from './store.ts';

const FLUSH_MS = 2_000;
const MINUTE_MS = 60_000;
/** Long enough for the minute before to be read, not longer. */
const KEPT_S = 300;
const SLOT_MS = 10_000;
const SLOTS = MINUTE_MS / SLOT_MS;

const slotOf = (at: number) => Math.floor(at / SLOT_MS);

/** Counts the requests of all processes, a few seconds at a time; the counting is waited for by nobody. */
export function countTraffic(store: Store, side: Side): { counted(): void; stop(): void } {
  let count = 0;
  const flush = () => {
    if (count === 0 || store.redis.status !== 'ready') return;
    const key = store.keys.requests(side, slotOf(Date.now()));
    const added = count;
    count = 0;
    void store.redis
      .multi()
      .incrby(key, added)
      .expire(key, KEPT_S)
      .exec()
      .catch(() => undefined);
  };
  const timer = setInterval(flush, FLUSH_MS).unref();
  return {
    counted() {
      count += 1;
    },
    stop: () => clearInterval(timer),
  };
}

/** Requests sent to a side within the last minute. */
export async function requestsLastMinute({ redis, keys }: Store, side: Side): Promise<number> {
  const slot = slotOf(Date.now());
  const names = Array.from({ length: SLOTS }, (_, back) => keys.requests(side, slot - back));
  const counts = await redis.mget(...names);
  return counts.reduce((sum, count) => sum + Number(count ?? 0), 0);
}
