/** The signs of life of daemons, by which a command knows whether anybody will do what it asks. */
import { randomUUID } from 'node:crypto';
import { BEAT_MS } from './at-work.ts';
import type { Store } from './store.ts';

const DEAD_AFTER_MS = 20_000;

/** Says that a daemon lives, so that a command can tell a slow one from none. */
export function announceDaemon(store: Store): { stop(): Promise<void> } {
  const id = randomUUID();
  const beat = () => void store.redis.hset(store.keys.daemons, id, Date.now()).catch(() => undefined);
  beat();
  // Each kill leaves one behind; whoever starts forgets the dead.
  void livingDaemons(store).catch(() => undefined);
  const timer = setInterval(beat, BEAT_MS);
  return {
    async stop() {
      clearInterval(timer);
      await store.redis.hdel(store.keys.daemons, id);
    },
  };
}

/** How many daemons work on this namespace; those that were killed are forgotten on the way. */
export async function livingDaemons(store: Store): Promise<number> {
  const beats = Object.entries(await store.redis.hgetall(store.keys.daemons));
  const dead = beats.filter(([, at]) => Number(at) + DEAD_AFTER_MS < Date.now()).map(([id]) => id);
  if (dead.length > 0) await store.inCommits(dead, (tx, id) => tx.remove(store.keys.daemons, id));
  return beats.length - dead.length;
}
