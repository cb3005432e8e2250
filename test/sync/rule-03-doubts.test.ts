/** Pairs that might be one: both stay, and a person is asked (rule 3). */
import { afterEach, describe, expect, test } from 'vitest';
import { linkWith } from '../../src/people/relink.ts';
import type { CustomerFields } from '../../src/simulators/aceptabits.ts';
import type { ClienteFields } from '../../src/simulators/managementpro.ts';
import { type Rig, startRig } from '../rig.ts';
import { counts, linkedPairs, linkOf, movableClock, waitsOf } from './situations.ts';

let rig: Rig;
afterEach(() => rig.close());

/** Everybody on their side, polled until nothing more follows; how many there are then, and who is linked. */
async function meet(clientes: readonly ClienteFields[], customers: readonly CustomerFields[]) {
  rig = await startRig();
  const claves = clientes.map((one) => rig.managementpro.people.create(one));
  const codes = customers.map((one) => rig.aceptabits.people.create(one));
  await rig.cycles(3);
  const [clave = '', code = ''] = [claves[0], codes[0]];
  return { clave, code, claves, codes };
}

const named = (descripcion: string, more: ClienteFields = {}): ClienteFields => ({ descripcion, ...more });

describe('rule 3: a doubt is neither linked nor new', () => {
  test.each([
    ['two legal forms', named('Transportes Alfa SA de CV'), { name: 'Transportes Alfa S. de R.L. de C.V.' }],
    [
      'two legal forms under one roof',
      named('Transportes Alfa SA de CV', { email_1: 'a@alfa.mx', telefono_1: '9991112233' }),
      { name: 'Transportes Alfa S de RL', email: 'a@alfa.mx', phone: '9991112233' },
    ],
    ['a form that no list has', named('Transportes Alfa SPQ de XX'), { name: 'Transportes Alfa' }],
    [
      'the same on the other side',
      named('Transportes Alfa del Sureste'),
      { name: 'Transportes Alfa del Sureste Q. de X.' },
    ],
    [
      'a title',
      named('C.P. JUAN PEREZ LOPEZ'),
      { name: 'Juan', lastname: 'Pérez López', phone: '9991112233' },
    ],
    ['words written short', named('HDEZ KU MA GUADALUPE'), { name: 'María Gpe.', lastname: 'Hernández Ku' }],
    [
      'words written short, the same on the other side',
      named('FRANCISCO JAVIER MARTINEZ POOT', { email_1: 'fco@poot.mx' }),
      { name: 'Dr. Fco. Javier', lastname: 'Mtz. Poot' },
    ],
    ['an initial', named('JOSE LUIS PEREZ SOTO'), { name: 'J. Luis', lastname: 'Pérez Soto' }],
    [
      'an initial, the same on the other side, and the surnames first',
      named('LOPEZ RUIZ MA. G.', { telefono_1: '9991112233' }),
      { name: 'María Guadalupe', lastname: 'López Ruiz', email: 'lupita@correo.mx' },
    ],
    ['ñ and n', named('José Peña'), { name: 'José', lastname: 'Pena' }],
    [
      'an apostrophe',
      named('JUAN OFARRILL KU'),
      { name: 'Juan', lastname: "O'Farrill Ku", phone: '9991112233' },
    ],
    ['a blank', named('Auto Partes Díaz SA de CV'), { name: 'AUTOPARTES DIAZ' }],
    ['a blank, and one word', named('Minisúper', { email_1: 'mini@super.mx' }), { name: 'Mini Super' }],
  ] as const)('%s', async (_, cliente, customer) => {
    const { clave, code } = await meet([cliente], [customer]);
    expect(counts(rig)).toEqual([1, 1]);
    expect(await linkOf(rig, clave)).toBeUndefined();
    expect(await waitsOf(rig, 'managementpro', clave)).toEqual(['ambiguous']);
    expect(await waitsOf(rig, 'aceptabits', code)).toEqual(['ambiguous']);
  });

  test('a shared e-mail and like names: nobody is doubled', async () => {
    const email = 'mario@chavez.mx';
    const { clave } = await meet(
      [named('Mario Chavez', { email_1: email })],
      [
        { name: 'Mario', lastname: 'Chavez Alvarez', email },
        { name: 'Mario A.', lastname: 'Chavez', email },
      ],
    );
    expect(counts(rig)).toEqual([1, 2]);
    expect(await waitsOf(rig, 'managementpro', clave)).toEqual(['ambiguous']);
  });

  test('names that begin each other are two people where each has an e-mail of their own', async () => {
    const { clave } = await meet(
      [named('Mario Chávez', { email_1: 'mario@chavez.mx' })],
      [{ name: 'Mario', lastname: 'Chávez Álvarez', email: 'otro@chavez.mx' }],
    );
    expect(counts(rig)).toEqual([2, 2]);
    expect(await waitsOf(rig, 'managementpro', clave)).toEqual([]);
  });

  test('an initial that two names may stand behind: a doubt with both', async () => {
    const { codes, clave } = await meet(
      [named('J. LUIS PEREZ SOTO')],
      [
        { name: 'Juan Luis', lastname: 'Pérez Soto', phone: '9991112233' },
        { name: 'José Luis', lastname: 'Pérez Soto', phone: '9994445566' },
      ],
    );
    expect(counts(rig)).toEqual([1, 2]);
    expect(await waitsOf(rig, 'managementpro', clave)).toEqual(['ambiguous']);
    for (const code of codes) expect(await waitsOf(rig, 'aceptabits', code)).toEqual(['ambiguous']);
  });

  test('two given names, and a company’s letter, are nobody’s initials', async () => {
    await meet(
      [named('JOSE LUIS PEREZ SOTO'), named('GRUPO A'), named('TRANSPORTES B DEL SURESTE')],
      [
        { name: 'Juan Luis', lastname: 'Pérez Soto' },
        { name: 'Grupo Alicia' },
        { name: 'Transportes Balam del Sureste' },
      ],
    );
    expect(counts(rig)).toEqual([6, 6]);
    expect(await rig.inStep()).toBe(true);
  });

  test('ñ and n, one e-mail: linked', async () => {
    const { clave, code } = await meet(
      [named('José Peña Gil', { email_1: 'jose@pena.mx' })],
      [{ name: 'Jose', lastname: 'Pena Gil', email: 'jose@pena.mx' }],
    );
    expect((await linkOf(rig, clave))?.code).toBe(code);
  });

  test.each([
    ['a title', 'C.P. JUAN PEREZ LOPEZ', 'Juan', 'Pérez López'],
    ['words written short', 'MARIA DEL CARMEN RUIZ GIL', 'Ma. del Carmen', 'Ruiz Gil'],
    ['an apostrophe', 'JUAN OFARRILL KU', 'Juan', 'O’Farrill Ku'],
    ['an initial', 'JOSE LUIS PEREZ SOTO', 'J. Luis', 'Pérez Soto'],
  ])('%s, one phone: linked', async (_, descripcion, name, lastname) => {
    const { clave, code } = await meet(
      [named(descripcion, { telefono_1: '9991112233', email_1: 'no@tiene.com' })],
      [{ name, lastname, phone: '999 111 2233', email: 'juan@correo.mx' }],
    );
    expect((await linkOf(rig, clave))?.code).toBe(code);
    expect(counts(rig)).toEqual([1, 1]);
  });

  test.each([
    ['e-mails', named('MARIO CHAVEZ', { email_1: 'ana@ku.mx; ventas@ku.mx' }), { email: 'ventas@ku.mx' }],
    ['phones', named('MARIO CHAVEZ', { telefono_1: '9991234567' }), { phone: '9997654321 / 999 123 4567' }],
  ])(
    'one of several %s in a field is the other\u2019s, and the names are alike: linked',
    async (_, cliente, contact) => {
      const { clave, code } = await meet([cliente], [{ name: 'Mario A.', lastname: 'Chávez', ...contact }]);
      expect((await linkOf(rig, clave))?.code).toBe(code);
      expect(counts(rig)).toEqual([1, 1]);
    },
  );

  test('one of several e-mails in a field that two customers of a side have: a doubt', async () => {
    const { claves, code } = await meet(
      [
        named('MARIO CHAVEZ', { email_1: 'ana@ku.mx; ventas@ku.mx', telefono_1: '9991112233' }),
        named('EVA PAZ GIL', { email_1: 'ventas@ku.mx' }),
      ],
      [{ name: 'Mario A.', lastname: 'Chávez', email: 'ventas@ku.mx' }],
    );
    const [mario = '', eva = ''] = claves;
    expect(await waitsOf(rig, 'managementpro', mario)).toEqual(['ambiguous']);
    expect(await waitsOf(rig, 'aceptabits', code)).toEqual(['ambiguous']);
    expect(await linkOf(rig, mario)).toBeUndefined();
    // Whose name is another is new.
    expect((await linkOf(rig, eva))?.code).not.toBe(code);
    expect(counts(rig)).toEqual([2, 2]);
  });

  test('marks without width hide nobody', async () => {
    const { clave, code } = await meet(
      [named('\u200eMuebles\u200b Nor\u00adte S.A.P.I. de C.V.')],
      [{ name: 'Muebles Norte' }],
    );
    expect((await linkOf(rig, clave))?.code).toBe(code);
    expect(counts(rig)).toEqual([1, 1]);
  });
});

