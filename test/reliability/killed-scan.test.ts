import { afterEach, expect, test } from 'vitest';
import { SIDES, type Side } from '../../src/domain/customer.ts';
import { freshNamespace, testRedis } from '../redis.ts';
import { openStage, type Stage } from './chaos-stage.ts';
import { type Daemon, startDaemon } from './daemon.ts';

// docs/rules.md, queues: a poll whose process was killed is taken over within 15 s, and two replicas still read once.

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const TAKEN_OVER_WITHIN_MS = 15_000;
const SLOW_MS = 60_000;
const LIST = { managementpro: 'GetClienteLista', aceptabits: 'get-customers' } as const;

/** Resolves once each side has been asked for its list; `slow` keeps the answers on their way. */
function asked(stage: Stage, slow: boolean): Promise<unknown> {
  const ask = (side: Side) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { faults } = stage.sims[side];
    faults.clear();
    const matches = () => {
      resolve();
      return slow;
    };
    const times = Number.POSITIVE_INFINITY;
    faults.add({ on: LIST[side], when: 'before', kind: 'slow', delayMs: SLOW_MS, times, matches });
    return promise;
  };
  return Promise.all(SIDES.map(ask));
}

test('killed in the middle of both readings, it reads both sides again within 15 s of its start', async () => {
  const stage = await openStage(20, 1);
  closing.push(stage.close);
  const redis = await testRedis();
  closing.push(redis.close);
  const env = { ...stage.env, REDIS_URL: redis.url, NAMESPACE: freshNamespace() };
  const both = asked(stage, true);
  const daemon: Daemon = startDaemon(env);
  await both;
  await daemon.kill();
  const again = asked(stage, false);
  const startedAt = Date.now();
  const second = startDaemon(env);
  closing.push(second.kill);
  await again;
  expect(Date.now() - startedAt).toBeLessThan(TAKEN_OVER_WITHIN_MS);
});
