import { describe, expect, it } from 'vitest';
import type { AceptabitsSimulator } from '../../src/simulators/aceptabits.ts';
import { isLastPage } from '../../src/systems/aceptabits/pass.ts';
import { scanAceptabits } from '../../src/systems/aceptabits/scan.ts';
import { aceptabits } from './simulated.ts';

/** Fills the list up to so many customers; an account begins with the platform's own. */
function fill(simulator: AceptabitsSimulator, count: number): void {
  while (simulator.people.listed().length < count) simulator.people.create({ name: 'Cliente' });
}

function allCodes(simulator: AceptabitsSimulator): string[] {
  return simulator.people.listed().map(({ code }) => code);
}

/** Scans while `meanwhile` happens after each of the first pages; tells which rows were handed over. */
async function scan(
  count: number,
  meanwhile?: (simulator: AceptabitsSimulator, page: number) => void,
  settings: Partial<AceptabitsSimulator['settings']> = {},
) {
  const { simulator, client } = await aceptabits({ settings });
  fill(simulator, count);
  const handed: string[] = [];
  let pages = 0;
  const { certificate, keys } = await scanAceptabits(client, {
    now: Date.now,
    onPage: async (rows) => {
      handed.push(...rows.map((row) => (row.ok ? row.record.key : '')));
      pages += 1;
      meanwhile?.(simulator, pages);
    },
  });
  return { simulator, certificate, keys, handed };
}

describe('reading Aceptabits completely (rule 1)', () => {
  it.each([
    [5, 1],
    [100, 1],
    [101, 2],
    [2345, 24],
  ])('%i customers take %i requests', async (count, requests) => {
    const { simulator, certificate, keys, handed } = await scan(count);
    expect(certificate).toMatchObject({ complete: true, requests, rows: count, distinct: count, passes: 1 });
    expect([...keys].sort()).toEqual(allCodes(simulator).sort());
    expect(handed).toHaveLength(count);
  });

  it.each([0, 1])('a list of %i, without anybody of the platform, is one page', async (count) => {
    const { certificate, handed } = await scan(count, undefined, { platformElements: false });
    expect(certificate).toMatchObject({ complete: true, requests: 1, rows: count, distinct: count });
    expect(handed).toHaveLength(count);
  });

  it('is not fooled by customers who are added while it reads', async () => {
    const { simulator, certificate, keys } = await scan(2345, (side, page) => {
      if (page < 9) side.people.create({ name: 'Recién llegado' });
    });
    expect(certificate.complete).toBe(true);
    expect([...keys].sort()).toEqual(allCodes(simulator).sort());
  });

  it('is not fooled by customers who vanish while it reads', async () => {
    const { simulator, certificate, keys, handed } = await scan(2345, (side, page) => {
      if (page < 9) side.people.remove(allCodes(side).at(-1 - page) ?? '');
    });
    expect(certificate.complete).toBe(true);
    expect([...keys].sort()).toEqual(allCodes(simulator).sort());
    expect(new Set(handed).size).toBe(handed.length);
  });

  it('is not fooled by one who leaves and one who comes', async () => {
    const { simulator, certificate, keys } = await scan(950, (side, page) => {
      if (page === 3) side.people.remove(allCodes(side).at(-1) ?? '');
      if (page === 5) side.people.create({ name: 'Recién llegado' });
    });
    expect(certificate.complete).toBe(true);
    expect([...keys].sort()).toEqual(allCodes(simulator).sort());
  });

  it('finds all of many who share one created_at and change places in every answer', async () => {
    const { simulator, certificate, keys } = await scan(450, undefined, { tiedCreatedAt: true });
    expect(certificate.complete).toBe(true);
    expect(certificate.passes).toBeGreaterThan(1);
    expect([...keys].sort()).toEqual(allCodes(simulator).sort());
  });

  it.each([
    [450, 1],
    [2345, 1],
    [2345, 5],
  ])('explains a list of %i that grows by %i before each page by its order', async (count, growth) => {
    const { simulator, client } = await aceptabits({ settings: { growth: 0 } });
    fill(simulator, count);
    simulator.settings.growth = growth;
    const handed: string[] = [];
    const { certificate, keys } = await scanAceptabits(client, {
      now: Date.now,
      onPage: async (rows) => void handed.push(...rows.map((row) => (row.ok ? row.record.key : ''))),
    });
    expect(certificate).toMatchObject({ complete: true });
    expect(certificate.passes).toBeLessThanOrEqual(2);
    // Nobody came after the last page, so it shows everybody there is.
    expect([...keys].sort()).toEqual(allCodes(simulator).sort());
    expect(new Set(handed).size).toBe(handed.length);
  });

  it.each([450, 2345])('reads a list of %i that loses one before each page from its end', async (count) => {
    const { simulator, certificate, keys } = await scan(count, (side, page) => {
      side.people.remove(allCodes(side)[page % 2 === 0 ? 0 : Math.floor(allCodes(side).length / 2)] ?? '');
    });
    expect(certificate).toMatchObject({ complete: true });
    for (const code of allCodes(simulator)) expect(keys).toContain(code);
  });

  it('owns up to it when the list never holds still', async () => {
    const { simulator, client } = await aceptabits();
    fill(simulator, 450);
    let asked = 0;
    const page: typeof client.page = async (query) => {
      asked += 1;
      if (asked % 2 === 0) simulator.people.create({ name: 'Otro más' });
      else simulator.people.remove(allCodes(simulator)[asked % 400] ?? '');
      return client.page(query);
    };
    const { certificate, keys } = await scanAceptabits({ page }, { now: Date.now, onPage: async () => {} });
    expect(certificate).toMatchObject({ complete: false, passes: 6 });
    expect(keys.size).toBeGreaterThanOrEqual(450);
  });

  it('ends in the error when a page fails, and what it handed over stays', async () => {
    const { simulator, client } = await aceptabits();
    fill(simulator, 950);
    const lost = (query: unknown) => (query as { page: string }).page === '4';
    simulator.faults.add({ on: 'get-customers', when: 'before', kind: 'error500', matches: lost });
    let rows = 0;
    const scanning = scanAceptabits(client, {
      now: Date.now,
      onPage: async (page) => {
        rows += page.length;
      },
    });
    await expect(scanning).rejects.toMatchObject({ facts: { code: '1275', errorClass: 'trouble' } });
    expect(rows).toBeGreaterThan(0);
  });
});

