/** Names in halves, in other orders and other accents, as edits pass between the sides (rule 4). */
import { afterEach, describe, expect, test } from 'vitest';
import { type Rig, type RigOptions, startRig } from '../rig.ts';
import { linkOf, waitsOf } from './situations.ts';

let rig: Rig;
afterEach(() => rig.close());

const CONTACT = { email_1: 'juan@perez.mx', telefono_1: '9994234567' };

/** One customer on both sides, linked and in step. */
async function pairOf(descripcion: string, name: string, lastname: string, options: RigOptions = {}) {
  rig = await startRig(options);
  const clave = rig.managementpro.people.create({ descripcion, ...CONTACT });
  const code = rig.aceptabits.people.create({ name, lastname, email: 'juan@perez.mx', phone: '9994234567' });
  await rig.cycles(3);
  expect((await linkOf(rig, clave))?.code).toBe(code);
  return { clave, code };
}

const halves = (code: string) => {
  const { name, lastname } = rig.aceptabits.people.get(code) ?? {};
  return [name, lastname];
};
const nameInM = (clave: string) => rig.managementpro.people.get(clave)?.descripcion;

async function expectSilence(): Promise<void> {
  const writes = rig.writes();
  await rig.cycles(2);
  expect(rig.writes()).toBe(writes);
  expect(await rig.inStep()).toBe(true);
}

describe('section 3: names', () => {
  test('written otherwise on the two sides, they are in step at the first merge, under any policy', async () => {
    const policies = { name: 'review', email: 'review', phone: 'review', salesperson: 'review' } as const;
    const { clave, code } = await pairOf('PEREZ LOPEZ JUAN CARLOS', 'Juan Carlos', 'Pérez López', {
      config: { policies },
    });
    expect(rig.writes()).toBe(0);
    expect(await waitsOf(rig, 'managementpro', clave)).toEqual([]);
    rig.managementpro.people.edit(clave, { descripcion: 'Perez Lopez Juan Carlos' });
    await rig.cycles(2);
    expect(halves(code)).toEqual(['Juan Carlos', 'Perez Lopez']);
    expect(nameInM(clave)).toBe('Perez Lopez Juan Carlos');
    await expectSilence();
  });

  test('a second given name joins the given names', async () => {
    const { clave, code } = await pairOf('Juan Pérez López', 'Juan', 'Pérez López');
    rig.managementpro.people.edit(clave, { descripcion: 'Juan Carlos Pérez López' });
    await rig.cycles(2);
    expect(halves(code)).toEqual(['Juan Carlos', 'Pérez López']);
    await expectSilence();
  });

  test('an order that Aceptabits cannot show is no write, and no wait', async () => {
    const { clave, code } = await pairOf('Juan Carlos Pérez López', 'Juan Carlos', 'Pérez López');
    rig.managementpro.people.edit(clave, { descripcion: 'Pérez López Juan Carlos' });
    await rig.cycles(2);
    expect(halves(code)).toEqual(['Juan Carlos', 'Pérez López']);
    expect(rig.writes()).toBe(0);
    await expectSilence();
  });
});

describe('section 1: garbled texts', () => {
  test.each(['managementpro', 'aceptabits'] as const)(
    'a robot garbles %s: the clean name stays until a person has said so',
    async (side) => {
      const { clave, code } = await pairOf('Juan Muñoz', 'Juan', 'Muñoz');
      if (side === 'managementpro') rig.managementpro.people.edit(clave, { descripcion: 'Juan MuÃ±oz' });
      else rig.aceptabits.people.edit(code, { lastname: 'Mu?oz' });
      await rig.cycles(3);
      expect(rig.writes()).toBe(0);
      expect(await waitsOf(rig, 'managementpro', clave)).toEqual(['conflict']);
    },
  );

  test('U+FFFD tells nothing: it is not copied, and the other fields are', async () => {
    const { clave, code } = await pairOf('Juan Muñoz', 'Juan', 'Muñoz');
    rig.managementpro.people.edit(clave, { descripcion: 'Juan Mu\uFFFDoz', telefono_1: '9990001122' });
    await rig.cycles(3);
    expect(halves(code)).toEqual(['Juan', 'Muñoz']);
    expect(rig.aceptabits.people.get(code)?.phone).toBe('9990001122');
  });

  test('nobody is created by a name with U+FFFD, and no e-mail with one is written', async () => {
    rig = await startRig();
    rig.managementpro.people.create({ descripcion: 'Eva Mu\uFFFDoz', email_1: 'eva@correo.mx' });
    rig.managementpro.people.create({ descripcion: 'Luz Gil Paz', email_1: 'luz\uFFFD@correo.mx' });
    await rig.cycles(3);
    const made = rig.aceptabits.people.all().map(({ name, email }) => [name, email ?? '']);
    expect(made).toEqual([['Luz Gil Paz', '']]);
  });
});

test('section 3: words beside a phone are an edit', async () => {
  const { clave, code } = await pairOf('Juan Pérez López', 'Juan', 'Pérez López');
  rig.managementpro.people.edit(clave, { telefono_1: '9994234567 Juan' });
  await rig.cycles(2);
  rig.managementpro.people.edit(clave, { telefono_1: '9994234567 Pedro' });
  await rig.cycles(2);
  expect(rig.aceptabits.people.get(code)?.phone).toBe('9994234567 Pedro');
  await expectSilence();
});

test('section 3: a sucursal that is padded otherwise finds its route', async () => {
  const shop = 'pgbsho0635214789653205';
  rig = await startRig({ config: { routes: { shops: { '2': shop }, salespeople: {} } } });
  rig.managementpro.people.create({ descripcion: 'Juan Pérez López', sucursal: '0002', ...CONTACT });
  await rig.cycles(3);
  expect(rig.aceptabits.people.all().map(({ code_shop }) => code_shop)).toEqual([shop]);
});
