/** An Aceptabits over real HTTP, as its contract describes it and with the manners and faults that a test asks for. */
import { failure, Refusal } from './aceptabits/answers.ts';
import { type Endpoint, endpointAt } from './aceptabits/endpoints.ts';
import { getAgents, getCustomers, getServices, getShops } from './aceptabits/lists.ts';
import { parametersOf } from './aceptabits/request.ts';
import { type AceptabitsSettings, defaultAceptabitsSettings } from './aceptabits/settings.ts';
import { showCustomer, showService, showShop } from './aceptabits/shows.ts';
import { type AceptabitsPeople, type AceptabitsStore, createAceptabitsStore } from './aceptabits/store.ts';
import { addCustomer, addService, deleteCustomer, editCustomer } from './aceptabits/writes.ts';
import { createFaults, type Faults } from './faults.ts';
import type { JsonObject } from './json.ts';
import { seededRandom } from './random.ts';
import { type Call, listen, type RawRequest } from './server.ts';
import { type Answer, page } from './wire.ts';

export type { CustomerFields, StoredCustomer } from './aceptabits/records.ts';
export type { AceptabitsSettings } from './aceptabits/settings.ts';
export type { AceptabitsPeople } from './aceptabits/store.ts';

export type AceptabitsOptions = {
  /** 0, the default, takes a free one. */
  port?: number;
  /** 127.0.0.1 unless told. */
  host?: string;
  token?: string;
  seed?: number;
  /** The server's clock in ms. */
  now?: () => number;
  settings?: Partial<AceptabitsSettings>;
  /** The code of the first shop. */
  shop?: string;
};

export type AceptabitsSimulator = {
  /** The base of all methods, such as http://127.0.0.1:1234/api/thirdparty/v1/ */
  url: string;
  /** The token that requests must carry; writable, so that it can be rotated. */
  token: string;
  readonly settings: AceptabitsSettings;
  readonly faults: Faults;
  readonly people: AceptabitsPeople;
  readonly now: () => number;
  /** Counted on arrival, whatever becomes of them. */
  readonly requests: { total: number; byPath: Record<string, number> };
  /** Creations, updates and deletions of customers that the API has committed; services do not count. */
  writes: number;
  /** As if the host had been switched off and on: open connections are never answered again, and never closed. */
  reboot(): void;
  close(): Promise<void>;
};

const base = '/api/thirdparty/v1/';

/** Starts an Aceptabits with two shops and their agents, the platform's own elements, and nobody else. */
export async function startAceptabitsSimulator(
  options: AceptabitsOptions = {},
): Promise<AceptabitsSimulator> {
  const random = seededRandom(options.seed ?? 1);
  const now = options.now ?? Date.now;
  const settings = { ...defaultAceptabitsSettings(), ...options.settings };
  const store = createAceptabitsStore(settings, now, random);
  addShopsAndAgents(store.people, options.shop ?? 'pgbsho44747793463129176');
  if (settings.platformElements) store.people.addPlatformElements('2024-08-01T15:00:00.000000Z');
  const faults = createFaults(random);
  const simulator: AceptabitsSimulator = {
    url: '',
    token: options.token ?? 'simulated-token',
    settings,
    faults,
    people: store.people,
    now,
    requests: { total: 0, byPath: {} },
    writes: 0,
    reboot: () => {},
    close: async () => {},
  };
  const server = await listen(
    {
      receive: async (raw) => receive(raw, simulator, store),
      trouble: (path, code) => failure(500, code ?? endpointAt(path, settings)?.trouble ?? '1290'),
      outage: (path, code) => failure(401, code ?? endpointAt(path, settings)?.badToken ?? '0000'),
      faults,
      latencyMs: () => settings.latencyMs,
      manners: () => settings,
      emailKey: 'email',
    },
    options.host ?? '127.0.0.1',
    options.port ?? 0,
  );
  simulator.url = server.origin + base;
  simulator.reboot = server.reboot;
  simulator.close = server.close;
  return simulator;
}

