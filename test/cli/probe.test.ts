import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test, vi } from 'vitest';
import type { ProbeReport } from '../../src/probe/probe.ts';
import { type Rig, startRig } from '../rig.ts';
import { environmentOf, puente } from './puente.ts';

/** `puente probe`, as a person types it. */

const PROGRAM = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

let rig: Rig;
afterEach(() => rig?.close());

test('it measures the systems of the settings only when it is told so', async () => {
  rig = await startRig();
  const writes = rig.writes();
  const refused = await puente(['probe'], environmentOf(rig));
  expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('--yes-on-these-systems') });
  const half = await puente(
    ['probe', '--yes-on-these-systems', '--aceptabits-url', 'http://127.0.0.1:1/'],
    environmentOf(rig),
  );
  expect(half.code).toBe(2);
  expect(rig.writes()).toBe(writes);
  const { code, out } = await puente(['probe', '--yes-on-these-systems', '--json'], environmentOf(rig));
  const { sides } = JSON.parse(out) as ProbeReport;
  expect(code).toBe(0);
  expect(sides.map(({ side, ended }) => [side, ended])).toEqual([
    ['managementpro', undefined],
    ['aceptabits', undefined],
  ]);
});

test('it measures named systems with keys from files, and says in words what it found and left', async () => {
  rig = await startRig({ managementpro: { estadoIn: undefined } });
  const folder = mkdtempSync(join(tmpdir(), 'puente-probe-'));
  const from = performance.now();
  try {
    const file = (name: string, secret: string) => {
      writeFileSync(join(folder, name), `${secret}\n`);
      return join(folder, name);
    };
    const { managementpro, aceptabits } = rig.config;
    const elsewhere = { MANAGEMENTPRO_URL: 'http://127.0.0.1:1/', ACEPTABITS_URL: 'http://127.0.0.1:1/' };
    const { code, out, err } = await puente(
      [
        'probe',
        '--managementpro-url',
        managementpro.url,
        '--managementpro-apikey-file',
        file('key', managementpro.apikey),
        '--aceptabits-url',
        aceptabits.url,
        '--aceptabits-token-file',
        file('token', aceptabits.token),
        '--aceptabits-shop',
        aceptabits.shop,
        '--language',
        'en',
      ],
      { ...environmentOf(rig), ...elsewhere },
    );
    expect(code).toBe(1);
    // A server that does not do it is waited for once, and not for each of the four.
    expect(performance.now() - from).toBeLessThan(30_000);
    expect(err).toContain('4 test customers are left');
    expect(out).toContain('LEFT is the test customer');
    expect(out).toContain('4 test customers were deleted.');
    expect(out + err).not.toContain(managementpro.apikey);
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 120_000);

test('killed in the middle, it leaves notes by which the next run takes everybody away', async () => {
  rig = await startRig();
  // Slow enough to be killed between the creates and the tidying.
  for (const { settings } of [rig.managementpro, rig.aceptabits]) settings.latencyMs = 40;
  const env = { PATH: process.env.PATH, ...environmentOf(rig) };
  const child = spawn(process.execPath, [PROGRAM, 'probe', '--yes-on-these-systems'], {
    env,
    stdio: 'ignore',
  });
  const isTest = (name: string) => name.includes('ZZPUENTEPRUEBA');
  await vi.waitFor(
    () => expect(rig.aceptabits.people.all().filter(({ name }) => isTest(name))).not.toHaveLength(0),
    { timeout: 60_000, interval: 5 },
  );
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(rig.aceptabits.people.all().filter(({ name }) => isTest(name))).not.toHaveLength(0);
  const args = ['probe', '--yes-on-these-systems', '--json'];
  const refused = await puente(args, environmentOf(rig));
  expect(refused).toMatchObject({ code: 4, err: expect.stringContaining('within a minute') });
  // The minute is over.
  const { redis, keys } = rig.app.context.store;
  const leases = await redis.keys(keys.schema.replace('schema', 'probing:*'));
  expect(leases).toHaveLength(2);
  for (const lease of leases) await redis.del(lease);
  const { code, out } = await puente(args, environmentOf(rig));
  expect(code).toBe(0);
  const { sides } = JSON.parse(out) as ProbeReport;
  expect(sides[1]?.tidied.done.length).toBeGreaterThan(4);
  expect(rig.aceptabits.people.all().filter(({ name }) => isTest(name))).toEqual([]);
  const active = rig.managementpro.people.all().filter(({ estado }) => estado === 'AC');
  expect(active.filter(({ descripcion }) => isTest(descripcion))).toEqual([]);
});

test('on the simulators of the demo it prints its report in under a minute, in Spanish unless told', async () => {
  const from = performance.now();
  const { code, out } = await puente(['probe', '--demo']);
  expect(code).toBe(0);
  expect(out).toMatch(/^ManagementPro: \d+ peticiones en \d+\.\d s$/mu);
  expect(out).toContain('«registros» de la respuesta');
  expect(out).toContain('4 clientes de prueba quedaron en BA.');
  expect(out).toMatch(/cuesta \d+ peticiones en vez de \d+/);
  expect(performance.now() - from).toBeLessThan(60_000);
}, 120_000);
