import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { seedWorld, type World } from '../../src/simulators/world.ts';
import { ERA_BEGAN_AT } from '../../src/sync/redis-epoch.ts';
import { type RedisFleet, startCluster, startSentinels, until } from '../redis-fleet.ts';
import { type Rig, startRig } from '../rig.ts';

/** docs/scaling.md: whoever takes over from a Redis in the middle of a first sync, nobody is lost and nobody doubled. */

const WITHIN_MS = 90_000;
/** Writing goes on this soon after whatever has happened. */
const GOES_ON_WITHIN_MS = 30_000;
/** Requests that may have been under way already: eight writers a side. */
const IN_HAND = 16;

let rig: Rig;
let world: World;

/** Some 120 people of whom 80 are to be created, with answers slow enough that this takes a while. */
async function firstSync(fleet: RedisFleet): Promise<void> {
  rig = await startRig({ redisUrl: fleet.url, config: { redisMode: fleet.mode } });
  world = seedWorld(rig, { seed: 18, managementpro: 80, aceptabits: 80, shared: 40, ambiguous: 0 });
  for (const { settings } of [rig.managementpro, rig.aceptabits]) settings.latencyMs = 120;
  const often = { pollEveryMs: 500 };
  await rig.restart({
    roles: ['scan', 'write'],
    managementpro: { ...rig.config.managementpro, ...often },
    aceptabits: { ...rig.config.aceptabits, ...often, shops: 'all' },
  });
  await until(async () => rig.writes() >= 10);
}

const keyOf = (of: Rig) => of.app.context.store.keys.schema;

/** Whoever is on one side only, save those inactive people who are rightly there alone, and who is there twice. */
function wrong(): { missing: number; doubled: number } {
  const rows = world.census().filter(({ person }) => !person.ambiguous);
  const inactive = ([clave]: readonly string[]) =>
    clave !== undefined && rig.managementpro.people.get(clave)?.estado === 'BA';
  const lone = rows.filter((row) => row.managementpro.length === 0 || row.aceptabits.length === 0);
  return {
    missing: lone.filter((row) => !inactive(row.managementpro)).length,
    doubled: rows.filter((row) => row.managementpro.length > 1 || row.aceptabits.length > 1).length,
  };
}

/** What the old master still said yes to is lost, and the new epoch says so, before the end is looked at. */
async function endsWell(before: number | undefined): Promise<void> {
  const written = rig.writes();
  const struck = performance.now();
  await until(async () => rig.writes() > written + IN_HAND, GOES_ON_WITHIN_MS);
  process.stdout.write(`writing went on after ${Math.round(performance.now() - struck)} ms\n`);
  await until(async () => (await epochBegan()) !== before, WITHIN_MS);
  const isStill = async () => wrong().missing === 0 && (await rig.status()).work === 0;
  await until(isStill, WITHIN_MS).catch(async () => {
    throw new Error(JSON.stringify([wrong(), await rig.status()]));
  });
  const still = rig.writes();
  await pause(2_000);
  expect(rig.writes()).toBe(still);
  expect(wrong()).toEqual({ missing: 0, doubled: 0 });
}

const epochBegan = () => rig.app.context.store.getState<number>(ERA_BEGAN_AT);

describe.each([
  ['a cluster of three masters and three replicas', startCluster],
  ['a master with two replicas and three sentinels', startSentinels],
] as const)('%s', (_, start) => {
  let fleet: RedisFleet;
  beforeEach(async () => {
    fleet = await start();
  }, WITHIN_MS);
  afterEach(async () => {
    await rig.close();
    await fleet.close();
  });

  test('the master is killed', { timeout: 2 * WITHIN_MS }, async () => {
    await firstSync(fleet);
    const before = await epochBegan();
    (await fleet.master(keyOf(rig))).signal('KILL');
    await endsWell(before);
  });

  test('the master stops without a word, and comes back as a replica', {
    timeout: 2 * WITHIN_MS,
  }, async () => {
    await firstSync(fleet);
    const master = await fleet.master(keyOf(rig));
    const before = await epochBegan();
    master.signal('STOP');
    await endsWell(before);
    master.signal('CONT');
    await until(async () => (await master.client.info('replication')).includes('role:slave'));
    expect(wrong()).toEqual({ missing: 0, doubled: 0 });
  });

  test('the master hands over in peace', { timeout: 2 * WITHIN_MS }, async () => {
    await firstSync(fleet);
    const before = await epochBegan();
    const master = await fleet.master(keyOf(rig));
    await fleet.failOver(keyOf(rig));
    await until(async () => (await fleet.master(keyOf(rig))).port !== master.port);
    await endsWell(before);
  });
});

test('a cluster moves the slot to another master while it is written to', {
  timeout: 2 * WITHIN_MS,
}, async () => {
  const fleet = await startCluster();
  try {
    await firstSync(fleet);
    const [from, before] = [await fleet.master(keyOf(rig)), await epochBegan()];
    await fleet.move(keyOf(rig));
    await endsWell(before);
    expect((await fleet.master(keyOf(rig))).port).not.toBe(from.port);
  } finally {
    await rig.close();
    await fleet.close();
  }
});