describe('a list that contradicts itself', () => {
  const row = (n: number) => ({ ok: true as const, record: { key: `c${n}` } });

  it('takes an empty page where rows were promised for no end', async () => {
    const page = async ({ page }: { page: number }) => ({
      rows: page === 1 ? [row(1), row(2)] : [],
      received: page === 1 ? 2 : 0,
      page,
      lastPage: 2,
      perPage: 2,
      total: 4,
    });
    const { certificate } = await scanAceptabits({ page }, { now: () => 0, onPage: async () => {} });
    expect(certificate).toMatchObject({ complete: false, distinct: 2, claimed: 4 });
  });

  it('does not call complete what claims no total', async () => {
    const page = async ({ page }: { page: number }) => ({
      rows: [row(page)],
      received: 1,
      page,
      lastPage: 1,
      perPage: 1,
      total: undefined,
    });
    const { certificate } = await scanAceptabits({ page }, { now: () => 0, onPage: async () => {} });
    expect(certificate).toMatchObject({ complete: false, claimed: undefined });
  });

  it('counts rows that cannot be understood', async () => {
    const poison = { ok: false as const, key: undefined, reason: 'code: is empty' };
    const rows = [
      row(1),
      poison,
      { ok: false as const, key: 'c2', reason: 'name: is of an unexpected type' },
    ];
    const page = async () => ({ rows, received: 3, page: 1, lastPage: 1, perPage: 100, total: 3 });
    const { certificate, keys } = await scanAceptabits({ page }, { now: () => 0, onPage: async () => {} });
    expect(certificate).toMatchObject({ complete: true, unreadable: 2, keyless: 1, distinct: 2 });
    expect([...keys]).toEqual(['c1', 'c2']);
  });
});

describe('the last page', () => {
  const page = (more: object) => ({
    received: 50,
    perPage: undefined,
    lastPage: undefined,
    total: undefined,
    ...more,
  });

  it.each([
    ['as many rows as were asked for: nobody can know', page({ received: 100 }), 1, false],
    ['fewer, and nothing is told', page({}), 1, true],
    ['fewer, as the server puts on each page', page({ perPage: 50 }), 1, false],
    ['fewer, and there are more pages', page({ lastPage: 2 }), 1, false],
    ['fewer, and it is the last page', page({ lastPage: 2 }), 2, true],
    ['fewer, and more rows than one page holds', page({ total: 120 }), 1, false],
    ['fewer, and these are all rows', page({ total: 50 }), 1, true],
    ['none', page({ received: 0, lastPage: 9 }), 1, true],
  ])('%s', (_, answer, at, expected) => expect(isLastPage(answer, at, 100)).toBe(expected));
});
