/** A queue that waits for its side goes on when the wait is over, also where the clock jumps meanwhile (rule 11). */
import { afterEach, expect, test, vi } from 'vitest';
import { PatientWorker } from '../../src/sync/jobs/patient-worker.ts';
import { freshNamespace, testRedis } from '../redis.ts';

afterEach(() => vi.restoreAllMocks());

test('rule 11: a wait that is over by the time it begins is no negative one', async () => {
  const { hostname: host, port } = new URL((await testRedis()).url);
  const worker = new PatientWorker('write', undefined, {
    connection: { host, port: Number(port) },
    prefix: `{${freshNamespace()}}`,
    autorun: false,
  });
  await worker.waitUntilReady();
  const until = Date.now() + 60_000;
  Object.assign(worker, { limitUntil: until });
  vi.spyOn(Date, 'now')
    .mockReturnValueOnce(until - 1)
    .mockReturnValueOnce(until + 1);
  const waits = vi.spyOn(worker, 'delay');
  // biome-ignore lint/complexity/useLiteralKeys: it is private to the library.
  await worker['waitForRateLimit']();
  expect(waits.mock.calls.map(([ms]) => ms)).toEqual([1]);
  vi.restoreAllMocks();
  await worker.close(true);
});
