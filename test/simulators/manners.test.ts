import { Agent, request } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type AceptabitsSimulator, startAceptabitsSimulator } from '../../src/simulators/aceptabits.ts';
import {
  type ManagementProSimulator,
  startManagementProSimulator,
} from '../../src/simulators/managementpro.ts';
import { agent, bearer, codes, erp, erpRows, get, type Loose, people, post, shop } from './calls.ts';

/** What no document shows and servers like these do: each mode of both sides, over HTTP. */

let m: ManagementProSimulator;
let a: AceptabitsSimulator;
beforeEach(async () => {
  m = await startManagementProSimulator();
  a = await startAceptabitsSimulator();
});
afterEach(() => Promise.all([m.close(), a.close()]));

const set = (
  settings: Partial<ManagementProSimulator['settings']> & Partial<AceptabitsSimulator['settings']>,
) => {
  Object.assign(m.settings, settings);
  Object.assign(a.settings, settings);
};
const listed = 'get-customers?page=1&limit=100';
const askA = (search = '') => fetch(`${a.url}${listed}&search=${search}`, { headers: bearer(a) });
const askM = (data: object = {}) => {
  const body = JSON.stringify({ apikey: m.apikey, provider: 'catalogos', action: 'GetClienteLista', data });
  return fetch(m.url, { method: 'POST', body });
};
const page = { page: '1', limit: '100' };
const addBoth = (name: string) => {
  m.people.create({ descripcion: name });
  return a.people.create({ name });
};

describe('bytes', () => {
  test.each([
    ['iso-8859-1', 'Muñoz €', 'Muñoz ?'],
    ['windows-1252', 'Muñoz €', 'Muñoz €'],
  ] as const)('answers may be %s, declared or not', async (charset, name, read) => {
    set({ charset, charsetDeclared: true });
    addBoth(name);
    for (const ask of [askM, askA]) {
      set({ charsetDeclared: true });
      const declared = await ask();
      expect(declared.headers.get('content-type')).toBe(`application/json; charset=${charset}`);
      expect(new TextDecoder(charset).decode(await declared.arrayBuffer())).toContain(read);
      set({ charsetDeclared: false });
      const bare = await ask();
      expect(bare.headers.get('content-type')).toBe('application/json');
      const bytes = await bare.arrayBuffer();
      expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes)).toThrow();
    }
  });

  test('the Content-Type may be wrong, for ever or once', async () => {
    set({ contentType: 'text/html' });
    for (const ask of [askM, askA]) {
      const response = await ask();
      expect(response.headers.get('content-type')).toBe('text/html');
      expect(JSON.parse(await response.text())).toHaveProperty('data');
    }
    set({ contentType: undefined });
    a.faults.add({ on: '*', when: 'after', kind: 'wrongType' });
    expect((await askA()).headers.get('content-type')).toBe('text/html');
    expect((await askA()).headers.get('content-type')).toBe('application/json');
  });

  test.each([
    ['escape', 'Peña & "Hijos"', 'Peña &amp; &quot;Hijos&quot;', 'Peña &amp;amp; &amp;quot;Hijos&amp;quot;'],
    ['backslash', "O'Farrill", "O\\'Farrill", "O\\\\\\'Farrill"],
    ['mojibake', 'Muñoz', 'MuÃ±oz', 'MuÃ\u0083Â±oz'],
    ['question', 'Muñoz', 'Mu?oz', 'Mu?oz'],
    ['replacement', 'Muñoz', 'Mu\uFFFDoz', 'Mu\uFFFDoz'],
  ] as const)(
    'what is stored is not what was sent: %s, at each store anew',
    async (habit, sent, once, twice) => {
      set({ normalise: [habit] });
      const { clave } = (await erp(m, 'addCliente', { clave: '', descripcion: sent })).json.data.cliente;
      const { code } = (await post(a, 'add-customer', { code_shop: shop, name: sent })).json.data;
      expect([m.people.get(clave)?.descripcion, a.people.get(code)?.name]).toEqual([once, once]);
      await erp(m, 'addCliente', { clave, descripcion: once });
      await post(a, 'edit-customer', { code, name: once });
      expect([m.people.get(clave)?.descripcion, a.people.get(code)?.name]).toEqual([twice, twice]);
    },
  );

  test('a prefix is put before one field at each store', async () => {
    m.settings.normalise = [{ prefix: 'RS ', field: 'razon_social' }];
    const form = { descripcion: 'Peña', razon_social: 'Peña SA' };
    await erp(m, 'addCliente', { clave: '', ...form });
    await erp(m, 'addCliente', { clave: '0000000001', ...form, razon_social: 'RS Peña SA' });
    expect(m.people.get('0000000001')).toMatchObject({ descripcion: 'Peña', razon_social: 'RS RS Peña SA' });
  });
});

