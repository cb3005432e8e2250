import createClient from 'openapi-fetch';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { conflicting, heldPhone, populate, settle, startStage } from '../../browser/stage.ts';
import { both, linkedPair } from '../../sync/situations.ts';
import { basic, type WebRig } from '../web-rig.ts';
import type { paths } from './api.gen.ts';

/** One day of a company, driven by a program that knows the document and nothing else. */

let one: WebRig;
let client: ReturnType<typeof createClient<paths>>;
beforeAll(async () => {
  one = await startStage({ config: { initialSync: 'review' } });
  client = createClient<paths>({
    baseUrl: one.web.url,
    headers: { authorization: basic(), 'sec-fetch-site': 'same-origin' },
  });
});
afterAll(() => one.close());

/** What was answered, or the test ends with what was refused. */
function told<A>({ data, error, response }: { data?: A; error?: unknown; response: Response }): A {
  if (data === undefined) throw new Error(`${response.url}: ${response.status} ${JSON.stringify(error)}`);
  return data;
}

test('in the morning the first plan waits, and its approval links everybody', async () => {
  populate(one);
  await settle(one);
  const { hash, counts } = told(await client.GET('/api/plan'));
  expect(counts.link).toBeGreaterThan(10);
  expect(told(await client.GET('/api/plan/items'))).toHaveLength(
    Object.values(counts).reduce((sum, of) => sum + of, 0),
  );
  const stale = await client.POST('/api/plan/approve', { body: { hash: 'of-another-plan' } });
  expect(told(stale)).toEqual({ done: false });
  expect(told(await client.POST('/api/plan/approve', { body: { hash } }))).toEqual({ done: true });
  await settle(one);
  expect((await client.GET('/api/plan')).response.status).toBe(404);
  expect(told(await client.GET('/api/status')).links).toBeGreaterThanOrEqual(counts.link);
});

test('an edit crosses, and is found under the name of its customer', async () => {
  const pair = await linkedPair(one.rig, 200);
  one.rig.managementpro.people.edit(pair.clave, { email_1: 'nuevo@erp.mx' });
  await settle(one);
  const { rows } = told(await client.GET('/api/customers', { params: { query: { text: 'nuevo@erp.mx' } } }));
  expect(rows).toMatchObject([pair]);
  const path = { side: 'aceptabits', key: pair.code } as const;
  const { fields } = told(await client.GET('/api/customers/{side}/{key}', { params: { path } }));
  const email = fields.find(({ field }) => field === 'email');
  expect([email?.managementpro.now, email?.aceptabits.now]).toEqual(['nuevo@erp.mx', 'nuevo@erp.mx']);
});

test('a conflict is answered', async () => {
  const [pair] = await conflicting(one, 300, 1);
  if (pair === undefined) throw new Error('no conflict');
  const { rows } = told(await client.GET('/api/conflicts', { params: { query: {} } }));
  const open = rows.find(({ clave }) => clave === pair.clave);
  if (open === undefined) throw new Error('the conflict is not listed');
  const answer = { clave: pair.clave, field: open.field, seen: open.now, take: 'aceptabits' } as const;
  expect(told(await client.POST('/api/conflicts', { body: { answers: [answer] } }))).toEqual({
    done: 1,
    moved: 0,
  });
  await settle(one);
  expect(both(one.rig, pair, 'email')).toEqual(['hola0@tienda.mx', 'hola0@tienda.mx']);
});

test('what has to be typed by hand is listed, and goes once it is typed', async () => {
  const { clave, code } = await heldPhone(one, 400);
  const listed = async () =>
    told(await client.GET('/api/handwork', { params: { query: {} } })).rows.filter(
      (row) => row.clave === clave,
    );
  const [line] = await listed();
  one.rig.aceptabits.people.edit(code, { phone: line?.value ?? '' });
  await settle(one);
  expect(await listed()).toEqual([]);
});

test('in the evening a change is put back', async () => {
  const pair = await linkedPair(one.rig, 500);
  const [was] = both(one.rig, pair, 'phone');
  one.rig.managementpro.people.edit(pair.clave, { telefono_1: '9998887766' });
  await settle(one);
  const query = { customerKey: pair.clave, kind: 'updated' } as const;
  const [event] = told(await client.GET('/api/history', { params: { query } })).rows;
  const target = { event: event?.id ?? '' };
  const { ready, hash } = told(await client.GET('/api/undo', { params: { query: target } }));
  expect(ready).toBe(1);
  expect(told(await client.POST('/api/undo', { body: { target, hash } }))).toEqual({ done: 1, refused: 0 });
  await settle(one);
  expect(both(one.rig, pair, 'phone')).toEqual([was, was]);
});

test('whoever has no password, asks nonsense or comes from elsewhere reads why not', async () => {
  const stranger = createClient<paths>({ baseUrl: one.web.url });
  const refused = await stranger.GET('/api/needs');
  expect([refused.response.status, refused.error?.error]).toEqual([401, 'a user and a password are needed']);
  const foreign = createClient<paths>({ baseUrl: one.web.url, headers: { authorization: basic() } });
  expect((await foreign.POST('/api/resync')).response.status).toBe(403);
  const nonsense = await client.GET('/api/undo', { params: { query: {} } });
  expect([nonsense.response.status, typeof nonsense.error?.error]).toEqual([400, 'string']);
});
