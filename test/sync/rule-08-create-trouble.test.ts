/** Creates that end unclear one after another stop all but a canary (rule 8). */
import { afterEach, describe, expect, test } from 'vitest';
import { otherSide, SIDES, type Side } from '../../src/domain/customer.ts';
import { reasonsOf } from '../../src/report/reasons.ts';
import type { Loaded } from '../../src/store/records.ts';
import { unpark } from '../../src/sync/decide/park.ts';
import { evaluate } from '../../src/sync/evaluate/evaluate.ts';
import { takeSnapshot } from '../../src/sync/evaluate/snapshot.ts';
import { poll } from '../../src/sync/jobs/poll.ts';
import { enqueue } from '../../src/sync/jobs/queues.ts';
import { type Rig, startRig } from '../rig.ts';
import { counts, inAceptabits, inManagementPro, person, waitsOf } from './situations.ts';

let rig: Rig;
afterEach(async () => {
  await rig.close();
});

const CREATES = { managementpro: 'addCliente', aceptabits: 'add-customer' } as const;
/** The searches before the creates go well, and so would keep any circuit closed in real life. */
const QUIET_GATE = { troublesToOpen: 1_000, firstProbeMs: 50, lastProbeMs: 200 };

async function start(): Promise<void> {
  rig = await startRig({ app: { gateLimits: QUIET_GATE } });
  await rig.cycles(2);
}

function newcomerFor(target: Side, number: number): string {
  return target === 'aceptabits' ? inManagementPro(rig, person(number)) : inAceptabits(rig, person(number));
}

async function pollBoth(everything = false): Promise<void> {
  for (const side of SIDES)
    await enqueue(rig.app.engine.queues, await poll(rig.app.context, side, { everything }));
}

const busy = ['waiting', 'active', 'prioritized', 'delayed'] as const;

async function settle(): Promise<void> {
  do await pollBoth();
  while (await isMoving());
}

async function isMoving(): Promise<boolean> {
  const jobs = await Promise.all(
    SIDES.map((side) => rig.app.engine.queues.write[side].getJobCountByTypes(...busy)),
  );
  return jobs.some((count) => count > 0) || (await rig.status()).work > 0;
}

/** Every create that the narrowing lets through ends without a clear answer, and makes nobody. */
function failCreates(target: Side, matches: (body: unknown) => boolean = () => true): void {
  rig[target].faults.add({
    on: CREATES[target],
    when: 'before',
    kind: 'error500',
    times: Number.POSITIVE_INFINITY,
    matches,
  });
}

const isOf = (number: number) => (body: unknown) => JSON.stringify(body).includes(person(number).email);

async function expectAll(count: number): Promise<void> {
  expect(counts(rig)).toEqual([count, count]);
  expect(new Set(rig.managementpro.people.all().map(({ email_1 }) => email_1)).size).toBe(count);
  expect(new Set(rig.aceptabits.people.all().map(({ email }) => email)).size).toBe(count);
  const status = await rig.status();
  expect(status).toMatchObject({ links: count, differing: 0 });
  expect(status.waiting.parked).toBe(0);
  expect(SIDES.map((side) => status.sides[side].createTrouble)).toEqual([undefined, undefined]);
}

const trouble = async (target: Side) => (await rig.status()).sides[target].createTrouble;

/** Polls until so many creates have been asked for in vain. */
async function untilFailed(target: Side, hits: number): Promise<void> {
  while (rig[target].faults.hits() < hits) await pollBoth();
}

describe.each(SIDES)('rule 8: creates in %s that end unclear, one customer after another', (target) => {
  const source = otherSide(target);

  test('for ten minutes: nobody but a canary is set aside, a handful of requests meanwhile, and afterwards everybody arrives, once', async () => {
    await start();
    failCreates(target);
    const keys = Array.from({ length: 60 }, (_, index) => newcomerFor(target, index + 1));
    // The quiet time stands for two minutes: ten of them are five quiet times.
    const until = performance.now() + 5 * rig.app.context.timings.createQuietMs;
    await untilFailed(target, 4);
    while (performance.now() < until) await pollBoth();
    const { sides, waiting, differing } = await rig.status();
    expect(sides[target].createTrouble).toMatchObject({ code: target === 'aceptabits' ? '1290' : '500' });
    expect(waiting.parked).toBeLessThanOrEqual(3);
    expect(differing).toBe(60);
    expect(rig[target].faults.hits()).toBeLessThanOrEqual(16);
    const { context } = rig.app;
    const loaded = await context.store.load(keys.map((key) => ({ side: source, key })));
    const around = await takeSnapshot(context);
    const said = await Promise.all(
      (await evaluate(context, loaded, around)).map((one) => reasonsOf(context, one, around)),
    );
    expect(said.flat().filter(({ code }) => code === 'create-trouble').length).toBeGreaterThanOrEqual(57);
    rig[target].faults.clear();
    await settle();
    await expectAll(60);
    expect(rig[target].writes).toBe(60);
  });

  test('and three of one canary: the next takes its place, and whoever was put aside follows when that one lands', async () => {
    await start();
    failCreates(target);
    for (let number = 1; number <= 6; number += 1) newcomerFor(target, number);
    while ((await rig.status()).waiting.parked === 0) await pollBoth();
    expect(await trouble(target)).toBeDefined();
    rig[target].faults.clear();
    await settle();
    await expectAll(6);
  });

  test('one whose create never works is put aside alone, tried once in each of three nights, and then for a person', async () => {
    await start();
    failCreates(target, isOf(3));
    const keys = Array.from({ length: 20 }, (_, index) => newcomerFor(target, index + 1));
    const key = keys[2] ?? '';
    await settle();
    expect(await trouble(target)).toBeUndefined();
    expect((await rig.status()).links).toBe(19);
    expect(await waitsOf(rig, source, key)).toEqual(['parked']);
    const tries = [rig[target].faults.hits()];
    for (let night = 1; night <= 5; night += 1) {
      await pollBoth(true);
      await settle();
      tries.push(rig[target].faults.hits());
    }
    expect(tries).toEqual([3, 4, 5, 6, 6, 6]);
    expect(await waitsOf(rig, source, key)).toEqual(['parked']);
    rig[target].faults.clear();
    expect(await unpark(rig.app.context, { side: source, key }, 'ana')).toBe(true);
    await settle();
    await expectAll(20);
  });

  test('but all made: each is found, and none is sent again', async () => {
    await start();
    rig[target].faults.add({
      on: CREATES[target],
      when: 'after',
      kind: 'error500',
      times: Number.POSITIVE_INFINITY,
    });
    for (let number = 1; number <= 20; number += 1) newcomerFor(target, number);
    await settle();
    await expectAll(20);
    expect(rig[target].writes).toBe(20);
  });
});

test('rule 8: a create that is answered with a code that no document explains is put aside by its sends, looked for after each, and not by the tries of its job', async () => {
  await start();
  // With HTTP 200, so that nothing says whether it is the side's trouble, a no, or neither.
  rig.managementpro.faults.add({
    on: 'addCliente',
    when: 'before',
    kind: 'error500',
    code: '4711',
    times: 6,
  });
  const keys = [1, 2].map((number) => newcomerFor('managementpro', number));
  await settle();
  for (const key of keys) {
    const [{ lone }] = (await rig.app.context.store.load([{ side: 'aceptabits', key }])) as [Loaded];
    expect(lone.parked).toMatchObject({ code: 'create-unclear', errorClass: 'trouble' });
  }
  expect(rig.managementpro.writes).toBe(0);
  await pollBoth(true);
  await settle();
  await expectAll(2);
  expect(rig.managementpro.writes).toBe(2);
});
