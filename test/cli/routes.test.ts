import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { type Rig, startRig } from '../rig.ts';
import { inAceptabits, inManagementPro, linkedPair, person } from '../sync/situations.ts';
import { basic, startWebRig } from '../web/web-rig.ts';
import { environmentOf, puente } from './puente.ts';

/** `puente routes`, and what a person is told where Aceptabits has no update method, as commands say it. */

let rig: Rig;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'puente-routes-'));
});
afterEach(async () => {
  await rig.close();
  await rm(folder, { recursive: true, force: true });
});

test('routes shows who could be whom and why, and writes the file only when it is told to', async () => {
  const file = join(folder, 'routes.json');
  const before = '{"sucursales": {}, "vendedores": {}}';
  await writeFile(file, before);
  rig = await startRig({ config: { routesFile: file } });
  const run = (...args: string[]) => puente(args, { ...environmentOf(rig), ROUTES_FILE: file });
  const shown = await run('routes');
  expect([shown.code, shown.err]).toEqual([0, '']);
  expect(shown.out).toMatch(/0000000002.*Francisco.*pgbage9743164921458226.*proposed.*e-?mail/i);
  expect(await readFile(file, 'utf8')).toBe(before);
  const written = await run('routes', '--write');
  expect([written.code, written.err]).toEqual([0, '']);
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
    vendedores: { '0000000002': 'pgbage9743164921458226' },
  });
  expect((await run('routes')).out).toMatch(/0000000002.*in the file/);
});

test('--write over a file keeps what stands in it, also of whom nobody lists any more', async () => {
  const file = join(folder, 'routes.json');
  const sur = 'pgbsho0635214789653205';
  const patricia = 'pgbage9743168898765437';
  await writeFile(
    file,
    JSON.stringify({
      sucursales: { '0099': sur },
      vendedores: { '0000000002': patricia, '0000000099': 'gone' },
    }),
  );
  rig = await startRig();
  const { code, err } = await puente(['routes', '--write'], { ...environmentOf(rig), ROUTES_FILE: file });
  expect([code, err]).toEqual([0, '']);
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
    sucursales: { '0099': sur },
    vendedores: { '0000000002': patricia, '0000000099': 'gone' },
  });
});

test('edits go both ways by edit-customer, which is the default', async () => {
  rig = await startRig({});
  const pair = await linkedPair(rig);
  rig.managementpro.people.edit(pair.clave, { email_1: 'eme@correo.mx' });
  await rig.cycles(2);
  rig.aceptabits.people.edit(pair.code, { phone: '9991112233' });
  await rig.cycles(2);
  expect(rig.aceptabits.people.get(pair.code)?.email).toBe('eme@correo.mx');
  expect(rig.managementpro.people.get(pair.clave)?.telefono_1).toBe('9991112233');
  expect(rig.aceptabits.requests.byPath['edit-customer']).toBe(1);
});

test.each([
  ['which the server does not have', { aceptabits: { absent: ['edit-customer'] } }],
  ['which is switched off', { canUpdate: false }],
])('without edit-customer, %s, edits are hand-work, and one sentence says so', async (_, options) => {
  rig = await startRig(options);
  // What was found out belongs to one address, as the settings write it.
  const { url } = loadConfig(environmentOf(rig)).aceptabits;
  await rig.restart({ aceptabits: { ...rig.config.aceptabits, url } });
  const clave = inManagementPro(rig, person(1));
  inAceptabits(rig, person(1));
  await rig.cycles(2);
  rig.managementpro.people.edit(clave, { email_1: 'eme@correo.mx' });
  await rig.cycles(3);
  const said = async (...args: string[]) =>
    (await puente(args, { ...environmentOf(rig), LANG: 'en_US.UTF-8' })).out.replaceAll('\n', ' ');
  const status = await said('status');
  expect(status).toContain('Hand-work: 1');
  expect(status.match(/Aceptabits takes no changes of existing customers/gu)).toHaveLength(1);
  expect(await said('handwork')).toContain('eme@correo.mx');
});

test('the overview says so, too, once it was found out', async () => {
  const one = await startWebRig({ aceptabits: { absent: ['edit-customer'] } });
  ({ rig } = one);
  const { clave } = await linkedPair(rig);
  rig.managementpro.people.edit(clave, { email_1: 'eme@correo.mx' });
  await rig.cycles(3);
  const html = await (await fetch(`${one.web.url}/`, { headers: { authorization: basic() } })).text();
  expect(html).toContain('Aceptabits no recibe cambios de clientes existentes');
  expect((await puente(['status'], environmentOf(rig))).out).toContain('Hand-work: 1');
  await one.web.close();
});

test('where edit-customer is there, nothing is said of it', async () => {
  rig = await startRig();
  await linkedPair(rig);
  expect((await puente(['status'], environmentOf(rig))).out).not.toContain('UPDATE_PATH');
});
