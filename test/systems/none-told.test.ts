import { describe, expect, it } from 'vitest';
import { scanAceptabits } from '../../src/systems/aceptabits/scan.ts';
import { NEW_MEMORY, scanManagementPro } from '../../src/systems/managementpro/scan.ts';
import type { NoneTold } from '../../src/systems/none-told.ts';
import { aceptabits, managementPro } from './simulated.ts';

// Rule 2: an error is this server's way of saying "none" only where control questions have shown it.

const TOLD = { code: '404', message: 'No se encontraron registros' };
const ECHOED = { code: '404', message: 'No se encontraron registros para {value}' };

async function mWith(count: number, emptyListError: typeof TOLD | undefined, inactive = 0) {
  const learned: (NoneTold | undefined)[] = [];
  const { simulator, client } = await managementPro({}, { none: { onLearned: (one) => learned.push(one) } });
  for (let n = 0; n < count; n += 1)
    simulator.people.create({
      descripcion: `Comercializadora del Sureste ${n} S.A. de C.V.`,
      estado: n < inactive ? 'BA' : 'AC',
    });
  simulator.settings.emptyListError = emptyListError;
  const scan = () => scanManagementPro(client, { known: NEW_MEMORY, now: Date.now, onPage: async () => {} });
  return { simulator, client, learned, scan };
}

describe.each([TOLD, ECHOED])('ManagementPro tells an empty list as "$message"', (told) => {
  it('nobody is BA: the list is whole', async () => {
    const { scan, learned } = await mWith(30, told);
    const { certificate } = await scan();
    expect(certificate).toMatchObject({ complete: true, distinct: 30 });
    expect(learned[0]).toMatchObject({ code: '404' });
  });

  it('a clave that nobody bears is absent, one that somebody bears is not', async () => {
    const { client } = await mWith(30, told);
    expect([...(await client.lookup(['999'])).keys()]).toEqual([]);
    expect([...(await client.lookup(['999', '0000000007'])).keys()]).toEqual(['0000000007']);
  });

  it('claves of one letter, which stand in the words of the message as well, are absent', async () => {
    const { client } = await mWith(30, told);
    expect([...(await client.lookup(['N', 'E', 'o'])).keys()]).toEqual([]);
    expect([...(await client.lookup(['N', '0000000007', 's'])).keys()]).toEqual(['0000000007']);
    expect(await client.list({ active: true, search: 'N', limit: 10 })).toMatchObject({ received: 0 });
  });

  it('a clave is absent also beside BA customers', async () => {
    const { client } = await mWith(30, told, 5);
    expect([...(await client.lookup(['999'])).keys()]).toEqual([]);
    expect([...(await client.lookup(['0000000002', '999'])).keys()]).toEqual(['0000000002']);
  });

  it('a search that fits nobody finds nobody', async () => {
    const { client } = await mWith(30, told);
    expect(await client.list({ active: true, search: 'Xool', limit: 10 })).toMatchObject({ received: 0 });
  });

  it('nobody at all is no absence: the error stands until a person confirms it', async () => {
    const { scan } = await mWith(0, told);
    await expect(scan()).rejects.toMatchObject({ facts: { code: '404' } });
  });

  it('claves that the list pads with blanks are known ones as well', async () => {
    const { simulator, client, scan } = await mWith(30, told);
    simulator.settings.claveIn = { list: 'blanks', one: 'exact', write: 'exact' };
    const { certificate } = await scan();
    expect(certificate).toMatchObject({ complete: true, distinct: 30 });
    expect(await client.list({ active: true, search: 'Xool', limit: 10 })).toMatchObject({ received: 0 });
    const [padded = ''] = simulator.people.all().map(({ clave }) => `${clave}  `);
    expect([...(await client.lookup(['999', padded])).keys()]).toEqual([padded]);
  });

  it('a minute of questions asks its controls once', async () => {
    const { simulator, client } = await mWith(30, told);
    const count = async (times: number) => {
      let asked = 0;
      const matches = () => {
        asked += 1;
        return false;
      };
      simulator.faults.add({ on: 'GetClienteLista', when: 'before', kind: 'reset', matches });
      for (let n = 0; n < times; n += 1) await client.list({ active: true, search: `Xool ${n}`, limit: 10 });
      simulator.faults.clear();
      return asked;
    };
    expect(await count(1)).toBeLessThanOrEqual(4);
    expect(await count(10)).toBe(10);
  });
});

