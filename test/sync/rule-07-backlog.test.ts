import { afterEach, describe, expect, test } from 'vitest';
import { release } from '../../src/people/release-brake.ts';
import { brakePlan } from '../../src/report/brake-plan.ts';
import { brakesView } from '../../src/report/brakes.ts';
import { poll } from '../../src/sync/jobs/poll.ts';
import { enqueue } from '../../src/sync/jobs/queues.ts';
import { type Rig, startRig } from '../rig.ts';
import { both, linkedPairs, movableClock, type Pair } from './situations.ts';

/** Rule 7: what was held before the update method appeared is a sheet, when it is more than twenty lines. */

let rig: Rig;
afterEach(() => rig.close());

const DAY_MS = 86_400_000;
const WIDE = { missingPercent: 100, changedPercent: 100, emptiedPercent: 100, newPercent: 100 };
const BRAKE = { ...WIDE, minCustomers: 1_000, newMin: 1_000 };

function withPath(customerUpdatePath: string | undefined): Promise<void> {
  return rig.restart({ aceptabits: { ...rig.config.aceptabits, customerUpdatePath } });
}

const phone = (at: number) => `99955${10_000 + at}`;
const isDelivered = (pair: Pair) => {
  const [m, a] = both(rig, pair, 'phone');
  return m === a;
};
const deliveredOf = (pairs: readonly Pair[]) => pairs.filter(isDelivered).length;
const backlog = async () => (await brakesView(rig.app.context)).find(({ reason }) => reason === 'backlog');

/** Customers linked, whose phones are then edited in ManagementPro while Aceptabits takes no updates. */
async function heldPhones(count: number, now?: () => number, absent: string[] = []): Promise<Pair[]> {
  const isOff = absent.length === 0;
  rig = await startRig({
    ...(now && { now }),
    config: { brake: BRAKE },
    canUpdate: !isOff,
    aceptabits: { absent },
  });
  const pairs = await linkedPairs(rig, count);
  for (const [at, { clave }] of pairs.entries())
    rig.managementpro.people.edit(clave, { telefono_1: phone(at) });
  await rig.cycles(2);
  expect((await rig.status()).waiting.held).toBe(count);
  return pairs;
}

describe('what was held before the update method appeared', () => {
  test('twenty lines are delivered without a question', async () => {
    const pairs = await heldPhones(20);
    await withPath('edit-customer');
    await rig.cycles(2);
    expect(deliveredOf(pairs)).toBe(20);
    expect(await brakesView(rig.app.context)).toEqual([]);
  });

  test('more than twenty: two customers show that it is there, and the others wait for a person who sees them', async () => {
    const pairs = await heldPhones(24);
    await withPath('edit-customer');
    await rig.cycles(3);
    expect(deliveredOf(pairs)).toBe(2);
    const shown = await backlog();
    expect(shown).toMatchObject({ side: 'aceptabits', count: 22, of: 24 });
    expect(shown?.sample[0]?.deliver).toMatchObject([
      { field: 'phone', value: expect.stringMatching(/^99955/) },
    ]);
    const lines = await Array.fromAsync(brakePlan(rig.app.context, 'aceptabits', shown?.hash));
    expect(lines).toHaveLength(22);
    expect(await rig.status()).toMatchObject({ differing: 22, waiting: { held: 22, parked: 0 } });
    // Nobody's answer is an answer: polls go by, and nothing is sent.
    await rig.cycles(2);
    expect(deliveredOf(pairs)).toBe(2);
  });

  test('a person agrees to lines: what has changed since waits, and everything else is delivered', async () => {
    const pairs = await heldPhones(45);
    await withPath('edit-customer');
    await rig.cycles(3);
    const hash = (await backlog())?.hash ?? '';
    const late = pairs.slice(20, 42);
    for (const { clave } of late) rig.managementpro.people.edit(clave, { telefono_1: '9998887766' });
    await rig.cycles(1);
    expect(await release(rig.app.context, 'aceptabits', hash, 'Ana')).toBe(true);
    await rig.cycles(2);
    expect(deliveredOf(pairs)).toBe(45 - late.length);
    expect(late.some(isDelivered)).toBe(false);
    const rest = await backlog();
    expect(rest).toMatchObject({ count: 22 });
    expect(await release(rig.app.context, 'aceptabits', rest?.hash ?? '', 'Ana')).toBe(true);
    await rig.cycles(2);
    expect(deliveredOf(pairs)).toBe(45);
    expect(await rig.status()).toMatchObject({ differing: 0, waiting: { held: 0 } });
  });

  test('an edit of today goes its way beside them', async () => {
    const pairs = await heldPhones(24);
    await withPath('edit-customer');
    await rig.cycles(3);
    const [pair] = pairs.filter((one) => !isDelivered(one));
    if (pair === undefined) throw new Error('Nobody waits.');
    rig.managementpro.people.edit(pair.clave, { email_1: 'hoy@correo.mx' });
    await rig.cycles(1);
    expect(both(rig, pair, 'email')).toEqual(['hoy@correo.mx', 'hoy@correo.mx']);
    expect(isDelivered(pair)).toBe(false);
  });

  test('a method that is still not there is tried by one customer a day, and nobody is asked', async () => {
    const clock = movableClock();
    const pairs = await heldPhones(24, clock.now, ['edit-customer']);
    const asked = () => rig.aceptabits.requests.byPath['edit-customer'] ?? 0;
    const before = asked();
    clock.advance(DAY_MS);
    await enqueue(rig.app.engine.queues, await poll(rig.app.context, 'managementpro', { everything: true }));
    await rig.idle();
    await rig.cycles(2);
    expect(asked()).toBe(before + 1);
    expect(await backlog()).toBeUndefined();
    rig.aceptabits.settings.absent = [];
    clock.advance(DAY_MS);
    await rig.cycles(3);
    expect(deliveredOf(pairs)).toBe(2);
    expect(await backlog()).toMatchObject({ count: 22 });
  });

  test('somebody types most of them in: the few that are left follow', async () => {
    const pairs = await heldPhones(24);
    await withPath('edit-customer');
    await rig.cycles(3);
    for (const [at, { code }] of pairs.entries())
      if (at < 10) rig.aceptabits.people.edit(code, { phone: phone(at) });
    await rig.cycles(3);
    expect(deliveredOf(pairs)).toBe(24);
    expect(await backlog()).toBeUndefined();
  });
});
