/** Each fault of a server as the error that the rest of the house understands. */
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { SideError } from '../../src/domain/errors.ts';
import type { FaultKind } from '../../src/simulators/faults.ts';
import { createAceptabits } from '../../src/systems/aceptabits/client.ts';
import { retryAfterMs } from '../../src/systems/answer.ts';
import type { CallEvent } from '../../src/systems/http.ts';
import { createManagementPro } from '../../src/systems/managementpro/client.ts';
import { aceptabits, managementPro, SHOP } from './simulated.ts';

const HOUR_MS = 3_600_000;
const limits = { answerMs: 300, listMs: 300 };

/** The error that a call ends in; anything but a `SideError` fails the test. */
async function failure(call: Promise<unknown>): Promise<SideError> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(SideError);
  return error as SideError;
}

/** The facts as `toMatchObject` wants them. */
function matching({ code, ...rest }: Case[2]): object {
  return { ...rest, code: typeof code === 'string' ? code : expect.stringMatching(code) };
}

type Case = [FaultKind, object, { errorClass: string; code: string | RegExp; clearNo: boolean }];
const shared: Case[] = [
  ['reset', {}, { errorClass: 'trouble', code: 'reset', clearNo: false }],
  ['timeout', {}, { errorClass: 'trouble', code: 'timeout', clearNo: false }],
  ['slow', { delayMs: 2_000 }, { errorClass: 'trouble', code: 'timeout', clearNo: false }],
  ['html502', {}, { errorClass: 'trouble', code: 'http-502', clearNo: false }],
  ['cutoff', { cut: 'connection' }, { errorClass: 'trouble', code: 'reset', clearNo: false }],
  // Where the answer due was Aceptabits' HTTP 500, its status is all that is left.
  ['cutoff', { cut: 'json' }, { errorClass: 'trouble', code: /^(unreadable|http-500)$/, clearNo: false }],
  ['empty', {}, { errorClass: 'trouble', code: 'unreadable', clearNo: false }],
  ['garbage', {}, { errorClass: 'trouble', code: 'unreadable', clearNo: false }],
  ['wrongShape', {}, { errorClass: 'trouble', code: 'unreadable', clearNo: false }],
  ['pace429', { retryAfterSeconds: 7 }, { errorClass: 'pace', code: 'http-429', clearNo: true }],
  ['pace503', { retryAfterSeconds: 7 }, { errorClass: 'pace', code: 'http-503', clearNo: false }],
];

describe.each(['before', 'after'] as const)(
  'every fault %s the commit is a typed error (rule 11)',
  (when) => {
    const customer = { name: 'Ana Uc', email: 'ana@mail.mx', phone: '9991112233' };

    it.each([
      ...shared,
      ['error500', {}, { errorClass: 'trouble', code: '500', clearNo: false }] as Case,
      ['unauthorized', {}, { errorClass: 'credentials', code: '404', clearNo: true }] as Case,
    ])('ManagementPro create: %s %j', async (kind, options, expected) => {
      const { simulator, client } = await managementPro({}, { limits });
      simulator.faults.add({ on: 'addCliente', when, kind, ...options });
      const { facts } = await failure(client.create(customer));
      expect(facts).toMatchObject({ side: 'managementpro', operation: 'addCliente', ...matching(expected) });
      if (expected.errorClass === 'pace') expect(facts.retryAfterMs).toBe(7_000);
    });

    it.each([
      ...shared,
      ['error500', {}, { errorClass: 'trouble', code: '1290', clearNo: false }] as Case,
      ['unauthorized', {}, { errorClass: 'credentials', code: '1276', clearNo: true }] as Case,
    ])('Aceptabits create: %s %j', async (kind, options, expected) => {
      const { simulator, client } = await aceptabits({}, { limits });
      simulator.faults.add({ on: 'add-customer', when, kind, ...options });
      const { facts } = await failure(client.create({ ...customer, shop: SHOP }));
      expect(facts).toMatchObject({ side: 'aceptabits', operation: 'add-customer', ...matching(expected) });
    });

    it('reads fail in the same way', async () => {
      const m = await managementPro({}, { limits });
      const a = await aceptabits({}, { limits });
      for (const [kind, options, expected] of shared) {
        m.simulator.faults.add({ on: '*', when, kind, ...options });
        a.simulator.faults.add({ on: '*', when, kind, ...options });
        const { facts } = await failure(m.client.lookup(['0000000001']));
        expect(facts, kind).toMatchObject(matching(expected));
        expect((await failure(a.client.search('ana'))).facts, kind).toMatchObject(matching(expected));
      }
    });
  },
);

