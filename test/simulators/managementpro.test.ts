/** Holds the simulated ManagementPro to its contract, method by method. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type ManagementProSimulator,
  startManagementProSimulator,
} from '../../src/simulators/managementpro.ts';
import { erp, erpRows, type Loose, shapeOf } from './calls.ts';

let sim: ManagementProSimulator;
let clockMs: number;

beforeEach(async () => {
  clockMs = Date.parse('2026-01-15T12:00:00Z');
  sim = await startManagementProSimulator({ now: () => clockMs });
});
afterEach(() => sim.close());

/** The contract's complete structure. */
const complete = {
  clave: '',
  descripcion: 'Alejando Zapata',
  razon_social: 'Alejando Zapata SA de CV ',
  rfc: 'XAXX010101000',
  direccion: {
    calle: '46',
    colonia: 'Serapio Rendon',
    codigo_postal: '97280',
    ciudad: 'Mérida',
    estado: 'Yucatán',
    pais: 'México',
  },
  sucursal: { clave: '0001' },
  segmento: { clave: '0000' },
  giro_comercial: { clave: '0000' },
  vendedor: { clave: '0000000001' },
  grupo_comercial: { clave: '0000000000' },
  condicion_venta: { clave: 'CONT' },
  telefono_1: '9992800765',
  telefono_2: '9205305',
  telefono_3: '',
  contacto_1: 'Alex',
  contacto_email_1: 'Alex@gmail.com',
  contacto_2: 'Marissa',
  contacto_email_2: 'Marissa@gmail.com',
};

describe('addCliente', () => {
  test('a new customer is answered exactly as in the contract', async () => {
    for (const descripcion of ['Uno', 'Dos', 'Tres']) sim.people.create({ descripcion });
    expect(await erp(sim, 'addCliente', complete)).toEqual({
      status: 200,
      json: {
        type: 'info',
        code: '200',
        message: 'Cliente agregado: 0000000004',
        data: { cliente: { clave: '0000000004' } },
      },
    });
    expect(sim.writes).toBe(1);
  });

  test('the simplified structure is enough, and the ERP fills in its defaults', async () => {
    const { descripcion, razon_social, rfc, direccion } = complete;
    await erp(sim, 'addCliente', { clave: '', descripcion, razon_social, rfc, direccion });
    expect(sim.people.get('0000000001')).toMatchObject({ sucursal: '0001', segmento: '0000', estado: 'AC' });
  });

  test.each([
    [{ ...complete, descripcion: '' }, 'descripcion'],
    [{ ...complete, sucursal: { clave: '0009' } }, 'sucursal'],
    [{ ...complete, vendedor: { clave: '9' } }, 'vendedor'],
    [{ ...complete, segmento: { clave: '9' } }, 'segmento'],
    [{ ...complete, giro_comercial: { clave: '9' } }, 'giro_comercial'],
    [{ ...complete, grupo_comercial: { clave: '9' } }, 'grupo_comercial'],
    [{ ...complete, condicion_venta: { clave: '9' } }, 'condicion_venta'],
    [{ ...complete, vendedor: '0000000001' }, 'vendedor'],
    [{ ...complete, clave: '0000000099' }, '0000000099'],
  ])('a wrong value is refused with its name and stores nothing: %#', async (data, named) => {
    const { status, json } = await erp(sim, 'addCliente', data);
    expect(status).toBe(200);
    expect(json).toEqual({ type: 'error', code: '404', message: expect.stringContaining(named) });
    expect(sim.people.all()).toHaveLength(0);
    expect(sim.writes).toBe(0);
  });

  test('an edit with omitted fields keeps them, or blanks all that a write can carry', async () => {
    const clave = sim.people.create({
      descripcion: 'Uno',
      telefono_1: '1',
      esquema_precio: '3',
      direccion: { municipio: 'M' },
    });
    const before = sim.people.get(clave);
    await erp(sim, 'addCliente', { clave, contacto_email_1: 'a@b.mx' });
    expect(sim.people.get(clave)).toEqual({ ...before, email_1: 'a@b.mx' });
    sim.settings.omitted = 'blank';
    await erp(sim, 'addCliente', { clave, descripcion: 'Dos', direccion: { calle: '5' } });
    const blanked = { descripcion: 'Dos', telefono_1: '', email_1: '', sucursal: '', esquema_precio: '' };
    expect(sim.people.get(clave)).toMatchObject({ ...blanked, direccion: { calle: '5', municipio: '' } });
  });

  test('an edit may blank also what no write can carry, or only what the form has', async () => {
    const internal = { esquema_precio: '3', grupo_impuesto: 'IVA16', direccion_entrega_1: 'Bodega 5' };
    const clave = sim.people.create({ descripcion: 'Uno', telefono_1: '1', ...internal });
    sim.settings.omitted = 'blankForm';
    await erp(sim, 'addCliente', { clave, descripcion: 'Dos' });
    expect(sim.people.get(clave)).toMatchObject({ descripcion: 'Dos', telefono_1: '', ...internal });
    sim.settings.omitted = 'blank';
    await erp(sim, 'addCliente', { clave, descripcion: 'Tres' });
    const lost = { esquema_precio: '', grupo_impuesto: '', direccion_entrega_1: '', estado: 'AC' };
    expect(sim.people.get(clave)).toMatchObject({ descripcion: 'Tres', ...lost });
  });

  test('e-mails are written under their writing names only, and estado under the name that the server takes', async () => {
    const clave = sim.people.create({ descripcion: 'Uno', email_1: 'a@b.mx' });
    await erp(sim, 'addCliente', { clave, descripcion: 'Uno', email_1: 'no@b.mx', estatus: 'BA' });
    expect(sim.people.get(clave)).toMatchObject({ email_1: 'a@b.mx', estado: 'AC' });
    await erp(sim, 'addCliente', { clave, descripcion: 'Uno', estado: 'BA' });
    expect(sim.people.get(clave)).toMatchObject({ email_1: 'a@b.mx', estado: 'BA' });
  });

  test('texts are stored byte for byte, unless the server has habits', async () => {
    await erp(sim, 'addCliente', { clave: '', descripcion: ' Peña  ' });
    sim.settings.normalise = ['trim', 'upper', { cut: 3 }];
    await erp(sim, 'addCliente', { clave: '', descripcion: ' Peña  ' });
    expect(sim.people.all().map(({ descripcion }) => descripcion)).toEqual([' Peña  ', 'PEÑ']);
  });

  test('claves jump or are words when the company is like that, and never repeat', async () => {
    const issue = (count: number) =>
      Array.from({ length: count }, () => sim.people.create({ descripcion: 'x' }));
    sim.settings.claves = 'gaps';
    expect(Math.max(...issue(100).map(Number))).toBeGreaterThan(50_000);
    sim.settings.claves = 'text';
    const claves = issue(200);
    expect(new Set(claves).size).toBe(200);
    expect(claves.some((clave) => !/\d/.test(clave))).toBe(true);
    expect(claves.every((clave) => /[A-Z]/.test(clave))).toBe(true);
  });
});

