import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { Decoded, ManagementProRecord } from '../../src/domain/customer.ts';
import { createManagementPro } from '../../src/systems/managementpro/client.ts';
import { createListSplitter } from '../../src/systems/managementpro/list-splitter.ts';
import { NEW_MEMORY, type ScanMemory, scanManagementPro } from '../../src/systems/managementpro/scan.ts';

/** Rule 1: the list is read as a stream of rows, whatever its length, shape and syntax. */

const closing: (() => unknown)[] = [];
afterEach(() => {
  for (const close of closing.splice(0).reverse()) close();
});

const TRADES = ['Distribuidora de Abarrotes', 'Ferretería y Tlapalería', 'Grupo Papelero'];

/** A company as ERPs hold them: three phones, two e-mails, contacts, an address. */
function company(i: number, estado = 'AC') {
  const name = `${TRADES[i % 3]} del Golfo y Peña Hermanos ${i}`;
  return {
    clave: String(i).padStart(10, '0'),
    descripcion: name,
    razon_social: `${name} S.A. de C.V.`,
    rfc: `DAG${700_000 + i}AB1`,
    vendedor: { clave: '0000000001', descripcion: 'María "Lupita" Chan' },
    sucursal: { clave: '0001', descripcion: 'Mérida [centro]' },
    telefono_1: '9991234567',
    telefono_2: '9992345678',
    telefono_3: '5512345678',
    direccion: { calle: 'Av. Reforma \\ 22', colonia: 'Centro {viejo}', ciudad: 'Mérida', pais: 'México' },
    contacto_1: 'Juan, "el jefe"',
    email_1: `compras${i}@abarrotes-del-golfo.mx`,
    contacto_2: 'Ana',
    email_2: `pagos${i}@abarrotes-del-golfo.mx`,
    estado,
  };
}

type Query = { busqueda: string; estado: string; clave: string; registros: string };

/** An ERP of these rows; `text` makes the answer's bytes, undefined never answers. */
async function serve(
  rows: () => ReturnType<typeof company>[],
  text: (rows: ReturnType<typeof company>[], query: Query) => string | undefined,
  listMs = 60_000,
) {
  const asked: Query[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const query: Query = JSON.parse(Buffer.concat(chunks).toString()).data;
    asked.push(query);
    const claves = query.clave === '' ? undefined : query.clave.split(',');
    const found = rows().filter(
      (row) =>
        (query.estado === '' || row.estado === query.estado) &&
        (claves === undefined || claves.includes(row.clave)) &&
        [row.clave, row.descripcion, row.razon_social, row.rfc].some((part) =>
          part.toUpperCase().includes(query.busqueda.toUpperCase()),
        ),
    );
    const body = text(found.slice(0, Number(query.registros)), query);
    if (body !== undefined) response.writeHead(200, { 'content-type': 'application/json' }).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const client = createManagementPro({ url, apikey: 'the-key', now: Date.now, limits: { listMs } });
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  }, client.close);
  return { client, asked };
}

function answerOf(rows: unknown, registros: number): string {
  return JSON.stringify({ type: 'info', code: '200', message: 'Sí', data: { cliente: rows, registros } });
}

async function scan(
  client: Parameters<typeof scanManagementPro>[0],
  known: ScanMemory = NEW_MEMORY,
  knownKeys: Iterable<string> = [],
) {
  const handed: Decoded<ManagementProRecord>[] = [];
  const result = await scanManagementPro(client, {
    known,
    knownKeys,
    now: () => 1_000,
    onPage: async (rows) => void handed.push(...rows),
  });
  return { ...result, handed };
}

describe('the splitter', () => {
  it('finds the same rows wherever the text is cut into pieces', () => {
    const rows = fc.array(fc.jsonValue(), { maxLength: 5 });
    const cuts = fc.array(fc.nat(400), { maxLength: 6 });
    const property = fc.property(rows, cuts, fc.nat(4), (values, at, spaces) => {
      const echo = { cliente: ['no list'], data: '"data":{"cliente":[1]}' };
      const whole = { type: 'info', echo, data: { registros: 3, cliente: values, pagina: [1] } };
      const text = JSON.stringify(whole, undefined, spaces);
      const splitter = createListSplitter(10_000);
      const edges = [0, ...at.filter((edge) => edge < text.length).sort((a, b) => a - b), text.length];
      const found = edges.slice(1).flatMap((edge, i) => splitter.feed(text.slice(edges[i], edge)));
      expect(found.map((row) => JSON.parse(row))).toEqual(JSON.parse(JSON.stringify(values)));
      expect(JSON.parse(splitter.frame())).toMatchObject({ echo, data: { cliente: [], pagina: [1] } });
    });
    fc.assert(property);
  });
});

