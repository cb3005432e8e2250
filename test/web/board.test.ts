import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWebRig, type WebRig } from './web-rig.ts';

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
