import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { needsYou } from '../../src/report/needs.ts';
import { type Rig, startRig } from '../rig.ts';
import { inAceptabits, inManagementPro, linkedPair, person } from '../sync/situations.ts';
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

test('without edit-customer they are hand-work, and the overview says so', async () => {
  rig = await startRig({ aceptabits: { absent: ['edit-customer'] } });
  const clave = inManagementPro(rig, person(1));
  inAceptabits(rig, person(1));
  await rig.cycles(2);
  rig.managementpro.people.edit(clave, { email_1: 'eme@correo.mx' });
  await rig.cycles(3);
  // The overview begins with it, in one sentence, and leads to what is to be done.
  const needs = await needsYou(rig.app.context, rig.app.engine.queues);
  expect(needs.map(({ code }) => code)).toContain('no-update-method');
  expect((await puente(['status'], environmentOf(rig))).out).toContain('Hand-work: 1');
  expect((await puente(['handwork'], environmentOf(rig))).out).toContain('eme@correo.mx');
});
