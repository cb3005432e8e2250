/** Scans of ManagementPro through every cap, order and count, with the requests that they may cost (rule 1). */
import { describe, expect, it } from 'vitest';
import type { ManagementProSettings } from '../../src/simulators/managementpro/settings.ts';
import type { ManagementProSimulator } from '../../src/simulators/managementpro.ts';
import type { ManagementPro } from '../../src/systems/managementpro/client.ts';
import { NEW_MEMORY, type ScanMemory, scanManagementPro } from '../../src/systems/managementpro/scan.ts';
import { managementPro } from './simulated.ts';

const TRADES = ['Ferretería', 'Abarrotes', 'Taller', 'Papelería', 'Farmacia', 'Grupo', 'Distribuidora'];
const PLACES = ['Norte', 'Sur', 'Golfo', 'Valle', 'Oriente'];

/** Customers of which three in four share the generic RFC, as in life; every `inactiveEach`th is BA. */
function people(simulator: ManagementProSimulator, count: number, inactiveEach = 0): void {
  for (let i = 0; i < count; i += 1) {
    simulator.people.create({
      descripcion: `${TRADES[i % 7]} del ${PLACES[i % 5]} ${i}`,
      razon_social: `${TRADES[i % 7]} ${i % 3 ? 'SA de CV' : 'S de RL'} `,
      rfc: i % 4 ? 'XAXX010101000' : `ABC${700_000 + i * 37}X${i % 10}A`,
      estado: inactiveEach > 0 && i % inactiveEach === 0 ? 'BA' : 'AC',
    });
  }
}

function claves(simulator: ManagementProSimulator): string[] {
  return simulator.people.all().map(({ clave }) => clave);
}

async function scan(
  client: Pick<ManagementPro, 'read'>,
  known: ScanMemory = NEW_MEMORY,
  nowMs = 0,
  knownKeys: Iterable<string> = [],
) {
  const handed: string[] = [];
  const { certificate, memory, keys } = await scanManagementPro(client, {
    known,
    knownKeys,
    now: () => nowMs,
    onPage: async (rows) => {
      expect(rows.length).toBeLessThanOrEqual(500);
      handed.push(...rows.map((row) => (row.ok ? row.record.key : (row.key ?? ''))));
    },
  });
  // The memory lives on as JSON.
  return { certificate, memory: JSON.parse(JSON.stringify(memory)) as ScanMemory, keys, handed };
}

type Mode = Partial<ManagementProSettings> & { inactiveEach?: number };
/** Mode, and the most requests that a first and, where it differs, a second scan may take. */
const modes: [string, Mode, number, number?][] = [
  ['no cap', {}, 20, 3],
  ['no cap, some BA', { inactiveEach: 9 }, 6, 2],
  ['no cap, counts all that match', { registros: 'matching' }, 5, 2],
  ['no cap, gaps of 50,000', { claves: 'gaps' }, 20, 3],
  ['no cap, text claves', { claves: 'text' }, 120, 3],
  ['no cap, unsorted', { order: 'shuffled' }, 20, 3],
  ['cap 1,000', { cap: 1_000 }, 1_200],
  ['cap 1,000, counts all that match', { cap: 1_000, registros: 'matching' }, 120, 120],
  ['cap 1,000, gaps of 50,000, unsorted', { cap: 1_000, claves: 'gaps', order: 'shuffled' }, 1_200],
  ['cap 1,000, text claves', { cap: 1_000, claves: 'text' }, 1_400],
  [
    'cap 1,000, text claves, unsorted, counts all that match, some BA',
    {
      cap: 1_000,
      claves: 'text',
      order: 'shuffled',
      registros: 'matching',
      numbersAsText: true,
      inactiveEach: 2,
    },
    120,
    120,
  ],
];

