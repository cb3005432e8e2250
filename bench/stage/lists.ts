/**
 * The lists of both systems as answers that stand ready, so that a reading measures its reader: N rich people, the same
 * on both sides. Only what a reading asks is answered.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startAceptabitsSimulator } from '../../src/simulators/aceptabits.ts';
import { startManagementProSimulator } from '../../src/simulators/managementpro.ts';
import { seedWorld } from '../../src/simulators/world.ts';
import { childArgs, serveChild } from './child.ts';

type Row = Record<string, unknown>;

const PAGE = 100;
const [size] = childArgs<[number]>();
const counted = { requests: 0, rows: 0 };

/** Rich people as ManagementPro's simulator lists them. E-mail and phone are nobody else's, so that all pairs link. */
async function clientes(): Promise<Row[]> {
  const managementpro = await startManagementProSimulator();
  const aceptabits = await startAceptabitsSimulator();
  seedWorld({ managementpro, aceptabits }, { seed: 1, managementpro: size, aceptabits: 0, shared: 0 });
  const data = { registros: String(size), estado: '' };
  const body = { apikey: managementpro.apikey, provider: 'catalogos', action: 'GetClienteLista', data };
  const answer = await fetch(managementpro.url, { method: 'POST', body: JSON.stringify(body) });
  const rows = ((await answer.json()) as { data: { cliente: Row[] } }).data.cliente;
  await Promise.all([managementpro.close(), aceptabits.close()]);
  return rows.map((row, at) => ({ ...row, ...own(at, 0), estado: 'AC' }));
}

/** What tells a person from all others; a later `version` has another phone. */
function own(at: number, version: number) {
  return {
    email_1: `cliente.${at}@correo-del-sureste.mx`,
    telefono_1: `55${String(10_000_000 + at + version * size)}`,
  };
}

/** The same person in Aceptabits. */
function customerOf(row: Row, at: number): Row {
  const created_at = new Date(Date.UTC(2026, 0, 1) - at * 1_000).toISOString().replace('Z', '000Z');
  return {
    code: `pgbcus${String(69347341389255890n + BigInt(at))}`,
    name: row.descripcion,
    lastname: null,
    phone: row.telefono_1,
    email: row.email_1,
    created_at,
    created_at_format: created_at.slice(0, 19).replace('T', ' '),
    code_shop: 'pgbsho44747793463129176',
    name_shop: 'Velas martin',
    code_agent: null,
    name_agent: null,
    total_orders: 1,
    total_agent_orders: 1,
    total_no_agent_orders: 0,
    isEditable: '-1',
  };
}

const rows = await clientes();
let texts = rows.map((row) => JSON.stringify(row));
let whole: Buffer = listOf(texts);
const pages: Buffer[] = [];
for (let at = 0; at < size; at += PAGE) pages.push(pageOf(at));

/** Its `registros` counts all that match, as one of the two meanings is. */
function listOf(of: readonly string[], matching = of.length): Buffer {
  const head = '{"type":"info","code":"200","message":"Consulta realizada correctamente","data":{"cliente":[';
  return Buffer.from(`${head}${of.join(',')}],"registros":${matching}}}`);
}

function pageOf(from: number): Buffer {
  const data = rows.slice(from, from + PAGE).map((row, at) => customerOf(row, from + at));
  const [current_page, last_page] = [from / PAGE + 1, Math.ceil(size / PAGE)];
  const page = { data, current_page, last_page, per_page: PAGE, total: size };
  return Buffer.from(JSON.stringify({ status: true, success: { code: '0051' }, data: page }));
}

/** Every nth person gets another phone on both sides: spread like that, no page is left as it was. */
function change(share: number, version: number): void {
  for (let at = 0; at < size; at += Math.round(1 / share)) rows[at] = { ...rows[at], ...own(at, version) };
  texts = rows.map((row) => JSON.stringify(row));
  whole = listOf(texts);
  for (let page = 0; page < pages.length; page += 1) pages[page] = pageOf(page * PAGE);
}

function aceptabits(url: URL): Buffer {
  if (!url.pathname.endsWith('get-customers'))
    return Buffer.from(
      JSON.stringify({
        status: true,
        data: { data: [], current_page: 1, last_page: 1, per_page: PAGE, total: 0 },
      }),
    );
  counted.rows += PAGE;
  return pages[Number(url.searchParams.get('page')) - 1] ?? pageOf(size);
}

async function managementpro(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const { data } = JSON.parse(Buffer.concat(parts).toString()) as { data: Record<string, string> };
  if (data.estado === 'BA') return listOf([]);
  if (data.clave) {
    const asked = new Set(data.clave.split(','));
    return listOf(texts.filter((_, at) => asked.has(String(rows[at]?.clave))));
  }
  const count = Number(data.registros);
  return count >= size ? whole : listOf(texts.slice(0, count), size);
}

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  counted.requests += 1;
  const body =
    request.method === 'POST'
      ? await managementpro(request)
      : aceptabits(new URL(request.url ?? '', 'http://a'));
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
  response.end(body);
}

const server = createServer((request, response) => void serve(request, response));
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

await serveChild(
  {
    MANAGEMENTPRO_URL: url,
    MANAGEMENTPRO_APIKEY: 'bench',
    ACEPTABITS_URL: url,
    ACEPTABITS_TOKEN: 'bench-token',
    ACEPTABITS_SHOP: 'pgbsho44747793463129176',
  },
  { change, counters: () => counted },
);
process.exit(0);
