import { afterEach, expect, test } from 'vitest';
import { inManagementPro, movableClock, person } from '../sync/situations.ts';
import { AT_WORK, startWebRig, type WebRig } from './web-rig.ts';

// Each trouble has a page: what the side said, since when, when it is tried again, what to do.

let web: WebRig;
afterEach(() => web.close());

const shown = async (path: string) => (await web.get(path)).text();
const OVER = 'Ya pasó: no hay nada que hacer.';

test('a side that refuses the key: what it said, and that it goes on by itself', async () => {
  web = await startWebRig();
  const { rig } = web;
  await rig.cycles(1);
  expect(await shown('/troubles/circuit')).toContain(OVER);
  rig.aceptabits.faults.add({
    on: 'get-customers',
    when: 'before',
    kind: 'error500',
    code: '1235',
    times: Number.POSITIVE_INFINITY,
  });
  for (let n = 0; n < 3; n += 1) await rig.poll('aceptabits').catch(() => undefined);
  const html = await shown('/troubles/circuit');
  expect(html).toContain('Aceptabits');
  for (const word of ['Qué significa', '1235', 'Desde', 'Se intenta de nuevo', 'clave de acceso'])
    expect(html).toContain(word);
  expect(await shown('/troubles/circuit?lang=en')).toContain('access key');
  expect(await shown('/')).toContain('href="/troubles/circuit"');
});

test('a side that cannot be read whole: its own words, until a reading is whole', async () => {
  const clock = movableClock();
  web = await startWebRig({ now: clock.now, app: { gateLimits: { troublesToOpen: 1_000 } } });
  const { rig } = web;
  for (let n = 0; n < 20; n += 1) inManagementPro(rig, person(n));
  await rig.cycles(2);
  rig.managementpro.faults.add({
    on: 'GetClienteLista',
    when: 'before',
    kind: 'error500',
    code: '812',
    times: Number.POSITIVE_INFINITY,
  });
  await rig.poll('managementpro').catch(() => undefined);
  const html = await shown('/troubles/unread');
  for (const word of ['ManagementPro', 'GetClienteLista · 812', 'Qué hacer']) expect(html).toContain(word);
  rig.managementpro.faults.clear();
  await rig.poll('managementpro');
  expect(await shown('/troubles/unread')).toContain(OVER);
});

test('a paused queue leads to where it is resumed, and salespeople without a route to the routes', async () => {
  web = await startWebRig({ config: AT_WORK });
  const { rig } = web;
  const { redis, keys } = rig.app.context.store;
  await redis.hset(keys.salespeople, '0000000077', 'Remedios Sin Agente');
  await rig.app.engine.queues.write.aceptabits.pause();
  const paused = await shown('/troubles/paused-queue');
  expect(paused).toContain('href="/queues/queue/write-aceptabits"');
  const routes = await shown('/troubles/no-route');
  expect(routes).toContain('Remedios Sin Agente (0000000077)');
  expect(routes).toContain('href="/routes"');
  expect((await web.get('/troubles/nothing-of-that')).status).toBe(404);
});