describe('shapes', () => {
  // An account is never without the platform's own customers; a search is.
  const lists = async () =>
    (await Promise.all([askM(), askA('xool')].map(async (asked) => (await asked).json()))) as Loose[];
  const rows = async () => {
    const [ofM, ofA] = await lists();
    return [ofM.data.cliente, ofA.data.data];
  };

  test.each([
    ['null', null],
    ['text', ''],
    ['object', {}],
  ] as const)('an empty list may be %s', async (emptyList, shape) => {
    set({ emptyList });
    expect(await rows()).toEqual([shape, shape]);
  });

  test('a list of one may be an object, and rows may have numeric keys', async () => {
    addBoth('Xool Uno');
    set({ listOfOne: 'object' });
    expect(await rows()).toMatchObject([{ descripcion: 'Xool Uno' }, { name: 'Xool Uno' }]);
    addBoth('Xool Dos');
    set({ rowsAs: 'object' });
    expect(await rows()).toMatchObject([
      { 100: { descripcion: 'Xool Uno' }, 101: { descripcion: 'Xool Dos' } },
      { 100: { name: 'Xool Dos' }, 101: { name: 'Xool Uno' } },
    ]);
  });

  test('a row with a raw line break breaks the document, and only where it stands in it', async () => {
    const code = addBoth('Quebrado');
    addBoth('Entero');
    set({ brokenRows: ['0000000001', code] });
    for (const ask of [askM, askA]) {
      const text = await (await ask()).text();
      expect(text).toContain('Que\nbrado');
      expect(() => JSON.parse(text)).toThrow();
    }
    expect(await erpRows(m, { clave: '0000000002' })).toHaveLength(1);
    expect(await codes(a, { search: 'entero' })).toHaveLength(1);
  });

  test.each([
    ['blanks', '0000000015  '],
    ['bare', '15'],
    ['number', 15],
  ] as const)(
    'a clave may be %s in one method and not in another, and is found in all forms',
    async (form, shown) => {
      m.people.create({ clave: '0000000015', descripcion: 'Peña', sucursal: '0002', vendedor: '0000000002' });
      m.settings.claveIn = { list: form, one: 'exact', write: 'exact' };
      expect((await erpRows(m))[0].clave).toBe(shown);
      expect((await erp(m, 'GetCliente', { cliente: String(shown) })).json.data.cliente.clave).toBe(
        '0000000015',
      );
      m.settings.claveIn = { list: 'exact', one: form, write: form };
      expect((await erp(m, 'GetCliente', { cliente: '15' })).json.data.cliente.clave).toBe(shown);
      const { cliente } = (await erp(m, 'addCliente', { clave: shown, descripcion: 'Otra' })).json.data;
      expect(cliente.clave).toBe(shown);
      expect(await erpRows(m, { clave: String(shown) })).toMatchObject([{ descripcion: 'Otra' }]);
      m.settings.referencesAs = form;
      expect((await erpRows(m))[0].sucursal.clave).not.toBe('0002');
    },
  );

  test('a clave that is stored short may be shown with zeros', async () => {
    m.people.create({ clave: '15', descripcion: 'Peña' });
    m.settings.claveIn = { list: 'zeros', one: 'exact', write: 'exact' };
    expect((await erpRows(m, { clave: '0000000015' }))[0].clave).toBe('0000000015');
    expect((await erp(m, 'GetCliente', { cliente: '0000000015' })).json.data.cliente.clave).toBe('15');
  });

  test('an empty list may be an error with a message, for all questions or some', async () => {
    addBoth('Peña');
    const emptyListError = { code: '404', message: 'No se encontraron registros: {value}' };
    set({ emptyListError });
    const error = (value: string) => ({
      type: 'error',
      code: '404',
      message: `No se encontraron registros: ${value}`,
    });
    expect((await erp(m, 'GetClienteLista', { estado: 'BA' })).json).toEqual(error(''));
    expect((await erp(m, 'GetClienteLista', { clave: '9' })).json).toEqual(error('9'));
    expect((await erp(m, 'GetClienteLista', { busqueda: 'zz' })).json).toEqual(error('zz'));
    expect(await erpRows(m, { clave: '9,0000000001' })).toHaveLength(1);
    expect(await get(a, 'get-customers', { ...page, search: 'zz' })).toEqual({
      status: 400,
      json: { status: false, error: { code: '404', message: error('zz').message } },
    });
    set({ emptyListError: { ...emptyListError, on: ['inactive', 'list'] } });
    expect((await erp(m, 'GetClienteLista', { estado: 'BA' })).json.type).toBe('error');
    expect(await erpRows(m, { busqueda: 'zz' })).toEqual([]);
    expect(await codes(a, { search: 'zz' })).toEqual([]);
  });
});

