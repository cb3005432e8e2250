/** An update method that was inferred is tried on one customer before it is used on all (rule 7). */
import { afterEach, describe, expect, test } from 'vitest';
import { pause } from '../../src/people/answers.ts';
import { needsYou } from '../../src/report/needs.ts';
import type { AceptabitsSettings } from '../../src/simulators/aceptabits/settings.ts';
import type { ClienteFields } from '../../src/simulators/managementpro/cliente.ts';
import { poll } from '../../src/sync/jobs/poll.ts';
import { enqueue } from '../../src/sync/jobs/queues.ts';
import { resyncOne } from '../../src/sync/jobs/resync.ts';
import { FAST, type Rig, type RigOptions, startRig } from '../rig.ts';
import { both, linkedPairs, movableClock, type Pair, waitsOf } from './situations.ts';

/** Long enough that nobody else is let in by the clock. */
const ALONE_MS = 3_600_000;

let rig: Rig;
afterEach(() => rig.close());

const PATH = 'edit-customer';
const DAY_MS = 86_400_000;
const TEN_MINUTES_MS = 600_000;
const CUSTOMERS = 9;

async function company(
  settings: Partial<AceptabitsSettings>,
  now?: () => number,
  app?: RigOptions['app'],
  customers = CUSTOMERS,
): Promise<Pair[]> {
  rig = await startRig({
    ...(app && { app }),
    ...(now && { now }),
    aceptabits: { updatePath: PATH },
    config: {
      brake: {
        missingPercent: 100,
        changedPercent: 100,
        emptiedPercent: 100,
        minCustomers: 1_000,
        newPercent: 100,
        newMin: 1_000,
      },
    },
  });
  const { aceptabits } = rig.config;
  await rig.restart({ aceptabits: { ...aceptabits, customerUpdatePath: PATH } });
  const pairs = await linkedPairs(rig, customers);
  Object.assign(rig.aceptabits.settings, settings);
  return pairs;
}

function edit(pairs: readonly Pair[], fieldsOf: (at: number) => ClienteFields): void {
  for (const [at, { clave }] of pairs.entries()) rig.managementpro.people.edit(clave, fieldsOf(at));
}

const phone = (at: number) => ({ telefono_1: `99955500${10 + at}` });
const asked = () => rig.aceptabits.requests.byPath[PATH] ?? 0;
const needs = async () => (await needsYou(rig.app.context, rig.app.engine.queues)).map(({ code }) => code);

async function everything(): Promise<void> {
  await enqueue(rig.app.engine.queues, await poll(rig.app.context, 'managementpro', { everything: true }));
  await rig.idle();
}

/** A method that was absent lands at one customer after a day; the others are held still. */
async function appearedToOne(): Promise<void> {
  const clock = movableClock();
  const pairs = await company({ absent: [PATH] }, clock.now);
  edit(pairs, phone);
  await rig.cycles(2);
  rig.aceptabits.settings.absent = [];
  clock.advance(DAY_MS);
  const one = { side: 'managementpro' as const, key: pairs[0]?.clave ?? '' };
  await enqueue(rig.app.engine.queues, (await resyncOne(rig.app.context, one)) ?? []);
  await rig.idle();
  expect((await rig.status()).waiting).toMatchObject({ held: CUSTOMERS - 1 });
}

async function allFollow(): Promise<void> {
  await rig.cycles(2);
  expect((await rig.status()).waiting).toMatchObject({ held: 0, parked: 0 });
  expect(await rig.inStep()).toBe(true);
}

