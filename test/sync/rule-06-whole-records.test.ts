import { afterEach, describe, expect, test } from 'vitest';
import type { CustomerFields, StoredCustomer } from '../../src/simulators/aceptabits.ts';
import type { ClienteFields, StoredCliente } from '../../src/simulators/managementpro.ts';
import { type Rig, startRig } from '../rig.ts';
import {
  both,
  inAceptabits,
  inManagementPro,
  linkedPair,
  onRequest,
  type Pair,
  person,
} from './situations.ts';

let rig: Rig;
afterEach(() => rig.close());

/** Everything that a customer of ManagementPro can hold, with the blanks and oddities that people leave behind. */
const EVERYTHING: ClienteFields = {
  razon_social: 'Comercializadora  del Sureste S.A. de C.V. ',
  rfc: 'CSU010203AB12',
  telefono_2: ' 999 111 22 33 ext. 4',
  telefono_3: '(s/n)',
  contacto_1: 'Sra. Concepción ',
  contacto_2: '',
  email_2: 'FACTURAS@sureste.mx ',
  sucursal: '0002',
  segmento: '0001',
  giro_comercial: '0002',
  grupo_comercial: '0000000001',
  condicion_venta: 'CRED',
  vendedor: '0000000001',
  esquema_precio: '3',
  grupo_impuesto: 'IVA16',
  direccion_entrega_1: 'Bodega 4 ',
  direccion: {
    calle: 'Calle 60 ',
    numero_exterior: '491',
    numero_interior: ' B',
    cruzamiento_1: '59',
    cruzamiento_2: '61 ',
    colonia: 'Centro',
    codigo_postal: '97000',
    municipio: 'Mérida ',
    ciudad: 'Mérida',
    estado: 'Yucatán',
    pais: 'México',
  },
};

const SERVERS = ['keep', 'blank'] as const;

describe.each(SERVERS)('rule 6: a ManagementPro that would %s what a write leaves out', (omitted) => {
  async function pairWithEverything(): Promise<{ pair: Pair; before: StoredCliente }> {
    rig = await startRig({ managementpro: { omitted } });
    const pair = {
      clave: inManagementPro(rig, person(1), EVERYTHING),
      code: inAceptabits(rig, person(1)),
    };
    await rig.cycles(2);
    const before = rig.managementpro.people.get(pair.clave);
    if (before === undefined) throw new Error('The customer is gone.');
    return { pair, before };
  }

  const edits: [string, CustomerFields, Partial<StoredCliente>][] = [
    ['e-mail', { email: 'nuevo@correo.mx' }, { email_1: 'nuevo@correo.mx' }],
    ['phone', { phone: '9990001122' }, { telefono_1: '9990001122' }],
    ['name', { name: 'Nueva', lastname: 'Razón' }, { descripcion: 'Nueva Razón' }],
    ['emptied e-mail', { email: '' }, { email_1: '' }],
    [
      'all three',
      { name: 'Nueva', lastname: 'Razón', email: 'n@correo.mx' },
      { descripcion: 'Nueva Razón', email_1: 'n@correo.mx' },
    ],
  ];
  test.each(edits)('%s: everything else is as before, byte for byte', async (_, edit, wanted) => {
    const { pair, before } = await pairWithEverything();
    rig.aceptabits.people.edit(pair.code, edit);
    await rig.cycles(2);
    expect(rig.managementpro.people.get(pair.clave)).toEqual({ ...before, ...wanted });
  });

  test('the values that did not change keep their own spelling and blanks', async () => {
    rig = await startRig({ managementpro: { omitted } });
    const spelt = {
      descripcion: ` ${person(1).first}  ${person(1).last} `,
      telefono_1: ` +52 ${person(1).phone} `,
    };
    const pair = { clave: inManagementPro(rig, person(1), spelt), code: inAceptabits(rig, person(1)) };
    await rig.cycles(2);
    rig.aceptabits.people.edit(pair.code, { email: 'otro@correo.mx' });
    await rig.cycles(2);
    expect(rig.managementpro.people.get(pair.clave)).toMatchObject({ ...spelt, email_1: 'otro@correo.mx' });
  });

  test('edits of other fields, made after the poll and before the write, stay', async () => {
    const { pair, before } = await pairWithEverything();
    const meanwhile = { telefono_2: '9998887777', razon_social: 'Otra razón ', vendedor: '0000000002' };
    let edited = false;
    // The look-up by clave is the writer's first step; a person is quicker than that.
    onRequest(rig.managementpro, 'GetClienteLista', ({ data }) => {
      if (edited || (data as { clave: string }).clave !== pair.clave) return;
      edited = true;
      rig.managementpro.people.edit(pair.clave, meanwhile);
    });
    rig.aceptabits.people.edit(pair.code, { email: 'tarde@correo.mx' });
    await rig.cycles(2);
    expect(edited).toBe(true);
    expect(rig.managementpro.people.get(pair.clave)).toEqual({
      ...before,
      ...meanwhile,
      email_1: 'tarde@correo.mx',
    });
  });

  test('an edit between the two readings of one customer stays as well', async () => {
    const { pair, before } = await pairWithEverything();
    const meanwhile = { telefono_3: '9998887777', contacto_1: 'Don Chucho ', condicion_venta: 'CONT' };
    let edited = false;
    onRequest(rig.managementpro, 'GetCliente', () => {
      if (!edited) rig.managementpro.people.edit(pair.clave, meanwhile);
      edited = true;
    });
    rig.aceptabits.people.edit(pair.code, { email: 'tarde@correo.mx' });
    await rig.cycles(2);
    expect(edited).toBe(true);
    expect(rig.managementpro.people.get(pair.clave)).toEqual({
      ...before,
      ...meanwhile,
      email_1: 'tarde@correo.mx',
    });
  });

  test('an edit of the same field, made after the poll and before the write, is a conflict and not overwritten', async () => {
    const { pair } = await pairWithEverything();
    let edited = false;
    onRequest(rig.managementpro, 'GetClienteLista', ({ data }) => {
      if (edited || (data as { clave: string }).clave !== pair.clave) return;
      edited = true;
      rig.managementpro.people.edit(pair.clave, { email_1: 'primero@correo.mx' });
    });
    rig.aceptabits.people.edit(pair.code, { email: 'segundo@correo.mx' });
    await rig.cycles(3);
    expect(edited).toBe(true);
    // ManagementPro wins by policy; what was typed there at the last moment stands.
    expect(both(rig, pair, 'email')).toEqual(['primero@correo.mx', 'primero@correo.mx']);
  });
});

