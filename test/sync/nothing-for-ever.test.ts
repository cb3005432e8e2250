import { afterEach, expect, test } from 'vitest';
import { cutHistory, historyOf } from '../../src/store/history.ts';
import { poll } from '../../src/sync/jobs/poll.ts';
import { type Rig, startRig } from '../rig.ts';
import { inManagementPro, person } from './situations.ts';

/** docs/rules.md, queues: nothing is kept per event for ever, and what indexes the history is cut with it. */

let rig: Rig;
afterEach(() => rig.close());

test('the history is cut to its newest events, and its index holds no other', async () => {
  rig = await startRig();
  const claves = [1, 2, 3, 4].map((number) => inManagementPro(rig, person(number)));
  await rig.cycles(3);
  const { store } = rig.app.context;
  expect(await store.redis.xlen(store.keys.history)).toBeGreaterThan(3);
  await cutHistory(store, 3);
  const left = await store.redis.xrange(store.keys.history, '-', '+');
  expect(left).toHaveLength(3);
  const ids = new Set(left.map(([id]) => id));
  const places = await store.redis.zrange(store.keys.historyOf, '0', '-1');
  expect(new Set(places.map((place) => place.slice(place.lastIndexOf(' ') + 1)))).toEqual(ids);
  const told = await Promise.all(claves.map((key) => historyOf(store, { side: 'managementpro', key }, 10)));
  expect(told.flat().every(({ id }) => ids.has(id))).toBe(true);
});

test('a salesperson who serves nobody any more leaves in the night, and whoever serves somebody stays', async () => {
  rig = await startRig();
  const [first, second] = ['0000000001', '0000000002'];
  const clave = inManagementPro(rig, person(1), { vendedor: first });
  inManagementPro(rig, person(2), { vendedor: second });
  await rig.cycles(2);
  const { store } = rig.app.context;
  const known = async () => (await store.redis.hkeys(store.keys.salespeople)).sort();
  expect(await known()).toEqual([first, second]);
  rig.managementpro.people.edit(clave, { vendedor: second });
  await rig.cycles(1);
  expect(await known()).toEqual([first, second]);
  await poll(rig.app.context, 'managementpro', { everything: true });
  expect(await known()).toEqual([second]);
});

test('a fact that nobody has had to tell for half a year is forgotten, and one that goes on is told once', async () => {
  rig = await startRig();
  const { alert, store } = rig.app.context;
  const { alerts } = store.keys;
  const half = String(Date.now() - 181 * 86_400_000);
  await store.redis.zadd(alerts, half, 'circuit:long ago', half, 'frozen:goes on');
  alert('first-plan', { kind: 'first-plan' });
  await expect.poll(() => store.redis.zrange(alerts, '0', '-1')).toEqual(['first-plan']);
  const at = await store.redis.zscore(alerts, 'first-plan');
  expect(Number(at)).toBeGreaterThan(Date.now() - 60_000);
});
