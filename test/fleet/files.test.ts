import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type FleetRig, fileOf, freshCompany, type Joined, startFleetRig, WITHIN } from '../fleet-rig.ts';

/** COMPANIES_DIR: one `.env` a company, read at the start and on change (docs/fleet.md). */

let rig: FleetRig;
beforeAll(async () => {
  rig = await startFleetRig();
});
afterAll(() => rig.close());

const found = (name: string) => rig.fleet.find(name);

/** An edit in ManagementPro reaches Aceptabits. */
async function works({ sides, pairs: [pair] }: Joined, phone: string): Promise<void> {
  if (pair === undefined) throw new Error('There is no pair.');
  sides.managementpro.people.edit(pair.clave, { telefono_1: phone });
  await vi.waitUntil(() => sides.aceptabits.people.get(pair.code)?.phone?.includes(phone), WITHIN);
}

/** All of its pairs are linked. */
async function linked({ name, pairs }: Joined): Promise<void> {
  const { store } = found(name)?.running?.context ?? {};
  await vi.waitUntil(async () => (await store?.redis.hlen(store.keys.links)) === pairs.length, WITHIN);
}

test('a company begins to work when its file appears, and rests when it is gone', async () => {
  const [one, other] = [await rig.join({}, 3), await rig.join({}, 3)];
  await Promise.all([linked(one), linked(other)]);
  await works(one, '9991112233');
  rig.remove(`${one.name}.env`);
  await vi.waitUntil(() => found(one.name) === undefined, WITHIN);
  const { total } = one.sides.managementpro.requests;
  await works(other, '9994445566');
  expect(one.sides.managementpro.requests.total).toBe(total);
}, 60_000);

test('a wrong file is shown with its line, and stops nobody else; mended, it runs', async () => {
  const wrong = freshCompany('co');
  rig.write(`${wrong}.env`, 'MANAGEMENTPRO_URL=ftp://erp.example.com\n');
  await vi.waitUntil(() => found(wrong), WITHIN);
  expect(found(wrong)?.running).toBeUndefined();
  expect(found(wrong)?.wrong).toContainEqual(expect.stringMatching(/^MANAGEMENTPRO_URL: /));
  const right = await rig.join({}, 1);
  await linked(right);
  rig.write(`${wrong}.env`, fileOf(await rig.systems(), { INITIAL_SYNC: 'review' }));
  await vi.waitUntil(() => found(wrong)?.running, WITHIN);
  expect(found(wrong)?.wrong).toEqual([]);
}, 60_000);

test('whoever runs goes on by the settings before while the file is wrong, and takes the new ones over', async () => {
  const one = await rig.join({}, 2);
  await linked(one);
  const before = found(one.name)?.running;
  rig.write(`${one.name}.env`, `${fileOf(one.sides)}MANAGEMENTPRO_POLL_EVRY=1m\n`);
  await vi.waitUntil(() => (found(one.name)?.wrong.length ?? 0) > 0, WITHIN);
  expect(found(one.name)?.running).toStrictEqual(before);
  await works(one, '9997778899');
  rig.write(`${one.name}.env`, fileOf(one.sides, { BUSINESS_NAME: 'Ferretería El Tornillo S.A. de C.V.' }));
  await vi.waitUntil(() => found(one.name)?.running?.config.businessName?.startsWith('Ferretería'), WITHIN);
  await works(one, '9992223344');
}, 60_000);

test('secrets stand in files beside it, and a changed one is taken over', async () => {
  const one = await rig.join({}, 1);
  await linked(one);
  const text = fileOf(one.sides).replace(
    /^MANAGEMENTPRO_APIKEY=.*$/m,
    `MANAGEMENTPRO_APIKEY_FILE=${one.name}.key`,
  );
  rig.write(`${one.name}.key`, 'an old key\n');
  rig.write(`${one.name}.env`, text);
  await vi.waitUntil(() => found(one.name)?.running?.config.managementpro.apikey === 'an old key', WITHIN);
  rig.write(`${one.name}.key`, `${one.sides.managementpro.apikey}\n`);
  await vi.waitUntil(
    () => found(one.name)?.running?.config.managementpro.apikey === one.sides.managementpro.apikey,
    WITHIN,
  );
}, 60_000);

test.each([
  ['REDIS_URL=redis://elsewhere:6379', /^REDIS_URL: concerns the whole process/],
  ['NAMESPACE=another', /^NAMESPACE: concerns the whole process/],
  ['HTTP_PORT=80', /^HTTP_PORT: concerns the whole process/],
])('%s in the file of a company is refused', async (line, told) => {
  const one = await rig.join();
  const name = freshCompany('co');
  rig.write(`${name}.env`, `${fileOf(one.sides)}${line}\n`);
  await vi.waitUntil(() => found(name), WITHIN);
  expect(found(name)?.wrong).toEqual([expect.stringMatching(told)]);
  expect(found(name)?.running).toBeUndefined();
});

test('a name that is no namespace, and that of the fleet itself, are refused', async () => {
  const one = await rig.join();
  for (const name of ['Acme', rig.config.namespace]) {
    rig.write(`${name}.env`, fileOf(one.sides));
    await vi.waitUntil(() => found(name), WITHIN);
    expect(found(name)?.wrong).toHaveLength(1);
    expect(found(name)?.running).toBeUndefined();
    rig.remove(`${name}.env`);
  }
});

test('who does not run is told by a metric, and so is whose file has become wrong', async () => {
  const one = await rig.join({}, 1);
  const wrong = freshCompany('co');
  rig.write(`${wrong}.env`, 'MANAGEMENTPRO_URL=ftp://erp.example.com\n');
  rig.write(`${one.name}.env`, `${fileOf(one.sides)}MANAGEMENTPRO_POLL_EVRY=1m\n`);
  await vi.waitUntil(() => found(wrong) && found(one.name)?.wrong.length, WITHIN);
  const authorization = `Basic ${Buffer.from('integrator:looks after all of them').toString('base64')}`;
  const text = await (await fetch(`${rig.web.url}/metrics`, { headers: { authorization } })).text();
  expect(text).toContain(`puente_company_running{company="${wrong}"} 0\n`);
  expect(text).toContain(`puente_company_running{company="${one.name}"} 1\n`);
  expect(text).toContain(`puente_company_complaints{company="${one.name}"} 1\n`);
  expect(text.match(/^# HELP puente_company_running /gm)).toHaveLength(1);
  for (const name of [wrong, one.name]) rig.remove(`${name}.env`);
});

test('each line of the log and each metric names its company', async () => {
  const one = await rig.join({}, 1);
  await linked(one);
  expect(rig.lines).toContainEqual(
    expect.objectContaining({ company: one.name, msg: 'a company is running' }),
  );
  const authorization = `Basic ${Buffer.from('integrator:looks after all of them').toString('base64')}`;
  const answer = await fetch(`${rig.web.url}/metrics`, { headers: { authorization } });
  const text = await answer.text();
  expect(text).toContain(`puente_links{company="${one.name}"} 1`);
  expect(text).toMatch(
    new RegExp(`puente_queue_jobs\\{queue="resync",state="\\w+",company="${one.name}"\\}`),
  );
  expect(text.match(/^# HELP puente_request_seconds /gm)).toHaveLength(1);
  expect(text.match(/^process_cpu_seconds_total /gm)).toHaveLength(1);
});
