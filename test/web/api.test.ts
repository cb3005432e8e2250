/** The API against its own document, for readings, answers and refusals. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { both, linkedPairs } from '../sync/situations.ts';
import { AT_WORK, quiet, startWebRig, type WebRig } from './web-rig.ts';

let one: WebRig;
beforeAll(async () => {
  const review = { name: 'review', email: 'review', phone: 'review', salesperson: 'review' } as const;
  one = await startWebRig({ config: { ...AT_WORK, policies: review } });
});
afterAll(() => one.close());

const json = async (path: string) => (await (await one.get(path)).json()) as Record<string, unknown>;
const post = async (path: string, body: unknown) => {
  const answer = await one.send('POST', path, body);
  return { status: answer.status, ...((await answer.json()) as object) };
};

test('the document describes every endpoint, with what goes in and what comes out', async () => {
  const document = await json('/api/openapi.json');
  const paths = document.paths as Record<string, Record<string, { responses: object; summary: string }>>;
  expect(Object.keys(paths).sort()).toEqual([
    '/api/activity',
    '/api/brakes',
    '/api/brakes/{side}/plan',
    '/api/conflicts',
    '/api/customers',
    '/api/customers/{side}/{key}',
    '/api/customers/{side}/{key}/{action}',
    '/api/handwork',
    '/api/history',
    '/api/matches',
    '/api/needs',
    '/api/plan',
    '/api/plan/approve',
    '/api/plan/items',
    '/api/plan/refuse',
    '/api/plan/release',
    '/api/resync',
    '/api/retry',
    '/api/salespeople',
    '/api/services',
    '/api/status',
    '/api/undo',
  ]);
  expect(paths['/api/customers']?.get).toMatchObject({
    parameters: expect.arrayContaining([expect.objectContaining({ name: 'text', in: 'query' })]),
  });
  expect(paths['/api/matches']?.post).toMatchObject({
    requestBody: { content: { 'application/json': { schema: { required: ['clave', 'code', 'verdict'] } } } },
  });
  const page = { properties: { rows: { type: 'array' }, total: { type: 'integer' } } };
  expect(paths['/api/conflicts']?.get?.responses).toMatchObject({
    200: { content: { 'application/json': { schema: page } } },
  });
});

test('every reading of the document answers', async () => {
  const document = await json('/api/openapi.json');
  const paths = document.paths as Record<string, object>;
  for (const path of Object.keys(paths)) {
    if (path.includes('{') || !('get' in (paths[path] ?? {})) || path === '/api/undo') continue;
    expect([path, (await one.get(path)).status]).toEqual([path, path === '/api/plan' ? 404 : 200]);
  }
});

test('a conflict is answered, found again in the history, and put back', async () => {
  const [pair] = await linkedPairs(one.rig, 1, 10);
  if (pair === undefined) throw new Error('no pair');
  one.rig.managementpro.people.edit(pair.clave, { email_1: 'uno@erp.mx' });
  one.rig.aceptabits.people.edit(pair.code, { email: 'dos@tienda.mx' });
  await one.rig.cycles(1);
  const { rows } = (await json('/api/conflicts')) as unknown as { rows: { clave: string; now: object }[] };
  const seen = rows.find(({ clave }) => clave === pair.clave)?.now;
  const answer = { clave: pair.clave, field: 'email', seen, take: 'aceptabits' };
  expect(
    await post('/api/conflicts', { answers: [{ ...answer, seen: { managementpro: 'x', aceptabits: 'y' } }] }),
  ).toEqual({ status: 200, done: 0, moved: 1 });
  expect(await post('/api/conflicts', { answers: [answer] })).toEqual({ status: 200, done: 1, moved: 0 });
  await quiet(one);
  await one.rig.cycles(2);
  expect(both(one.rig, pair, 'email')).toEqual(['dos@tienda.mx', 'dos@tienda.mx']);
  const { rows: events } = (await json(`/api/history?customerKey=${pair.clave}&kind=updated`)) as unknown as {
    rows: { id: string }[];
  };
  const preview = await json(`/api/undo?event=${events[0]?.id}`);
  expect(preview).toMatchObject({ ready: 1, items: [{ field: 'email', value: 'uno@erp.mx' }] });
  const target = { event: events[0]?.id };
  expect((await post('/api/undo', { target, hash: 'another' })).status).toBe(404);
  expect(await post('/api/undo', { target, hash: preview.hash })).toEqual({
    status: 200,
    done: 1,
    refused: 0,
  });
  await quiet(one);
  await one.rig.cycles(2);
  expect(both(one.rig, pair, 'email')).toEqual(['uno@erp.mx', 'uno@erp.mx']);
});

test('what cannot be understood is refused, and says why', async () => {
  expect(await post('/api/matches', { clave: '1' })).toMatchObject({
    status: 400,
    error: expect.stringContaining('code'),
  });
  expect((await one.get('/api/customers/elsewhere/1')).status).toBe(400);
  expect((await one.get('/api/customers/managementpro/nobody')).status).toBe(404);
  expect((await post('/api/customers/managementpro/nobody/explode', {})).status).toBe(400);
  expect(await post('/api/customers/managementpro/nobody/pause', {})).toEqual({ status: 200, done: false });
});
