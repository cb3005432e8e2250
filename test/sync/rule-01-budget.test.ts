/** Large sides cost no more than their budget, and newcomers do not wait for it (rule 1). */
import { afterEach, describe, expect, test } from 'vitest';
import { otherSide, SIDES, type Side } from '../../src/domain/customer.ts';
import { poll } from '../../src/sync/jobs/poll.ts';
import { enqueue } from '../../src/sync/jobs/queues.ts';
import { type Rig, startRig } from '../rig.ts';
import { counts, inAceptabits, inManagementPro, linkedPairs, onRequest, person } from './situations.ts';

let rig: Rig;
afterEach(() => rig.close());

const PER_MINUTE = 60;
const COUNT = 120;

/** More customers on both sides than a minute may cost, linked and in step, and each read whole just now. */
async function largeSides() {
  rig = await startRig();
  const pairs = await linkedPairs(rig, COUNT);
  await rig.restart({
    managementpro: { ...rig.config.managementpro, readPerMinute: PER_MINUTE },
    aceptabits: { ...rig.config.aceptabits, readPerMinute: PER_MINUTE },
    // Many newcomers at once are what one of the tests is about, and nobody is asked.
    brake: { ...rig.config.brake, newMin: 1_000 },
  });
  return pairs;
}

/** The pause of a side's budget is over. */
async function paused(side: Side, agoMs = 600_000): Promise<void> {
  const { store } = rig.app.context;
  const burst = await store.getState<{ at: number }>(`burst:${side}`);
  await store.setState(`burst:${side}`, { ...burst, at: (burst?.at ?? 0) - agoMs });
}

function onePair(pairs: Awaited<ReturnType<typeof largeSides>>) {
  const [pair] = pairs;
  if (pair === undefined) throw new Error('There is nobody.');
  return pair;
}

describe('rule 1: a budget protects the two systems', () => {
  test('polls between two whole readings ask for newcomers only, and an edit is seen by the next whole one', async () => {
    const pair = onePair(await largeSides());
    rig.aceptabits.people.edit(pair.code, { email: 'nuevo@correo.mx' });
    rig.managementpro.people.edit(pair.clave, { telefono_1: '9998887766' });
    await rig.cycles(3);
    for (const side of SIDES) {
      const { lastScan } = (await rig.status()).sides[side];
      expect(lastScan).toMatchObject({ method: 'newcomers', complete: false, partial: true });
      expect(lastScan?.requests).toBeLessThanOrEqual(1);
    }
    expect(rig.managementpro.people.get(pair.clave)?.email_1).not.toBe('nuevo@correo.mx');
    for (const side of SIDES) await paused(side);
    await rig.cycles(1);
    expect(rig.managementpro.people.get(pair.clave)?.email_1).toBe('nuevo@correo.mx');
    expect(rig.aceptabits.people.get(pair.code)?.phone).toContain('9998887766');
    expect((await rig.status()).sides.managementpro.lastScan).toMatchObject({ complete: true });
  });

  test('newcomers of both sides are created within one poll all the same', async () => {
    await largeSides();
    inManagementPro(rig, person(500));
    inAceptabits(rig, person(501));
    await rig.cycles(1);
    expect(counts(rig)).toEqual([COUNT + 2, COUNT + 2]);
    expect((await rig.status()).links).toBe(COUNT + 2);
  });

  test.each(SIDES)('a newcomer of %s among many that we create meanwhile is found', async (side) => {
    await largeSides();
    const there = side === 'aceptabits' ? inAceptabits : inManagementPro;
    const elsewhere = side === 'aceptabits' ? inManagementPro : inAceptabits;
    for (let n = 1_000; n < 1_150; n += 1) elsewhere(rig, person(n));
    let creates = 0;
    onRequest(rig[side], side === 'aceptabits' ? 'add-customer' : 'addCliente', () => {
      creates += 1;
      if (creates === 3) there(rig, person(2_000));
    });
    await rig.poll(otherSide(side));
    await rig.poll(side);
    rig[side].faults.clear();
    expect(creates).toBeGreaterThanOrEqual(150);
    expect(counts(rig)).toEqual([COUNT + 151, COUNT + 151]);
    expect((await rig.status()).links).toBe(COUNT + 151);
  });

  test('they prove no absence', async () => {
    const pair = onePair(await largeSides());
    rig.managementpro.people.remove(pair.clave);
    rig.aceptabits.people.remove(pair.code);
    await rig.cycles(3);
    expect((await rig.status()).waiting.missing).toBe(0);
    expect((await rig.status()).sides.managementpro.brake).toBeUndefined();
  });

  test('the night and a person are not held up', async () => {
    const pair = onePair(await largeSides());
    const now = async (options: { whole?: boolean; everything?: boolean }) => {
      await enqueue(rig.app.engine.queues, await poll(rig.app.context, 'aceptabits', options));
      await rig.idle();
    };
    rig.aceptabits.people.edit(pair.code, { email: 'persona@correo.mx' });
    await now({ whole: true });
    expect(rig.managementpro.people.get(pair.clave)?.email_1).toBe('persona@correo.mx');
    rig.aceptabits.people.edit(pair.code, { email: 'noche@correo.mx' });
    await now({ everything: true });
    expect(rig.managementpro.people.get(pair.clave)?.email_1).toBe('noche@correo.mx');
  });

  test('a side with fewer customers is read whole at every poll', async () => {
    const pair = onePair(await largeSides());
    const { managementpro } = rig.config;
    await rig.restart({ managementpro: { ...managementpro, readPerMinute: 10_000 } });
    rig.managementpro.people.edit(pair.clave, { telefono_1: '9998887766' });
    await rig.poll('managementpro');
    expect((await rig.status()).sides.managementpro.reading.nextWholeAt).toBeUndefined();
    expect(rig.aceptabits.people.get(pair.code)?.phone).toContain('9998887766');
  });

  test('the first sync is not held up', async () => {
    rig = await startRig();
    await rig.restart({
      managementpro: { ...rig.config.managementpro, readPerMinute: PER_MINUTE },
      aceptabits: { ...rig.config.aceptabits, readPerMinute: PER_MINUTE },
    });
    for (let n = 0; n < COUNT; n += 1) inManagementPro(rig, person(n));
    for (let n = 60; n < COUNT + 60; n += 1) inAceptabits(rig, person(n));
    await rig.cycles(3);
    expect(counts(rig)).toEqual([COUNT + 60, COUNT + 60]);
  });

  test('status says how old an edit can get and when the next whole reading is', async () => {
    await largeSides();
    const { at, sides } = await rig.status();
    const { nextWholeAt = 0, editAgeMs, rowsPerDay } = sides.aceptabits.reading;
    expect(nextWholeAt).toBeGreaterThan(at + 60_000);
    expect(editAgeMs).toBeGreaterThanOrEqual(rig.config.aceptabits.pollEveryMs);
    expect(rowsPerDay).toBeLessThanOrEqual(PER_MINUTE * 60 * 24);
  });
});
