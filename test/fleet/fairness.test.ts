import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type FleetRig, startFleetRig, WITHIN } from '../fleet-rig.ts';
import { inManagementPro, person } from '../sync/situations.ts';

/** One company's backlog delays no edit of another by more than a poll interval (docs/fleet.md). */

const POLL_MS = 500;
const BACKLOG = 400;

let rig: FleetRig;
beforeAll(async () => {
  rig = await startFleetRig();
});
afterAll(() => rig.close());

test('while one company creates hundreds, the edit of another arrives as before', async () => {
  const calm = await rig.join({}, 2);
  const { store } = rig.fleet.find(calm.name)?.running?.context ?? {};
  await vi.waitUntil(async () => (await store?.redis.hlen(store.keys.links)) === 2, WITHIN);
  const [pair] = calm.pairs;
  if (pair === undefined) throw new Error('There is no pair.');
  /** How long the other side does not show an edit, ms. */
  const edited = async (phone: string) => {
    const began = performance.now();
    calm.sides.managementpro.people.edit(pair.clave, { telefono_1: phone });
    await vi.waitUntil(() => calm.sides.aceptabits.people.get(pair.code)?.phone?.includes(phone), WITHIN);
    return performance.now() - began;
  };
  const alone = Math.max(await edited('9991110001'), await edited('9991110002'));

  const busy = await rig.join({ BRAKE_NEW_MIN: '10000', ACEPTABITS_POLL_EVERY: '1s' });
  busy.sides.aceptabits.settings.latencyMs = 20;
  for (let number = 1; number <= BACKLOG; number += 1) inManagementPro(busy.sides, person(number));
  await vi.waitUntil(() => busy.sides.aceptabits.writes > 5, WITHIN);
  const beside = [await edited('9991110003'), await edited('9991110004'), await edited('9991110005')];
  // It was still busy, or nothing has been shown.
  expect(busy.sides.aceptabits.writes).toBeLessThan(BACKLOG);
  expect(Math.max(...beside)).toBeLessThan(alone + POLL_MS + 500);
  await vi.waitUntil(() => busy.sides.aceptabits.writes >= BACKLOG, { timeout: 60_000, interval: 50 });
}, 120_000);
