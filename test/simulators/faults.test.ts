/** Faults on demand: what of a struck request has happened, and what its caller gets to see. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type AceptabitsSimulator, startAceptabitsSimulator } from '../../src/simulators/aceptabits.ts';
import type { FaultKind } from '../../src/simulators/faults.ts';
import {
  type ManagementProSimulator,
  startManagementProSimulator,
} from '../../src/simulators/managementpro.ts';
import { bearer, codes, erp, erpRows, get, type Loose, people, post, shop } from './calls.ts';

let m: ManagementProSimulator;
let a: AceptabitsSimulator;

beforeEach(async () => {
  m = await startManagementProSimulator();
  a = await startAceptabitsSimulator();
});
afterEach(() => Promise.all([m.close(), a.close()]));

const create = (sim: AceptabitsSimulator) => post(sim, 'add-customer', { code_shop: shop, name: 'Mario' });
const list = (sim: AceptabitsSimulator) =>
  fetch(`${sim.url}get-customers?page=1&limit=100`, { headers: bearer(sim) });

/** Gives a request up as soon as the fault has it in its hands. */
async function leaveOnceStruck(
  sim: { faults: { hits(): number } },
  ask: (signal: AbortSignal) => Promise<Response>,
): Promise<void> {
  const leaving = new AbortController();
  const given = expect(ask(leaving.signal)).rejects.toThrow();
  await expect.poll(() => sim.faults.hits(), { interval: 1, timeout: 10_000 }).toBe(1);
  leaving.abort();
  await given;
}

describe('a create that goes wrong', () => {
  const kinds: FaultKind[] = [
    'reset',
    'error500',
    'html502',
    'pace429',
    'pace503',
    'cutoff',
    'empty',
    'garbage',
  ];

  test.each([...kinds, 'unauthorized', 'wrongShape'] as FaultKind[])(
    '%s before the commit stores nothing, after it stores one',
    async (kind) => {
      for (const [when, stored] of [
        ['before', 0],
        ['after', 1],
      ] as const) {
        a.faults.add({ on: 'add-customer', when, kind });
        m.faults.add({ on: 'addCliente', when, kind });
        await Promise.allSettled([create(a), erp(m, 'addCliente', { clave: '', descripcion: 'Mario' })]);
        expect([a.people.all().length, m.people.all().length]).toEqual([stored, stored]);
        expect([a.writes, m.writes]).toEqual([stored, stored]);
      }
      expect([a.faults.hits(), m.faults.hits()]).toEqual([2, 2]);
    },
  );

  test('a time-out never answers, whether or not it stored, and does not keep the server open', async () => {
    const given = new AbortController();
    a.faults.add({ on: '*', when: 'after', kind: 'timeout' });
    const headers = { ...bearer(a), 'content-type': 'application/json' };
    const body = JSON.stringify({ code_shop: shop, name: 'Mario' });
    const hanging = fetch(`${a.url}add-customer`, { method: 'POST', headers, body, signal: given.signal });
    const failed = expect(hanging).rejects.toThrow();
    await expect.poll(() => a.people.all().length, { timeout: 10_000 }).toBe(1);
    a.faults.add({ on: '*', when: 'before', kind: 'timeout' });
    const second = expect(create(a)).rejects.toThrow();
    await expect.poll(() => a.faults.hits(), { timeout: 10_000 }).toBe(2);
    expect(a.people.all()).toHaveLength(1);
    await a.close();
    await Promise.all([failed, second]);
  });

  test('a late commit lands after the caller has left', async () => {
    m.faults.add({ on: 'addCliente', when: 'after', kind: 'timeout', commitDelayMs: 300 });
    const body = JSON.stringify({
      apikey: m.apikey,
      provider: 'catalogos',
      action: 'addCliente',
      data: { clave: '', descripcion: 'Tarde' },
    });
    await leaveOnceStruck(m, (signal) => fetch(m.url, { method: 'POST', body, signal }));
    expect(m.people.all()).toHaveLength(0);
    await expect.poll(() => m.people.all().length, { timeout: 10_000 }).toBe(1);
  });
});

