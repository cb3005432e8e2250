import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { CompanyRow } from '../../src/report/companies.ts';
import { puente } from '../cli/puente.ts';
import { type FleetRig, fileOf, type Joined, startFleetRig, WITHIN } from '../fleet-rig.ts';

/** Commands about many companies, and about one of them (docs/fleet.md). */

let rig: FleetRig;
let one: Joined;
beforeAll(async () => {
  rig = await startFleetRig();
  one = await rig.join({}, 2);
  rig.write('wrong.env', 'MANAGEMENTPRO_URL=https://erp.example.com/\n');
  const { store } = rig.fleet.find(one.name)?.running?.context ?? {};
  await vi.waitUntil(async () => (await store?.redis.hlen(store.keys.links)) === 2, WITHIN);
}, 60_000);
afterAll(() => rig.close());

const typed = (...args: string[]) =>
  puente(args, {
    COMPANIES_DIR: rig.config.companiesDir,
    REDIS_URL: rig.config.redisUrl ?? '',
    NAMESPACE: rig.config.namespace,
  });

test('companies tells of all, whoever needs somebody first', async () => {
  const { code, out } = await typed('companies', '--json');
  const rows = JSON.parse(out) as CompanyRow[];
  expect(code).toBe(0);
  expect(rows.map(({ name }) => name)).toEqual(['wrong', one.name]);
  expect(rows[1]?.now?.differing).toBe(0);
  const table = await typed('companies', '--lang', 'es');
  expect(table.out).toContain('No funciona');
}, 60_000);

test('a company that has the account of another is told of as its processes do', async () => {
  rig.write('twin.env', fileOf(one.sides));
  await vi.waitUntil(() => rig.fleet.find('twin')?.wrong.length, WITHIN);
  const { out } = await typed('companies', '--json');
  const twin = (JSON.parse(out) as CompanyRow[]).find(({ name }) => name === 'twin');
  expect(twin).toMatchObject({ wrong: rig.fleet.find('twin')?.wrong });
  expect(twin?.now).toBeUndefined();
  rig.remove('twin.env');
  await vi.waitUntil(() => rig.fleet.find('twin') === undefined, WITHIN);
}, 60_000);

test('every other command is about the company that is named', async () => {
  const { code, out } = await typed('--company', one.name, 'status', '--json');
  expect([code, JSON.parse(out).links]).toEqual([0, 2]);
}, 60_000);

test('without a name, with one that nobody has, and of a file that is wrong, it says what to do', async () => {
  const none = await typed('status');
  expect([none.code, none.err]).toEqual([2, expect.stringContaining(`--company (${one.name}, wrong)`)]);
  const nobody = await typed('--company', 'nobody', 'status');
  expect([nobody.code, nobody.err]).toEqual([3, expect.stringContaining('there is no nobody.env')]);
  const wrong = await typed('--company', 'wrong', 'status');
  expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('ACEPTABITS_TOKEN: is missing')]);
}, 60_000);
