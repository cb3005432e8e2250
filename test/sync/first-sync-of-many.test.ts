import { afterEach, expect, test, vi } from 'vitest';
import type { Side } from '../../src/domain/customer.ts';
import { approve } from '../../src/people/approve-plan.ts';
import { waitingPlan } from '../../src/sync/certify/first-plan.ts';
import { poll } from '../../src/sync/jobs/poll.ts';
import type { WriteRequest } from '../../src/sync/write-request.ts';
import { type Rig, startRig } from '../rig.ts';
import { inAceptabits, inManagementPro, person } from './situations.ts';

/** Rule 10 for a large company: what a person has agreed to begins at once, and no customer is gone through twice. */

let rig: Rig;
afterEach(async () => {
  vi.restoreAllMocks();
  await rig.close();
});

const PAIRS = 700;

/** How many subjects have been loaded from now on. */
function countLoads(): () => number {
  const { store } = rig.app.context;
  const load = store.load.bind(store);
  let loaded = 0;
  vi.spyOn(store, 'load').mockImplementation((asked) => {
    loaded += asked.length;
    return load(asked);
  });
  return () => loaded;
}

test('after an approval the first links and writes come while the rest is still to be decided on, and once', {
  timeout: 240_000,
}, async () => {
  rig = await startRig({ config: { initialSync: 'review' } });
  for (let number = 0; number < PAIRS; number += 1) {
    inManagementPro(rig, person(number));
    inAceptabits(rig, { ...person(number), phone: '' });
  }
  const { context } = rig.app;
  await rig.cycles(2);
  const { hash = '', counts } = (await waitingPlan(context)) ?? {};
  expect(counts).toMatchObject({ link: PAIRS, update: PAIRS });
  expect(await approve(context, hash, 'ana')).toBe(true);

  const loads = countLoads();
  const handed: { requests: number; links: number; loads: number }[] = [];
  const handOver = async ({ length }: readonly WriteRequest[]) => {
    if (length === 0) return;
    const links = await context.store.redis.hlen(context.store.keys.links);
    handed.push({ requests: length, links, loads: loads() });
  };
  const both = (['managementpro', 'aceptabits'] as Side[]).map((side) => poll(context, side, { handOver }));
  await Promise.all(both);

  const [first] = handed;
  expect(first?.links).toBeLessThan(PAIRS);
  expect(first?.loads).toBeLessThan(3 * PAIRS);
  expect(await context.store.redis.hlen(context.store.keys.links)).toBe(PAIRS);
  // As it was, its partner, and as a link; and once more by the poll that came second, whose writes are not done yet.
  expect(loads()).toBeLessThan(5 * PAIRS);
});

test('the polls of both sides that end together make the first plan one after the other, with what both have read', async () => {
  rig = await startRig({ config: { initialSync: 'review' } });
  const { context } = rig.app;
  const { store } = context;
  inManagementPro(rig, person(1));
  inAceptabits(rig, person(1));
  await rig.cycles(2);
  inManagementPro(rig, person(2));
  inAceptabits(rig, person(3));

  const batches = store.workBatches.bind(store);
  let [making, mostAtOnce] = [0, 0];
  vi.spyOn(store, 'workBatches').mockImplementation(async function* () {
    making += 1;
    mostAtOnce = Math.max(mostAtOnce, making);
    // As long as the other takes to read its side and to come to the same place.
    await expect.poll(() => areBothRead()).toBe(true);
    for (let question = 0; question < 50; question += 1) await store.redis.ping();
    yield* batches();
    making -= 1;
  });
  const begun = await store.nextSequence();
  const areBothRead = () =>
    store
      .getStates<[{ whole?: number }, { whole?: number }]>(['scan:managementpro', 'scan:aceptabits'])
      .then((scans) => scans.every((scan) => (scan?.whole ?? 0) > begun));
  await Promise.all([poll(context, 'managementpro'), poll(context, 'aceptabits')]);
  expect(mostAtOnce).toBe(1);
  expect((await waitingPlan(context))?.counts).toMatchObject({ link: 1, create: 2 });
});
