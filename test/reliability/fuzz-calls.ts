import type { Decoded } from '../../src/domain/customer.ts';
import { scanAceptabits } from '../../src/systems/aceptabits/scan.ts';
import { NEW_MEMORY, scanManagementPro } from '../../src/systems/managementpro/scan.ts';
import { ENDPOINTS } from './fuzz-decode.ts';
import { CLAVE, CODE, type Lane, LIST_WITH_CLAVE, REQUESTS_MAX } from './fuzz-server.ts';
import { faultOfA, faultOfAgent, faultOfKey, faultOfM, faultOfService } from './fuzz-typed.ts';

/** What a call has answered: how many rows were parked, and what is wrong with one of them, if anything. */
export type Answered = { readonly parked: number; readonly fault: string | undefined };

/** The clients' own methods, endpoint by endpoint: every one of them that reads an answer of the endpoint. */
export type Target = {
  readonly name: string;
  /** Whose answers are spoilt; what else a method asks for on its way is answered soundly. */
  readonly operation: string;
  readonly examples: readonly unknown[];
  readonly methods: readonly ((lane: Lane) => Promise<Answered>)[];
  /** A call that asks more often never ends. */
  readonly requestsMax: number;
};

/** Small lists are read three times, two pages each; look-ups ask less often. */
const CALL_REQUESTS_MAX = 8;

const NEW_CUSTOMER = { name: 'Ana', email: 'ana@maya.mx', phone: '' };
const SHOP = 's';

function answered<R>(
  rows: readonly Decoded<R>[],
  faultOf: (row: Decoded<R>) => string | undefined,
): Answered {
  const fault = rows.map(faultOf).find((found) => found !== undefined);
  return { parked: rows.filter(({ ok }) => !ok).length, fault };
}

function understood<R>(records: Iterable<R>): Decoded<R>[] {
  return [...records].map((record) => ({ ok: true, record }));
}

function oneOrNone<R>(record: R | undefined): Decoded<R>[] {
  return record === undefined ? [] : understood([record]);
}

async function readInBatches({ m }: Lane): Promise<Answered> {
  const rows: Parameters<typeof faultOfM>[0][] = [];
  await m.read({ active: true, limit: 100 }, async (batch) => {
    rows.push(...batch.map((row) => row.decoded()));
  });
  return answered(rows, faultOfM);
}

const openM = async ({ m }: Lane) => answered(oneOrNone((await m.open(CLAVE))?.record), faultOfM);

async function saveM({ m }: Lane): Promise<Answered> {
  await (await m.open(CLAVE))?.save({ key: CLAVE, name: 'Ana', rest: {} });
  return answered([], faultOfM);
}

async function saveA({ a }: Lane): Promise<Answered> {
  await (await a.open(CODE))?.save({ key: CODE, name: 'Ana' });
  return answered([], faultOfA);
}

const METHODS: Readonly<Record<string, Target['methods']>> = {
  GetClienteLista: [
    async ({ m }) => answered((await m.list({ active: true, limit: 100 })).rows, faultOfM),
    readInBatches,
    async ({ m }) => answered([...(await m.lookup(['0000000002', '0000000009'])).values()], faultOfM),
    openM,
  ],
  GetCliente: [openM],
  addCliente: [
    async ({ m }) => answered(understood([{ key: await m.create(NEW_CUSTOMER) }]), faultOfKey),
    async ({ m }) => answered(understood([{ key: await m.createSimple(NEW_CUSTOMER) }]), faultOfKey),
    saveM,
  ],
  'get-customers': [
    async ({ a }) => answered((await a.page({ page: 1, limit: 100 })).rows, faultOfA),
    async ({ a }) => answered(await a.search('ana'), faultOfA),
    async ({ a }) => answered(oneOrNone((await a.open(CODE))?.record), faultOfA),
  ],
  'get-agents': [async ({ a }) => answered(understood(await a.agents()), faultOfAgent)],
  'add-customer': [
    async ({ a }) => answered(understood([await a.create({ shop: SHOP, ...NEW_CUSTOMER })]), faultOfA),
  ],
  update: [saveA],
  'add-service': [
    async ({ a }) => answered(understood([await a.addService({ shop: SHOP, name: 'x' })]), faultOfService),
  ],
};

const ofEndpoints: readonly Target[] = ENDPOINTS.map(({ name, examples }) => ({
  name,
  operation: name,
  examples: name === 'GetClienteLista' ? [...examples, LIST_WITH_CLAVE] : examples,
  methods: METHODS[name] ?? [],
  requestsMax: CALL_REQUESTS_MAX,
}));

const onPage = async () => {};
const NOTHING = { parked: 0, fault: undefined };

/** Scans are held to the same, though they ask many times for the same garbage. */
export const SCANS: Target = {
  name: 'both scans',
  operation: '*',
  examples: ENDPOINTS.flatMap(({ examples }) => examples),
  methods: [
    ({ m }) => scanManagementPro(m, { known: NEW_MEMORY, now: Date.now, onPage }).then(() => NOTHING),
    ({ a }) => scanAceptabits(a, { now: Date.now, onPage }).then(() => NOTHING),
  ],
  requestsMax: REQUESTS_MAX,
};

export const TARGETS: readonly Target[] = [...ofEndpoints, SCANS];
