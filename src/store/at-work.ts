import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Keys } from './keys.ts';

/** How often a daemon gives its sign of life. */
export const BEAT_MS = 5_000;

/** How long a beat must stand still until nobody is at work, and how long that is waited for. */
type Waits = { readonly silentMs: number; readonly giveUpMs: number };
export const WAITS: Waits = { silentMs: 2.5 * BEAT_MS, giveUpMs: 6 * BEAT_MS };
const POLL_MS = 50;

/**
 * True when daemons are at work on a state that is to be brought to this version, and do not end while they are waited for:
 * they could not read it any more, and would write among it what this version cannot read. Whoever was killed has left a
 * beat that stands still, whatever clock it tells.
 */
export async function isSomebodyAtWork(
  redis: Redis,
  keys: Keys,
  { silentMs, giveUpMs }: Waits,
): Promise<boolean> {
  const beats = async () => JSON.stringify(await redis.hgetall(keys.daemons));
  const from = performance.now();
  let [last, silentFrom] = [await beats(), from];
  while (last !== '{}' && performance.now() < silentFrom + silentMs) {
    if (performance.now() > from + giveUpMs) return true;
    await pause(POLL_MS);
    const now = await beats();
    if (now !== last) [last, silentFrom] = [now, performance.now()];
  }
  return false;
}