describe('on the wire', () => {
  test('a reset breaks the connection', async () => {
    a.faults.add({ on: '*', when: 'before', kind: 'reset' });
    await expect(list(a)).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
  });

  test('a documented trouble has the code of the method', async () => {
    a.faults.add({ on: '*', when: 'before', kind: 'error500', times: 4 });
    const answers = [
      await get(a, 'get-customers', {}),
      await create(a),
      await get(a, 'get-agents', {}),
      await post(a, 'add-service', {}),
    ];
    expect(answers.map(({ status }) => status)).toEqual([500, 500, 500, 500]);
    expect(answers.map(({ json }) => json.error.code)).toEqual(['1275', '1290', '1237', '1228']);
    a.faults.add({ on: '*', when: 'before', kind: 'error500', code: '1291' });
    expect((await create(a)).json).toEqual({ status: false, error: { code: '1291' } });
    m.faults.add({ on: '*', when: 'before', kind: 'error500', times: 2 });
    const trouble = { type: 'error', code: '500', message: expect.any(String) };
    expect(await erp(m, 'GetClienteLista', {})).toEqual({ status: 200, json: trouble });
    m.settings.httpErrors = true;
    expect(await erp(m, 'GetClienteLista', {})).toEqual({ status: 500, json: trouble });
  });

  test('an outage of the authentication is a 401 with a documented code', async () => {
    a.faults.add({ on: '*', when: 'before', kind: 'unauthorized', times: 2 });
    expect(await create(a)).toMatchObject({ status: 401, json: { error: { code: '1276' } } });
    expect(await get(a, 'get-agents', {})).toMatchObject({ status: 401, json: { error: { code: '1235' } } });
    m.faults.add({ on: '*', when: 'before', kind: 'unauthorized' });
    expect(await erp(m, 'GetCliente', {})).toMatchObject({
      status: 401,
      json: { type: 'error', code: '405' },
    });
  });

  test.each([
    ['html502', 502, null],
    ['pace429', 429, '7'],
    ['pace503', 503, '7'],
  ] as const)('%s', async (kind, status, retryAfter) => {
    a.faults.add({ on: '*', when: 'before', kind, retryAfterSeconds: 7 });
    const response = await list(a);
    expect(response.status).toBe(status);
    expect(response.headers.get('retry-after')).toBe(retryAfter);
  });

  test('a body that is cut off breaks the connection, or is JSON without an end', async () => {
    a.faults.add({ on: '*', when: 'after', kind: 'cutoff' });
    const cut = await list(a);
    expect(Number(cut.headers.get('content-length'))).toBeGreaterThan(0);
    await expect(cut.text()).rejects.toThrow();
    a.faults.add({ on: '*', when: 'after', kind: 'cutoff', cut: 'json' });
    const text = await (await list(a)).text();
    expect(text).toMatch(/^\{"status":true/);
    expect(() => JSON.parse(text)).toThrow();
  });

  test('bodies may be empty, unreadable, or something else', async () => {
    for (const kind of ['empty', 'garbage', 'wrongShape'] as const)
      a.faults.add({ on: '*', when: 'after', kind });
    const bodies: string[] = [];
    for (let count = 0; count < 3; count += 1) {
      const response = await list(a);
      expect(response.status).toBe(200);
      bodies.push(await response.text());
    }
    expect(bodies[0]).toBe('');
    expect(() => JSON.parse(bodies[1] ?? '')).toThrow();
    expect(JSON.parse(bodies[2] ?? '')).not.toHaveProperty('status');
  });

  test('a slow answer is complete in the end', async () => {
    a.faults.add({ on: '*', when: 'after', kind: 'slow', delayMs: 40 });
    const startedMs = performance.now();
    expect(((await (await list(a)).json()) as Loose).status).toBe(true);
    expect(performance.now() - startedMs).toBeGreaterThan(30);
  });

  test('a slow request whose caller leaves before the commit is not carried out', async () => {
    a.faults.add({ on: '*', when: 'before', kind: 'slow', delayMs: 300 });
    const headers = bearer(a);
    const body = new URLSearchParams({ code_shop: shop, name: 'Mario' });
    await leaveOnceStruck(a, (signal) =>
      fetch(`${a.url}add-customer`, { method: 'POST', headers, body, signal }),
    );
    a.faults.add({ on: '*', when: 'after', kind: 'slow', delayMs: 400 });
    await (await list(a)).text();
    expect(a.people.all()).toHaveLength(0);
  });
});

describe('lists that lie', () => {
  beforeEach(() => {
    for (let count = 0; count < 40; count += 1) {
      m.people.create({ descripcion: `Cliente ${count}`, email_1: `c${count}@mail.mx`, telefono_1: '5' });
      a.people.create({ name: `Cliente ${count}`, email: `c${count}@mail.mx`, phone: '5' });
    }
  });
  const arm = (kind: FaultKind, over: object = {}) => {
    for (const sim of [m, a])
      sim.faults.add({ on: /list|customers/i, when: 'after', kind, times: 2, ...over });
  };
  const rows = async (sim: AceptabitsSimulator) =>
    (await get(sim, 'get-customers', { page: '1', limit: '100' })).json.data;

  test('an empty list is a success', async () => {
    arm('emptyList');
    expect((await erp(m, 'GetClienteLista', {})).json).toMatchObject({
      code: '200',
      data: { cliente: [], registros: 0 },
    });
    expect(await rows(a)).toMatchObject({ data: [], total: 0, last_page: 1 });
  });

  test('half a list looks whole, and it is the same half each time', async () => {
    arm('halfList');
    const halves = [await codes(a), await codes(a)];
    expect(halves[0]).toEqual(halves[1]);
    expect(halves[0]?.length).toBeGreaterThan(8);
    expect(halves[0]?.length).toBeLessThan(32);
    const inManagementPro = await erpRows(m, { registros: '100' });
    expect(inManagementPro.length).toBeGreaterThan(8);
    expect(inManagementPro.length).toBeLessThan(32);
    a.faults.clear();
    expect(await people(a)).toHaveLength(40);
  });

  test('keys are missing, or fields are blank, in all rows', async () => {
    arm('missingKeys', { times: 1 });
    arm('blankField', { field: 'phone', times: 1 });
    m.faults.clear();
    expect((await rows(a)).data.some((row: Loose) => 'email' in row)).toBe(false);
    const blanked = (await rows(a)).data;
    expect(blanked.every((row: Loose) => row.phone === '')).toBe(true);
    // The platform's own have no e-mail in any case.
    expect(blanked.filter((row: Loose) => row.email !== '')).toHaveLength(a.people.all().length);
    m.faults.add({ on: '*', when: 'after', kind: 'missingKeys', field: 'telefono_1' });
    expect((await erpRows(m)).some((row) => 'telefono_1' in row)).toBe(false);
    m.faults.add({ on: 'GetCliente', when: 'after', kind: 'blankField' });
    const { json } = await erp(m, 'GetCliente', { cliente: '0000000001' });
    expect(json.data.cliente.email_1).toBe('');
    expect((await erpRows(m))[0].email_1).toBe('c0@mail.mx');
  });
});

describe('when a fault strikes', () => {
  test('it is spent after its times, and the next one that fits follows', async () => {
    a.faults.add({ on: 'get-customers', when: 'before', kind: 'error500', times: 2 });
    a.faults.add({ on: '*', when: 'before', kind: 'html502', times: Number.POSITIVE_INFINITY });
    const statuses: number[] = [];
    for (let count = 0; count < 4; count += 1) statuses.push((await list(a)).status);
    expect(statuses).toEqual([500, 500, 502, 502]);
    a.faults.clear();
    expect((await list(a)).status).toBe(200);
    expect(a.faults.hits()).toBe(4);
  });

  test('it can be meant for one poisonous customer', async () => {
    const isPoison = (body: unknown) => (body as Loose)?.data?.descripcion === 'Veneno';
    m.faults.add({ on: 'addCliente', when: 'before', kind: 'error500', times: Infinity, matches: isPoison });
    const answered = async (descripcion: string) =>
      (await erp(m, 'addCliente', { clave: '', descripcion })).json.code;
    expect([await answered('Miel'), await answered('Veneno'), await answered('Pan')]).toEqual([
      '200',
      '500',
      '200',
    ]);
    a.faults.add({
      on: '*',
      when: 'before',
      kind: 'html502',
      matches: (query) => (query as Loose).page === '2',
    });
    expect((await list(a)).status).toBe(200);
    expect((await get(a, 'get-customers', { page: '2', limit: '1' })).status).toBe(502);
  });

  test('with a probability it strikes the same requests for the same seed', async () => {
    const history = async () => {
      const sim = await startAceptabitsSimulator({ seed: 7 });
      sim.faults.add({ on: '*', when: 'before', kind: 'html502', times: Infinity, probability: 0.5 });
      const statuses: number[] = [];
      for (let count = 0; count < 20; count += 1) statuses.push((await list(sim)).status);
      await sim.close();
      return statuses;
    };
    const first = await history();
    expect(new Set(first)).toEqual(new Set([200, 502]));
    expect(await history()).toEqual(first);
  });

  test('latency is real time', async () => {
    a.settings.latencyMs = 30;
    const startedMs = performance.now();
    await list(a);
    expect(performance.now() - startedMs).toBeGreaterThan(25);
  });
});