describe('time and size', () => {
  test('a list may dribble, and its rows may be fat', async () => {
    addBoth('Uno');
    set({ listDripMs: 40, rowPadBytes: 5000 });
    for (const ask of [askM, askA]) {
      const startedMs = performance.now();
      expect((await (await ask()).text()).length).toBeGreaterThan(5000);
      expect(performance.now() - startedMs).toBeGreaterThan(30);
    }
    const startedMs = performance.now();
    await erp(m, 'GetCliente', { cliente: '0000000001' });
    expect(performance.now() - startedMs).toBeLessThan(5000);
  });

  test('a list that is too large for the server fails, and a smaller one does not', async () => {
    for (let count = 0; count < 5; count += 1) addBoth(`Cliente ${count}`);
    set({ listRowsMax: 4 });
    expect((await erp(m, 'GetClienteLista', { registros: '100' })).json).toMatchObject({
      type: 'error',
      code: '500',
    });
    expect((await get(a, 'get-customers', page)).status).toBe(500);
    expect(await erpRows(m, { registros: '4' })).toHaveLength(4);
    expect(await codes(a, { limit: '4' })).toHaveLength(4);
    set({ listTooLarge: 'cutoff' });
    const cut = await askM();
    await expect(cut.text()).rejects.toThrow();
  });

  test('a list may grow while it is read: one newcomer for each page', async () => {
    set({ growth: 1 });
    expect(await erpRows(m)).toHaveLength(1);
    expect(await erpRows(m)).toHaveLength(2);
    const [first, second] = [await people(a), await people(a)];
    expect(second.slice(1)).toEqual(first);
    expect(second).toHaveLength(2);
  });

  test('Retry-After may be a date', async () => {
    a.faults.add({ on: '*', when: 'before', kind: 'pace429', retryAfterSeconds: 60, retryAfterDate: true });
    const at = Date.parse((await askA()).headers.get('retry-after') ?? '');
    expect(at - Date.now()).toBeGreaterThan(50_000);
  });

  test('a redirect tells where to, and carries nothing out', async () => {
    const location = 'https://login.example/sso';
    a.faults.add({ on: '*', when: 'before', kind: 'redirect', location, redirectStatus: 307 });
    const body = new URLSearchParams({ code_shop: shop, name: 'Mario' });
    const init = { method: 'POST', headers: bearer(a), body, redirect: 'manual' } as const;
    const response = await fetch(`${a.url}add-customer`, init);
    expect([response.status, response.headers.get('location')]).toEqual([307, location]);
    expect(a.people.all()).toEqual([]);
  });
});

describe('connections', () => {
  let pool: Agent;
  beforeEach(() => {
    pool = new Agent({ keepAlive: true, maxSockets: 1 });
  });
  afterEach(() => pool.destroy());
  const ask = (through: Agent | false, signal?: AbortSignal) =>
    new Promise<number | undefined>((resolve, reject) => {
      const asking = request(a.url + listed, {
        agent: through,
        headers: bearer(a),
        ...(signal && { signal }),
      });
      asking.once('response', (response) =>
        response.resume().once('end', () => resolve(response.statusCode)),
      );
      asking.once('error', reject);
      asking.end();
    });

  test('one that was idle is reset at its next use, and a fresh one is not', async () => {
    expect(await ask(pool)).toBe(200);
    a.settings.idleMs = 0.001;
    await expect(ask(pool)).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(await ask(pool)).toBe(200);
    expect(a.requests.total).toBe(2);
  });

  test.each(['idle', 'reboot'])('one may be dead without anybody saying so: %s', async (how) => {
    expect(await ask(pool)).toBe(200);
    if (how === 'reboot') a.reboot();
    else Object.assign(a.settings, { idleMs: 0.001, idleEnd: 'blackhole' });
    const leaving = new AbortController();
    const silent = expect(ask(pool, leaving.signal)).rejects.toThrow('aborted');
    expect(await ask(false)).toBe(200);
    leaving.abort();
    await silent;
    expect(a.requests.total).toBe(2);
  });
});

describe('habits', () => {
  test('what a create leaves empty comes back filled in, what it says does not', async () => {
    m.settings.defaultsAtCreate = { vendedor: '0000000001', condicion_venta: 'CONT' };
    a.settings.defaultsAtCreate = { code_agent: agent };
    await erp(m, 'addCliente', { clave: '', descripcion: 'Uno' });
    await erp(m, 'addCliente', { clave: '', descripcion: 'Dos', vendedor: { clave: '0000000002' } });
    expect(m.people.all().map(({ vendedor }) => vendedor)).toEqual(['0000000001', '0000000002']);
    expect(m.people.get('0000000001')?.condicion_venta).toBe('CONT');
    const { json } = await post(a, 'add-customer', { code_shop: shop, name: 'Uno' });
    expect(json.data.code_agent).toBe(agent);
  });

  test.each([
    [[], ['Peña']],
    [['case'], ['Peña', 'PEÑA']],
    [['accents'], ['Peña', 'Pena']],
    [
      ['case', 'accents'],
      ['Peña', 'PEÑA', 'Pena', 'pena'],
    ],
  ] as const)('a search folds %j only', async (searchFolds, finding) => {
    addBoth('Peña');
    set({ searchFolds });
    for (const wanted of ['Peña', 'PEÑA', 'Pena', 'pena']) {
      const count = (finding as readonly string[]).includes(wanted) ? 1 : 0;
      expect([wanted, (await erpRows(m, { busqueda: wanted })).length]).toEqual([wanted, count]);
      expect([wanted, (await codes(a, { search: wanted })).length]).toEqual([wanted, count]);
    }
  });
});
