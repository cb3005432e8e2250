/** Schedules that a clock far ahead has made are put right, and readings go on. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { SIDES } from '../../src/domain/customer.ts';
import { createReadiness } from '../../src/report/readiness.ts';
import { healSchedules, type Schedules, startSchedules } from '../../src/sync/jobs/schedules.ts';
import { type Rig, startRig } from '../rig.ts';

let rig: Rig;
afterEach(async () => {
  vi.useRealTimers();
  await rig.close();
});

const HOUR_MS = 3_600_000;
const schedules: Schedules = {
  pollEveryMs: { managementpro: HOUR_MS, aceptabits: HOUR_MS },
  reconcileCron: '0 3 * * *',
  timezone: 'America/Mexico_City',
};

/** A clock that is so far ahead makes the schedules, as a replica with that clock would. */
async function scheduledAhead(ms: number): Promise<void> {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + ms });
  const { context, engine } = rig.app;
  await startSchedules(context, engine.queues, schedules);
  for (const side of SIDES) {
    const queue = engine.queues.scan[side];
    // The run that is due by that clock has been; the one after it lies an interval further ahead.
    await queue.upsertJobScheduler('poll', { every: HOUR_MS / 2 }, { name: 'poll' });
    await queue.upsertJobScheduler(
      'poll',
      { every: HOUR_MS, startDate: Date.now() + HOUR_MS },
      { name: 'poll' },
    );
  }
  vi.useRealTimers();
}

async function nextPolls(): Promise<number[]> {
  const { scan } = rig.app.engine.queues;
  const next = SIDES.map(async (side) => (await scan[side].getJobScheduler('poll'))?.next ?? Number.NaN);
  return Promise.all(next);
}

async function nextReconciles(): Promise<number[]> {
  const { scan } = rig.app.engine.queues;
  const next = SIDES.map(async (side) => (await scan[side].getJobScheduler('reconcile'))?.next ?? Number.NaN);
  return Promise.all(next);
}

describe('docs/rules.md, queues: a clock that was ahead and is put right stops nothing', () => {
  test('schedules more than an interval ahead are made anew, and both sides are due at once', async () => {
    rig = await startRig();
    await scheduledAhead(24 * HOUR_MS);
    for (const next of await nextPolls()) expect(next).toBeGreaterThan(Date.now() + 23 * HOUR_MS);
    const { context, engine } = rig.app;
    await healSchedules(context, engine.queues, schedules);
    for (const next of await nextPolls()) expect(next).toBeLessThanOrEqual(Date.now() + HOUR_MS);
    for (const side of SIDES) expect(await engine.queues.scan[side].getWaitingCount()).toBeGreaterThan(0);
    const [cron] = await engine.queues.scan.managementpro.getJobSchedulers();
    expect(cron?.next).toBeLessThanOrEqual(Date.now() + 24 * HOUR_MS);
  });

  test('a reconciliation that such a clock put off is made anew, though that clock has asked when it is due', async () => {
    rig = await startRig();
    const { context, engine } = rig.app;
    await startSchedules(context, engine.queues, schedules);
    const right = await nextReconciles();
    const clock = vi.spyOn(context.store, 'time').mockResolvedValue(Date.now() + 48 * HOUR_MS);
    await healSchedules(context, engine.queues, schedules);
    clock.mockRestore();
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 48 * HOUR_MS });
    for (const side of SIDES) {
      const queue = engine.queues.scan[side];
      await queue.removeJobScheduler('reconcile');
      const when = { pattern: schedules.reconcileCron, tz: schedules.timezone };
      await queue.upsertJobScheduler('reconcile', when, { name: 'reconcile' });
    }
    vi.useRealTimers();
    expect(Math.min(...(await nextReconciles()))).toBeGreaterThan(Math.max(...right));
    await healSchedules(context, engine.queues, schedules);
    expect(await nextReconciles()).toEqual(right);
  });

  test('a start does so by itself, and reads', async () => {
    rig = await startRig();
    await scheduledAhead(24 * HOUR_MS);
    for (const side of SIDES) await rig.app.engine.queues.scan[side].drain(true);
    await rig.restart({ roles: ['scan', 'write'] });
    await vi.waitFor(
      async () => {
        const { sides } = await rig.status();
        for (const side of SIDES) expect(sides[side].lastScan).toBeDefined();
      },
      { timeout: 20_000, interval: 20 },
    );
  });

  test('what right schedules say is left alone', async () => {
    rig = await startRig();
    const { context, engine } = rig.app;
    await startSchedules(context, engine.queues, schedules);
    const before = await nextPolls();
    await healSchedules(context, engine.queues, schedules);
    expect(await nextPolls()).toEqual(before);
  });

  test('a write that was put off by such a clock is looked at now', async () => {
    rig = await startRig();
    const { context, engine } = rig.app;
    await engine.queues.write.aceptabits.pause();
    await engine.queues.write.aceptabits.add('edit', { clave: '1' }, { delay: 12 * HOUR_MS });
    await engine.queues.write.aceptabits.add('edit', { clave: '2' }, { delay: HOUR_MS / 2 });
    await healSchedules(context, engine.queues, schedules);
    expect(await engine.queues.write.aceptabits.getDelayedCount()).toBe(1);
    await engine.queues.write.aceptabits.obliterate({ force: true });
  });

  test('a reading that ended in the future counts as late', async () => {
    let aheadMs = 5 * HOUR_MS;
    rig = await startRig({ now: () => Date.now() + aheadMs });
    await rig.cycles(1);
    expect((await createReadiness(rig.app.context, rig.app.engine.queues)()).ready).toBe(true);
    aheadMs = 0;
    const { ready, reasons } = await createReadiness(rig.app.context, rig.app.engine.queues)();
    expect(ready).toBe(false);
    expect(reasons.join()).toContain('by a clock that was ahead');
    await rig.cycles(1);
    expect((await createReadiness(rig.app.context, rig.app.engine.queues)()).ready).toBe(true);
  });
});

test('a start polls both sides soon, however long the interval is', async () => {
  rig = await startRig({ config: { roles: ['scan', 'write'] } });
  const ends = async () => {
    const { sides } = await rig.status();
    return SIDES.map((side) => sides[side].lastScan?.endedAt ?? 0);
  };
  await vi.waitFor(async () => expect(Math.min(...(await ends()))).toBeGreaterThan(0), { timeout: 20_000 });
  const before = Math.max(...(await ends()));
  await sleep(1);
  await rig.restart();
  await vi.waitFor(async () => expect(Math.min(...(await ends()))).toBeGreaterThan(before), {
    timeout: 20_000,
  });
});
