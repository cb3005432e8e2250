/** What a brake costs while it stands, and what becomes of those who wait for it (rule 10). */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { pause } from '../../src/people/answers.ts';
import { release } from '../../src/people/release-brake.ts';
import { brakeOf, brakesOf } from '../../src/sync/evaluate/brake-state.ts';
import { type Rig, startRig } from '../rig.ts';
import { both, inAceptabits, inManagementPro, linkedPairs, type Pair, person } from './situations.ts';

let rig: Rig;
afterEach(() => rig.close());

const PAIRS = 40;
const phone = (at: number) => `99866600${10 + at}`;

/** ManagementPro's phones have all changed at once. */
async function braked(): Promise<Pair[]> {
  rig = await startRig();
  const pairs = await linkedPairs(rig, PAIRS);
  for (const [at, { clave }] of pairs.entries())
    rig.managementpro.people.edit(clave, { telefono_1: phone(at) });
  await rig.cycles(2);
  expect(await brakeOf(rig.app.context, 'managementpro')).toMatchObject({
    reason: 'mass-change',
    count: PAIRS,
  });
  return pairs;
}

/** How many customers a few polls look at. */
async function lookedAt(cycles = 2): Promise<number> {
  const load = vi.spyOn(rig.app.context.store, 'load');
  await rig.cycles(cycles);
  const looked = load.mock.calls.flatMap(([subjects]) => subjects).length;
  load.mockRestore();
  return looked;
}

async function arrived(pairs: readonly Pair[]): Promise<void> {
  for (const [at, pair] of pairs.entries()) expect(both(rig, pair, 'phone')).toEqual([phone(at), phone(at)]);
}

describe('rule 10: a brake that stands', () => {
  test('is no reason to look at anybody, as long as nobody moves', async () => {
    await braked();
    const before = await brakeOf(rig.app.context, 'managementpro');
    expect(await lookedAt()).toBe(0);
    expect(await brakeOf(rig.app.context, 'managementpro')).toEqual(before);
    expect((await rig.status()).waiting).toMatchObject({ braked: PAIRS });
  });

  test('lets an edit of another field pass, for a look at that customer alone', async () => {
    const [pair] = await braked();
    if (pair === undefined) throw new Error('There is nobody.');
    rig.managementpro.people.edit(pair.clave, { email_1: 'nuevo@correo.mx' });
    expect(await lookedAt()).toBeLessThan(PAIRS);
    expect(both(rig, pair, 'email')).toEqual(['nuevo@correo.mx', 'nuevo@correo.mx']);
    expect(await brakeOf(rig.app.context, 'managementpro')).toMatchObject({ count: PAIRS });
  });

  test('asks for the value as it is now where one of them moves on', async () => {
    const pairs = await braked();
    const { hash } = (await brakeOf(rig.app.context, 'managementpro')) ?? {};
    rig.managementpro.people.edit(pairs[0]?.clave ?? '', { telefono_1: '9987776655' });
    await rig.cycles(2);
    const after = await brakeOf(rig.app.context, 'managementpro');
    expect(after?.hash).not.toBe(hash);
    expect(after).toMatchObject({ count: PAIRS });
  });

  test('released, all its lines pass', async () => {
    const pairs = await braked();
    await lookedAt();
    const { hash = '' } = (await brakeOf(rig.app.context, 'managementpro')) ?? {};
    expect(await release(rig.app.context, 'managementpro', hash, 'Ana')).toBe(true);
    await rig.cycles(2);
    await arrived(pairs);
    expect(await rig.inStep()).toBe(true);
  });

  test('comes off when most of it was put right, and the rest follows', async () => {
    const pairs = await braked();
    await lookedAt();
    for (const pair of pairs.slice(3)) {
      const [, before] = both(rig, pair, 'phone');
      rig.managementpro.people.edit(pair.clave, { telefono_1: before });
    }
    await rig.cycles(2);
    expect(await brakeOf(rig.app.context, 'managementpro')).toBeUndefined();
    await arrived(pairs.slice(0, 3));
    expect(await rig.inStep()).toBe(true);
  });

  test('is judged by other limits as soon as they are set', async () => {
    const pairs = await braked();
    await lookedAt();
    await rig.restart({ brake: { ...rig.config.brake, changedPercent: 100 } });
    await rig.cycles(2);
    await arrived(pairs);
    expect(await rig.inStep()).toBe(true);
  });
});

const WAVE = 12;

/** More people have come to ManagementPro at once than are created unasked. */
async function wave(): Promise<string[]> {
  rig = await startRig();
  await rig.restart({ brake: { ...rig.config.brake, newMin: 10 } });
  await linkedPairs(rig, PAIRS);
  const claves = Array.from({ length: WAVE }, (_, at) => inManagementPro(rig, person(500 + at)));
  await rig.cycles(3);
  expect(await newcomersBrake()).toMatchObject({ reason: 'newcomers', count: WAVE });
  return claves;
}

const newcomersBrake = async () =>
  (await brakesOf(rig.app.context, 'managementpro')).find(({ reason }) => reason === 'newcomers');
const inAceptabitsToo = (name: string) =>
  rig.aceptabits.people.all().filter((one) => one.name.includes(name)).length;

describe('rule 10: a wave of newcomers that waits for a person', () => {
  test('is no reason to look at anybody, as long as nobody moves', async () => {
    await wave();
    const before = await newcomersBrake();
    expect(await lookedAt()).toBe(0);
    expect(await newcomersBrake()).toEqual(before);
    expect((await rig.status()).waiting).toMatchObject({ braked: WAVE });
  });

  test('asks for one more who comes, and for whoever has been renamed as they are now', async () => {
    const [first = ''] = await wave();
    const { hash } = (await newcomersBrake()) ?? {};
    inManagementPro(rig, person(600));
    rig.managementpro.people.edit(first, { descripcion: 'Refaccionaria Nueva del Golfo' });
    await rig.cycles(2);
    const after = await newcomersBrake();
    expect(after).toMatchObject({ count: WAVE + 1 });
    expect(after?.hash).not.toBe(hash);
    expect(await release(rig.app.context, 'managementpro', after?.hash ?? '', 'Ana')).toBe(true);
    await rig.cycles(2);
    expect(inAceptabitsToo('Refaccionaria Nueva')).toBe(1);
    expect(await rig.inStep()).toBe(true);
  });

  test('is created as soon as a person has agreed, though nobody has moved', async () => {
    await wave();
    await lookedAt();
    const { hash = '' } = (await newcomersBrake()) ?? {};
    expect(await release(rig.app.context, 'managementpro', hash, 'Ana')).toBe(true);
    await rig.cycles(2);
    expect(rig.aceptabits.people.all()).toHaveLength(PAIRS + WAVE);
    expect(await rig.inStep()).toBe(true);
  });

  test('whom somebody pauses meanwhile is asked for no longer', async () => {
    const [first = ''] = await wave();
    await lookedAt();
    await pause(rig.app.context, { side: 'managementpro', key: first }, 'Ana');
    await rig.cycles(2);
    expect(await newcomersBrake()).toMatchObject({ count: WAVE - 1 });
  });

  test('goes on by itself where the other side has them by then', async () => {
    await wave();
    await lookedAt();
    for (let at = 0; at < WAVE; at += 1) inAceptabits(rig, person(500 + at));
    await rig.cycles(3);
    expect(await newcomersBrake()).toBeUndefined();
    expect(rig.aceptabits.people.all()).toHaveLength(PAIRS + WAVE);
    expect(await rig.inStep()).toBe(true);
  });
});
