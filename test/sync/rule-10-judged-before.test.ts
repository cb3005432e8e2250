import { afterEach, expect, test, vi } from 'vitest';
import type { Side } from '../../src/domain/customer.ts';
import { release } from '../../src/people/release-brake.ts';
import { brakeOf } from '../../src/sync/evaluate/brake-state.ts';
import { poll, readSide } from '../../src/sync/jobs/poll.ts';
import { enqueue } from '../../src/sync/jobs/queues.ts';
import { REVIEW, type Rig, type RigOptions, startRig } from '../rig.ts';
import { JOSE, OF_JOSE } from './rule-10-accidents.ts';
import {
  both,
  counts,
  edit,
  inManagementPro,
  linkedPairs,
  movableClock,
  type Pair,
  person,
} from './situations.ts';

/** Rule 10: what has been judged is not judged again for nothing, and a person's release reaches no further than its plan. */

let rig: Rig;
const clock = movableClock();
const start = async (options: RigOptions = {}) => {
  rig = await startRig({ now: clock.now, ...options });
};
afterEach(async () => {
  vi.restoreAllMocks();
  await rig.close();
});

const brakeOn = async (side: Side) => (await rig.status()).sides[side].brake;

/** Twenty phones of thirty, five a day: none of these days is unusual; no update method. */
async function handWork(): Promise<Pair[]> {
  await start({ canUpdate: false });
  const pairs = await linkedPairs(rig, 30);
  clock.advance(10_000);
  for (let day = 0; day < 4; day += 1) {
    for (const pair of pairs.slice(5 * day, 5 * day + 5))
      edit(rig, 'managementpro', pair, { phone: `99988${pair.clave.slice(-5)}` });
    await rig.cycles(2);
    clock.advance(86_400_000);
  }
  expect(await brakeOn('managementpro')).toBeUndefined();
  expect((await rig.status()).waiting.held).toBe(20);
  return pairs;
}

const anotherCompany = (pairs: Pair[]) => {
  for (const { clave } of pairs) rig.managementpro.people.remove(clave);
  for (let n = 1_000; n < 1_040; n += 1) inManagementPro(rig, person(n));
};

test('rule 10: a start with an old list of hand-work brakes nobody', async () => {
  await handWork();
  await rig.restart();
  inManagementPro(rig, person(80));
  await rig.cycles(4);
  expect(await brakeOn('managementpro')).toBeUndefined();
  expect((await rig.status()).waiting).toMatchObject({ held: 20, braked: 0 });
  expect(counts(rig)).toEqual([31, 31]);
});

test('rule 7: all that came one by one and is held is delivered at once when the path is set', async () => {
  const pairs = await handWork();
  await rig.restart({ aceptabits: { ...rig.config.aceptabits, customerUpdatePath: 'edit-customer' } });
  await rig.cycles(3);
  expect(await brakeOn('managementpro')).toBeUndefined();
  for (const pair of pairs.slice(0, 20))
    expect(both(rig, pair, 'phone')[1]).toBe(both(rig, pair, 'phone')[0]);
});

test('rule 10: a new salesperson, found by name, makes no accident of old hand-work', async () => {
  await handWork();
  inManagementPro(rig, person(90), { vendedor: JOSE });
  await rig.cycles(4);
  expect(await brakeOn('managementpro')).toBeUndefined();
  expect(counts(rig)).toEqual([31, 31]);
});

test('rule 10: conflicts that wait for a person are no accident when the routes change, and stay conflicts', async () => {
  await start({
    config: { policies: REVIEW },
  });
  const pairs = await linkedPairs(rig, 30);
  clock.advance(10_000);
  for (let day = 0; day < 3; day += 1) {
    for (const pair of pairs.slice(5 * day, 5 * day + 5)) {
      edit(rig, 'managementpro', pair, { phone: `99988${pair.clave.slice(-5)}` });
      edit(rig, 'aceptabits', pair, { phone: `99977${pair.clave.slice(-5)}` });
    }
    await readSide(rig.app.context, 'aceptabits');
    await rig.cycles(2);
    clock.advance(86_400_000);
  }
  expect((await rig.status()).waiting.conflict).toBe(15);
  await rig.restart({ routes: { shops: {}, salespeople: { [JOSE]: OF_JOSE } } });
  await rig.cycles(2);
  expect([await brakeOn('managementpro'), await brakeOn('aceptabits')]).toEqual([undefined, undefined]);
  expect((await rig.status()).waiting.conflict).toBe(15);
});