describe('rule 3: somebody deleted and made anew', () => {
  /** A pair among bystanders, old enough that a list can no longer lag behind its making. */
  async function oldPair() {
    const clock = movableClock();
    rig = await startRig({ now: clock.now });
    const [pair] = await linkedPairs(rig, 12);
    if (pair === undefined) throw new Error('There is no pair.');
    clock.advance(600_000);
    return pair;
  }

  test.each([
    ['with another phone', { telefono_1: '9990000002' }],
    ['with another e-mail', { email_1: 'nueva@correo.mx' }],
    ['with another phone and e-mail', { telefono_1: '9990000002', email_1: 'nueva@correo.mx' }],
  ])('in ManagementPro, %s: a person is asked, and nobody is doubled', async (_, edited) => {
    const { clave, code } = await oldPair();
    const { descripcion = '', email_1 = '', telefono_1 = '' } = rig.managementpro.people.get(clave) ?? {};
    const before = rig.aceptabits.people.all().length;
    rig.managementpro.people.remove(clave);
    const anew = rig.managementpro.people.create({ descripcion, email_1, telefono_1, ...edited });
    await rig.cycles(4);
    expect(rig.aceptabits.people.all()).toHaveLength(before);
    expect(await waitsOf(rig, 'managementpro', anew)).toEqual(['ambiguous']);
    expect(await linkWith(rig.app.context, anew, code, 'Ana')).toBeTruthy();
    await rig.cycles(3);
    expect((await linkOf(rig, anew))?.code).toBe(code);
    expect(rig.aceptabits.people.all()).toHaveLength(before);
  });

  test('in Aceptabits, with another phone: likewise', async () => {
    const { clave, code } = await oldPair();
    const { name = '', lastname = null, email = null } = rig.aceptabits.people.get(code) ?? {};
    const before = rig.managementpro.people.all().length;
    rig.aceptabits.people.remove(code);
    const anew = rig.aceptabits.people.create({ name, lastname, email, phone: '9990000002' });
    await rig.cycles(4);
    expect(rig.managementpro.people.all()).toHaveLength(before);
    expect(await waitsOf(rig, 'aceptabits', anew)).toEqual(['ambiguous']);
    expect((await linkOf(rig, clave))?.code).toBe(code);
  });

  test('a namesake with a phone and an e-mail of their own beside one who is there is new', async () => {
    const { clave } = await oldPair();
    const { descripcion = '' } = rig.managementpro.people.get(clave) ?? {};
    const before = rig.aceptabits.people.all().length;
    const other = { descripcion, email_1: 'otra@correo.mx', telefono_1: '9990000002' };
    const namesake = rig.managementpro.people.create(other);
    await rig.cycles(3);
    expect(rig.aceptabits.people.all()).toHaveLength(before + 1);
    expect(await linkOf(rig, namesake)).toBeDefined();
  });
});

