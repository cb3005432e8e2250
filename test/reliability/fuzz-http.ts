import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { SideError } from '../../src/domain/errors.ts';
import { createAceptabits } from '../../src/systems/aceptabits/client.ts';
import { scanAceptabits } from '../../src/systems/aceptabits/scan.ts';
import { createManagementPro } from '../../src/systems/managementpro/client.ts';
import { NEW_MEMORY, scanManagementPro } from '../../src/systems/managementpro/scan.ts';
import { ENDPOINTS } from './fuzz-decode.ts';
import { mutated } from './mutations.ts';

/** The same over real HTTP: what arrives may also be broken as bytes, as an encoding or as a connection. */

type Damage =
  | 'none'
  | 'cut'
  | 'flip'
  | 'latin1'
  | 'gzip'
  | 'false-gzip'
  | 'long'
  | 'short'
  | 'destroy'
  | 'bom';
const DAMAGES: readonly Damage[] = [
  'none',
  'none',
  'none',
  'cut',
  'flip',
  'latin1',
  'gzip',
  'false-gzip',
  'long',
  'short',
  'destroy',
  'bom',
];

type Sent = { readonly status: number; readonly body: unknown; readonly damage: Damage; readonly at: number };

function bytesOf({ body, damage, at }: Sent): Buffer {
  const text = body === undefined ? '' : JSON.stringify(body);
  const bytes = Buffer.from(
    damage === 'bom' ? `\ufeff${text}` : text,
    damage === 'latin1' ? 'latin1' : 'utf8',
  );
  if (damage === 'cut') return bytes.subarray(0, at % (bytes.length + 1));
  if (damage === 'flip' && bytes.length > 0) bytes.writeUInt8((at >> 8) & 0xff, at % bytes.length);
  return damage === 'gzip' ? gzipSync(bytes) : bytes;
}

function respond(response: ServerResponse, sent: Sent): void {
  const bytes = bytesOf(sent);
  const { damage, at } = sent;
  const length =
    bytes.length + (damage === 'long' ? 1 + (at % 50) : damage === 'short' ? -(at % (bytes.length + 1)) : 0);
  const encoding = damage === 'gzip' || damage === 'false-gzip' ? { 'content-encoding': 'gzip' } : {};
  response.strictContentLength = false;
  response.writeHead(sent.status, {
    'content-type': 'application/json',
    'content-length': length,
    ...encoding,
  });
  if (damage === 'destroy')
    response.write(bytes.subarray(0, at % (bytes.length + 1)), () => response.destroy());
  else if (damage === 'long') response.write(bytes, () => response.destroy());
  else response.end(damage === 'short' ? bytes.subarray(0, length) : bytes);
}

type Calls = { readonly [name: string]: () => Promise<unknown> };

function callsOf(url: string): Calls {
  const setup = { now: Date.now, limits: { answerMs: 2_000, listMs: 2_000 } };
  const m = createManagementPro({ url, apikey: 'k', ...setup });
  const a = createAceptabits({ url, token: 't', updatePath: 'update', ...setup });
  const customer = { name: 'Ana', email: 'ana@maya.mx', phone: '' };
  const onPage = async () => {};
  return {
    list: () => m.list({ active: true, limit: 100 }),
    lookup: () => m.lookup(['0000000002', '0000000009']),
    openM: async () => (await m.open('0000000019'))?.save({ key: '0000000019', rest: {} }),
    createM: () => m.create(customer),
    scanM: () => scanManagementPro(m, { known: NEW_MEMORY, now: Date.now, onPage }),
    page: () => a.page({ page: 1, limit: 100 }),
    search: () => a.search('ana'),
    openA: async () => (await a.open('pgbcus10000000000000001'))?.save({ key: 'pgbcus10000000000000001' }),
    createA: () => a.create({ shop: 's', ...customer }),
    agents: () => a.agents(),
    service: () => a.addService({ shop: 's', name: 'x' }),
    scanA: () => scanAceptabits(a, { now: Date.now, onPage }),
  };
}

/** A call that takes longer, or asks more often, never ends. */
const CALL_WITHIN_MS = 20_000;
const REQUESTS_MAX = 2_000;

/** Calls of all kinds answered by garbage. Answers what was found wrong, one line a finding. */
export async function fuzzOverHttp(calls: number, seed: number): Promise<string[]> {
  const examples = ENDPOINTS.flatMap((endpoint) => endpoint.examples);
  const answers = fc.sample(
    fc.record({
      status: fc.constantFrom(200, 200, 200, 200, 400, 401, 500),
      body: mutated(examples),
      damage: fc.constantFrom(...DAMAGES),
      at: fc.nat(),
    }),
    { numRuns: calls, seed },
  );
  let [current, requests] = [0, 0];
  const server = createServer((message, response) => {
    requests += 1;
    message.resume();
    if (requests > REQUESTS_MAX) response.destroy();
    else respond(response, answers[current] as Sent);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const all = Object.entries(callsOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`));
  const findings: string[] = [];
  for (; current < answers.length; current += 1) {
    requests = 0;
    const [name, call] = all[current % all.length] as (typeof all)[number];
    const found = await outcome(call);
    if (found !== undefined || requests > REQUESTS_MAX)
      findings.push(`${name}: ${found ?? 'asks without end'} on ${JSON.stringify(answers[current])}`);
  }
  server.close();
  server.closeAllConnections();
  return findings;
}

/** Undefined for an answer or a `SideError`; anything else in words. */
async function outcome(call: () => Promise<unknown>): Promise<string | undefined> {
  const late = sleep(CALL_WITHIN_MS, 'never ends', { ref: false });
  const done = call().then(
    () => undefined,
    (error: unknown) => (error instanceof SideError ? undefined : String(error)),
  );
  return Promise.race([done, late]);
}