describe('a long list', () => {
  it('takes the memory of its batches, not of its rows', async () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => company(i + 1));
    const { client } = await serve(
      () => rows,
      (found) => answerOf(found, found.length),
    );
    let largest = 0;
    let count = 0;
    const end = await client.read({ active: true, limit: 100_000 }, async (batch) => {
      largest = Math.max(largest, batch.length);
      count += batch.filter((row) => row.decoded().ok).length;
      await setImmediate();
    });
    expect(end).toMatchObject({ received: 20_000, claimed: 20_000 });
    expect(count).toBe(20_000);
    expect(largest).toBeLessThanOrEqual(200);
  });

  it.each([
    ['an array', (rows: object[]) => rows],
    ['rows under numbers', (rows: object[]) => Object.fromEntries(rows.map((row, i) => [i * 100, row]))],
  ])('is read from %s', async (_, shape) => {
    const rows = [1, 2, 3].map((i) => company(i));
    const { client } = await serve(
      () => rows,
      (found) => answerOf(shape(found), 3),
    );
    const read = await client.list({ active: true, limit: 10 });
    expect(read.rows.map((row) => row.ok && row.record.key).sort()).toEqual(rows.map(({ clave }) => clave));
  });

  it.each([
    ['one as an object', 1, (rows: object[]) => rows[0]],
    ['none as null', 0, () => null],
    ['none as ""', 0, () => ''],
    ['none as {}', 0, () => ({})],
  ])('is read where it shows %s', async (_, received, shape) => {
    const { client } = await serve(
      () => [company(1)],
      (found) => answerOf(shape(found), received),
    );
    expect(await client.list({ active: true, limit: 10 })).toMatchObject({ received });
  });
});

describe('a row that breaks the syntax', () => {
  const rows = Array.from({ length: 40 }, (_, i) => company(i + 1));

  it('by a bare line break is one row that is not understood; the others are read in the same answer', async () => {
    const { client } = await serve(
      () => rows,
      (found) => answerOf(found, found.length).replace('Peña Hermanos 20"', 'Peña\nHermanos 20"'),
    );
    const { certificate, handed } = await scan(client);
    expect(certificate).toMatchObject({ complete: true, distinct: 40, unreadable: 1 });
    const reason = 'Row 20 of the list, after clave 0000000019, breaks its syntax.';
    expect(handed.find((row) => !row.ok)).toEqual({ ok: false, key: '0000000020', reason });
    const found = await client.lookup(['0000000019', '0000000020']);
    expect(found.get('0000000019')).toMatchObject({ ok: true });
    expect(found.get('0000000020')).toMatchObject({ ok: false });
  });

  it('by a bare quote is named, and the others are read by smaller questions', async () => {
    const { client } = await serve(
      () => rows,
      (found) => answerOf(found, found.length).replace('Peña Hermanos 20"', 'Peña 3" Hermanos 20"'),
    );
    const { certificate, handed, keys } = await scan(
      client,
      NEW_MEMORY,
      rows.slice(0, -1).map(({ clave }) => clave),
    );
    expect(certificate.complete).toBe(false);
    expect(certificate.why).toContain('Row 20 of the list, after clave 0000000019, breaks its syntax.');
    // The last one is nobody that was known: it bears the clave that comes next.
    expect([...keys].sort()).toEqual(rows.map(({ clave }) => clave));
    expect(handed.filter((row) => !row.ok)).toMatchObject([{ key: '0000000020' }]);
    const found = await client.lookup(['0000000021', '0000000020', '0000000022', '0000000099']);
    expect([...found].map(([key, { ok }]) => [key, ok]).sort()).toEqual([
      ['0000000020', false],
      ['0000000021', true],
      ['0000000022', true],
    ]);
  });

  it('by its end is an answer that was cut off', async () => {
    const { client } = await serve(
      () => rows,
      (found) => answerOf(found, found.length).slice(0, 9_000),
    );
    const facts = { code: 'unreadable', errorClass: 'trouble' };
    await expect(client.list({ active: true, limit: 50 })).rejects.toMatchObject({ facts });
  });
});

/** Short, because it is waited out; long enough for an answer on a busy machine. */
const SLOW_MS = 600;

describe('a list that is too slow', () => {
  const rows = Array.from({ length: 300 }, (_, i) => company(i + 1));

  it('is a cap that was met where one row is answered: it is read by searches', async () => {
    const { client, asked } = await serve(
      () => rows,
      (found) => (found.length > 260 ? undefined : answerOf(found, found.length)),
      SLOW_MS,
    );
    const first = await scan(client);
    expect(first.certificate).toMatchObject({ complete: true, distinct: 300, cap: 250 });
    asked.length = 0;
    const next = await scan(client, JSON.parse(JSON.stringify(first.memory)), first.keys);
    expect(next.certificate).toMatchObject({ complete: false, distinct: 300, cap: 250 });
    expect(asked.every(({ registros }) => Number(registros) <= 250 || registros === '1000')).toBe(true);
    expect(asked.filter(({ registros, estado }) => estado === 'AC' && registros === '1000')).toEqual([]);
  });

  it('once is asked once more, and nothing is learnt from it', async () => {
    let slow = 1;
    const { client } = await serve(
      () => rows,
      (found) => {
        if (found.length < 2 || slow === 0) return answerOf(found, found.length);
        slow -= 1;
        return undefined;
      },
      SLOW_MS,
    );
    const { certificate, memory } = await scan(client);
    expect(certificate).toMatchObject({ complete: true, distinct: 300, cap: undefined });
    expect(memory.cap).toBeUndefined();
  });

  it('is an outage where even one row is not answered', async () => {
    const { client } = await serve(
      () => rows,
      () => undefined,
      SLOW_MS,
    );
    await expect(scan(client)).rejects.toMatchObject({ facts: { code: 'timeout' } });
  });
});