/** The contract's shop and agent, and some more who bear the names of ManagementPro's salespeople. */
function addShopsAndAgents(people: AceptabitsPeople, firstShop: string): void {
  const created_at = '2024-08-08T23:22:57.000000Z';
  people.addShop({ code: firstShop, name: 'Velas martin', created_at });
  people.addShop({ code: 'pgbsho0635214789653205', name: 'Velas martin sur', created_at });
  const add = (code: string, name: string, lastname: string, code_shop: string) =>
    people.addAgent({ code, name, lastname, code_shop, created_at, email: `${code}@tester.com` });
  people.addAgent({
    code: 'pgbage9743164921458226',
    name: 'Francisco',
    lastname: 'Perez lopez',
    email: 'francisco@tester.com',
    phone: '+523313337135',
    code_shop: firstShop,
    created_at,
  });
  add('pgbage9743166351596541', 'María Fernanda', 'Ruiz Canul', firstShop);
  add('pgbage9743167712345902', 'Jose Luis', 'Ek Chan', firstShop);
  add('pgbage9743168898765437', 'Patricia', 'Gómez Sánchez', 'pgbsho0635214789653205');
}

function receive(raw: RawRequest, simulator: AceptabitsSimulator, store: AceptabitsStore): Call {
  const { pathname } = raw.url;
  const path = pathname.startsWith(base) ? pathname.slice(base.length).replace(/\/$/, '') : pathname;
  simulator.requests.total += 1;
  simulator.requests.byPath[path] = (simulator.requests.byPath[path] ?? 0) + 1;
  const parameters = parametersOf(raw);
  return {
    name: path,
    body: parameters,
    answer: (hidden) => answerOrRefuse(path, raw, parameters, simulator, store, hidden),
  };
}

function answerOrRefuse(
  path: string,
  raw: RawRequest,
  parameters: JsonObject,
  simulator: AceptabitsSimulator,
  store: AceptabitsStore,
  hidden: (key: string) => boolean,
): Answer {
  const endpoint = endpointAt(path, simulator.settings);
  if (!endpoint) return nothingThere(simulator.settings);
  if (raw.method !== endpoint.method) return page(405, 'Method Not Allowed', { allow: endpoint.method });
  const barred = barredBy(raw, endpoint, simulator);
  if (barred) return failure(401, barred);
  try {
    return carryOut(path, parameters, simulator, store, hidden);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return failure(400, error.code, error.shown);
  }
}

/** The code of what is wrong with the token: 0000 none, 0003 not in the expected form, else the method's own. */
function barredBy(raw: RawRequest, endpoint: Endpoint, simulator: AceptabitsSimulator): string | undefined {
  const { authHeader, authPrefix, account } = simulator.settings;
  const header = raw.headers[authHeader];
  if (typeof header !== 'string' || header === '') return '0000';
  if (!header.startsWith(authPrefix)) return '0003';
  if (header.slice(authPrefix.length).trim() !== simulator.token) return endpoint.badToken;
  return account === 'suspended' ? endpoint.suspended : undefined;
}

/** What a path answers behind which there is no method. */
function nothingThere({ absentAs }: AceptabitsSettings): Answer {
  if (absentAs === '405') return page(405, 'Method Not Allowed', { allow: 'GET, HEAD' });
  return absentAs === 'html' ? page(200, 'Aceptabits') : page(404, 'Not Found');
}

type Method = (
  parameters: JsonObject,
  store: AceptabitsStore,
  hidden: (key: string) => boolean,
  settings: AceptabitsSettings,
) => Answer;

/** Methods that change no customer. */
const readings: Record<string, Method> = {
  'get-customers'(query, store, hidden, settings) {
    store.grow(settings.growth);
    return getCustomers(query, store, hidden, settings);
  },
  'show-customer': showCustomer,
  'get-agents': getAgents,
  'get-shops': getShops,
  'show-shop': showShop,
  'get-services': getServices,
  'show-service': showService,
  'add-service': addService,
};

/** Methods that count as writes when they have committed. */
const writes: Record<string, Method> = {
  'add-customer': (body, store, _hidden, settings) => addCustomer(body, store, settings),
  'delete-customer': deleteCustomer,
};

function carryOut(
  path: string,
  parameters: JsonObject,
  simulator: AceptabitsSimulator,
  store: AceptabitsStore,
  hidden: (key: string) => boolean,
): Answer {
  const { settings } = simulator;
  const reading = readings[path];
  if (reading) return reading(parameters, store, hidden, settings);
  const write = writes[path];
  const answer = write
    ? write(parameters, store, hidden, settings)
    : editCustomer(parameters, store, settings);
  simulator.writes += 1;
  return answer;
}
