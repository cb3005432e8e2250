import type { Side } from '../domain/customer.ts';
import type { Profile } from '../domain/profile.ts';
import type { Store } from './store.ts';

/**
 * What `puente probe` leaves: a profile per system, and the test customers that are still there. A system is one address
 * with one key, named by a keyed digest of both.
 */

/** Measures grow old: half a year later nobody knows what has become of that server. */
const PROFILE_SECONDS = 180 * 86_400;
/** How long a probe that has died keeps the next one waiting. */
const LEASE_MS = 60_000;

export type System = { readonly side: Side; readonly url: string; readonly secret: string };

/** One address with one key, however the address is written: the host in capitals, its usual port, a slash at the end. */
export function systemId(store: Store, { url, secret }: System): string {
  const { href = url } = URL.parse(url) ?? {};
  // As a part of a key of Redis: without the letters that base64 has beside digits and letters.
  return store.digest(`${href.replace(/\/+$/, '')}\n${secret}`).replace(/[+/=]/g, '_');
}

export async function keepProfile(store: Store, system: System, profile: Profile): Promise<void> {
  const key = store.keys.profile(system.side, systemId(store, system));
  await store.redis.set(key, JSON.stringify(profile), 'EX', PROFILE_SECONDS);
}

/** The profile of exactly this address and key. */
export async function profileOf(store: Store, system: System): Promise<Profile | undefined> {
  const text = await store.redis.get(store.keys.profile(system.side, systemId(store, system)));
  return text === null ? undefined : (JSON.parse(text) as Profile);
}

/** What is on record of a system's test customers, and the right to make more. */
export type ProbeNotes = {
  /** Tags of runs that may have made somebody. */
  tags(): Promise<string[]>;
  /** Keys of those who were made, with the tag of their run. */
  made(): Promise<ReadonlyMap<string, string>>;
  noteTag(tag: string): Promise<void>;
  noteMade(key: string, tag: string): Promise<void>;
  forgetMade(key: string): Promise<void>;
  forgetTag(tag: string): Promise<void>;
  /** False while another probe is at this system; to be asked for again within a minute. */
  lease(by: string): Promise<boolean>;
  release(by: string): Promise<void>;
};

export function probeNotes(store: Store, system: System): ProbeNotes {
  const { redis, keys } = store;
  const id = systemId(store, system);
  const [hash, lock] = [keys.probeCustomers(system.side, id), keys.probing(system.side, id)];
  const entries = async (kind: string) =>
    Object.entries(await redis.hgetall(hash)).flatMap(([name, value]) =>
      name.startsWith(kind) ? [[name.slice(kind.length), value] as const] : [],
    );
  return {
    tags: async () => (await entries('tag:')).map(([tag]) => tag),
    made: async () => new Map(await entries('made:')),
    noteTag: async (tag) => void (await redis.hset(hash, `tag:${tag}`, '1')),
    noteMade: async (key, tag) => void (await redis.hset(hash, `made:${key}`, tag)),
    forgetMade: async (key) => void (await redis.hdel(hash, `made:${key}`)),
    forgetTag: async (tag) => void (await redis.hdel(hash, `tag:${tag}`)),
    async lease(by) {
      if ((await redis.set(lock, by, 'PX', LEASE_MS, 'NX')) !== null) return true;
      if ((await redis.get(lock)) !== by) return false;
      await redis.pexpire(lock, LEASE_MS);
      return true;
    },
    async release(by) {
      if ((await redis.get(lock)) === by) await redis.del(lock);
    },
  };
}
