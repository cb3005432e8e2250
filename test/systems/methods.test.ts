import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createAceptabits } from '../../src/systems/aceptabits/client.ts';
import { createManagementPro } from '../../src/systems/managementpro/client.ts';

/** The methods of the page of further facts, on servers that have them and on servers that do not (rules 2 and 7). */

const closing: (() => unknown)[] = [];
afterEach(() => {
  for (const close of closing.splice(0).reverse()) close();
});

type Asked = { readonly path: string; readonly query: URLSearchParams; readonly body: unknown };
type Answers = (asked: Asked) => { status?: number; json?: unknown; html?: string };

/** A server that answers by `answers` and remembers what it was asked. */
async function serve(answers: Answers) {
  const seen: Asked[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://any');
    const text = Buffer.concat(chunks).toString();
    const asked = {
      path: pathname.slice(1),
      query: searchParams,
      body: text === '' ? undefined : JSON.parse(text),
    };
    seen.push(asked);
    send(response, answers(asked));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, seen };
}

function send(response: ServerResponse, { status = 200, json, html }: ReturnType<Answers>): void {
  response.writeHead(status, { 'content-type': html === undefined ? 'application/json' : 'text/html' });
  response.end(html ?? JSON.stringify(json));
}

async function aceptabits(answers: Answers) {
  const { url, seen } = await serve(answers);
  const client = createAceptabits({ url, token: 'the-token', updatePath: 'edit-customer', now: Date.now });
  closing.push(client.close);
  return { client, seen };
}

const success = (code: string, data: unknown) => ({ json: { status: true, success: { code }, data } });
const refusal = (code: string, status = 400) => ({ status, json: { status: false, error: { code } } });

const ROW = {
  code: 'pgbcus1',
  name: 'María Guadalupe de los Ángeles',
  lastname: 'Peña y Muñoz',
  phone: '999 123 45 67',
  email: 'lupita@abarrotes-del-golfo.mx',
  code_shop: 'pgbsho1',
  code_agent: 'pgbage1',
  isEditable: '-1',
};
const page = (rows: unknown[]) =>
  success('0051', { data: rows, current_page: 1, last_page: 1, total: rows.length });

describe('show-customer', () => {
  it('reads one customer with one request', async () => {
    const { client, seen } = await aceptabits(() => success('0062', ROW));
    expect(await client.lookup('pgbcus1')).toMatchObject({ ok: true, record: { key: 'pgbcus1' } });
    expect(seen.map(({ path, query }) => `${path}?${query}`)).toEqual(['show-customer?code=pgbcus1']);
  });

  it('says by 1375 that nobody has the code', async () => {
    const { client, seen } = await aceptabits(() => refusal('1375'));
    expect(await client.lookup('pgbcus1')).toBeUndefined();
    expect(await client.open('pgbcus1')).toBeUndefined();
    expect(seen).toHaveLength(2);
  });

  it.each([
    ['1375 with a 500', refusal('1375', 500), { clearNo: false }],
    ['their trouble', refusal('1377', 500), { code: '1377', errorClass: 'trouble' }],
    ['a page of a proxy', { status: 502, html: '<html>' }, { code: 'http-502' }],
    ['another customer', success('0062', { ...ROW, code: 'other' }), { code: 'unreadable' }],
    ['no customer', success('0062', null), { code: 'unreadable' }],
  ])('is never an absence by %s', async (_, answer, facts) => {
    const { client } = await aceptabits(() => answer);
    await expect(client.lookup('pgbcus1')).rejects.toMatchObject({ facts });
  });

  it.each([
    ['404', { status: 404, json: { message: 'Not found' } }],
    ['405', { status: 405, json: {} }],
    ['a page', { html: '<!doctype html><title>Aceptabits</title>' }],
  ])('that is not there (%s) is asked once, and searched instead from then on', async (_, missing) => {
    const { client, seen } = await aceptabits(({ path }) =>
      path === 'show-customer' ? missing : page([ROW]),
    );
    expect(await client.lookup('pgbcus1')).toMatchObject({ record: { key: 'pgbcus1' } });
    expect(await client.lookup('pgbcus2')).toBeUndefined();
    expect(seen.map(({ path }) => path)).toEqual(['show-customer', 'get-customers', 'get-customers']);
  });

  it('that has been there is asked again the next time, whatever page a deploy has shown in its place', async () => {
    let deploys = false;
    const { client, seen } = await aceptabits(({ path }) => {
      if (path !== 'show-customer') return page([ROW]);
      return deploys ? { html: '<!doctype html><title>Volvemos pronto</title>' } : success('0062', ROW);
    });
    await client.lookup('pgbcus1');
    deploys = true;
    expect(await client.lookup('pgbcus1')).toMatchObject({ record: { key: 'pgbcus1' } });
    deploys = false;
    await client.lookup('pgbcus1');
    const paths = ['show-customer', 'show-customer', 'get-customers', 'show-customer'];
    expect(seen.map(({ path }) => path)).toEqual(paths);
  });
});

