import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { isInStep } from '../../src/report/status.ts';
import { type Deployment, deploy, ownPassword } from './deployment.ts';
import { fillIn, OVERRIDE, type Systems, startSystems } from './systems.ts';

/** A disk that is full and a Redis that refuses: clear lines while it lasts, and everything in step afterwards. */

const DISK_MB = 16;
const SMALL_DISK = `volumes:
  redis:
    driver_opts: { type: tmpfs, device: tmpfs, o: 'size=${DISK_MB}m' }
`;

/** Without it, the small disk would be forgotten whenever Redis stops. */
const HOLDER = `puente-test-holder-${randomBytes(4).toString('hex')}`;

let systems: Systems;
let live: Deployment;

beforeAll(async () => {
  systems = await startSystems(21, { managementpro: 120, aceptabits: 80, shared: 40 });
  const override = OVERRIDE + SMALL_DISK;
  const [clone, image] = [inject('clone'), inject('image')];
  live = await deploy({ clone, image, profile: 'live', password: ownPassword, override });
  await live.run('sh scripts/prepare.sh');
  await fillIn(live.dir, systems, { INITIAL_SYNC: 'auto' });
  await live.run('cat > secrets/managementpro_apikey', systems.managementpro.apikey);
  await live.run('cat > secrets/aceptabits_token', systems.aceptabits.token);
  await live.run('docker compose up --no-start');
  await live.run(
    `docker run -d --name ${HOLDER} -v "$COMPOSE_PROJECT_NAME"_redis:/held --entrypoint sleep ${inject('image')} infinity`,
  );
  await live.run('docker compose up -d');
});
afterAll(async () => {
  await live?.attempt(`docker rm -f ${HOLDER}`);
  await live?.remove();
  await systems?.close();
});

/** Waits for a line of Puente's log, as it is now or will be. */
async function says(what: RegExp): Promise<void> {
  await expect.poll(() => live.log('puente'), { timeout: 90_000, interval: 500 }).toMatch(what);
}

async function everythingIsWell(): Promise<void> {
  await live.until(isInStep, 240_000);
  // A daemon that has just started is ready once it has read both sides itself.
  await expect.poll(async () => (await live.get('/readyz')).code, { timeout: 60_000 }).toBe(200);
  expect(systems.wrong()).toEqual([]);
}

/** Through the holder: a Redis that cannot write ends, and in a container that ends again and again nothing is run. */
const fillUp = () =>
  live.run(`docker exec --user 0 ${HOLDER} sh -c 'cat /dev/zero > /held/filler 2>/dev/null || true'`);
const makeRoom = () => live.run(`docker exec --user 0 ${HOLDER} rm /held/filler`);
const readiness = async () => (await live.get('/readyz')).code;

test('a disk that fills up in the middle of a first sync: nothing is lost, and the sync goes on when there is space', async () => {
  await expect.poll(() => systems.writes(), { timeout: 120_000, interval: 5 }).toBeGreaterThan(20);
  await fillUp();
  await says(/Redis is not answering/);
  await expect.poll(readiness, { timeout: 60_000 }).toBe(503);
  expect(await live.log('redis')).toMatch(/No space left on device|AOF write error/);
  const { code, stdout } = await live.attempt('docker compose exec puente puente doctor 2>&1');
  expect(code).not.toBe(0);
  expect(stdout).toMatch(/Redis/);
  await makeRoom();
  await everythingIsWell();
});

test('a start on a full disk waits, in a few lines, until there is space', async () => {
  const writes = systems.writes();
  await fillUp();
  await expect.poll(readiness, { timeout: 90_000 }).toBe(503);
  await live.run('docker compose up -d --force-recreate --no-deps puente');
  await says(/Redis/);
  expect((await live.log('puente')).split('\n').length).toBeLessThan(40);
  await makeRoom();
  await everythingIsWell();
  expect(systems.writes()).toBe(writes);
});

test('a Redis that refuses the password is named, and so is the cure', async () => {
  const file = join(live.dir, 'secrets', 'redis_url');
  const right = await readFile(file, 'utf8');
  const other = randomBytes(12).toString('hex');
  await writeFile(file, `redis://:${other}@redis:6379/0`);
  await live.run('docker compose up -d --force-recreate --no-deps puente');
  await says(/Redis at redis:6379 refuses us: WRONGPASS/);
  expect(await live.log('puente')).not.toContain(other);
  await writeFile(file, right);
  await everythingIsWell();
});

test('a Redis that is gone is named once, waited for, and found again', async () => {
  const before = (await live.log('puente')).split('\n').length;
  await live.run('docker compose stop redis');
  await says(/Redis is not answering/);
  expect((await live.get('/healthz')).code).toBe(200);
  await expect.poll(async () => (await live.get('/readyz')).code, { timeout: 60_000 }).toBe(503);
  expect(await live.inspect('puente', '.State.Running')).toBe('true');
  const during = (await live.log('puente')).split('\n').slice(before);
  expect(during.filter((line) => line.includes('Redis is not answering')).length).toBeLessThan(10);
  await live.run('docker compose start redis');
  await says(/Redis answers again/);
  await everythingIsWell();
});

test('without Redis, `docker stop` ends in time all the same', async () => {
  await live.run('docker compose stop redis');
  await expect.poll(async () => (await live.get('/readyz')).code, { timeout: 60_000 }).toBe(503);
  const began = Date.now();
  await live.run(`docker stop -t 20 ${await live.container('puente')}`);
  expect(Date.now() - began).toBeLessThan(15_000);
  expect(await live.inspect('puente', '.State.ExitCode')).toBe('0');
  await live.run('docker compose up -d');
  await everythingIsWell();
});

test('a Redis that comes back empty: Puente starts anew, matches, and doubles nobody', async () => {
  const writes = systems.writes();
  await live.run('docker compose stop redis');
  await live.run(`docker rm -f ${HOLDER}`);
  await live.run('docker compose start redis');
  await says(/Redis came back without the state of this namespace: Puente ends/);
  await expect.poll(() => live.inspect('puente', '.RestartCount'), { timeout: 60_000 }).not.toBe('0');
  await everythingIsWell();
  expect(systems.writes()).toBe(writes);
});
