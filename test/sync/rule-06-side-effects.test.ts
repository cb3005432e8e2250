/** Servers that escape or empty what an update did not touch are found out after two customers (rule 6). */
import { afterEach, describe, expect, test } from 'vitest';
import { allowUpdates } from '../../src/people/allow-updates.ts';
import { needsYou } from '../../src/report/needs.ts';
import type { ClienteFields } from '../../src/simulators/managementpro/cliente.ts';
import type { ManagementProSettings } from '../../src/simulators/managementpro/settings.ts';
import { FAST, type Rig, startRig } from '../rig.ts';
import {
  both,
  eventsOf,
  inAceptabits,
  inManagementPro,
  onRequest,
  type Pair,
  person,
  waitsOf,
} from './situations.ts';

let rig: Rig;
afterEach(() => rig.close());

const CUSTOMERS = 8;
/** Whoever is tried alone is alone for at least so long, however slow the machine. */
const ALONE_MS = 20_000;

/** Everything that only the ERP holds, and texts that servers escape. */
const RICH: ClienteFields = {
  razon_social: 'Comercializadora "El Águila" & Hijos del Sureste S.A. de C.V.',
  rfc: 'CAS010203AB1',
  telefono_2: '999 111 22 33 ext. 4',
  telefono_3: '(s/n)',
  contacto_1: "Sra. Concepción D'Amico",
  email_2: 'facturas@elaguila.mx',
  sucursal: '0002',
  segmento: '0001',
  giro_comercial: '0002',
  condicion_venta: 'CRED',
  esquema_precio: '3',
  grupo_impuesto: 'IVA16',
  direccion_entrega_1: 'Bodega 4',
  direccion: { calle: 'Calle 60', numero_exterior: '491', colonia: 'Centro', codigo_postal: '97000' },
};

async function company(settings: Partial<ManagementProSettings>, cliente = RICH): Promise<Pair[]> {
  rig = await startRig({ config: { brake: OFF }, app: { timings: { ...FAST, createQuietMs: ALONE_MS } } });
  const pairs = Array.from({ length: CUSTOMERS }, (_, at) => ({
    clave: inManagementPro(rig, person(at + 1), cliente),
    code: inAceptabits(rig, person(at + 1)),
  }));
  await rig.cycles(2);
  Object.assign(rig.managementpro.settings, settings);
  return pairs;
}

/** A tenth of them is a single customer here: what is usual is not the matter of these tests. */
const OFF = {
  missingPercent: 100,
  changedPercent: 100,
  emptiedPercent: 100,
  minCustomers: 1_000,
  newPercent: 100,
  newMin: 1_000,
};

function editPhones(pairs: readonly Pair[], first = 10): void {
  for (const [at, { code }] of pairs.entries())
    rig.aceptabits.people.edit(code, { phone: `99955500${first + at}` });
}

const stored = ({ clave }: Pair) => rig.managementpro.people.get(clave);
const needs = async () =>
  (await needsYou(rig.app.context, rig.app.engine.queues)).map(({ code, side }) => [code, side]);

describe('rule 6: what an update does beside what it was sent for', () => {
  test.each<[string, Partial<ManagementProSettings>, (pair: Pair) => boolean]>([
    [
      'what only the ERP holds is blanked',
      { omitted: 'blank' },
      (pair) => stored(pair)?.esquema_precio !== '3',
    ],
    [
      'texts are escaped',
      { normalise: ['escape'] },
      (pair) => stored(pair)?.razon_social !== RICH.razon_social,
    ],
    [
      'quotes get backslashes',
      { normalise: ['backslash'] },
      (pair) => stored(pair)?.contacto_1 !== RICH.contacto_1,
    ],
    [
      'a text gets a prefix',
      { normalise: [{ prefix: 'RS ', field: 'razon_social' }] },
      (pair) => stored(pair)?.razon_social !== RICH.razon_social,
    ],
  ])(
    '%s: noticed at the second customer, told, and the other updates stop',
    async (_, settings, isHarmed) => {
      const pairs = await company(settings);
      editPhones(pairs);
      await rig.cycles(3);
      expect(pairs.filter(isHarmed)).toHaveLength(2);
      expect((await rig.status()).waiting).toMatchObject({ held: CUSTOMERS - 2, parked: 0 });
      const spared = pairs.find((pair) => !isHarmed(pair));
      expect(await waitsOf(rig, 'managementpro', spared?.clave ?? '')).toEqual(['held']);
      expect(await needs()).toContainEqual(['side-effect', 'managementpro']);
      const events = (await Promise.all(pairs.map(({ clave }) => eventsOf(rig, clave)))).flat();
      expect(events.filter(({ kind }) => kind === 'side-effect')).toHaveLength(2);
      const writes = rig.writes();
      editPhones(pairs, 30);
      await rig.cycles(3);
      expect(pairs.filter(isHarmed)).toHaveLength(2);
      expect(rig.writes()).toBe(writes);
    },
  );

  test('a server that escapes: customers without anything to escape go on', async () => {
    const pairs = await company({ normalise: ['escape'] });
    const plain = pairs.slice(4);
    for (const { clave } of plain)
      rig.managementpro.people.edit(clave, { razon_social: 'El Aguila SA de CV', contacto_1: 'Don Chucho' });
    await rig.cycles(1);
    editPhones(pairs);
    await rig.cycles(3);
    expect((await rig.status()).waiting.held).toBe(2);
    for (const [at, pair] of plain.entries())
      expect(both(rig, pair, 'phone')).toEqual([`99955500${14 + at}`, `99955500${14 + at}`]);
  });

  test('the system is mended, and a person says so: the updates go on', async () => {
    const pairs = await company({ omitted: 'blank' });
    editPhones(pairs);
    await rig.cycles(3);
    expect((await rig.status()).waiting.held).toBe(CUSTOMERS - 2);
    rig.managementpro.settings.omitted = 'keep';
    expect(await allowUpdates(rig.app.context, 'managementpro', 'ana')).toBe(true);
    await rig.cycles(2);
    expect(await rig.inStep()).toBe(true);
    expect(await needs()).toEqual([]);
    expect(pairs.filter((pair) => stored(pair)?.esquema_precio !== '3')).toHaveLength(2);
    expect(await allowUpdates(rig.app.context, 'managementpro', 'ana')).toBe(false);
  });

  test('a server that trims, cuts or writes capitals does no harm, and stops nothing', async () => {
    const pairs = await company({ normalise: ['trim', 'upper', { cut: 200 }] });
    editPhones(pairs);
    await rig.cycles(3);
    expect((await rig.status()).waiting.held).toBe(0);
    for (const [at, pair] of pairs.entries())
      expect(both(rig, pair, 'phone')).toEqual([`99955500${10 + at}`, `99955500${10 + at}`]);
  });

  test('clerks who edit other texts of every customer in that very moment stop nothing', async () => {
    const pairs = await company({});
    let typed = 0;
    onRequest(rig.managementpro, 'addCliente', ({ data }) => {
      const { clave } = data as { clave: string };
      typed += 1;
      setImmediate(() =>
        rig.managementpro.people.edit(clave, {
          razon_social: `Nueva razón ${typed} S.A. de C.V.`,
          telefono_3: '',
        }),
      );
    });
    editPhones(pairs.slice(0, 1));
    await rig.cycles(2);
    rig.managementpro.faults.clear();
    editPhones(pairs);
    await rig.cycles(2);
    expect(typed).toBeGreaterThan(0);
    expect((await rig.status()).waiting.held).toBe(0);
    expect(await rig.inStep()).toBe(true);
  });
});
