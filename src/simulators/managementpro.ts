/**
 * A ManagementPro behind its one POST endpoint, as its contract describes it and with the manners that a test asks
 * for.
 */
import { createFaults, type Faults } from './faults.ts';
import { asText, isObject, type JsonObject } from './json.ts';
import { addCliente } from './managementpro/add-cliente.ts';
import { errorAnswer, errorCode, Refusal } from './managementpro/answers.ts';
import { getCliente, getClienteLista, getVendedorLista } from './managementpro/lista.ts';
import { parseRequest } from './managementpro/request.ts';
import { defaultManagementProSettings, type ManagementProSettings } from './managementpro/settings.ts';
import { type ClientePeople, type ClienteStore, createClienteStore } from './managementpro/store.ts';
import { seededRandom } from './random.ts';
import { type Call, listen, type RawRequest } from './server.ts';
import { type Answer, page } from './wire.ts';

export type { ClienteFields, Direccion, StoredCliente } from './managementpro/cliente.ts';
export type { ManagementProSettings } from './managementpro/settings.ts';
export type { ClientePeople } from './managementpro/store.ts';

export type ManagementProOptions = {
  /** 0, the default, takes a free one. */
  port?: number;
  /** 127.0.0.1 unless told. */
  host?: string;
  apikey?: string;
  seed?: number;
  /** The server's clock in ms. */
  now?: () => number;
  settings?: Partial<ManagementProSettings>;
};

export type ManagementProSimulator = {
  /** The one endpoint, such as http://127.0.0.1:1234/wservices/ */
  url: string;
  /** The key that requests must carry; writable, so that it can be rotated. */
  apikey: string;
  readonly settings: ManagementProSettings;
  readonly faults: Faults;
  readonly people: ClientePeople;
  readonly now: () => number;
  /** Counted on arrival, whatever becomes of them. */
  readonly requests: { total: number; byAction: Record<string, number> };
  /** Creations and edits that the API has committed. */
  writes: number;
  /** As if the host had been switched off and on: open connections are never answered again, and never closed. */
  reboot(): void;
  close(): Promise<void>;
};

const path = '/wservices/';

/** Starts an empty ManagementPro that answers `addCliente`, `GetCliente` and the two lists. */
export async function startManagementProSimulator(
  options: ManagementProOptions = {},
): Promise<ManagementProSimulator> {
  const random = seededRandom(options.seed ?? 1);
  const now = options.now ?? Date.now;
  const settings = { ...defaultManagementProSettings(), ...options.settings };
  const store = createClienteStore(settings, now, random);
  const faults = createFaults(random);
  const simulator: ManagementProSimulator = {
    url: '',
    apikey: options.apikey ?? 'simulated-apikey',
    settings,
    faults,
    people: store.people,
    now,
    requests: { total: 0, byAction: {} },
    writes: 0,
    reboot: () => {},
    close: async () => {},
  };
  const server = await listen(
    {
      receive: (raw) => receive(raw, simulator, store, random),
      trouble: (_action, code) =>
        errorAnswer(code ?? '500', 'Error interno del servidor', httpStatus(settings, 500)),
      outage: (action, code) => errorAnswer(code ?? errorCode(action), badApikey, 401),
      faults,
      latencyMs: () => settings.latencyMs,
      manners: () => settings,
      emailKey: 'email_1',
    },
    options.host ?? '127.0.0.1',
    options.port ?? 0,
  );
  simulator.url = server.origin + path;
  simulator.reboot = server.reboot;
  simulator.close = server.close;
  return simulator;
}

const badApikey = 'El apikey no es válido';

async function receive(
  raw: RawRequest,
  simulator: ManagementProSimulator,
  store: ClienteStore,
  random: () => number,
): Promise<Call> {
  simulator.requests.total += 1;
  if (`${raw.url.pathname.replace(/\/$/, '')}/` !== path) return lost(raw.url.pathname);
  const body = raw.method === 'POST' ? await parseRequest(raw) : undefined;
  const action = asText(body?.action);
  simulator.requests.byAction[action] = (simulator.requests.byAction[action] ?? 0) + 1;
  return {
    name: action,
    body,
    answer: (hidden) =>
      answerOrRefuse(action, body, { simulator, store: shownBy(store, hidden), random, hidden }),
  };
}

function lost(pathname: string): Call {
  return { name: pathname, body: undefined, answer: () => page(404, 'Not Found') };
}

/** The same store with some keys missing from its lists. */
function shownBy(store: ClienteStore, hidden: (key: string) => boolean): ClienteStore {
  return { ...store, allVisible: () => store.allVisible().filter(({ clave }) => !hidden(clave)) };
}

/** What an action works with. */
type Desk = {
  simulator: ManagementProSimulator;
  store: ClienteStore;
  random: () => number;
  hidden: (key: string) => boolean;
};

function answerOrRefuse(action: string, body: JsonObject | undefined, desk: Desk): Answer {
  const { apikey, settings } = desk.simulator;
  try {
    return carryOut(action, dataOf(body, apikey), desk);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return errorAnswer(error.code ?? errorCode(action), error.message, httpStatus(settings, error.status));
  }
}

function dataOf(body: JsonObject | undefined, apikey: string): JsonObject {
  if (!body) throw new Refusal(400, 'La petición no es un JSON válido');
  if (asText(body.apikey) !== apikey) throw new Refusal(401, badApikey);
  if (body.provider !== 'catalogos') throw new Refusal(400, 'El campo provider no es válido');
  return isObject(body.data) ? body.data : {};
}

function carryOut(action: string, data: JsonObject, desk: Desk): Answer {
  const { simulator, store, random, hidden } = desk;
  const { settings } = simulator;
  if (settings.absent.includes(action)) throw unknown(action);
  if (action === 'GetCliente') return getCliente(data, store, settings);
  if (action === 'GetClienteLista') {
    store.grow(settings.growth);
    return getClienteLista(data, store.allVisible(), settings, random);
  }
  if (action === 'GetVendedorLista') return getVendedorLista(data, hidden, settings);
  if (action !== 'addCliente') throw unknown(action);
  const answer = addCliente(data, store, settings);
  simulator.writes += 1;
  return answer;
}

function unknown(action: string): Refusal {
  return new Refusal(400, `La acción ${action} no existe`);
}

function httpStatus(settings: ManagementProSettings, status: number): number {
  return settings.httpErrors ? status : 200;
}