describe('reading', () => {
  test('GetCliente has the shape of the contract', async () => {
    await erp(sim, 'addCliente', complete);
    const { json } = await erp(sim, 'GetCliente', { cliente: '0000000001' });
    expect(json).toEqual({
      type: 'info',
      code: '200',
      message: 'Consulta realizada correctamente',
      data: {
        cliente: {
          clave: '0000000001',
          descripcion: 'Alejando Zapata',
          razon_social: 'Alejando Zapata SA de CV ',
          rfc: 'XAXX010101000',
          direccion_1: '46 ',
          direccion_2: 'Serapio Rendon',
          direccion_3: '97280',
          telefono_1: '9992800765',
          telefono_2: '9205305',
          telefono_3: '',
          direccion: {
            calle: '46',
            numero_exterior: '',
            numero_interior: '',
            cruzamiento_1: '',
            cruzamiento_2: '',
            colonia: 'Serapio Rendon',
            codigo_postal: '97280',
            municipio: '',
            ciudad: 'Mérida',
            estado: 'Yucatán',
            pais: 'México',
          },
          contacto_1: 'Alex',
          email_1: 'Alex@gmail.com',
          contacto_2: 'Marissa',
          email_2: 'Marissa@gmail.com',
          condicion_venta: 'CONT',
          esquema_precio: '1',
          sucursal: '0001',
          segmento: '0000',
          giro_comercial: '0000',
          grupo_impuesto: '',
          estatus: 'AC',
        },
      },
    });
  });

  test('GetCliente errs with 405 for a customer it does not know, or none', async () => {
    for (const data of [{ cliente: '0000000009' }, {}]) {
      const { json } = await erp(sim, 'GetCliente', data);
      expect(json).toEqual({ type: 'error', code: '405', message: expect.any(String) });
    }
  });

  test('GetClienteLista has the shape of the contract', async () => {
    await erp(sim, 'addCliente', complete);
    const { json } = await erp(sim, 'GetClienteLista', { registros: '10' });
    const named = { clave: 'string', descripcion: 'string' };
    const { estado, ...texts } = Object.fromEntries(
      'clave descripcion razon_social rfc telefono_1 telefono_2 telefono_3 direccion_1 direccion_2 direccion_3 direccion_entrega_1 direccion_entrega_2 direccion_entrega_3 contacto_1 email_1 contacto_2 email_2 estado'
        .split(' ')
        .map((key) => [key, 'string']),
    );
    const direccion = shapeOf(sim.people.get('0000000001')?.direccion);
    expect(shapeOf(json)).toEqual({
      type: 'string',
      code: 'string',
      message: 'string',
      data: {
        cliente: [{ ...texts, estado, vendedor: named, sucursal: named, grupo_comercial: named, direccion }],
        registros: 'number',
      },
    });
    expect(json.data.cliente[0].vendedor).toEqual({ clave: '0000000001', descripcion: 'Vendedor 1' });
  });

  test('ten customers come unless registros says otherwise, and never more than the silent cap', async () => {
    for (let count = 0; count < 25; count += 1) sim.people.create({ descripcion: `Cliente ${count}` });
    expect(await erpRows(sim)).toHaveLength(10);
    expect(await erpRows(sim, { registros: '20' })).toHaveLength(20);
    expect(await erpRows(sim, { registros: 1000 })).toHaveLength(25);
    sim.settings.cap = 15;
    expect(await erpRows(sim, { registros: '1000' })).toHaveLength(15);
  });

  test('the count of the answer means what is set', async () => {
    for (let count = 0; count < 12; count += 1) sim.people.create({ descripcion: 'x' });
    const counted = async () => (await erp(sim, 'GetClienteLista', {})).json.data.registros;
    expect(await counted()).toBe(10);
    sim.settings.registros = 'matching';
    expect(await counted()).toBe(12);
    sim.settings.numbersAsText = true;
    expect(await counted()).toBe('12');
  });

  test('filters narrow the list together, and an empty one does nothing', async () => {
    const one = sim.people.create({ descripcion: 'Peña', rfc: 'PEX010101AB1', vendedor: '0000000002' });
    const two = sim.people.create({
      descripcion: 'x',
      razon_social: 'La PEÑA SA',
      sucursal: '0002',
      estado: 'BA',
    });
    const three = sim.people.create({ descripcion: 'y', grupo_comercial: '0000000001' });
    const found = async (data: object) => (await erpRows(sim, data)).map((row: Loose) => row.clave);
    expect(await found({ busqueda: '', estado: '', clave: '', sucursal: '', vendedor: '' })).toEqual([
      one,
      two,
      three,
    ]);
    expect(await found({ busqueda: 'peña' })).toEqual([one, two]);
    expect(await found({ busqueda: 'pex0101' })).toEqual([one]);
    expect(await found({ busqueda: '00003' })).toEqual([three]);
    expect(await found({ busqueda: 'peña', estado: 'AC' })).toEqual([one]);
    expect(await found({ estado: 'BA' })).toEqual([two]);
    expect(await found({ clave: `${one}, ${three},nobody` })).toEqual([one, three]);
    expect(await found({ sucursal: '0002' })).toEqual([two]);
    expect(await found({ vendedor: '0000000002' })).toEqual([one]);
    expect(await found({ grupo_comercial: '0000000001,0000000002' })).toEqual([three]);
    expect(await found({ clave: 'nobody' })).toEqual([]);
  });

  test('GetVendedorLista shows the salespeople, up to registros of them', async () => {
    const { json } = await erp(sim, 'GetVendedorLista', { registros: '2' });
    const address = Object.fromEntries(
      'calle numero_exterior numero_interior cruzamiento_1 cruzamiento_2 colonia codigo_postal municipio ciudad estado pais'
        .split(' ')
        .map((key) => [key, 'string']),
    );
    const named = { clave: 'string', descripcion: 'string' };
    const { type, code, message, data } = json;
    expect([type, code, message]).toEqual(['info', '200', 'Consulta realizada correctamente']);
    expect(data.registros).toBe(2);
    expect(shapeOf(data.vendedor[1])).toEqual({
      ...named,
      nivel: 'string',
      operador: 'string',
      grupo_vendedor: named,
      sucursal: named,
      direccion: address,
      email: 'string',
      telefono_1: 'string',
      telefono_2: 'string',
      telefono_3: 'string',
      estatus: 'string',
    });
    expect(data.vendedor[1]).toMatchObject({
      clave: '0000000002',
      descripcion: 'Francisco Perez lopez',
      estatus: 'AC',
    });
    expect((await erp(sim, 'GetVendedorLista', {}, { apikey: 'wrong' })).json.code).toBe('405');
  });

  test('lists can be read in pages where the filters for it are called as set, and say so after the rows', async () => {
    for (let count = 0; count < 7; count += 1) sim.people.create({ descripcion: `Cliente ${count}` });
    const second = { pagina: '2', por_pagina: '3' };
    expect(await erpRows(sim, second)).toHaveLength(7);
    sim.settings.paging = { page: 'pagina', size: 'por_pagina', info: 'paginacion' };
    const { data } = (await erp(sim, 'GetClienteLista', second)).json;
    expect(data.cliente.map((row: Loose) => row.clave)).toEqual(['0000000004', '0000000005', '0000000006']);
    expect(Object.keys(data)).toEqual(['cliente', 'registros', 'paginacion']);
    const paginacion = { pagina: 2, total_paginas: 3, registros_por_pagina: 3, total_registros: 7 };
    expect(data.paginacion).toEqual(paginacion);
    expect((await erp(sim, 'GetVendedorLista', second)).json.data.vendedor).toHaveLength(3);
  });

  test('a server without order gives another one each time', async () => {
    for (let count = 0; count < 10; count += 1) sim.people.create({ descripcion: 'x' });
    sim.settings.order = 'shuffled';
    const claves = async () => (await erpRows(sim)).map((row: Loose) => row.clave).join();
    expect(await claves()).not.toBe(await claves());
  });

  test('what the API wrote shows only after the lag, what people do shows at once', async () => {
    sim.settings.listLagMs = 5000;
    const clave = sim.people.create({ descripcion: 'Antes' });
    await erp(sim, 'addCliente', { clave, descripcion: 'Después' });
    await erp(sim, 'addCliente', { clave: '', descripcion: 'Nuevo' });
    const names = async () => (await erpRows(sim)).map((row: Loose) => row.descripcion);
    expect(await names()).toEqual(['Antes']);
    expect((await erp(sim, 'GetCliente', { cliente: '0000000002' })).json.code).toBe('405');
    expect(sim.people.get(clave)?.descripcion).toBe('Después');
    clockMs += 5000;
    expect(await names()).toEqual(['Después', 'Nuevo']);
    await erp(sim, 'addCliente', { clave, descripcion: 'Otra vez' });
    sim.people.edit(clave, { telefono_1: '5' });
    expect(await names()).toEqual(['Otra vez', 'Nuevo']);
  });

  test('people make inactive and remove', async () => {
    const clave = sim.people.create({ clave: 'A-1', descripcion: 'x' });
    sim.people.setEstado(clave, 'BA');
    expect((await erpRows(sim))[0].estado).toBe('BA');
    sim.people.remove(clave);
    expect(await erpRows(sim)).toEqual([]);
    expect(() => sim.people.edit(clave, {})).toThrow('A-1');
  });
});

