/** The whole first sync of a seeded company, and the silence after it. */
import { afterEach, expect, test } from 'vitest';
import { seedWorld } from '../../src/simulators/world.ts';
import { type Rig, startRig } from '../rig.ts';

let rig: Rig;
afterEach(() => rig.close());

test('rule 3, rule 5: a first sync leaves every real person exactly once on each side, and ten further polls are silent', async () => {
  rig = await startRig();
  // The world's customers stand in all shops of the account.
  await rig.restart({ aceptabits: { ...rig.config.aceptabits, shops: 'all' } });
  const world = seedWorld(rig, { seed: 7, managementpro: 200, aceptabits: 150, shared: 80 });
  await rig.cycles(4);
  const status = await rig.status();
  expect(status.work).toBe(0);
  const wrong = world
    .census()
    .filter(
      ({ person, managementpro, aceptabits }) =>
        !person.ambiguous && (managementpro.length !== 1 || aceptabits.length !== 1),
    );
  const inactive = (clave: string | undefined) =>
    clave !== undefined && rig.managementpro.people.get(clave)?.estado === 'BA';
  expect(wrong.filter(({ managementpro: [clave] }) => !inactive(clave))).toEqual([]);
  const writes = rig.writes();
  await rig.cycles(10);
  expect(rig.writes()).toBe(writes);
});
