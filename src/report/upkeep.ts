import { livingDaemons } from '../store/daemons.ts';
import { redisMemory } from '../store/redis-facts.ts';
import type { Store } from '../store/store.ts';

/** What whoever keeps the machines looks at; only the metrics show it. */
export type Upkeep = {
  readonly daemons: number;
  readonly redisUsedBytes: number | undefined;
  /** Undefined without a limit. */
  readonly redisMaxBytes: number | undefined;
  /** Since when the oldest difference that waits for no person is there. */
  readonly oldestDueAt: number | undefined;
};

export async function readUpkeep(store: Store): Promise<Upkeep> {
  const [daemons, memory, oldestDueAt] = await Promise.all([
    livingDaemons(store),
    redisMemory(store.redis),
    oldestDue(store),
  ]);
  return { daemons, redisUsedBytes: memory.usedBytes, redisMaxBytes: memory.maxBytes, oldestDueAt };
}

/** Differences looked at in one round trip. */
const BATCH = 1_000;

/**
 * The oldest difference of a customer who waits for nothing. What a person has to type or to decide may take days, and
 * must not hide that something else is late.
 */
async function oldestDue({ redis, keys }: Store): Promise<number | undefined> {
  for (let at = 0; ; at += BATCH) {
    const found = await redis.zrange(keys.differs, String(at), String(at + BATCH - 1), 'WITHSCORES');
    if (found.length === 0) return undefined;
    const subjects = found.filter((_, index) => index % 2 === 0);
    const waits = await redis.hmget(keys.waits, ...subjects);
    const first = waits.indexOf(null);
    if (first >= 0) return Number(found[first * 2 + 1]);
  }
}
