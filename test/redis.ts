/**
 * Redis for the tests. One server serves the whole run (`redis.setup.ts` starts it), and each test file takes
 * a namespace of its own. Tests that stop or kill their server take one to themselves: `privateTestRedis`.
 */
import { randomBytes } from 'node:crypto';
import { startContainer } from './redis-container.ts';
import { type PrivateTestRedis, startLocal, type TestRedis } from './redis-local.ts';

/** Hands the server of the run from the setup to the test files, which run in processes of their own. */
const SHARED_URL = 'PUENTE_TEST_REDIS_URL';
const SHARED_NEAR = 'PUENTE_TEST_REDIS_NEAR';

/** The server of this test run, where closing does nothing; outside of a run, one started for the caller. */
export async function testRedis(): Promise<TestRedis> {
  const url = process.env[SHARED_URL];
  if (url === undefined) return (await startContainer()) ?? (await startLocal());
  const near = process.env[SHARED_NEAR] ?? url;
  return { url, near, describe: 'the server of the test run', close: async () => {} };
}

/** Starts the server of the run and makes `testRedis` find it. */
export async function shareTestRedis(): Promise<TestRedis> {
  const redis = await testRedis();
  process.env[SHARED_URL] = redis.url;
  process.env[SHARED_NEAR] = redis.near;
  return redis;
}

/** A local server that the test may stop, kill and start again on the same append-only file. */
export async function privateTestRedis(...options: readonly string[]): Promise<PrivateTestRedis> {
  return startLocal(options);
}

/** A namespace that nobody else uses. */
export function freshNamespace(): string {
  return `t-${randomBytes(6).toString('hex')}`;
}
