import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { writeRoutes } from '../../src/people/write-routes.ts';
import { needsYou } from '../../src/report/needs.ts';
import { routesView } from '../../src/report/routes.ts';
import { routesOf } from '../../src/sync/context.ts';
import { MINIMUM } from '../config/minimum.ts';
import { type Rig, startRig } from '../rig.ts';
import { inAceptabits, inManagementPro, linkedPair, linkOf, person } from './situations.ts';

/** ROUTES_FILE: proposed with evidence, written by a person, watched while Puente runs. */

const SUR = 'pgbsho0635214789653205';
const FRANCISCO = 'pgbage9743164921458226';
const [V_FRANCISCO, V_PATRICIA] = ['0000000002', '0000000005'];

let rig: Rig;
let path: string;
beforeEach(async () => {
  path = join(mkdtempSync(join(tmpdir(), 'puente-routes-')), 'routes.json');
  rig = await startRig();
});
afterEach(async () => {
  await rig.close();
  rmSync(join(path, '..'), { recursive: true });
});

const save = (vendedores: Record<string, string>, sucursales: Record<string, string> = {}) =>
  writeFileSync(path, JSON.stringify({ sucursales, vendedores }));
const read = () => JSON.parse(readFileSync(path, 'utf8')) as unknown;
const look = () => rig.app.context.routesFile.look();
/** As a start does it. */
const withFile = () =>
  rig.restart({ routes: loadConfig({ ...MINIMUM, ROUTES_FILE: path }).routes, routesFile: path });

test('routes that are saved while Puente runs are in force, without a start', async () => {
  save({});
  await withFile();
  await rig.cycles(1);
  save({}, { '0002': SUR });
  await vi.waitFor(() => expect(rig.app.context.config.routes.shops).toEqual({ '0002': SUR }), 10_000);
  inManagementPro(rig, person(1), { sucursal: '0002' });
  await rig.cycles(3);
  expect(rig.aceptabits.people.all().map(({ code_shop }) => code_shop)).toEqual([SUR]);
});

test('a bad file keeps the routes before it, and says so until it is put right', async () => {
  save({ [V_PATRICIA]: FRANCISCO });
  await withFile();
  writeFileSync(path, '{"vendedores": {"0000000005": ');
  look();
  expect((await routesOf(rig.app.context)).salespeople[V_PATRICIA]).toBe(FRANCISCO);
  const needs = () => needsYou(rig.app.context, rig.app.engine.queues);
  expect(await needs()).toContainEqual({ code: 'routes-file', count: 1, reason: 'is not valid JSON' });
  save({});
  look();
  expect(await needs()).toEqual([]);
  expect(Object.values(rig.app.context.config.routes.salespeople)).toEqual([]);
});

test('a file that leaves no shop of ours out is asked for where the shops are told', async () => {
  save({});
  await withFile();
  await rig.restart({ aceptabits: { ...rig.config.aceptabits, shops: [rig.config.aceptabits.shop] } });
  save({}, { '0002': SUR });
  look();
  expect(rig.app.context.routesFile.wrong).toContain('leaves out the shop of sucursal "0002"');
  expect(rig.app.context.config.routes.shops).toEqual({});
});

test('a changed route moves nobody by itself', async () => {
  save({ [V_PATRICIA]: FRANCISCO });
  await withFile();
  const claves = Array.from({ length: 12 }, (_, at) => {
    inAceptabits(rig, person(at), { code_agent: FRANCISCO });
    return inManagementPro(rig, person(at), { vendedor: V_PATRICIA });
  });
  await rig.cycles(3);
  save({ [V_FRANCISCO]: FRANCISCO });
  look();
  await rig.cycles(3);
  expect(rig.writes()).toBe(0);
  for (const clave of claves) {
    expect(rig.managementpro.people.get(clave)?.vendedor).toBe(V_PATRICIA);
    expect(await linkOf(rig, clave)).toBeDefined();
  }
});