describe('ManagementPro tells something else', () => {
  it('an error that the impossible clave does not get is no absence', async () => {
    const { simulator, client } = await mWith(30, undefined);
    simulator.faults.add({
      on: 'GetClienteLista',
      when: 'before',
      kind: 'error500',
      code: '404',
      times: Number.POSITIVE_INFINITY,
      matches: (body) => JSON.stringify(body).includes('"0000000007"'),
    });
    await expect(client.lookup(['0000000007'])).rejects.toMatchObject({ name: 'SideError' });
  });

  it('an error that everybody gets is no absence, and what was learned is forgotten', async () => {
    let aheadMs = 0;
    const learned: (NoneTold | undefined)[] = [];
    const { simulator, client } = await managementPro(
      {},
      { now: () => Date.now() + aheadMs, none: { onLearned: (one) => learned.push(one) } },
    );
    simulator.people.create({ descripcion: 'Comercializadora del Sureste S.A. de C.V.' });
    simulator.settings.emptyListError = TOLD;
    expect([...(await client.lookup(['999'])).keys()]).toEqual([]);
    // From now on the server finds nobody whomever it is asked for.
    aheadMs += 120_000;
    const times = Number.POSITIVE_INFINITY;
    simulator.faults.add({ on: 'GetClienteLista', when: 'before', kind: 'emptyList', times });
    await expect(client.lookup(['0000000001'])).rejects.toMatchObject({ name: 'SideError' });
    expect(learned.at(-1)).toBeUndefined();
  });

  it('within the minute a clave is still asked for beside a known one', async () => {
    const { simulator, client } = await mWith(30, TOLD);
    expect([...(await client.lookup(['999'])).keys()]).toEqual([]);
    const times = Number.POSITIVE_INFINITY;
    simulator.faults.add({ on: 'GetClienteLista', when: 'before', kind: 'emptyList', times });
    await expect(client.lookup(['0000000007'])).rejects.toMatchObject({ name: 'SideError' });
  });

  it('a BA list that is refused while somebody known is BA is no empty one', async () => {
    const { simulator, client, scan } = await mWith(30, TOLD, 5);
    await scan();
    simulator.settings.emptyListError = TOLD;
    simulator.faults.add({
      on: 'GetClienteLista',
      when: 'before',
      kind: 'emptyList',
      times: Number.POSITIVE_INFINITY,
      matches: (body) => {
        const { data } = body as { data: { estado: string; clave: string } };
        return data.estado === 'BA' && data.clave === '';
      },
    });
    const refused = client.list({ active: false, limit: 1_000 });
    await expect(refused).rejects.toMatchObject({ name: 'SideError' });
  });

  it('nor is one where the list pads the claves of whom it has shown', async () => {
    const { simulator, client, scan } = await mWith(30, TOLD, 5);
    simulator.settings.claveIn = { list: 'blanks', one: 'exact', write: 'exact' };
    await scan();
    simulator.faults.add({
      on: 'GetClienteLista',
      when: 'before',
      kind: 'emptyList',
      times: Number.POSITIVE_INFINITY,
      matches: (body) => {
        const { data } = body as { data: { estado: string; clave: string; busqueda: string } };
        return data.estado === 'BA' && data.clave === '' && data.busqueda === '';
      },
    });
    const refused = client.list({ active: false, limit: 1_000 });
    await expect(refused).rejects.toMatchObject({ name: 'SideError' });
  });
});

describe('Aceptabits tells an empty list as an error', () => {
  async function aWith(count: number, platformElements = true) {
    const learned: (NoneTold | undefined)[] = [];
    const settings = { platformElements };
    const { simulator, client } = await aceptabits(
      { settings },
      { none: { onLearned: (one) => learned.push(one) } },
    );
    for (let n = 0; n < count; n += 1) simulator.people.create({ name: `Cliente ${n}` });
    simulator.settings.emptyListError = { code: '1999', message: 'No results for {value}' };
    return { simulator, client, learned };
  }

  it('a search that fits nobody finds nobody', async () => {
    const { client, learned } = await aWith(120);
    expect(await client.search('Xool Canché')).toEqual([]);
    expect(learned[0]).toMatchObject({ code: '1999' });
    expect(await client.lookup('pgbcus0')).toBeUndefined();
  });

  it('an account of nobody is no absence', async () => {
    const { client } = await aWith(0, false);
    const scan = scanAceptabits(client, { now: Date.now, onPage: async () => {} });
    await expect(scan).rejects.toMatchObject({ facts: { code: '1999' } });
  });
});
