/** The queue board behind our guard: its forms, its retries, and no data of customers. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { both, inManagementPro, linkedPairs, type Pair, person } from '../sync/situations.ts';
import { AT_WORK, quiet, startWebRig, type WebRig } from './web-rig.ts';

let one: WebRig;
beforeAll(async () => {
  one = await startWebRig();
});
afterAll(() => one.close());

test('the board is served from here alone: its page, its scripts, and all five queues', async () => {
  const page = await one.get('/queues');
  expect(page.headers.get('cache-control')).toBe('no-store');
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self';");
  const html = await page.text();
  expect(html).toContain('<base href="/queues/"');
  expect(html).not.toMatch(/(src|href)="(https?:)?\/\//);
  const script = /src="(static\/js\/main[^"]+)"/.exec(html)?.[1];
  const served = await one.get(`/queues/${script}`);
  expect(served.status).toBe(200);
  expect(served.headers.get('content-type')).toContain('javascript');
  const { queues } = (await (await one.get('/queues/api/queues')).json()) as { queues: { name: string }[] };
  expect(queues.map(({ name }) => name)).toEqual([
    'scan-managementpro',
    'scan-aceptabits',
    'write-managementpro',
    'write-aceptabits',
    'resync',
    'alerts',
  ]);
});

test('a page of the board below the first is the same page', async () => {
  expect((await one.get('/queues/queue/resync')).status).toBe(200);
});

test('its form knows what a resync takes, and makes a job of it', async () => {
  const schema = await (await one.get('/queues/api/queues/resync/job-data-schema')).json();
  expect(schema).toMatchObject({
    anyOf: [
      { properties: { clave: { type: 'string' } } },
      { properties: { code: { type: 'string' } } },
      { properties: { all: { const: true } } },
    ],
  });
  const answer = await one.send('POST', '/queues/api/queues/resync/add', {
    name: 'resync',
    data: { clave: '0001' },
    options: {},
  });
  expect(answer.status).toBe(200);
  const [job] = await one.rig.app.engine.queues.resync.getJobs();
  expect(job?.data).toEqual({ clave: '0001' });
});

test('a job carries keys only, whoever makes or changes it', async () => {
  const queues = '/queues/api/queues';
  const add = (queue: string, data: unknown) =>
    one.send('POST', `${queues}/${queue}/add`, { name: 'x', data, options: {} });
  expect((await add('resync', { clave: '0001', email: 'a@b.mx' })).status).toBe(400);
  expect((await add('resync', {})).status).toBe(400);
  expect((await add('write-aceptabits', { name: 'Ana' })).status).toBe(400);
  expect((await add('scan-aceptabits', { clave: '0001' })).status).toBe(400);
  const { resync } = one.rig.app.engine.queues;
  const job = await resync.add('x', { code: 'c1' });
  const edit = await one.send('PATCH', `${queues}/resync/${job.id}/update-data`, {
    jobData: { name: 'Ana' },
  });
  expect(edit.status).toBe(400);
  expect((await resync.getJob(job.id ?? ''))?.data).toEqual({ code: 'c1' });
});

test('what the settings own is not changed on the board', async () => {
  const { scan } = one.rig.app.engine.queues;
  await scan.aceptabits.upsertJobScheduler('poll', { every: 3_600_000 }, { name: 'poll' });
  const queue = '/queues/api/queues/scan-aceptabits';
  for (const [method, path, body] of [
    ['PUT', `${queue}/job-schedulers/poll/remove`, {}],
    ['PATCH', `${queue}/job-schedulers/poll`, { every: 1 }],
    ['PUT', `${queue}/obliterate`, {}],
    ['PUT', `${queue}/concurrency`, { concurrency: 5 }],
    ['PUT', `${queue}/rate-limit`, { max: 1, duration: 1 }],
  ] as const)
    expect([path, (await one.send(method, path, body)).status]).toEqual([path, 403]);
  expect(await scan.aceptabits.getJobScheduler('poll')).toMatchObject({ every: 3_600_000 });
  const run = await one.send('PUT', `${queue}/job-schedulers/poll/run`);
  expect(run.status).toBe(200);
});

test('what a job has done stands in its log lines, in counts and keys, and its progress beside it', async () => {
  const at = await startWebRig({ config: AT_WORK });
  try {
    inManagementPro(at.rig, { ...person(1), first: 'Secreta' });
    const { scan } = at.rig.app.engine.queues;
    const job = await scan.managementpro.add('poll', {}, { priority: 1 });
    await expect.poll(() => job.isCompleted(), { timeout: 10_000 }).toBe(true);
    const logs = await (await at.get(`/queues/api/queues/scan-managementpro/${job.id}/logs`)).json();
    expect(logs).toEqual([
      expect.stringMatching(
        /^complete \(.*\): 1 customers, 1 rows in \d+ requests by .*; 1 changed, 0 unreadable$/,
      ),
      '0 writes follow',
    ]);
    const shown = await (await at.get(`/queues/api/queues/scan-managementpro/${job.id}`)).json();
    expect(shown).toMatchObject({ job: { progress: { rows: 1 } } });
  } finally {
    await at.close();
  }
});

test('a retry on the board frees what is parked, and is on record', async () => {
  const at = await startWebRig({ config: AT_WORK });
  try {
    const [first, second] = await linkedPairs(at.rig, 2);
    if (first === undefined || second === undefined) throw new Error('no pairs');
    const { write } = at.rig.app.engine.queues;
    const refused = async (pair: Pair, email: string) => {
      at.rig.aceptabits.faults.add({ on: 'edit-customer', when: 'before', kind: 'error500', code: '1224' });
      at.rig.managementpro.people.edit(pair.clave, { email_1: email });
      await at.rig.cycles(1);
      expect((await at.rig.status()).waiting.parked).toBe(1);
      const [job] = await write.aceptabits.getFailed();
      return job?.id ?? '';
    };
    const id = await refused(first, 'uno@erp.mx');
    const queue = '/queues/api/queues/write-aceptabits';
    expect((await at.send('PUT', `${queue}/${id}/retry`)).status).toBe(204);
    await expect.poll(() => both(at.rig, first, 'email')[1], { timeout: 10_000 }).toBe('uno@erp.mx');
    await quiet(at);
    await refused(second, 'dos@erp.mx');
    expect((await at.send('PUT', `${queue}/retry/failed`)).status).toBe(200);
    await expect.poll(() => both(at.rig, second, 'email')[1], { timeout: 10_000 }).toBe('dos@erp.mx');
    await quiet(at);
    expect((await at.rig.status()).waiting.parked).toBe(0);
    const { rows } = (await (await at.get('/api/history?person=clerk')).json()) as { rows: object[] };
    expect(rows).toHaveLength(2);
    expect(rows).toContainEqual(
      expect.objectContaining({ clave: first.clave, by: 'clerk', cause: { code: 'tried-again' } }),
    );
  } finally {
    await at.close();
  }
});
