import { mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import {
  type FleetRig,
  fileOf,
  freshCompany,
  INTEGRATOR,
  type Joined,
  startFleetRig,
  WITHIN,
} from '../fleet-rig.ts';
import { inManagementPro, person } from '../sync/situations.ts';

/** What happens to an integrator of many companies on a Tuesday (docs/fleet.md): nothing is doubled, and nobody else is stopped. */

let rig: FleetRig;
beforeAll(async () => {
  rig = await startFleetRig();
});
afterAll(() => rig.close());

const found = (name: string) => rig.fleet.find(name);
const dir = () => rig.config.companiesDir;
const SOON = { timeout: 40_000, interval: 50 };

async function linked({ name, pairs }: Joined): Promise<void> {
  const { store } = found(name)?.running?.context ?? {};
  await vi.waitUntil(async () => (await store?.redis.hlen(store.keys.links)) === pairs.length, WITHIN);
}

/** An edit in ManagementPro reaches Aceptabits. */
async function works({ sides, pairs: [pair] }: Joined, phone: string): Promise<void> {
  sides.managementpro.people.edit(pair?.clave ?? '', { telefono_1: phone });
  await vi.waitUntil(() => sides.aceptabits.people.get(pair?.code ?? '')?.phone?.includes(phone), WITHIN);
}

test('a second company with the accounts of a first is not started; with its own it is', async () => {
  const one = await rig.join({}, 3);
  await linked(one);
  const twin = freshCompany('twin');
  rig.write(`${twin}.env`, fileOf(one.sides));
  await vi.waitUntil(() => found(twin)?.wrong.length, WITHIN);
  expect(found(twin)?.wrong).toEqual([expect.stringContaining(`${one.name} has this account`)]);
  // Who is new meanwhile is created once.
  inManagementPro(one.sides, person(40));
  const made = () => one.sides.aceptabits.people.all().filter(({ email }) => email === person(40).email);
  await vi.waitUntil(() => made().length > 0, WITHIN);
  await works(one, '9991110044');
  expect(made()).toHaveLength(1);
  expect(found(twin)?.running).toBeUndefined();
  const own = await rig.systems();
  rig.write(`${twin}.env`, fileOf(own));
  await vi.waitUntil(() => found(twin)?.running, WITHIN);
  // The two have changed places: each is tried again by itself.
  rig.write(`${one.name}.env`, fileOf(own));
  await vi.waitUntil(() => found(one.name)?.wrong.length, WITHIN);
  rig.write(`${twin}.env`, fileOf(one.sides));
  await vi.waitUntil(() => found(one.name)?.running && found(twin)?.running, SOON);
  rig.remove(`${twin}.env`);
  rig.remove(`${one.name}.env`);
}, 120_000);

test('companies of one Aceptabits account work beside each other where each has shops of its own, and only there', async () => {
  const one = await rig.join({ ACEPTABITS_SHOPS: '' }, 1);
  const { managementpro } = await rig.systems();
  const [, second] = one.sides.aceptabits.people.shops();
  const shop = { ACEPTABITS_SHOP: second?.code ?? '', ACEPTABITS_SHOPS: '' };
  const [beside, over] = [freshCompany('beside'), freshCompany('over')];
  rig.write(`${beside}.env`, fileOf({ managementpro, aceptabits: one.sides.aceptabits }, shop));
  await vi.waitUntil(() => found(beside)?.running, WITHIN);
  const other = await rig.systems();
  rig.write(
    `${over}.env`,
    fileOf(
      { managementpro: other.managementpro, aceptabits: one.sides.aceptabits },
      { ACEPTABITS_SHOPS: '*' },
    ),
  );
  await vi.waitUntil(() => found(over)?.wrong.length, WITHIN);
  expect(found(over)?.wrong).toEqual([expect.stringMatching(/^ACEPTABITS_TOKEN: \S+ has this account/)]);
}, 60_000);

test('a file that is renamed is no new company: it is told its old name, and goes on under it', async () => {
  const one = await rig.join({}, 3);
  await linked(one);
  const renamed = freshCompany('renamed');
  renameSync(join(dir(), `${one.name}.env`), join(dir(), `${renamed}.env`));
  await vi.waitUntil(() => found(renamed)?.wrong.length, WITHIN);
  await vi.waitUntil(() => found(one.name) === undefined, WITHIN);
  await vi.waitUntil(() => found(renamed)?.wrong[0]?.includes(`name the file ${one.name}.env again`), SOON);
  expect(found(renamed)?.running).toBeUndefined();
  const writes = one.sides.aceptabits.writes + one.sides.managementpro.writes;
  renameSync(join(dir(), `${renamed}.env`), join(dir(), `${one.name}.env`));
  await vi.waitUntil(() => found(one.name)?.running, SOON);
  expect(one.sides.aceptabits.writes + one.sides.managementpro.writes).toBe(writes);
  await works(one, '9991110055');
}, 120_000);

test('a folder that is away for a while, or empty as an unmounted one is, stops nobody', async () => {
  const one = await rig.join({}, 2);
  await linked(one);
  const before = found(one.name)?.running;
  renameSync(dir(), `${dir()}.away`);
  await works(one, '9991110066');
  mkdirSync(dir());
  await works(one, '9991110067');
  expect(found(one.name)?.running).toBe(before);
  rmdirSync(dir());
  renameSync(`${dir()}.away`, dir());
  await works(one, '9991110068');
  expect(found(one.name)?.running).toBe(before);
}, 60_000);

test('a file that is being written is taken over when it is whole', async () => {
  const one = await rig.join({}, 2);
  await linked(one);
  const before = found(one.name)?.running;
  const path = join(dir(), `${one.name}.env`);
  const whole = fileOf(one.sides, { BUSINESS_NAME: 'Materiales Peninsulares del Mayab S.A. de C.V.' });
  // As an editor or a slow copy does it: in place, piece by piece, right with each of its last lines.
  const least = whole.indexOf('ACEPTABITS_SHOPS');
  for (let end = least; end < whole.length; end += 2) {
    writeFileSync(path, whole.slice(0, end));
    await pause(20);
    expect(found(one.name)?.running).toBe(before);
  }
  writeFileSync(path, whole);
  await vi.waitUntil(() => found(one.name)?.running?.config.businessName?.startsWith('Materiales'), WITHIN);
  expect(found(one.name)?.running?.config.aceptabits.shops).toBe('all');
  await works(one, '9991110077');
}, 60_000);

test('while one waits for a system that hangs, the files of all others are looked at', async () => {
  const one = await rig.join({}, 1);
  await linked(one);
  const { requests, settings } = one.sides.managementpro;
  const asked = requests.total;
  settings.latencyMs = 10_000;
  await vi.waitUntil(() => one.sides.managementpro.requests.total > asked, WITHIN);
  // The new settings of the first wait for its job in hand, and so does the end of the second.
  const two = await rig.join({}, 1);
  await linked(two);
  two.sides.aceptabits.settings.latencyMs = 10_000;
  await vi.waitUntil(() => two.sides.aceptabits.requests.total > 0, WITHIN);
  rig.write(`${one.name}.env`, fileOf(one.sides, { BUSINESS_NAME: 'Ferretería y Tlapalería El Tornillo' }));
  rig.remove(`${two.name}.env`);
  await vi.waitUntil(() => found(two.name) === undefined, WITHIN);
  const three = await rig.join({}, 1);
  expect(found(one.name)?.running?.config.businessName).toBe(one.name);
  await linked(three);
  await works(three, '9991110088');
  settings.latencyMs = 0;
  await vi.waitUntil(() => found(one.name)?.running?.config.businessName?.startsWith('Ferre'), SOON);
  rig.remove(`${one.name}.env`);
}, 150_000);

test('a company whose file is taken away in the middle of its creates ends what it has in hand, and goes on when it is back', async () => {
  const one = await rig.join({ BRAKE_NEW_MIN: '10000' }, 2);
  await linked(one);
  one.sides.aceptabits.settings.latencyMs = 150;
  for (let number = 100; number < 160; number += 1)
    inManagementPro(one.sides, person(number), {
      razon_social: `${person(number).first} ${person(number).last} y Asociados S.A. de C.V.`,
      telefono_2: `55${20_000_000 + number}`,
    });
  await vi.waitUntil(() => one.sides.aceptabits.writes > 5, WITHIN);
  rig.remove(`${one.name}.env`);
  await vi.waitUntil(() => found(one.name) === undefined, WITHIN);
  await vi.waitUntil(
    () => rig.lines.some((line) => line.company === undefined || String(line.msg).includes('its work rests')),
    WITHIN,
  );
  rig.write(`${one.name}.env`, fileOf(one.sides, { BRAKE_NEW_MIN: '10000' }));
  const emails = () => one.sides.aceptabits.people.all().map(({ email }) => email);
  await vi.waitUntil(() => emails().length === 62, SOON);
  expect(new Set(emails()).size).toBe(62);
}, 120_000);

const basic = `Basic ${Buffer.from(`${INTEGRATOR.user}:${INTEGRATOR.password}`).toString('base64')}`;
const ask = (path: string) =>
  fetch(rig.web.url + path, { headers: { authorization: basic, accept: 'text/html' } });

test('names with odd letters are shown as they are, and lead nowhere', async () => {
  const sides = await rig.systems();
  const odd = ['<img src=x onerror=alert(1)>', 'Ñandú S.A.', 'a b', '..', '%2e%2e', '-'.repeat(41)];
  for (const name of odd) rig.write(`${name}.env`, fileOf(sides));
  await vi.waitUntil(() => odd.every((name) => found(name) || name === '..'), WITHIN);
  for (const { name, running, wrong } of rig.fleet.companies().filter((one) => odd.includes(one.name)))
    expect([name, running, wrong]).toEqual([
      name,
      undefined,
      [expect.stringContaining('the name of the file must be')],
    ]);
  const page = await (await ask('/companies')).text();
  expect(page).not.toContain('<img src=x');
  expect(page).toContain('&lt;img');
  expect(page).not.toMatch(/href="\/c\/(%|Ñ|a |-{41})/);
  for (const name of odd) {
    expect((await ask(`/c/${encodeURIComponent(name)}/customers`)).status).toBeGreaterThanOrEqual(400);
    if (readdirSync(dir()).includes(`${name}.env`)) rig.remove(`${name}.env`);
  }
});

test('a file that was meant for a company is told that its name ends wrong; copies beside one are none', async () => {
  const sides = await rig.systems();
  for (const file of ['delta.env.txt', 'ECHO.ENV']) rig.write(file, fileOf(sides));
  for (const file of ['foxtrot.env.bak', 'foxtrot.env~', '.foxtrot.env.swp', '.env']) rig.write(file, 'x');
  await vi.waitUntil(() => found('delta.env.txt') && found('ECHO.ENV'), WITHIN);
  expect(found('delta.env.txt')?.wrong).toEqual([expect.stringMatching(/^delta\.env\.txt: .* \.env$/)]);
  expect(found('ECHO.ENV')?.wrong).toEqual([expect.stringMatching(/^ECHO\.ENV: .* \.env$/)]);
  expect(rig.fleet.companies().filter(({ name }) => name.includes('foxtrot') || name === '')).toEqual([]);
  for (const file of ['delta.env.txt', 'ECHO.ENV', 'foxtrot.env.bak', 'foxtrot.env~']) rig.remove(file);
});

test('words that JavaScript knows are companies like any other', async () => {
  const sides = await rig.systems();
  inManagementPro(sides, person(1));
  rig.write('constructor.env', fileOf(sides));
  await vi.waitUntil(() => sides.aceptabits.people.all().length === 1, WITHIN);
  expect((await ask('/c/constructor/customers')).status).toBe(200);
  expect((await ask('/c/tostring/customers')).status).toBe(404);
  rig.remove('constructor.env');
});

test('what is no file is shown by one line', async () => {
  const name = freshCompany('folder');
  mkdirSync(join(dir(), `${name}.env`));
  await vi.waitUntil(() => found(name), WITHIN);
  expect(found(name)?.wrong).toEqual([expect.stringMatching(/cannot be read/)]);
  rmdirSync(join(dir(), `${name}.env`));
});

test('a secret at a path that leads nowhere, a link to itself, is shown by one line, and everybody else is looked at', async () => {
  const name = freshCompany('loop');
  const secret = join(dir(), `${name}.key`);
  symlinkSync(secret, secret);
  const theirs = fileOf(await rig.systems());
  rig.write(
    `${name}.env`,
    theirs.replace(/^MANAGEMENTPRO_APIKEY=.*$/m, `MANAGEMENTPRO_APIKEY_FILE=${secret}`),
  );
  await vi.waitUntil(() => found(name), WITHIN);
  expect(found(name)?.wrong).toEqual([
    expect.stringMatching(/^MANAGEMENTPRO_APIKEY_FILE: names a file that cannot be read/),
  ]);
  const other = await rig.join({}, 1);
  await vi.waitUntil(() => found(other.name)?.running, WITHIN);
  rmSync(secret);
  rig.write(`${name}.env`, theirs);
  await vi.waitUntil(() => found(name)?.running, WITHIN);
}, 60_000);

test("whose accounts are another's is told once, although it is asked again and again", async () => {
  const one = await rig.join({}, 1);
  await linked(one);
  const twin = freshCompany('told-once');
  rig.write(`${twin}.env`, fileOf(one.sides));
  const told = () => rig.lines.filter(({ company, wrong }) => company === twin && wrong !== undefined);
  await vi.waitUntil(() => told().length > 0, WITHIN);
  const first = found(twin)?.wrong;
  await vi.waitUntil(() => found(twin)?.wrong.length && found(twin)?.wrong !== first, SOON);
  expect(told()).toHaveLength(1);
}, 60_000);

test('who watches a company by a password that has been changed is shown nothing more', async () => {
  const mine = (DASHBOARD_PASSWORD: string) => ({ DASHBOARD_USER: 'ana', DASHBOARD_PASSWORD });
  const { name, sides } = await rig.join(mine('the password before'), 1);
  const authorization = `Basic ${btoa('ana:the password before')}`;
  const stream = await fetch(`${rig.web.url}/c/${name}/live`, { headers: { authorization } });
  expect(stream.status).toBe(200);
  let ended = false;
  void stream.text().then(() => {
    ended = true;
  });
  rig.write(`${name}.env`, fileOf(sides, mine('another password now')));
  await vi.waitUntil(() => ended, WITHIN);
}, 60_000);