describe('edit-customer', () => {
  it('gets code and the whole customer', async () => {
    const { client, seen } = await aceptabits(({ path }) =>
      success(path === 'show-customer' ? '0062' : '0053', ROW),
    );
    const opened = await client.open('pgbcus1');
    await opened?.save({ ...opened.record, phone: '' });
    const { code, name, lastname, email, code_agent } = ROW;
    expect(seen[1]).toMatchObject({ path: 'edit-customer' });
    expect(seen[1]?.body).toEqual({ code, name, lastname, phone: '', email, code_agent });
  });

  it.each([
    ['404', { status: 404, json: { message: 'Not found' } }],
    ['a page', { html: '<!doctype html>' }],
  ])('that is not there (%s) is said so', async (_, missing) => {
    const { client } = await aceptabits(({ path }) =>
      path === 'show-customer' ? success('0062', ROW) : missing,
    );
    const opened = await client.open('pgbcus1');
    const saving = opened?.save(opened.record);
    await expect(saving).rejects.toMatchObject({ facts: { code: 'method-missing', errorClass: 'unknown' } });
  });
});

describe('the lists beside the customers', () => {
  it('get-shops is read to its last page', async () => {
    const shops = Array.from({ length: 230 }, (_, i) => ({ code: `pgbsho${i}`, name: `Tienda ${i}` }));
    const { client } = await aceptabits(({ query }) => {
      const at = Number(query.get('page'));
      const rows = shops.slice((at - 1) * 100, at * 100);
      return success('0039', { data: rows, current_page: at, last_page: 3, per_page: 100, total: 230 });
    });
    const read = await client.shops();
    expect(read).toHaveLength(230);
    expect(read[0]).toEqual({ key: 'pgbsho0', name: 'Tienda 0', email: '', phone: '' });
  });

  it('GetVendedorLista is asked for more until it has shown all', async () => {
    const vendedores = Array.from({ length: 1_300 }, (_, i) => ({
      clave: String(i).padStart(10, '0'),
      descripcion: `Vendedor ${i}`,
      sucursal: { clave: '0001', descripcion: 'Mérida' },
      email: `v${i}@empresa.mx`,
      telefono_1: '9991234567',
      estatus: i % 2 ? 'AC' : 'BA',
    }));
    const { url, seen } = await serve(({ body }) => {
      const { registros } = (body as { data: { registros: string } }).data;
      const vendedor = vendedores.slice(0, Number(registros));
      return { json: { type: 'info', code: '200', message: '', data: { vendedor } } };
    });
    const client = createManagementPro({ url, apikey: 'the-key', now: Date.now });
    closing.push(client.close);
    const read = await client.salespeople();
    expect(read).toHaveLength(1_300);
    expect(read[1]).toEqual({
      key: '0000000001',
      name: 'Vendedor 1',
      email: 'v1@empresa.mx',
      phone: '9991234567',
      shop: '0001',
      shopName: 'Mérida',
      active: true,
    });
    expect(seen).toHaveLength(2);
  });
});
