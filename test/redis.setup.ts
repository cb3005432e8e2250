/** vitest's globalSetup: one Redis for the run, gone when it ends. */
import { shareTestRedis } from './redis.ts';

export default async function setup(): Promise<() => Promise<void>> {
  const redis = await shareTestRedis();
  console.log(`Redis of the tests: ${redis.describe}`);
  return () => redis.close();
}