describe('rule 3: who has no evidence at all is not created', () => {
  test.each(['PUBLICO EN GENERAL', 'Cliente General', 'Cliente mostrador'])('%s', async (name) => {
    const { clave, code } = await meet([named(name, { telefono_1: '0000000000' })], [{ name }]);
    expect(counts(rig)).toEqual([1, 1]);
    expect(await waitsOf(rig, 'managementpro', clave)).toEqual(['nobody']);
    expect(await rig.inStep()).toBe(true);
    // A person may say which is which.
    expect(await linkWith(rig.app.context, clave, code, 'Ana')).toBeTruthy();
    await rig.cycles(2);
    expect((await linkOf(rig, clave))?.code).toBe(code);
    expect(counts(rig)).toEqual([1, 1]);
  });
});

describe('rule 9: what Aceptabits has made by itself is left alone', () => {
  test('it is neither created nor matched', async () => {
    rig = await startRig();
    const clave = rig.managementpro.people.create(named('Cliente agente General agente'));
    rig.aceptabits.people.create({ name: 'Cliente agente', lastname: 'General agente', isEditable: 0 });
    rig.aceptabits.people.create({ name: 'Cliente agente', lastname: 'de Francisco', isEditable: 0 });
    await rig.cycles(3);
    expect(rig.managementpro.people.all()).toHaveLength(1);
    expect((await linkOf(rig, clave))?.code).not.toBeUndefined();
    expect(rig.aceptabits.people.all()).toHaveLength(3);
    expect(await rig.inStep()).toBe(true);
  });

  test('with an e-mail of its own it is somebody', async () => {
    const { clave, code } = await meet(
      [named('Rosa Interián', { email_1: 'rosa@correo.mx' })],
      [{ name: 'Rosa', lastname: 'Interián', email: 'rosa@correo.mx', isEditable: 0 }],
    );
    expect((await linkOf(rig, clave))?.code).toBe(code);
  });
});

describe('rule 3: an inactive double does not hold the active one', () => {
  test('the active one is linked, and nobody is asked', async () => {
    const rosa = { email_1: 'rosa@correo.mx', telefono_1: '9991234567' };
    rig = await startRig();
    const [inactive, active] = (['BA', 'AC'] as const).map((estado) =>
      rig.managementpro.people.create(named('Rosa Interián Góngora', { ...rosa, estado })),
    );
    const code = rig.aceptabits.people.create({
      name: 'Rosa',
      lastname: 'Interián Góngora',
      email: 'rosa@correo.mx',
      phone: '999 123 4567',
    });
    await rig.cycles(3);
    expect((await linkOf(rig, active ?? ''))?.code).toBe(code);
    expect(await waitsOf(rig, 'managementpro', inactive ?? '')).toEqual([]);
    expect(counts(rig)).toEqual([2, 1]);
    expect(await rig.inStep()).toBe(true);
  });
});
