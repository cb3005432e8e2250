import { afterEach, describe, expect, test } from 'vitest';
import { SIDES, type Side } from '../../src/domain/customer.ts';
import { approve } from '../../src/people/approve-plan.ts';
import { waitingPlan } from '../../src/sync/certify/first-plan.ts';
import type { PlanSummary } from '../../src/sync/evaluate/plan-items.ts';
import type { Between } from '../proxy.ts';
import { type Rig, startRig } from '../rig.ts';
import { accidentOf, arrives, CELLS, type Known, type Stage } from './rule-10-accidents.ts';
import { counts } from './situations.ts';

/** Every accident on every side during the first readings, while the first sync waits for approval (rule 10). */

let rig: Rig;
let between: Between;
afterEach(() => rig.close());

const CUSTOMERS = 30;

/** Everybody is on both sides, and has not been read yet. */
async function firstDay(side: Side): Promise<Stage> {
  rig = await startRig({ config: { initialSync: 'review' } });
  between = await rig.standBetween(side);
  return { rig, side, between };
}

async function planShown(): Promise<PlanSummary> {
  const plan = await waitingPlan(rig.app.context);
  if (plan === undefined) throw new Error('There is no plan.');
  return plan;
}

async function expectNothingDone(customers: number): Promise<void> {
  expect(rig.writes()).toBe(0);
  expect(await rig.status()).toMatchObject({ approved: false, links: 0 });
  expect(counts(rig)).toEqual([customers, customers]);
}

/** Approved, the plan links everybody and writes nothing. */
async function expectCarriedOut({ hash }: PlanSummary, customers: number): Promise<void> {
  expect(await approve(rig.app.context, hash, 'ana')).toBe(true);
  await rig.cycles(3);
  expect(await rig.status()).toMatchObject({ approved: true, links: customers, differing: 0 });
  expect(counts(rig)).toEqual([customers, customers]);
  expect(rig.writes()).toBe(0);
}

const NOTHING = { link: 0, create: 0, update: 0, conflict: 0, ambiguous: 0, held: 0, parked: 0 };

const TOLD = CELLS.flatMap(({ accident: { firstPlan, ...accident }, ...cell }) =>
  firstPlan === undefined ? [] : [{ ...cell, accident, firstPlan }],
);

test.each(TOLD)(
  'rule 10: $side: $what during the first readings: the plan tells it, nothing is done, and once all is well its approval does no harm',
  async ({ side, accident, firstPlan }) => {
    const stage = await firstDay(side);
    const { customers = CUSTOMERS } = accident;
    const everybody = Array.from({ length: customers }, (_, index) => arrives(rig, index + 1));
    const struck = accident.struck?.(everybody, side) ?? everybody.slice(1);
    await accident.befall(stage, struck);
    await rig.cycles(3);
    await expectNothingDone(customers);
    const alarming = await planShown();
    expect(alarming.counts).toEqual({ ...NOTHING, ...firstPlan(customers, struck.length) });
    await accident.over(stage, struck);
    await rig.cycles(3);
    const plan = await planShown();
    expect(plan.counts).toEqual({ ...NOTHING, link: customers });
    // None of the lines that told of the accident stands any more.
    await expectCarriedOut(alarming, customers);
  },
);

describe.each(SIDES)(
  'rule 10: the first readings of %s tell nothing of its customers but their keys',
  (side) => {
    const accident = accidentOf('every key but the own one is missing');

    async function nothingTold(): Promise<{ stage: Stage; everybody: readonly Known[] }> {
      const stage = await firstDay(side);
      const everybody = Array.from({ length: CUSTOMERS }, (_, index) => arrives(rig, index + 1));
      await accident.befall(stage, everybody);
      return { stage, everybody };
    }

    test('a change of the API is reported, and nothing is planned before they tell more', async () => {
      const { stage, everybody } = await nothingTold();
      await rig.cycles(3);
      const { brake } = (await rig.status()).sides[side];
      // No row tells its shop, so that the platform's own of all shops are counted.
      const own = side === 'aceptabits' ? rig.aceptabits.people.platform().length : 0;
      expect(brake).toMatchObject({ reason: 'missing-keys', count: CUSTOMERS, of: CUSTOMERS + own });
      expect(await waitingPlan(rig.app.context)).toBeUndefined();
      await accident.over(stage, everybody);
      await rig.cycles(3);
      expect((await planShown()).counts).toEqual({ ...NOTHING, link: CUSTOMERS });
      expect((await rig.status()).sides[side].brake).toBeUndefined();
      await expectNothingDone(CUSTOMERS);
    });

    test('with INITIAL_SYNC=auto nobody is created out of nothing, and nobody a second time', async () => {
      const { stage, everybody } = await nothingTold();
      await rig.restart({ initialSync: 'auto' });
      await rig.cycles(3);
      await accident.over(stage, everybody);
      await rig.cycles(3);
      expect(counts(rig)).toEqual([CUSTOMERS, CUSTOMERS]);
      expect(await rig.status()).toMatchObject({ links: CUSTOMERS, differing: 0 });
    });
  },
);