describe('requests that never left', () => {
  it('are a clear no: nobody listens', async () => {
    const client = createManagementPro({ url: await closedPort(), apikey: 'k', now: Date.now });
    const { facts } = await failure(client.create({ name: 'Ana', email: '', phone: '' }));
    expect(facts).toMatchObject({ code: 'refused', errorClass: 'trouble', clearNo: true });
    client.close();
  });

  it('are a clear no: nobody bears that name', async () => {
    const client = createAceptabits({ url: 'http://nobody.invalid/api/', token: 't', now: Date.now });
    const { facts } = await failure(client.create({ shop: SHOP, name: 'Ana', email: '', phone: '' }));
    expect(facts).toMatchObject({ code: 'refused', clearNo: true });
    client.close();
  });

  it('are a clear no: the time for sending had passed', async () => {
    const { simulator, client } = await managementPro();
    const { facts } = await failure(client.create({ name: 'Ana', email: '', phone: '' }, () => false));
    expect(facts).toMatchObject({ code: 'too-late', clearNo: true });
    expect(simulator.requests.total).toBe(0);
  });
});

async function closedPort(): Promise<string> {
  const server = createHttpServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}/`;
}

describe('the transport', () => {
  it('does not try again by itself', async () => {
    const { simulator, client } = await aceptabits();
    simulator.faults.add({ on: '*', when: 'before', kind: 'html502' });
    await failure(client.ping());
    expect(simulator.requests.total).toBe(1);
  });

  it('lets what the gate throws pass untouched, and sends nothing', async () => {
    const closed = new Error('the circuit is open');
    const { simulator, client } = await aceptabits({}, { gate: { admit: () => Promise.reject(closed) } });
    await expect(client.ping()).rejects.toBe(closed);
    expect(simulator.requests.total).toBe(0);
  });

  it('tells of every call', async () => {
    const events: CallEvent[] = [];
    const { simulator, client } = await managementPro({}, { observe: (event) => events.push(event) });
    await client.ping();
    simulator.faults.add({ on: '*', when: 'before', kind: 'reset', times: 2 });
    await failure(client.ping());
    expect(events.map(({ side, operation, outcome }) => [side, operation, outcome])).toEqual([
      ['managementpro', 'GetClienteLista', 'ok'],
      ['managementpro', 'GetClienteLista', 'reset'],
    ]);
    expect(events[1]?.error).toBeInstanceOf(SideError);
  });

  it('refuses an answer that is larger than allowed', async () => {
    const { simulator, client } = await aceptabits({}, { limits: { bodyBytesMax: 20_000 } });
    for (let i = 0; i < 100; i += 1) simulator.people.create({ name: `Cliente ${i}` });
    const { facts } = await failure(client.page({ page: 1, limit: 100 }));
    expect(facts).toMatchObject({ code: 'unreadable', errorClass: 'trouble' });
    expect((await client.page({ page: 1, limit: 5 })).received).toBe(5);
  });

  it('never shows a secret, even where the server says it back', async () => {
    const apikey = 'llave "secreta" 1';
    const echo = createHttpServer((_request, response) => {
      response.end(JSON.stringify({ type: 'error', code: '404', message: `No sirve ${apikey}, de veras` }));
    }).listen(0, '127.0.0.1');
    await once(echo, 'listening');
    const { port } = echo.address() as AddressInfo;
    const client = createManagementPro({ url: `http://127.0.0.1:${port}/`, apikey, now: Date.now });
    const error = await failure(client.ping());
    expect(error.facts.detail).toBe('No sirve [secret], de veras');
    expect(error.cause).toBeUndefined();
    expect(`${error.stack} ${JSON.stringify(error.facts)}`).not.toContain('secreta');
    client.close();
    echo.close();
  });

  it.each([
    ['7', 7_000],
    ['0', 1_000],
    ['999999', HOUR_MS],
    ['Fri, 01 Nov 2024 12:00:30 GMT', 30_000],
    ['Fri, 01 Nov 2024 11:00:00 GMT', 1_000],
    ['soon', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('reads Retry-After %j', (header, expected) => {
    const bounds = { retryAfterMsMin: 1_000, retryAfterMsMax: HOUR_MS };
    expect(retryAfterMs(header, Date.parse('2024-11-01T12:00:00Z'), bounds)).toBe(expected);
  });
});