describe('the request', () => {
  const list = { provider: 'catalogos', action: 'GetClienteLista' };

  test('parameters and forms with a field data work as the JSON body does', async () => {
    sim.people.create({ descripcion: 'x' });
    const whole = JSON.stringify({ ...list, apikey: sim.apikey, data: {} });
    const form = new FormData();
    form.set('data', whole);
    const partly = new URLSearchParams({ ...list, apikey: sim.apikey, data: '{"registros":"5"}' });
    const bodies = [form, new URLSearchParams({ data: whole }), partly, whole];
    for (const body of bodies) {
      const response = await fetch(sim.url, { method: 'POST', body });
      expect(((await response.json()) as Loose).data.registros).toBe(1);
    }
    const asParameters = await fetch(`${sim.url}?${partly}`, { method: 'POST' });
    expect(((await asParameters.json()) as Loose).data.registros).toBe(1);
  });

  test('wrong requests are errors, with HTTP 200 or a telling one', async () => {
    const wrong = () => [
      erp(sim, 'GetClienteLista', {}, { apikey: 'wrong' }),
      erp(sim, 'GetClienteLista', {}, { provider: 'otros' }),
      erp(sim, 'deleteCliente', {}),
    ];
    for (const reply of await Promise.all(wrong())) {
      expect(reply).toEqual({
        status: 200,
        json: { type: 'error', code: '404', message: expect.any(String) },
      });
    }
    sim.settings.httpErrors = true;
    expect((await Promise.all(wrong())).map(({ status }) => status)).toEqual([401, 400, 400]);
    const broken = await fetch(sim.url, { method: 'POST', body: '{"apikey":"YOUR_APIKEY"\n"provider"' });
    expect(broken.status).toBe(400);
    expect((await fetch(new URL('/elsewhere', sim.url))).status).toBe(404);
  });

  test('a rotated apikey counts at once, and requests are counted even when refused', async () => {
    const old = sim.apikey;
    sim.apikey = 'new';
    const { json } = await erp(sim, 'GetClienteLista', {}, { apikey: old });
    expect(json.message).toContain('apikey');
    expect((await erp(sim, 'GetClienteLista', {})).json.type).toBe('info');
    expect(sim.requests).toEqual({ total: 2, byAction: { GetClienteLista: 2 } });
  });
});