describe.each(SERVERS)('rule 6: an Aceptabits that would %s what an update leaves out', (omitted) => {
  const KEPT = {
    code_agent: 'pgbage9743164921458226',
    total_agent_orders: 7,
    created_at: '2024-08-08T23:57:37.000000Z',
    lastname: '  Poot Ek ',
    name: 'Lucía ',
  };

  async function pairWithEverything(): Promise<{ pair: Pair; before: StoredCustomer }> {
    rig = await startRig({ aceptabits: { omitted } });
    const pair = {
      clave: inManagementPro(rig, { ...person(1), first: 'Lucía', last: 'Poot Ek' }),
      code: inAceptabits(rig, person(1), KEPT),
    };
    await rig.cycles(2);
    const before = rig.aceptabits.people.get(pair.code);
    if (before === undefined) throw new Error('The customer is gone.');
    return { pair, before };
  }

  const edits: [string, ClienteFields, Partial<StoredCustomer>][] = [
    ['e-mail', { email_1: 'nuevo@correo.mx' }, { email: 'nuevo@correo.mx' }],
    ['phone', { telefono_1: '9990001122' }, { phone: '9990001122' }],
    ['emptied phone', { telefono_1: '' }, { phone: '' }],
    ['second half of the name', { descripcion: 'Lucía Poot Canul' }, { lastname: 'Poot Canul' }],
    ['first half of the name', { descripcion: 'Lucila Poot Ek' }, { name: 'Lucila' }],
  ];
  test.each(edits)('%s: everything else is as before, byte for byte', async (_, edit, wanted) => {
    const { pair, before } = await pairWithEverything();
    rig.managementpro.people.edit(pair.clave, edit);
    await rig.cycles(2);
    expect(rig.aceptabits.people.get(pair.code)).toEqual({ ...before, ...wanted });
  });

  test('an edit made after the poll and before the write stays', async () => {
    const { pair, before } = await pairWithEverything();
    let edited = false;
    onRequest(rig.aceptabits, 'get-customers', ({ search }) => {
      if (edited || search !== pair.code) return;
      edited = true;
      rig.aceptabits.people.edit(pair.code, { phone: '9997776655' });
    });
    rig.managementpro.people.edit(pair.clave, { email_1: 'tarde@correo.mx' });
    await rig.cycles(2);
    expect(edited).toBe(true);
    expect(rig.aceptabits.people.get(pair.code)).toEqual({
      ...before,
      phone: '9997776655',
      email: 'tarde@correo.mx',
    });
    expect(both(rig, pair, 'phone')).toEqual(['9997776655', '9997776655']);
  });
});

test('rule 6: a record that is read without a key that it had is not written back without it', async () => {
  rig = await startRig({ managementpro: { omitted: 'blank' } });
  const pair = await linkedPair(rig);
  rig.managementpro.people.edit(pair.clave, { razon_social: 'La Razón Social ' });
  await rig.cycles(1);
  rig.managementpro.faults.add({
    on: /GetCliente/,
    when: 'after',
    kind: 'missingKeys',
    field: 'razon_social',
    times: Number.POSITIVE_INFINITY,
  });
  rig.aceptabits.people.edit(pair.code, { email: 'incompleto@correo.mx' });
  await rig.cycles(2);
  expect(rig.managementpro.people.get(pair.clave)).toMatchObject({
    razon_social: 'La Razón Social ',
    email_1: person(1).email,
  });
  rig.managementpro.faults.clear();
  await rig.cycles(2);
  expect(rig.managementpro.people.get(pair.clave)).toMatchObject({
    razon_social: 'La Razón Social ',
    email_1: 'incompleto@correo.mx',
  });
});
