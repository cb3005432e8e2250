import { afterEach, describe, expect, test } from 'vitest';
import { PROBE_MARK } from '../../src/domain/probe-mark.ts';
import type { Profile } from '../../src/domain/profile.ts';
import { keepProfile } from '../../src/store/profiles.ts';
import { type Rig, startRig } from '../rig.ts';
import { type ManagementProOptions, seedCompany } from './company.ts';

/** What a daemon makes of a probe: its customers are no people, and its profile saves requests. */

let rig: Rig;
afterEach(() => rig.close());

test('customers with the mark are linked with nobody and created nowhere, on either side', async () => {
  rig = await startRig();
  const email = `zzpuenteprueba.uno.QXW@example.com`;
  for (const descripcion of [`${PROBE_MARK} QXW no es una Persona`, `+52${PROBE_MARK.toLowerCase()} QXW`])
    rig.managementpro.people.create({
      descripcion,
      razon_social: 'Prueba SA de CV',
      email_1: email,
      telefono_1: '5500000101',
    });
  rig.managementpro.people.create({ descripcion: 'zzpue', email_1: email });
  const shop = rig.aceptabits.people.shops()[0]?.code ?? '';
  rig.aceptabits.people.create({
    name: `${PROBE_MARK} QXW no es una Persona`,
    email,
    phone: '5500000101',
    code_shop: shop,
  });
  rig.managementpro.people.create({
    descripcion: 'Refaccionaria del Golfo SA de CV',
    email_1: 'ventas@golfo.mx',
  });
  await rig.cycles(4);
  const { store } = rig.app.context;
  expect(await store.redis.hlen(store.keys.links)).toBe(1);
  expect(rig.managementpro.people.all()).toHaveLength(4);
  expect(rig.aceptabits.people.all().map(({ name }) => name)).toContain('Refaccionaria del Golfo SA de CV');
  expect(rig.aceptabits.people.all()).toHaveLength(2);
  expect(await rig.inStep()).toBe(true);
  // Two of ManagementPro's by name, one by its e-mail alone, and one of Aceptabits': told apart.
  expect((await rig.status()).waiting.probe).toBe(4);
});

const CUSTOMERS = 600;
const PAGING = { page: 'pagina', size: 'por_pagina', info: 'paginacion' };
const MEASURED: Profile['measured'] = {
  size: { received: 100, ours: 4, cap: 100 },
  registros: { means: 'returned', asText: false },
  paging: { by: PAGING },
};

/** The first reading of ManagementPro. */
async function firstReading(
  settings: ManagementProOptions['settings'],
  measured?: Profile['measured'],
  secret?: string,
) {
  rig = await startRig({ ...(settings && { managementpro: settings }) });
  seedCompany(rig.managementpro, CUSTOMERS);
  const { url, apikey } = rig.config.managementpro;
  if (measured !== undefined)
    await keepProfile(
      rig.app.context.store,
      { side: 'managementpro', url, secret: secret ?? apikey },
      { side: 'managementpro', at: Date.now(), measured },
    );
  const before = rig.managementpro.requests.total;
  await rig.poll('managementpro');
  const { lastScan } = (await rig.status()).sides.managementpro;
  return { requests: rig.managementpro.requests.total - before, lastScan };
}

describe('a profile', () => {
  test('of a list that is cut off and can be paged saves most of the requests', async () => {
    const without = await firstReading({ cap: 100, paging: PAGING });
    await rig.close();
    const profiled = await firstReading({ cap: 100, paging: PAGING }, MEASURED);
    for (const { lastScan } of [without, profiled])
      expect(lastScan).toMatchObject({ complete: true, distinct: CUSTOMERS });
    // Seen: 17 instead of 1,237.
    expect(profiled.requests).toBeLessThan(without.requests / 20);
  });

  test('of a list that is not cut off saves the search for somebody whom it hides', async () => {
    const whole = {
      ...MEASURED,
      size: { received: CUSTOMERS + 4, ours: 4, cap: undefined },
      paging: { by: undefined },
    };
    const without = await firstReading({});
    await rig.close();
    const profiled = await firstReading({}, whole);
    for (const { lastScan } of [without, profiled])
      expect(lastScan).toMatchObject({ complete: true, distinct: CUSTOMERS });
    // Seen: 2 instead of 34.
    expect(profiled.requests).toBeLessThan(without.requests / 10);
  });

  test.each([
    ['the server pages no more', { cap: 100 }],
    ['the server pages by other names by now', { cap: 100, paging: { ...PAGING, page: 'hoja' } }],
    ['the order changes with each answer', { cap: 100, order: 'shuffled', paging: PAGING }],
  ] as const)('hides nobody where %s', async (_, settings) => {
    const { lastScan } = await firstReading(settings, MEASURED);
    expect(lastScan).toMatchObject({ complete: true, distinct: CUSTOMERS });
  });

  test('that knew no cap does not make a cut-off list whole', async () => {
    const whole = {
      ...MEASURED,
      size: { received: CUSTOMERS + 4, ours: 4, cap: undefined },
      paging: { by: undefined },
    };
    const { lastScan } = await firstReading({ cap: 100 }, whole);
    expect(lastScan).toMatchObject({ complete: true, distinct: CUSTOMERS });
  });

  test('of another key is not used', async () => {
    const without = await firstReading({ cap: 100, paging: PAGING });
    await rig.close();
    const profiled = await firstReading({ cap: 100, paging: PAGING }, MEASURED, 'another-key');
    expect(profiled.requests).toBe(without.requests);
  });
});

test('a lag that was measured to be longer is waited for, and a shorter one changes nothing', async () => {
  rig = await startRig();
  const { url, token } = rig.config.aceptabits;
  const system = { side: 'aceptabits', url, secret: token } as const;
  const before = rig.app.context.timings;
  const keep = (ms: number) =>
    keepProfile(rig.app.context.store, system, {
      side: 'aceptabits',
      at: Date.now(),
      measured: { lag: { ms } },
    });
  await keep(10);
  await rig.restart();
  expect(rig.app.context.timings).toEqual(before);
  await keep(500);
  await rig.restart();
  expect(rig.app.context.timings).toMatchObject({ lagMs: 1_500, createQuietMs: 1_500 });
});
