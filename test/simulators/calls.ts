import type { AceptabitsSimulator } from '../../src/simulators/aceptabits.ts';
import type { ManagementProSimulator } from '../../src/simulators/managementpro.ts';

// The tests read answers as loosely as a browser console would: the shapes are what they assert.
// biome-ignore lint/suspicious/noExplicitAny: answers of the simulators are looked into, not trusted.
export type Loose = any;

export type Reply = { status: number; json: Loose };

export const shop = 'pgbsho44747793463129176';
export const southernShop = 'pgbsho0635214789653205';
export const agent = 'pgbage9743164921458226';
export const southernAgent = 'pgbage9743168898765437';

/** Sends one action to ManagementPro as a JSON body. */
export function erp(
  sim: ManagementProSimulator,
  action: string,
  data: unknown,
  over: object = {},
): Promise<Reply> {
  const body = JSON.stringify({ apikey: sim.apikey, provider: 'catalogos', action, data, ...over });
  return reply(fetch(sim.url, { method: 'POST', headers: { 'content-type': 'application/json' }, body }));
}

/** The rows of one `GetClienteLista`. */
export async function erpRows(sim: ManagementProSimulator, data: object = {}): Promise<Loose[]> {
  return (await erp(sim, 'GetClienteLista', data)).json.data.cliente;
}

export function get(sim: AceptabitsSimulator, path: string, query: Record<string, string>): Promise<Reply> {
  return reply(fetch(`${sim.url}${path}?${new URLSearchParams(query)}`, { headers: bearer(sim) }));
}

export function post(sim: AceptabitsSimulator, path: string, body: unknown): Promise<Reply> {
  const headers = { ...bearer(sim), 'content-type': 'application/json' };
  return reply(fetch(sim.url + path, { method: 'POST', headers, body: JSON.stringify(body) }));
}

export function bearer(sim: AceptabitsSimulator): Record<string, string> {
  return { authorization: `Bearer ${sim.token}` };
}

/** The codes of the people on one page: of all but the platform's own customers. */
export async function people(
  sim: AceptabitsSimulator,
  query: Record<string, string> = {},
): Promise<string[]> {
  const own = new Set(sim.people.platform().map(({ code }) => code));
  return (await codes(sim, query)).filter((code) => !own.has(code));
}

/** The codes of the customers on one page, the platform's own among them. */
export async function codes(sim: AceptabitsSimulator, query: Record<string, string> = {}): Promise<string[]> {
  const { json } = await get(sim, 'get-customers', { page: '1', limit: '100', ...query });
  return json.data.data.map((row: Loose) => row.code);
}

/** The type of each key, so that a shape can be compared with the contract's example. */
export function shapeOf(value: Loose): Loose {
  if (Array.isArray(value)) return value.length > 0 ? [shapeOf(value[0])] : [];
  if (value === null || typeof value !== 'object') return value === null ? 'null' : typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]));
}

async function reply(sent: Promise<Response>): Promise<Reply> {
  const response = await sent;
  const text = await response.text();
  const json = response.headers.get('content-type')?.startsWith('application/json') ? JSON.parse(text) : text;
  return { status: response.status, json };
}
