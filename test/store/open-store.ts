import type { Redis } from 'ioredis';
import { connectRedis } from '../../src/store/connection.ts';
import { Store } from '../../src/store/store.ts';
import { freshNamespace, testRedis } from '../redis.ts';

/** A store of its own on the tests' Redis, which leaves nothing behind. */
export async function openTestStore(): Promise<{ store: Store; redis: Redis; close(): Promise<void> }> {
  const server = await testRedis();
  const redis = connectRedis({ url: server.url }, 'state');
  const store = await Store.open(redis, freshNamespace());
  const close = async () => {
    await store.forget();
    redis.disconnect();
    await server.close();
  };
  return { store, redis, close };
}
