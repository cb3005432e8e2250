/** The client of ManagementPro against its simulator: whole records written back, look-ups, errors. */
import { describe, expect, it } from 'vitest';
import { managementPro } from './simulated.ts';

const everything = {
  descripcion: 'Abarrotes Lol ',
  razon_social: 'Abarrotes Lol SA de CV ',
  rfc: 'XAXX0101010009',
  telefono_1: '9991112233',
  telefono_2: '9205305',
  telefono_3: '55 ',
  contacto_1: 'Álex',
  email_1: 'Lol@Mail.mx',
  contacto_2: 'Marissa',
  email_2: 'm@mail.mx',
  sucursal: '0002',
  segmento: '0001',
  giro_comercial: '0002',
  vendedor: '0000000003',
  grupo_comercial: '0000000001',
  condicion_venta: 'CRED',
  direccion: {
    calle: '61',
    numero_exterior: '217',
    cruzamiento_1: '42',
    municipio: 'Umán',
    estado: 'Yucatán',
  },
};

describe.each(['keep', 'blankForm'] as const)('a server that will %s omitted fields (rule 6)', (omitted) => {
  it('loses nothing when one field changes', async () => {
    const { simulator, client } = await managementPro({ settings: { omitted } });
    const clave = simulator.people.create(everything);
    const before = simulator.people.get(clave);
    const opened = await client.open(clave);
    await opened?.save({ ...opened.record, phone: '9998887766' });
    expect(simulator.people.get(clave)).toEqual({ ...before, telefono_1: '9998887766' });
  });

  it('changes the four merged fields, and only these', async () => {
    const { simulator, client } = await managementPro({ settings: { omitted } });
    const clave = simulator.people.create(everything);
    const before = simulator.people.get(clave);
    const opened = await client.open(clave);
    await opened?.save({
      ...opened.record,
      name: 'Nuevo',
      email: '',
      phone: '',
      salesperson: '',
      rfc: 'no se toca',
      shop: '0001',
    });
    const changed = { descripcion: 'Nuevo', email_1: '', telefono_1: '', vendedor: '' };
    expect(simulator.people.get(clave)).toEqual({ ...before, ...changed });
  });

  it('takes a customer that has nothing but a name', async () => {
    const { simulator, client } = await managementPro({ settings: { omitted } });
    const clave = simulator.people.create({ descripcion: 'Solo', condicion_venta: '', segmento: '' });
    const opened = await client.open(clave);
    await opened?.save({ ...opened.record, name: 'Sola' });
    expect(simulator.people.get(clave)).toMatchObject({ descripcion: 'Sola', vendedor: '', segmento: '' });
  });
});

describe('the turn of an update under the rate limit (rule 6)', () => {
  it.each([
    [
      'tells all, so that the reading back goes with it',
      { segmento: '0001' },
      ['list', 'GetCliente', 'addCliente', 'list'],
      4,
    ],
    [
      'is asked twice, and the reading back waits for its own',
      { segmento: '' },
      ['list', 'GetCliente', 'GetCliente', 'addCliente', 'list'],
      5,
    ],
  ])('is taken before its first request: whoever %s', async (_, segmento, asked, admitted) => {
    let taken = 0;
    const sent: string[] = [];
    const { simulator, client } = await managementPro(
      {},
      {
        gate: {
          admit: async (requests) => {
            taken += requests;
          },
        },
        observe: ({ operation }) => sent.push(operation === 'GetClienteLista' ? 'list' : operation),
      },
    );
    const clave = simulator.people.create({ ...everything, ...segmento });
    const opened = await client.open(clave);
    expect(taken).toBe(4);
    await opened?.save({ ...opened.record, phone: '9998887766' });
    expect(taken).toBe(4);
    await client.lookup([clave], opened?.turn);
    expect([sent, taken]).toEqual([asked, admitted]);
  });
});

describe('looking up (rule 2)', () => {
  it('finds in both estados, and an absence is the lack of a key', async () => {
    const { simulator, client } = await managementPro();
    const here = simulator.people.create({ descripcion: 'Uno' });
    const inactive = simulator.people.create({ descripcion: 'Dos', estado: 'BA' });
    const found = await client.lookup([here, inactive, '9999999999']);
    expect([...found.keys()]).toEqual([here, inactive]);
    expect(found.get(inactive)).toMatchObject({ ok: true, record: { active: false } });
    expect(await client.open(inactive)).toMatchObject({ record: { active: false } });
    expect(await client.open('9999999999')).toBeUndefined();
  });

  it.each(['a,b', ' a ', 'Ñandú-1', '__proto__', "o'clock"])('finds the clave %j', async (clave) => {
    const { simulator, client } = await managementPro();
    simulator.people.create({ clave, descripcion: 'Rara' });
    expect([...(await client.lookup([clave, 'b'])).keys()]).toEqual([clave]);
  });

  it('takes nobody for absent because of a cap', async () => {
    const { simulator, client } = await managementPro({ settings: { cap: 7 } });
    const claves = Array.from({ length: 150 }, (_, i) => simulator.people.create({ descripcion: `C ${i}` }));
    expect((await client.lookup([...claves, 'nobody'])).size).toBe(150);
  });

  it('takes an error for no absence', async () => {
    const { client } = await managementPro({}, { apikey: 'wrong' });
    await expect(client.lookup(['1'])).rejects.toMatchObject({ facts: { errorClass: 'credentials' } });
  });
});

describe('creating', () => {
  it('sends the complete structure and answers the clave', async () => {
    const { simulator, client } = await managementPro();
    const clave = await client.create({
      name: 'Ana Uc',
      email: 'ana@mail.mx',
      phone: '9991112233',
      salesperson: '0000000002',
      shop: '0002',
      legalName: 'Ana Uc SA',
      rfc: 'XAXX010101000',
      segment: '0001',
      lineOfBusiness: '0001',
      group: '0000000001',
      terms: 'CONT',
      address: { calle: '46', codigo_postal: '97280' },
    });
    expect(simulator.people.get(clave)).toMatchObject({
      descripcion: 'Ana Uc',
      email_1: 'ana@mail.mx',
      telefono_1: '9991112233',
      vendedor: '0000000002',
      sucursal: '0002',
      condicion_venta: 'CONT',
      direccion: { calle: '46', codigo_postal: '97280' },
    });
  });

  it('can send the simplified structure', async () => {
    const { simulator, client } = await managementPro();
    const clave = await client.createSimple({ name: 'Ana Uc', email: '', phone: '', rfc: 'XAXX010101000' });
    expect(simulator.people.get(clave)).toMatchObject({ descripcion: 'Ana Uc', rfc: 'XAXX010101000' });
  });

  it.each([
    [{ name: '' }, 'data'],
    [{ salesperson: '99' }, 'reference'],
    [{ shop: 'X' }, 'reference'],
  ])('is refused with %j as %s', async (wrong, errorClass) => {
    for (const httpErrors of [false, true]) {
      const { client } = await managementPro({ settings: { httpErrors } });
      const call = client.create({ name: 'Ana', email: '', phone: '', ...wrong });
      await expect(call).rejects.toMatchObject({ facts: { errorClass, clearNo: true } });
    }
  });
});
