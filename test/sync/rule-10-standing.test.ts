/** What a brake costs while it stands, and what becomes of those who wait for it (rule 10). */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { release } from '../../src/people/release-brake.ts';
import { brakeOf } from '../../src/sync/evaluate/brake-state.ts';
import { type Rig, startRig } from '../rig.ts';
import { both, linkedPairs, type Pair } from './situations.ts';

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
