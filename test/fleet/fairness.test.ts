import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type FleetRig, startFleetRig, WITHIN } from '../fleet-rig.ts';
import { inManagementPro, person } from '../sync/situations.ts';

/** One company's backlog holds up no edit of another; by how much at most, `npm run bench:fair` measures (docs/fleet.md). */

const BACKLOG = 400;

let rig: FleetRig;
beforeAll(async () => {
  rig = await startFleetRig();
});
afterAll(() => rig.close());

test('while one company creates hundreds, the edits of another arrive before it is through', async () => {
  const calm = await rig.join({}, 2);
  const { store } = rig.fleet.find(calm.name)?.running?.context ?? {};
  await vi.waitUntil(async () => (await store?.redis.hlen(store.keys.links)) === 2, WITHIN);
  const [pair] = calm.pairs;
  if (pair === undefined) throw new Error('There is no pair.');
  const edited = async (phone: string) => {
    calm.sides.managementpro.people.edit(pair.clave, { telefono_1: phone });
    await vi.waitUntil(() => calm.sides.aceptabits.people.get(pair.code)?.phone?.includes(phone), WITHIN);
  };

  const busy = await rig.join({ BRAKE_NEW_MIN: '10000', ACEPTABITS_POLL_EVERY: '1s' });
  busy.sides.aceptabits.settings.latencyMs = 60;
  for (let number = 1; number <= BACKLOG; number += 1) inManagementPro(busy.sides, person(number));
  await vi.waitUntil(() => busy.sides.aceptabits.writes > 5, WITHIN);
  for (const phone of ['9991110003', '9991110004', '9991110005']) await edited(phone);
  expect(busy.sides.aceptabits.writes).toBeLessThan(BACKLOG);
  await vi.waitUntil(() => busy.sides.aceptabits.writes >= BACKLOG, { timeout: 60_000, interval: 50 });
}, 120_000);
