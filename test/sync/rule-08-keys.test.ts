/** New customers whose clave is answered in one form and listed in another (rule 8). */
import { afterEach, describe, expect, test } from 'vitest';
import type { KeyForm } from '../../src/simulators/managementpro/settings.ts';
import { FAST, type Rig, startRig } from '../rig.ts';
import { counts, inAceptabits, inManagementPro, linkOf, person } from './situations.ts';

let rig: Rig;
afterEach(async () => {
  await rig.close();
});

type ClaveIn = { list: KeyForm; one: KeyForm; write: KeyForm };

async function start(claveIn: ClaveIn, listLagMs = 0): Promise<void> {
  const timings = { ...FAST, createQuietMs: 10 * Math.max(listLagMs, FAST.createQuietMs) };
  rig = await startRig({ managementpro: { claveIn, listLagMs }, app: { timings } });
  for (const number of [100, 101]) {
    inManagementPro(rig, person(number));
    inAceptabits(rig, person(number));
  }
  await rig.cycles(2);
  expect(await rig.status()).toMatchObject({ links: 2, differing: 0 });
}

/** The newest customer of ManagementPro, as its store has it. */
const newest = () =>
  rig.managementpro.people
    .all()
    .map(({ clave }) => clave)
    .sort()
    .at(-1) ?? '';

describe('rule 8: a create that is answered by another form of the clave than the list shows', () => {
  test.each<[string, ClaveIn, (clave: string) => string]>([
    ['without its zeros', { list: 'exact', one: 'exact', write: 'bare' }, (clave) => clave],
    ['as a number', { list: 'exact', one: 'bare', write: 'number' }, (clave) => clave],
    [
      'without the blanks of the list',
      { list: 'blanks', one: 'exact', write: 'exact' },
      (clave) => `${clave}  `,
    ],
  ])('%s: linked under the form of the list, and silent from then on', async (_, claveIn, listed) => {
    await start(claveIn);
    inAceptabits(rig, person(1));
    await rig.cycles(2);
    expect(counts(rig)).toEqual([3, 3]);
    const link = (await linkOf(rig, listed(newest()))) ?? (await linkOf(rig, newest()));
    expect(link?.clave.trim()).toBe(newest());
    expect(await rig.status()).toMatchObject({ links: 3, differing: 0 });
    const writes = rig.writes();
    await rig.cycles(3);
    expect(rig.writes()).toBe(writes);
    expect((await rig.status()).waiting.missing).toBe(0);
  });

  test('and is listed only after a while: nothing is sent again, and it is linked when it shows', async () => {
    await start({ list: 'exact', one: 'exact', write: 'bare' }, 120);
    const before = rig.managementpro.writes;
    inAceptabits(rig, person(1));
    await rig.cycles(3);
    expect(rig.managementpro.writes - before).toBe(1);
    expect(counts(rig)).toEqual([3, 3]);
    expect((await linkOf(rig, newest()))?.clave).toBe(newest());
    expect(await rig.status()).toMatchObject({ links: 3, differing: 0 });
  });
});

describe('one key, two spellings: a customer whose clave GetCliente shows otherwise than the list', () => {
  test.each<[string, ClaveIn]>([
    ['the list alone pads it with blanks', { list: 'blanks', one: 'exact', write: 'number' }],
    [
      'the list pads it with blanks, GetCliente answers a number',
      { list: 'blanks', one: 'number', write: 'number' },
    ],
    ['GetCliente leaves out its zeros', { list: 'exact', one: 'bare', write: 'exact' }],
  ])('%s: edits go both ways, nobody is doubled, and then it is silent', async (_, claveIn) => {
    await start(claveIn);
    const [first, second] = rig.managementpro.people.all().map(({ clave }) => clave);
    const edited = rig.aceptabits.people.all().find(({ email }) => email === person(100).email);
    rig.aceptabits.people.edit(edited?.code ?? '', { phone: '9995550001' });
    rig.managementpro.people.edit(second ?? '', { telefono_1: '9995550002' });
    await rig.cycles(3);
    expect(rig.managementpro.people.get(first ?? '')?.telefono_1).toBe('9995550001');
    expect(
      rig.aceptabits.people
        .all()
        .map(({ phone }) => phone)
        .sort(),
    ).toEqual(['9995550001', '9995550002']);
    expect(counts(rig)).toEqual([2, 2]);
    expect(await rig.status()).toMatchObject({ links: 2, differing: 0 });
    const writes = rig.writes();
    await rig.cycles(3);
    expect(rig.writes()).toBe(writes);
  });
});