test('what is proposed rests on e-mail, phone and name; a person writes it, and it is on record', async () => {
  save({});
  await withFile();
  await rig.cycles(1);
  const { context } = rig.app;
  const view = await routesView(context);
  const francisco = view.vendedores.find(({ from }) => from.key === V_FRANCISCO);
  expect(francisco).toMatchObject({
    to: FRANCISCO,
    by: 'found',
    proposed: FRANCISCO,
    candidates: [{ code: FRANCISCO, evidence: ['email', 'phone', 'name'] }],
  });
  // Patricia has no namesake, and whoever has left is shown as such.
  const patricia = view.vendedores.find(({ from }) => from.key === V_PATRICIA);
  expect(patricia?.from.email).toBe('paty.gomez@correo.mx');
  expect(view.vendedores.find(({ from }) => !from.active)?.from.name).toBe('Raúl Domínguez Peña');
  expect(view.sucursales.map(({ from }) => [from.key, from.name])).toEqual([
    ['0001', 'Sucursal 1'],
    ['0002', 'Sucursal 2'],
  ]);
  const routes = { shops: { '0002': SUR }, salespeople: { [V_FRANCISCO]: FRANCISCO } };
  expect(await writeRoutes(context, routes, view.seen, 'Lupita')).toBeUndefined();
  expect(read()).toEqual({ sucursales: routes.shops, vendedores: routes.salespeople });
  expect(context.config.routes.shops).toEqual({ '0002': SUR });
  // Somebody who looked before that does not write over it, and nobody writes what the start would refuse.
  expect(await writeRoutes(context, { shops: {}, salespeople: {} }, view.seen, 'Pepe')).toContain(
    'meanwhile',
  );
  const twice = { shops: {}, salespeople: { V1: FRANCISCO, V2: FRANCISCO } };
  expect(await writeRoutes(context, twice, context.routesFile.text(), 'Pepe')).toContain('the same agent');
  expect(read()).toMatchObject({ vendedores: routes.salespeople });
});

test('without GetVendedorLista and get-shops, names alone tell', async () => {
  rig.aceptabits.settings.absent = ['get-shops'];
  save({});
  await withFile();
  rig.managementpro.settings.absent = ['GetVendedorLista'];
  inManagementPro(rig, person(1), { vendedor: V_FRANCISCO });
  await rig.cycles(2);
  expect((await routesOf(rig.app.context)).salespeople).toEqual({ [V_FRANCISCO]: FRANCISCO });
  const view = await routesView(rig.app.context);
  expect(view.vendedores.map(({ from }) => from.key)).toEqual([V_FRANCISCO]);
  expect(view.shops).toEqual([]);
});

test('an agent who has moved to another shop is not sent a second time for a customer of the old one', async () => {
  save({ [V_FRANCISCO]: FRANCISCO });
  await withFile();
  await rig.cycles(2);
  // A person moves the agent in Aceptabits; nobody tells us.
  rig.aceptabits.people.addAgent({ ...agent(), code_shop: SUR });
  inManagementPro(rig, person(1), { vendedor: V_FRANCISCO });
  await rig.cycles(4);
  const [made] = rig.aceptabits.people.all();
  expect(made).toMatchObject({ email: person(1).email, code_agent: null });
  expect(await rig.status()).toMatchObject({ links: 1 });
});

test('an agent of another shop whom somebody gives to a customer arrives, and both are in step', async () => {
  const PATRICIA = 'pgbage9743168898765437';
  save({ [V_PATRICIA]: PATRICIA });
  await withFile();
  const { clave, code } = await linkedPair(rig);
  expect(rig.aceptabits.people.agents().find((one) => one.code === PATRICIA)?.code_shop).toBe(SUR);
  rig.aceptabits.people.edit(code, { code_agent: PATRICIA });
  await rig.cycles(4);
  expect(rig.managementpro.people.get(clave)?.vendedor).toBe(V_PATRICIA);
  expect(await rig.inStep()).toBe(true);
  expect((await rig.status()).waiting.held).toBe(0);
});

function agent() {
  const found = rig.aceptabits.people.agents().find(({ code }) => code === FRANCISCO);
  if (found === undefined) throw new Error('The simulator has no such agent.');
  return found;
}