test('rule 10: a release of one side lets nothing through that the other side, braked as well, has moved', async () => {
  await start();
  const pairs = await linkedPairs(rig, 30);
  clock.advance(10_000);
  const phones = pairs.map((pair) => both(rig, pair, 'phone')[0]);
  for (const { clave } of pairs) rig.managementpro.people.edit(clave, { email_1: `nuevo${clave}@correo.mx` });
  for (const { code } of pairs) rig.aceptabits.people.edit(code, { phone: '' });
  await rig.cycles(2);
  expect(await brakeOn('aceptabits')).toMatchObject({ reason: 'mass-emptying', field: 'phone' });
  const shown = await brakeOn('managementpro');
  expect(shown).toMatchObject({ reason: 'mass-change', field: 'email' });
  expect(rig.writes()).toBe(0);
  expect(await release(rig.app.context, 'managementpro', shown?.hash ?? '', 'ana')).toBe(true);
  await rig.cycles(3);
  expect(pairs.map((pair) => both(rig, pair, 'phone')[0])).toEqual(phones);
  const other = await brakeOn('aceptabits');
  expect(other).toMatchObject({ reason: 'mass-emptying', field: 'phone' });
  expect(await release(rig.app.context, 'aceptabits', other?.hash ?? '', 'ana')).toBe(true);
  await rig.cycles(3);
  for (const pair of pairs) expect(both(rig, pair, 'email')[1]).toBe(`nuevo${pair.clave}@correo.mx`);
});

test('rule 10: the same where the other side is braked for its list', async () => {
  await start();
  const pairs = await linkedPairs(rig, 30);
  clock.advance(10_000);
  const phones = pairs.map((pair) => both(rig, pair, 'phone')[0]);
  for (const { clave } of pairs) rig.managementpro.people.edit(clave, { email_1: `nuevo${clave}@correo.mx` });
  for (const { code } of pairs) rig.aceptabits.people.edit(code, { phone: '' });
  rig.aceptabits.faults.add({
    on: 'get-customers',
    when: 'after',
    kind: 'halfList',
    times: Number.POSITIVE_INFINITY,
  });
  await rig.cycles(2);
  expect(await brakeOn('aceptabits')).toMatchObject({ reason: 'shrunken-list' });
  expect(
    await release(rig.app.context, 'managementpro', (await brakeOn('managementpro'))?.hash ?? '', 'ana'),
  ).toBe(true);
  await rig.cycles(3);
  expect(pairs.map((pair) => both(rig, pair, 'phone')[0])).toEqual(phones);
});

test('rule 10: a brake that a poll puts on while a person releases an older one stays on', async () => {
  await start();
  const pairs = await linkedPairs(rig, 30);
  clock.advance(10_000);
  for (const { clave } of pairs) rig.managementpro.people.edit(clave, { telefono_1: '' });
  await rig.poll('managementpro');
  const { context } = rig.app;
  const shown = await brakeOf(context, 'managementpro');
  expect(shown?.reason).toBe('mass-emptying');
  const load = context.store.load.bind(context.store);
  let once = false;
  vi.spyOn(context.store, 'load').mockImplementation(async (asked) => {
    const loaded = await load(asked);
    if (once) return loaded;
    once = true;
    anotherCompany(pairs);
    await poll(context, 'managementpro');
    expect((await brakeOf(context, 'managementpro'))?.reason).toBe('shrunken-list');
    return loaded;
  });
  await release(context, 'managementpro', shown?.hash ?? '', 'ana');
  expect(once).toBe(true);
  expect((await brakeOf(context, 'managementpro'))?.reason).toBe('shrunken-list');
  await rig.poll('aceptabits');
  await rig.poll('aceptabits');
  expect(counts(rig)[1]).toBe(30);
});

test('rule 10: a listing brake that ends lets nothing through that is to be braked for its movements', async () => {
  await start();
  const pairs = await linkedPairs(rig, 30);
  clock.advance(10_000);
  for (const { clave } of pairs) rig.managementpro.people.edit(clave, { telefono_1: '' });
  await rig.poll('managementpro');
  rig.managementpro.faults.add({
    on: 'GetClienteLista',
    when: 'after',
    kind: 'emptyList',
    times: Number.POSITIVE_INFINITY,
  });
  await rig.poll('managementpro');
  expect((await brakeOn('managementpro'))?.reason).toBe('emptied-list');
  rig.managementpro.faults.clear();
  const { context } = rig.app;
  const hold = () => ({ reached: Promise.withResolvers<void>(), go: Promise.withResolvers<void>() });
  const [none, deciding, judging] = [hold(), hold(), hold()];
  none.go.resolve();
  const holds = [none, deciding, judging];
  const batches = context.store.workBatches.bind(context.store);
  vi.spyOn(context.store, 'workBatches').mockImplementation(async function* () {
    const next = holds.shift();
    next?.reached.resolve();
    await next?.go.promise;
    yield* batches();
  });
  const first = poll(context, 'aceptabits'); // has judged, and is about to decide
  await deciding.reached.promise;
  const second = poll(context, 'managementpro'); // takes the listing brake off, and has yet to judge
  await judging.reached.promise;
  deciding.go.resolve();
  await enqueue(rig.app.engine.queues, await first);
  judging.go.resolve();
  await enqueue(rig.app.engine.queues, await second);
  await rig.cycles(1);
  expect(rig.writes()).toBe(0);
});