describe('rule 7: an update method is believed when it has landed', () => {
  test('landed at one customer: all follow', async () => {
    const pairs = await company({});
    edit(pairs, phone);
    await rig.cycles(2);
    expect(rig.aceptabits.writes).toBe(CUSTOMERS);
    expect(await rig.inStep()).toBe(true);
    expect(await needs()).toEqual([]);
  });

  test.each(['404', '405', 'html'] as const)(
    'not there, as %s: asked for one customer alone, said once',
    async (absentAs) => {
      const pairs = await company({ absent: [PATH], absentAs });
      edit(pairs, phone);
      await rig.cycles(3);
      expect(asked()).toBe(1);
      expect((await rig.status()).waiting).toMatchObject({ held: CUSTOMERS, parked: 0 });
      expect(await needs()).toContain('no-update-method');
    },
  );

  test.each(['404', 'html'] as const)(
    'one that has landed and is away during a deploy (%s) is tried again after ten minutes: all follow unasked',
    async (absentAs) => {
      const clock = movableClock();
      const pairs = await company({}, clock.now, undefined, 25);
      edit(pairs, phone);
      await rig.cycles(2);
      expect(await rig.inStep()).toBe(true);
      Object.assign(rig.aceptabits.settings, { absent: [PATH], absentAs });
      edit(pairs, (at) => ({ telefono_1: `99966600${10 + at}` }));
      await rig.cycles(3);
      expect((await rig.status()).waiting).toMatchObject({ held: 25, parked: 0 });
      rig.aceptabits.settings.absent = [];
      clock.advance(TEN_MINUTES_MS);
      await allFollow();
      expect(pairs.map((pair) => both(rig, pair, 'phone'))).toEqual(
        pairs.map((_, at) => [`99966600${10 + at}`, `99966600${10 + at}`]),
      );
    },
  );

  test('one that has landed and is taken away for good counts as absent for a day after its second try', async () => {
    const clock = movableClock();
    const pairs = await company({}, clock.now);
    edit(pairs, phone);
    await rig.cycles(2);
    rig.aceptabits.settings.absent = [PATH];
    edit(pairs, (at) => ({ telefono_1: `99966600${10 + at}` }));
    await rig.cycles(2);
    clock.advance(TEN_MINUTES_MS);
    await rig.cycles(2);
    const before = asked();
    clock.advance(TEN_MINUTES_MS);
    await rig.cycles(2);
    expect(asked()).toBe(before);
    expect((await rig.status()).waiting).toMatchObject({ held: CUSTOMERS, parked: 0 });
    expect(await needs()).toContain('no-update-method');
  });

  test('a method that appears is tried again by the first poll after a day, and no night need come', async () => {
    const clock = movableClock();
    const pairs = await company({ absent: [PATH] }, clock.now);
    edit(pairs, phone);
    await rig.cycles(2);
    expect((await rig.status()).waiting).toMatchObject({ held: CUSTOMERS });
    rig.aceptabits.settings.absent = [];
    await rig.cycles(2);
    expect(asked()).toBe(1);
    clock.advance(DAY_MS);
    await rig.cycles(2);
    expect((await rig.status()).waiting).toMatchObject({ held: 0, parked: 0 });
    expect(await rig.inStep()).toBe(true);
  });

  test('whoever lands first after that day, before any poll: all who were held follow', async () => {
    await appearedToOne();
    await allFollow();
  });

  test('held by a replica that did not know yet that it has landed, after all who were held had been asked: they follow', async () => {
    await appearedToOne();
    await rig.app.context.store.setState('held-asked', 'managementpro: , aceptabits: ');
    await allFollow();
  });

  test('without effect at two customers it counts as absent; tried again after a day, everything is delivered', async () => {
    const clock = movableClock();
    const timings = { ...FAST, createQuietMs: ALONE_MS };
    const pairs = await company({ ignoreUpdates: true }, clock.now, { timings });
    edit(pairs, phone);
    await rig.cycles(4);
    expect((await rig.status()).waiting).toMatchObject({ held: CUSTOMERS, parked: 0 });
    expect(await needs()).toContain('no-update-method');
    const tried = asked();
    expect(tried).toBeLessThanOrEqual(2 * 3);
    await rig.cycles(3);
    expect(asked()).toBe(tried);
    rig.aceptabits.settings.ignoreUpdates = false;
    clock.advance(DAY_MS);
    await everything();
    await rig.cycles(1);
    expect(await rig.inStep()).toBe(true);
    expect(await needs()).toEqual([]);
  });

  test('a refusal that concerns one customer says nothing of the method: the others follow', async () => {
    const pairs = await company({});
    rig.aceptabits.settings.editRefusals = { [pairs[0]?.code ?? '']: '1343', [pairs[1]?.code ?? '']: '1344' };
    edit(pairs, phone);
    await rig.cycles(2);
    expect((await rig.status()).waiting).toMatchObject({ held: 0, parked: 2 });
    for (const [at, pair] of pairs.entries())
      if (at > 1) expect(both(rig, pair, 'phone')).toEqual([phone(at).telefono_1, phone(at).telefono_1]);
  });

  test('a field that it does not empty is hand-work of that one field; other values land', async () => {
    const pairs = await company({ keepsWhenEmpty: ['email'] });
    edit(pairs, (at) => ({ ...phone(at), email_1: '' }));
    await rig.cycles(5);
    for (const [at, pair] of pairs.entries())
      expect(both(rig, pair, 'phone')).toEqual([phone(at).telefono_1, phone(at).telefono_1]);
    expect((await rig.status()).waiting).toMatchObject({ held: CUSTOMERS, parked: 0 });
    expect(await needs()).not.toContain('no-update-method');
    // Another e-mail is no emptying: that lands.
    edit(pairs.slice(0, 1), () => ({ email_1: 'nuevo@correo.mx' }));
    await rig.cycles(2);
    expect(both(rig, pairs[0] as Pair, 'email')).toEqual(['nuevo@correo.mx', 'nuevo@correo.mx']);
  });

  test('emptyings that it ignores before any value was sent say nothing of the method: they are hand-work, and values land', async () => {
    const pairs = await company({ keepsWhenEmpty: ['email'] });
    edit(pairs.slice(0, 4), () => ({ email_1: '' }));
    await rig.cycles(5);
    expect((await rig.status()).waiting).toMatchObject({ held: 4, parked: 0 });
    expect(await needs()).not.toContain('no-update-method');
    edit(pairs, phone);
    await rig.cycles(2);
    for (const [at, pair] of pairs.entries())
      expect(both(rig, pair, 'phone')).toEqual([phone(at).telefono_1, phone(at).telefono_1]);
    expect((await rig.status()).waiting).toMatchObject({ held: 4, parked: 0 });
  });

  test('names that are only written otherwise may be all that it holds: they say nothing of the method, and phones land', async () => {
    const pairs = await company({ editsOnly: ['email', 'phone'] });
    const accented = ({ clave }: Pair) => {
      const { descripcion = '' } = rig.managementpro.people.get(clave) ?? {};
      return { descripcion: descripcion.replace('a', 'á') };
    };
    for (const pair of pairs.slice(0, 3)) rig.managementpro.people.edit(pair.clave, accented(pair));
    await rig.cycles(5);
    expect((await rig.status()).waiting).toMatchObject({ held: 0, parked: 3 });
    expect(await needs()).not.toContain('no-update-method');
    edit(pairs, phone);
    await rig.cycles(2);
    for (const [at, pair] of pairs.entries())
      expect(both(rig, pair, 'phone')).toEqual([phone(at).telefono_1, phone(at).telefono_1]);
  });

  test('names in capitals that it ignores are no landing: it counts as absent as soon as two phones do not show', async () => {
    const pairs = await company({ ignoreUpdates: true });
    for (const { clave } of pairs.slice(0, 3)) {
      const { descripcion = '' } = rig.managementpro.people.get(clave) ?? {};
      rig.managementpro.people.edit(clave, { descripcion: descripcion.toUpperCase() });
    }
    await rig.cycles(5);
    expect(asked()).toBe(3);
    edit(pairs, phone);
    await rig.cycles(5);
    expect(await needs()).toContain('no-update-method');
    expect((await rig.status()).waiting).toMatchObject({ held: CUSTOMERS, parked: 0 });
  });

  test('a field that it ignores is hand-work of that one field', async () => {
    const pairs = await company({ editsOnly: ['name', 'lastname', 'phone'] });
    edit(pairs, (at) => ({ ...phone(at), email_1: `nuevo${at}@correo.mx` }));
    await rig.cycles(5);
    for (const [at, pair] of pairs.entries())
      expect(both(rig, pair, 'phone')).toEqual([phone(at).telefono_1, phone(at).telefono_1]);
    expect((await rig.status()).waiting).toMatchObject({ held: CUSTOMERS, parked: 0 });
    expect(await waitsOf(rig, 'managementpro', pairs[5]?.clave ?? '')).toEqual(['held']);
  });

  test('an answer that is late is no lack of effect: it lands, and is compared', async () => {
    const pairs = await company({ listLagMs: 40 });
    edit(pairs, phone);
    await rig.cycles(3);
    expect(await rig.inStep()).toBe(true);
    expect((await rig.status()).waiting).toMatchObject({ held: 0, parked: 0 });
  });
});

