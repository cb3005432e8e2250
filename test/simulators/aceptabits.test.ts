/** Holds the simulated Aceptabits to its contract, method by method. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createdAtFormat } from '../../src/simulators/aceptabits/time.ts';
import { type AceptabitsSimulator, startAceptabitsSimulator } from '../../src/simulators/aceptabits.ts';
import {
  agent,
  bearer,
  codes,
  get,
  type Loose,
  people,
  post,
  shop,
  southernAgent,
  southernShop,
} from './calls.ts';

let sim: AceptabitsSimulator;
let clockMs: number;

beforeEach(async () => {
  clockMs = Date.parse('2024-08-08T23:57:37Z');
  sim = await startAceptabitsSimulator({ now: () => clockMs });
});
afterEach(() => sim.close());

const mario = {
  code_shop: shop,
  name: 'Mario',
  lastname: 'Chavez Alvarez',
  email: 'mario.alvarez@mail.com',
  code_agent: agent,
};
const shownMario = {
  code: expect.stringMatching(/^pgbcus\d{17}$/),
  name: 'Mario',
  lastname: 'Chavez Alvarez',
  phone: null,
  email: 'mario.alvarez@mail.com',
  created_at: '2024-08-08T23:57:37.000000Z',
  created_at_format: '2024-08-08 18:57:37',
  code_shop: shop,
  name_shop: 'Velas martin',
  code_agent: agent,
  name_agent: 'Francisco Perez',
  total_orders: 0,
  total_agent_orders: 0,
  total_no_agent_orders: 0,
};
const firstPage = { page: '1', limit: '10' };
const refused = (status: number, code: string) => ({ status, json: { status: false, error: { code } } });

describe('add-customer', () => {
  test('answers the example of the contract', async () => {
    const { status, json } = await post(sim, 'add-customer', mario);
    expect(status).toBe(200);
    expect(json).toEqual({
      status: true,
      success: { code: '0052' },
      data: { ...shownMario, isEditable: -1 },
    });
    expect(sim.writes).toBe(1);
  });

  test.each([
    [{ ...mario, code_shop: '' }, '1285'],
    [{ ...mario, name: ' ' }, '1277'],
    [{ ...mario, code_shop: 'pgbsho1' }, '1286'],
    [{ ...mario, code_agent: 'pgbage1' }, '1287'],
    [{ ...mario, code_agent: southernAgent }, '1288'],
  ])('a wrong value has its own code: %#', async (body, code) => {
    expect(await post(sim, 'add-customer', body)).toEqual(refused(400, code));
    expect(sim.people.all()).toHaveLength(0);
    expect(sim.writes).toBe(0);
  });

  test('what is left out is null, what is sent empty is empty, and a form works too', async () => {
    const body = new URLSearchParams({ code_shop: shop, name: 'Detergentes la perla', phone: '' });
    const response = await fetch(`${sim.url}add-customer`, { method: 'POST', headers: bearer(sim), body });
    const { data } = (await response.json()) as Loose;
    expect(data).toMatchObject({
      lastname: null,
      phone: '',
      email: null,
      code_agent: null,
      name_agent: null,
    });
  });

  test('the clock of the server may be wrong', async () => {
    sim.settings.clockSkewMs = -3_600_000;
    const { json } = await post(sim, 'add-customer', mario);
    expect(json.data.created_at).toBe('2024-08-08T22:57:37.000000Z');
  });
});

describe('get-customers', () => {
  test('shows isEditable as text and the rest as the contract does', async () => {
    await post(sim, 'add-customer', mario);
    expect(await get(sim, 'get-customers', { ...firstPage, search: mario.email })).toEqual({
      status: 200,
      json: {
        status: true,
        success: { code: '0051' },
        data: {
          data: [{ ...shownMario, isEditable: '-1' }],
          current_page: 1,
          last_page: 1,
          per_page: 10,
          from: 1,
          to: 1,
          total: 1,
        },
      },
    });
  });

  test.each([
    [{ limit: '10' }, '1575'],
    [{ page: 'x', limit: '10' }, '1575'],
    [{ page: '1' }, '1576'],
    [{ page: '1', limit: '0' }, '1576'],
  ])('page and limit are required: %o', async (query, code) => {
    expect(await get(sim, 'get-customers', query as Record<string, string>)).toEqual(refused(400, code));
  });

  test('pages are counted, cut at 100, and empty past the end', async () => {
    while (sim.people.listed().length < 250) sim.people.create({ name: 'Cliente' });
    const page = async (number: string, limit: string) => {
      const { json } = await get(sim, 'get-customers', { page: number, limit });
      return { ...json.data, data: json.data.data.length };
    };
    const shared = { per_page: 100, last_page: 3, total: 250 };
    expect(await page('1', '500')).toEqual({ ...shared, data: 100, current_page: 1, from: 1, to: 100 });
    expect(await page('3', '100')).toEqual({ ...shared, data: 50, current_page: 3, from: 201, to: 250 });
    expect(await page('4', '100')).toEqual({ ...shared, data: 0, current_page: 4, from: null, to: null });
    expect(await page('2', '7')).toMatchObject({ data: 7, last_page: 36, from: 8, to: 14 });
  });

  test('pages may hold less than was asked for', async () => {
    sim.settings.pageMax = 2;
    for (let n = 0; n < 5; n += 1) sim.people.create({ name: `Comprador ${n}` });
    const { json } = await get(sim, 'get-customers', { page: '3', limit: '10', search: 'comprador' });
    expect(json.data).toMatchObject({ per_page: 2, last_page: 3, total: 5, from: 5, to: 5 });
  });

  test('the newest come first', async () => {
    const old = sim.people.create({ name: 'a', created_at: '2020-01-01T00:00:00.000000Z' });
    const young = sim.people.create({ name: 'b' });
    const twin = sim.people.create({ name: 'c' });
    const own = sim.people.platform().map(({ code }) => code);
    expect(await people(sim)).toEqual([twin, young, old]);
    // Each agent's came with the agent, the account's own before them.
    expect(await codes(sim)).toEqual([twin, young, ...own.slice(0, -1).reverse(), ...own.slice(-1), old]);
  });

  test('among equals the order changes between requests when they are tied', async () => {
    sim.settings.tiedCreatedAt = true;
    for (let count = 0; count < 10; count += 1) {
      sim.people.create({ name: 'x' });
      clockMs += 1000;
    }
    expect(new Set(sim.people.all().map(({ created_at }) => created_at)).size).toBe(1);
    expect((await codes(sim)).join()).not.toBe((await codes(sim)).join());
  });

  test('search looks into nine fields, and the filters are exact', async () => {
    const one = sim.people.create({
      name: 'Peña',
      lastname: 'Ruiz',
      phone: '89 56',
      email: 'A@b.mx',
      code_agent: agent,
    });
    const two = sim.people.create({ name: 'x', code_shop: southernShop });
    for (const search of [one, 'PEÑA', 'ruiz', '9 5', 'a@B', agent, 'francisco p']) {
      expect(await people(sim, { search })).toEqual([one]);
    }
    for (const search of [southernShop, 'martin sur']) expect(await people(sim, { search })).toEqual([two]);
    expect(await people(sim, { search: 'nobody' })).toEqual([]);
    expect(await people(sim, { search: '' })).toEqual([two, one]);
    expect(await people(sim, { code_shop: shop })).toEqual([one]);
    expect(await people(sim, { code_agent: agent })).toEqual([one]);
    expect(await people(sim, { code_agent: southernAgent })).toEqual([]);
  });

  test('what the API wrote shows only after the lag, what people do shows at once', async () => {
    sim.settings.listLagMs = 5000;
    const { json } = await post(sim, 'add-customer', mario);
    expect(await people(sim)).toEqual([]);
    clockMs += 5000;
    expect(await people(sim)).toEqual([json.data.code]);
    sim.people.setEditable(json.data.code, 0);
    expect((await get(sim, 'get-customers', firstPage)).json.data.data[0].isEditable).toBe('0');
    sim.people.remove(json.data.code);
    expect(await people(sim)).toEqual([]);
  });
});

describe('get-agents', () => {
  test('shows the example of the contract', async () => {
    sim.people.create({ name: 'x', code_agent: agent });
    const { json } = await get(sim, 'get-agents', { page: '1', limit: '5', search: 'francisco@' });
    expect(json).toEqual({
      status: true,
      success: { code: '0048' },
      data: {
        data: [
          {
            code: agent,
            name: 'Francisco',
            lastname: 'Perez lopez',
            email: 'francisco@tester.com',
            phone: '+523313337135',
            created_at: '2024-08-08T23:22:57.000000Z',
            created_at_format: '2024-08-08 18:22:57',
            code_shop: shop,
            name_shop: 'Velas martin',
            total_customers: 1,
            total_orders: 0,
            active_account: '-1',
            isEditable: '-1',
          },
        ],
        current_page: 1,
        last_page: 1,
        per_page: 5,
        from: 1,
        to: 1,
        total: 1,
      },
    });
  });

  test('page and limit have codes of their own', async () => {
    expect(await get(sim, 'get-agents', { limit: '1' })).toEqual(refused(400, '1583'));
    expect(await get(sim, 'get-agents', { page: '1' })).toEqual(refused(400, '1584'));
  });

  test('agents are added and filtered by shop', async () => {
    const code_shop = sim.people.addShop({ name: 'Norte' });
    const code = sim.people.addAgent({ name: 'Ana', code_shop });
    const { json } = await get(sim, 'get-agents', { ...firstPage, code_shop });
    expect(json.data.data.map((row: Loose) => row.code)).toEqual([code]);
  });
});

describe('add-service', () => {
  const service = { code_shop: shop, name: 'rehabilitación de aroma para velas' };

  test('answers the example of the contract', async () => {
    const { json } = await post(sim, 'add-service', service);
    expect(json).toEqual({
      status: true,
      success: { code: '0046' },
      data: {
        code: expect.stringMatching(/^pgbser\d{17}$/),
        name: service.name,
        price_mxn: 0,
        code_shop: shop,
        name_shop: 'Velas martin',
        created_at: '2024-08-08T23:57:37.000000Z',
        created_at_format: '2024-08-08 18:57:37',
        isEditable: -1,
      },
    });
    expect(sim.people.services().map(({ name }) => name)).toEqual(['Venta general', service.name]);
  });

  test.each([0, 12, 100.55, '2500.3'])('the price %s is taken', async (price_mxn) => {
    const { json } = await post(sim, 'add-service', { ...service, price_mxn });
    expect(json.data.price_mxn).toBe(Number(price_mxn));
  });

  test.each([
    [{ ...service, name: '' }, '1224'],
    [{ ...service, code_shop: '' }, '1225'],
    [{ ...service, code_shop: 'pgbsho1' }, '1226'],
    [{ ...service, price_mxn: 'doce' }, '1343'],
    [{ ...service, price_mxn: -1 }, '1344'],
    [{ ...service, price_mxn: 1.234 }, '1607'],
  ])('a wrong value has its own code: %#', async (body, code) => {
    expect(await post(sim, 'add-service', body)).toEqual(refused(400, code));
  });
});

describe('the token', () => {
  test.each([
    ['get-customers', 'GET', '1273', '1274'],
    ['add-customer', 'POST', '1276', '1289'],
    ['get-agents', 'GET', '1235', '1236'],
    ['add-service', 'POST', '1223', '1227'],
    ['show-customer', 'GET', '1373', '1376'],
    ['delete-customer', 'POST', '1463', '1466'],
  ])('%s has codes of its own for it', async (path, method, wrong, suspended) => {
    const answer = async (headers: Record<string, string>) => {
      const response = await fetch(sim.url + path, { method, headers });
      return { status: response.status, json: await response.json() };
    };
    expect(await answer({})).toEqual(refused(401, '0000'));
    expect(await answer({ authorization: sim.token })).toEqual(refused(401, '0003'));
    expect(await answer({ authorization: 'Bearer wrong' })).toEqual(refused(401, wrong));
    sim.settings.account = 'suspended';
    expect(await answer(bearer(sim))).toEqual(refused(401, suspended));
    expect(sim.requests).toEqual({ total: 4, byPath: { [path]: 4 } });
  });

  test('the header may be another one, and the token may be rotated', async () => {
    Object.assign(sim.settings, { authHeader: 'x-api-token', authPrefix: '' });
    sim.token = 'new';
    const headers = { 'x-api-token': 'new' };
    expect((await fetch(`${sim.url}get-agents?page=1&limit=1`, { headers })).status).toBe(200);
  });
});

describe('the update whose page was never seen', () => {
  const edit = {
    code_shop: shop,
    name: 'Mario',
    lastname: 'Chávez',
    phone: '5',
    email: null,
    code_agent: agent,
  };

  test.each([
    ['404', 404],
    ['405', 405],
    ['html', 200],
  ] as const)('may not be there, as nothing else is, and a page says so: %s', async (absentAs, status) => {
    Object.assign(sim.settings, { updatePath: undefined, absent: ['show-customer'], absentAs });
    for (const path of ['edit-customer', 'show-customer', 'anything']) {
      const response = await fetch(sim.url + path, { method: 'POST', headers: bearer(sim) });
      expect(response.status).toBe(status);
      expect(response.headers.get('content-type')).toContain('text/html');
    }
    expect((await fetch(`${sim.url}add-customer`, { headers: bearer(sim) })).status).toBe(405);
  });

  test('is called edit-customer and takes the code as code, every other field optional', async () => {
    const code = sim.people.create({ name: 'Mario', phone: '5', code_agent: agent });
    const { status, json } = await post(sim, 'edit-customer', { code, email: 'a@b.mx' });
    expect([status, json.success]).toEqual([200, { code: '0053' }]);
    expect(json.data).toMatchObject({ code, name: 'Mario', phone: '5', email: 'a@b.mx', code_agent: agent });
    expect(await post(sim, 'edit-customer', { name: 'x' })).toEqual(refused(400, '1292'));
  });

  test('may edit some fields only, not empty others, and refuse one customer', async () => {
    Object.assign(sim.settings, { editsOnly: ['name', 'phone', 'email'], keepsWhenEmpty: ['phone'] });
    const before = { name: 'Mario', lastname: 'Chávez', phone: '5', email: 'a@b.mx', code_agent: agent };
    const code = sim.people.create(before);
    await post(sim, 'edit-customer', {
      code,
      ...edit,
      lastname: 'Otro',
      phone: '',
      email: '',
      code_agent: '',
    });
    expect(sim.people.get(code)).toMatchObject({ ...before, email: '' });
    sim.settings.editRefusals = { [code]: '1599' };
    expect(await post(sim, 'edit-customer', { code, ...edit })).toEqual(refused(400, '1599'));
  });

  test('may be accepted without any effect', async () => {
    sim.settings.ignoreUpdates = true;
    const code = sim.people.create({ name: 'Mario' });
    expect((await post(sim, 'edit-customer', { code, ...edit, name: 'Otro' })).json.success).toEqual({
      code: '0053',
    });
    expect(sim.people.get(code)?.name).toBe('Mario');
  });

  test('edits, and keeps or blanks what it does not carry', async () => {
    sim.settings.updatePath = 'update-customer';
    const code_customer = sim.people.create({ name: 'Mario', email: 'a@b.mx', code_agent: agent });
    const { json } = await post(sim, 'update-customer', { code_customer, ...edit });
    expect(json.data).toMatchObject({ code: code_customer, lastname: 'Chávez', phone: '5', email: null });
    await post(sim, 'update-customer', { code_customer, name: 'Mario A.' });
    expect(sim.people.get(code_customer)).toMatchObject({ name: 'Mario A.', phone: '5', code_agent: agent });
    sim.settings.omitted = 'blank';
    await post(sim, 'update-customer', { code_customer, name: 'Mario' });
    expect(sim.people.get(code_customer)).toMatchObject({ name: 'Mario', phone: null, code_agent: null });
    expect(sim.writes).toBe(3);
  });

  test('refuses the unknown, the locked, the nameless, and a wrong shop or agent', async () => {
    sim.settings.updatePath = 'update-customer';
    const free = { code_customer: sim.people.create({ name: 'x' }), ...edit };
    const code_customer = sim.people.create({ name: 'x', isEditable: 0 });
    const bodies: [object, string][] = [
      [{ ...free, code_customer: 'pgbcus1' }, '1293'],
      [{ ...free, code_customer }, '1294'],
      [{ ...free, name: '' }, '1277'],
      [{ ...free, code_shop: 'pgbsho1' }, '1286'],
      [{ ...free, code_agent: 'pgbage1' }, '1287'],
      [{ ...free, code_agent: southernAgent }, '1288'],
    ];
    for (const [body, code] of bodies)
      expect(await post(sim, 'update-customer', body)).toEqual(refused(400, code));
    expect(sim.writes).toBe(0);
  });

  test('has the habits of the server', async () => {
    Object.assign(sim.settings, { updatePath: 'update-customer', normalise: ['upper', 'trim'] });
    const code_customer = sim.people.create({ name: 'x' });
    await post(sim, 'update-customer', { code_customer, name: ' peña ' });
    expect(sim.people.get(code_customer)?.name).toBe('PEÑA');
  });
});

describe('one customer', () => {
  test('show-customer answers a row of the list, 1375 for nobody and 1374 without a code', async () => {
    const code = sim.people.create({ name: 'Mario', phone: '5' });
    const { json } = await get(sim, 'show-customer', { code });
    const [row] = (await get(sim, 'get-customers', firstPage)).json.data.data;
    expect(json).toEqual({ status: true, success: { code: '0062' }, data: row });
    expect(await get(sim, 'show-customer', { code: 'pgbcus1' })).toEqual(refused(400, '1375'));
    expect(await get(sim, 'show-customer', {})).toEqual(refused(400, '1374'));
  });

  test('delete-customer deletes for good, but nobody unknown and nobody of the platform', async () => {
    const code = sim.people.create({ name: 'Mario' });
    const locked = sim.people.create({ name: 'Cliente', isEditable: 0 });
    expect((await post(sim, 'delete-customer', { code })).json).toMatchObject({ success: { code: '0079' } });
    expect(sim.people.get(code)).toBeUndefined();
    expect(await post(sim, 'delete-customer', { code })).toEqual(refused(400, '1465'));
    expect(await post(sim, 'delete-customer', { code: locked })).toEqual(refused(400, '1615'));
    expect(await post(sim, 'delete-customer', {})).toEqual(refused(400, '1464'));
    expect(sim.writes).toBe(1);
  });
});

describe('shops and services', () => {
  test('get-shops pages and searches, and show-shop shows one', async () => {
    const code = sim.people.addShop({ name: 'Norte', website: 'https://norte.mx' });
    const { json } = await get(sim, 'get-shops', { ...firstPage, search: 'NORTE.mx' });
    expect(json).toMatchObject({
      success: { code: '0039' },
      data: { total: 1, data: [{ code, name: 'Norte' }] },
    });
    const all = (await get(sim, 'get-shops', firstPage)).json.data.data.map((row: Loose) => row.name);
    expect(all).toEqual(['Norte', 'Velas martin sur', 'Velas martin', 'Tienda general']);
    expect((await get(sim, 'show-shop', { code: shop })).json.data.name).toBe('Velas martin');
    expect(await get(sim, 'get-shops', { limit: '1' })).toEqual(refused(400, '1571'));
  });

  test('get-services asks for an order, filters and searches, and show-service shows one', async () => {
    const add = async (name: string, code_shop: string) => {
      clockMs += 1000;
      return (await post(sim, 'add-service', { name, code_shop })).json.data.code;
    };
    const [one, two] = [await add('Afinación', shop), await add('Lavado', southernShop)];
    const found = async (query: object) =>
      (await get(sim, 'get-services', { ...firstPage, order_list: '1', ...query })).json.data.data.map(
        (row: Loose) => row.code,
      );
    const [own] = sim.people.services().map(({ code }) => code);
    expect(await found({})).toEqual([own, one, two]);
    expect(await found({ order_list: '2' })).toEqual([two, one, own]);
    expect(await found({ search: 'LAVADO' })).toEqual([two]);
    expect(await found({ code_shop: shop })).toEqual([one]);
    expect((await get(sim, 'get-services', firstPage)).status).toBe(400);
    expect((await get(sim, 'show-service', { code: one })).json.data.name).toBe('Afinación');
  });
});

test("the platform's own elements are in every account, and nobody can edit or delete them", async () => {
  const account = await startAceptabitsSimulator();
  try {
    const { json } = await get(account, 'get-customers', { page: '1', limit: '100' });
    const names = json.data.data.map((row: Loose) => `${row.name} / ${row.lastname}, ${row.isEditable}`);
    expect(names).toEqual([...Array(4).fill('Cliente agente / General agente, 0'), 'Cliente / General, 0']);
    expect(account.people.all()).toEqual([]);
    for (const { code } of account.people.platform()) {
      expect(await post(account, 'edit-customer', { code, name: 'x' })).toEqual(refused(400, '1294'));
      expect(await post(account, 'delete-customer', { code })).toEqual(refused(400, '1615'));
    }
    expect(account.people.shops().map(({ name }) => name)).toContain('Tienda general');
    expect(account.people.services()).toMatchObject([{ name: 'Venta general', isEditable: 0 }]);
    account.people.addAgent({ name: 'Nueva' });
    expect(account.people.platform()).toHaveLength(6);
  } finally {
    await account.close();
  }
});

test('the Mexican time is that of the examples, with the summer time that was given up', () => {
  expect(createdAtFormat('2024-08-08T17:41:59.000000Z')).toBe('2024-08-08 12:41:59');
  expect(createdAtFormat('2024-12-08T17:41:59.000000Z')).toBe('2024-12-08 11:41:59');
});