/** Everybody was found, handed over once, and certified, within the number of requests. */
function expectAll(
  simulator: ManagementProSimulator,
  { certificate, keys, handed }: Awaited<ReturnType<typeof scan>>,
  requestsMax: number,
): void {
  const cap = simulator.settings.cap || undefined;
  expect(certificate).toMatchObject({ complete: true, distinct: claves(simulator).length, cap });
  expect([...keys].sort()).toEqual(claves(simulator).sort());
  expect(handed.sort()).toEqual(claves(simulator).sort());
  expect(certificate.requests).toBeLessThanOrEqual(requestsMax);
}

describe('reading ManagementPro completely: 2,500 customers in every mode (rule 1)', () => {
  it.each(modes)('%s', async (name, { inactiveEach, ...settings }, first, second) => {
    const { simulator, client } = await managementPro({ settings });
    people(simulator, 2_500, inactiveEach);
    const once = await scan(client);
    console.log(`${name}: ${once.certificate.requests} requests`);
    expectAll(simulator, once, first);
    if (second === undefined) return;
    const again = await scan(client, once.memory, 60_000);
    console.log(`${name}: ${again.certificate.requests} requests in the next scan`);
    expectAll(simulator, again, second);
  });
});

describe('polls of a server without a cap', () => {
  it('take two requests, through growth and shrinking', async () => {
    const { simulator, client } = await managementPro();
    people(simulator, 1_234, 10);
    let { memory } = await scan(client);
    for (const change of [0, 1, 3, -20, 400]) {
      if (change > 0) people(simulator, change);
      for (const clave of claves(simulator).slice(0, Math.max(0, -change))) simulator.people.remove(clave);
      const { certificate, ...rest } = await scan(client, memory);
      expect(certificate).toMatchObject({ complete: true, requests: 2, distinct: claves(simulator).length });
      memory = rest.memory;
    }
  });

  it('notice a list that reaches its cap exactly, and is hidden from then on', async () => {
    const { simulator, client } = await managementPro({ settings: { cap: 300 } });
    people(simulator, 299);
    const before = await scan(client);
    people(simulator, 1);
    const full = await scan(client, before.memory, 1_000);
    expect(full.certificate).toMatchObject({ complete: true, distinct: 300 });
    people(simulator, 1);
    const over = await scan(client, full.memory, 2_000);
    expect(over.certificate).toMatchObject({ complete: true, distinct: 301, cap: 300 });
  });

  it('look closer when the list drops suddenly', async () => {
    const { simulator, client } = await managementPro();
    people(simulator, 707);
    const { memory } = await scan(client);
    simulator.settings.cap = 333;
    const { certificate, keys } = await scan(client, memory);
    expect(certificate).toMatchObject({ complete: true, cap: 333, distinct: 707 });
    expect(keys.size).toBe(707);
  });

  it('see an empty list as it is', async () => {
    const { client } = await managementPro();
    const { certificate } = await scan(client);
    expect(certificate).toMatchObject({ complete: true, requests: 2, distinct: 0 });
  });
});

describe('what cannot be read completely', () => {
  it('is said to be incomplete when busqueda finds no parts of claves', async () => {
    const { simulator, client } = await managementPro({ settings: { cap: 50 } });
    people(simulator, 200);
    const wholeClavesOnly: Pick<ManagementPro, 'read'> = {
      read: (query, onRows) =>
        client.read(query, (rows) => {
          const fits = rows.filter((row) => !query.search || row.key === query.search);
          return onRows(fits);
        }),
    };
    const { certificate } = await scan(wholeClavesOnly);
    expect(certificate.complete).toBe(false);
    expect(certificate.why).toContain('busqueda');
  });

  it('still reads the claves known from before', async () => {
    const { simulator, client } = await managementPro({ settings: { cap: 50, registros: 'matching' } });
    people(simulator, 200);
    const noSearch: Pick<ManagementPro, 'read'> = {
      read: (query, onRows) =>
        query.search === undefined
          ? client.read(query, onRows)
          : Promise.resolve({ received: 0, claimed: 0, keys: new Set() }),
    };
    const { certificate, keys } = await scanManagementPro(noSearch, {
      known: NEW_MEMORY,
      knownKeys: claves(simulator),
      now: () => 0,
      onPage: async () => {},
    });
    expect(certificate.complete).toBe(false);
    expect(keys.size).toBe(200);
  });

  it('is an error when a request fails, and what was handed over stays', async () => {
    const { simulator, client } = await managementPro({ settings: { cap: 50 } });
    people(simulator, 200);
    let gone = false;
    const late = (body: unknown) => {
      gone ||= (body as { data: { busqueda: string } }).data.busqueda === '7';
      return gone;
    };
    const lasting = { when: 'before', times: Number.POSITIVE_INFINITY } as const;
    simulator.faults.add({ ...lasting, on: 'GetClienteLista', kind: 'reset', matches: late });
    let rows = 0;
    const scanning = scanManagementPro(client, {
      known: NEW_MEMORY,
      now: () => 0,
      onPage: async (page) => {
        rows += page.length;
      },
    });
    await expect(scanning).rejects.toMatchObject({ facts: { code: 'reset' } });
    expect(rows).toBeGreaterThanOrEqual(50);
  });
});