describe('rule 7: whoever is tried alone and has nothing to send any more', () => {
  /** One customer has been sent an edit that does not show yet, and comes back to it later. */
  async function oneIsTried(): Promise<{ tried: Pair; others: Pair[]; before: string }> {
    const timings = { ...FAST, createQuietMs: ALONE_MS, retryMs: 400 };
    const [tried, ...others] = await company({ ignoreUpdates: true }, undefined, { timings });
    if (tried === undefined) throw new Error('There is nobody.');
    const before = rig.managementpro.people.get(tried.clave)?.telefono_1 ?? '';
    edit([tried], phone);
    await enqueue(rig.app.engine.queues, await poll(rig.app.context, 'managementpro'));
    const { aceptabits } = rig.app.engine.queues.write;
    await expect.poll(() => aceptabits.getDelayedCount(), { interval: 3 }).toBe(1);
    rig.aceptabits.settings.ignoreUpdates = false;
    return { tried, others, before };
  }

  test.each([
    [
      'because the edit was taken back',
      ({ clave }: Pair, before: string) => rig.managementpro.people.edit(clave, { telefono_1: before }),
    ],
    [
      'because a person has paused it',
      ({ clave }: Pair) => pause(rig.app.context, { side: 'managementpro', key: clave }, 'Ana'),
    ],
  ])('makes room for the next at once: %s', async (_, end) => {
    const { tried, others, before } = await oneIsTried();
    await end(tried, before);
    edit(others, (at) => phone(at + 1));
    await rig.cycles(1);
    for (const [at, pair] of others.entries())
      expect(both(rig, pair, 'phone')).toEqual([phone(at + 1).telefono_1, phone(at + 1).telefono_1]);
    expect(both(rig, tried, 'phone')[1]).toContain(before);
  });
});