describe('rule 1: a list that is too large for the server, however it says so', () => {
  it.each(['error500', 'html502', 'cutoff', 'reset'] as const)(
    '%s: a cap that was met, because one row is answered; everybody is read by searches',
    async (listTooLarge) => {
      const { simulator, client } = await managementPro({ settings: { listRowsMax: 120, listTooLarge } });
      people(simulator, 200);
      const { certificate } = await scan(client);
      expect(certificate).toMatchObject({ complete: true, distinct: 200, method: 'search-tree' });
      expect(certificate.cap).toBeLessThanOrEqual(120);
    },
  );

  it.each(['error500', 'html502', 'cutoff', 'reset'] as const)(
    '%s: an outage where one row is not answered either',
    async (listTooLarge) => {
      const { simulator, client } = await managementPro({ settings: { listRowsMax: 120, listTooLarge } });
      people(simulator, 200);
      const one = (body: unknown) => (body as { data: { registros: string } }).data.registros === '1';
      const lasting = { when: 'before', times: Number.POSITIVE_INFINITY } as const;
      simulator.faults.add({ ...lasting, on: 'GetClienteLista', kind: 'error500', matches: one });
      await expect(scan(client)).rejects.toMatchObject({ facts: { errorClass: 'trouble' } });
    },
  );
});

describe('rule 1: a list that is cut off, between two full readings', () => {
  it('is read by its known claves and the next ones, is called incomplete, and is searched through again after an hour', async () => {
    const { simulator, client } = await managementPro({ settings: { cap: 100 } });
    people(simulator, 130);
    const first = await scan(client);
    expect(first.certificate.complete).toBe(true);
    simulator.people.create({ descripcion: 'Quien llegó después' });
    const between = await scan(client, first.memory, 1_000, first.keys);
    expect(between.certificate).toMatchObject({ complete: false, distinct: 131, cap: 100 });
    expect(between.certificate.requests).toBeLessThan(first.certificate.requests / 5);
    const later = await scan(client, between.memory, 3_600_001, between.keys);
    expect(later.certificate).toMatchObject({ complete: true, distinct: 131 });
  });

  it('is no longer taken for cut off once it shows more: one answer had lost rows', async () => {
    const { simulator, client } = await managementPro();
    people(simulator, 130);
    const first = await scan(client);
    const isWhole = (body: unknown) => (body as { data: { busqueda?: string } }).data.busqueda === '';
    simulator.faults.add({
      on: 'GetClienteLista',
      when: 'after',
      kind: 'halfList',
      times: Number.POSITIVE_INFINITY,
      matches: isWhole,
    });
    const deceived = await scan(client, first.memory, 1_000);
    expect(deceived.certificate).toMatchObject({ distinct: 130 });
    expect(deceived.memory.cap).toBeLessThan(100);
    simulator.faults.clear();
    const after = await scan(client, deceived.memory, 2_000, deceived.keys);
    expect(after.certificate).toMatchObject({ complete: true, distinct: 130, cap: undefined });
    expect(after.certificate.requests).toBeLessThan(30);
  });
});
