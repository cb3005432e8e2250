import { randomBytes } from 'node:crypto';
import { appendFile, copyFile, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { isInStep } from '../../src/report/status.ts';
import { type Deployment, deploy, ownPassword } from './deployment.ts';
import { blocksLeft, commandsUnder } from './document.ts';
import { shell } from './shell.ts';
import { fillIn, OVERRIDE, type Systems, startSystems } from './systems.ts';

/** docs/operations.md, read from its beginning to its end by somebody who types every command. */

const clone = inject('clone');
/** A name of its own: the upgrade builds another image under it. */
const image = `puente-test-live:${randomBytes(4).toString('hex')}`;
let systems: Systems;
let live: Deployment;
let settled = 0;

/** With the port of this test in the place of 3000. */
async function type(title: string, input: readonly string[] = [], at = live): Promise<string[]> {
  const told: string[] = [];
  for (const [index, commands] of commandsUnder(title).entries())
    told.push(
      await at.run(commands.replaceAll('localhost:3000', `127.0.0.1:${at.port}`), input[index] ?? ''),
    );
  return told;
}

async function inStep(at = live): Promise<number> {
  const { links } = await at.until(isInStep, 240_000);
  return links;
}

/** After whatever was done: the same links, nobody doubled or lost, and not one write that was not needed. */
async function asBefore(at = live): Promise<void> {
  const scans = (await at.until(() => true)).sides.managementpro.completeAt ?? 0;
  await at.until((now) => isInStep(now) && (now.sides.managementpro.completeAt ?? 0) > scans);
  expect(await inStep(at)).toBe(settled);
  expect(systems.wrong()).toEqual([]);
}

beforeAll(async () => {
  systems = await startSystems(11, { managementpro: 200, aceptabits: 150, shared: 80 });
  live = await deploy({ clone, image, profile: 'live', password: ownPassword, override: OVERRIDE });
});
afterAll(async () => {
  await live?.remove();
  await systems?.close();
  await shell(`docker image rm ${image}`);
});

test('a demo, and away with it', async () => {
  await type('');
  expect(await live.attempt('docker volume ls -q | grep "$COMPOSE_PROJECT_NAME"')).toMatchObject({
    stdout: '',
  });
});

test('Install: settings, secrets that other users of the machine cannot read, and an image', async () => {
  await type('Install');
  expect((await stat(join(live.dir, 'secrets'))).mode & 0o777).toBe(0o700);
  const before = await readFile(join(live.dir, 'secrets', 'redis_url'), 'utf8');
  expect(before).toMatch(/^redis:\/\/:[0-9a-f]{48}@redis:6379\/0$/);
  await live.run('sh scripts/prepare.sh');
  expect(await readFile(join(live.dir, 'secrets', 'redis_url'), 'utf8')).toBe(before);
});

test('a start without settings says what is missing, one line for each', async () => {
  const { code, stderr } = await live.attempt('docker compose run --rm puente doctor');
  expect(code).toBe(2);
  expect(stderr).toContain('MANAGEMENTPRO_URL: is missing; example: ');
  expect(stderr).toContain('MANAGEMENTPRO_APIKEY_FILE: names an empty file');
});

test('Configure: doctor finds nothing to mend', async () => {
  await fillIn(live.dir, systems);
  const told = await type('Configure', [
    `${systems.managementpro.apikey}\n`,
    `${systems.aceptabits.token}\n`,
  ]);
  expect(told.at(-1)).toMatch(/managementpro credentials +│ ok/);
  expect(told.at(-1)).not.toMatch(/│ fail/);
});

test('First plan and approval: nothing is written before it; a killed Puente and a killed Redis double nobody', async () => {
  const [up = '', plan = '', approve = '', again = ''] = commandsUnder('First plan and approval');
  await live.run(up);
  await live.until(
    ({ sides }) => sides.aceptabits.completeAt !== undefined && sides.managementpro.completeAt !== undefined,
  );
  expect(await live.run(plan)).toContain('This plan waits for you');
  expect(systems.writes()).toBe(0);
  await live.run(approve);
  for (const [service, writes] of [
    ['puente', 30],
    ['redis', 90],
    ['puente', 150],
    ['redis', 200],
  ] as const) {
    await expect.poll(() => systems.writes(), { timeout: 240_000, interval: 5 }).toBeGreaterThan(writes);
    await live.run(`docker kill ${await live.container(service)}`);
    await live.run(again);
  }
  settled = await inStep();
  expect(settled).toBeGreaterThan(200);
  expect(systems.wrong()).toEqual([]);
});

test('no secret is in what `docker inspect` tells, and none is in the log', async () => {
  const names = await readdir(join(live.dir, 'secrets'));
  const files = await Promise.all(names.map((name) => readFile(join(live.dir, 'secrets', name), 'utf8')));
  const secrets = files
    .map((text) => text.trim().replace(/^redis:\/\/:(.*)@.*$/, '$1'))
    .filter((text) => text !== '');
  expect(secrets).toHaveLength(4);
  const told = await live.run(
    `docker inspect ${await live.container('puente')} ${await live.container('redis')} ${image}; docker history --no-trunc ${image}`,
  );
  const logs = (await live.log('puente')) + (await live.log('redis'));
  for (const secret of secrets) {
    expect(told).not.toContain(secret);
    expect(logs).not.toContain(secret);
  }
});

test('Redis cannot be reached from the machine, and reaches nothing', async () => {
  expect(await live.inspect('redis', '.HostConfig.PortBindings')).toMatch(/^(null|\{\})$/);
  expect(
    await live.run('docker network inspect --format "{{.Internal}}" "$COMPOSE_PROJECT_NAME"_state'),
  ).toBe('true');
  expect(Object.keys(JSON.parse(await live.inspect('redis', '.NetworkSettings.Networks')))).toHaveLength(1);
  expect(JSON.parse(await live.inspect('puente', '.HostConfig.PortBindings'))['3000/tcp'][0].HostIp).toBe(
    '127.0.0.1',
  );
});

test('Read the logs', async () => {
  const told = await type('Read the logs');
  expect(told[0]).toContain('"msg":"scanned"');
  expect(told[1]).toContain('"ready":true');
});

test('Back up: two archives that other users of the machine cannot read', async () => {
  await type('Back up');
  expect(await live.run('tar -tzf puente-state.tgz')).toContain('appendonlydir');
  expect(await live.run('tar -tzf puente-settings.tgz')).toContain('secrets/redis_url');
  for (const file of ['puente-state.tgz', 'puente-settings.tgz'])
    expect((await stat(join(live.dir, file))).mode & 0o777).toBe(0o600);
  await asBefore();
});

test('Back up: a copy that failed does not take the place of the one before', async () => {
  const [, check = ''] = commandsUnder('Back up');
  const before = await readFile(join(live.dir, 'puente-state.tgz'));
  // What is left of a `docker cp` that has copied nothing: tar itself takes it for an archive without files.
  await live.run('gzip < /dev/null > puente-state.new; cp puente-settings.tgz puente-settings.new');
  expect((await live.attempt(check)).code).not.toBe(0);
  expect(before.equals(await readFile(join(live.dir, 'puente-state.tgz')))).toBe(true);
});

test('Upgrade: another image, the same state, and no write that nobody asked for', async () => {
  const before = await live.inspect('puente', '.Image');
  const writes = systems.writes();
  await appendFile(join(live.dir, 'src', 'cli', 'exit.ts'), '\n// The next version.\n');
  await type('Upgrade');
  expect(await live.inspect('puente', '.Image')).not.toBe(before);
  await asBefore();
  expect(systems.writes()).toBe(writes);
});

test('Rotate the credentials: an old one makes its side wait, the new one lets it go on', async () => {
  const old = await ownPassword(live.dir);
  const redis = await readFile(join(live.dir, 'secrets', 'redis_url'), 'utf8');
  systems.aceptabits.token = 'token-new-secret';
  await live.until(({ sides }) => sides.aceptabits.circuit.open);
  const [token = ''] = commandsUnder('Configure').slice(1);
  await live.run(token, 'token-new-secret\n');
  await type('Rotate the credentials');
  await live.until(({ sides }) => !sides.aceptabits.circuit.open);
  expect(await live.get('/api/status', old)).toMatchObject({ code: 401 });
  expect(await readFile(join(live.dir, 'secrets', 'redis_url'), 'utf8')).not.toBe(redis);
  await asBefore();
});

test('Restore: a lost volume comes back, and nobody is doubled', async () => {
  const writes = systems.writes();
  await live.run('docker compose down -v');
  await type('Restore');
  await asBefore();
  expect(systems.writes()).toBe(writes);
});

test('Move to another machine: the old one has stopped before the copy, and stays so', async () => {
  const [copy = '', down = '', unpack = ''] = commandsUnder('Move to another machine');
  const other = await deploy({ clone, image, profile: 'live', password: ownPassword, override: OVERRIDE });
  const writes = systems.writes();
  try {
    await live.run(copy);
    for (const service of ['puente', 'redis'])
      expect(await live.inspect(service, '.State.Running')).toBe('false');
    await live.run(down);
    for (const file of ['puente-state.tgz', 'puente-settings.tgz'])
      await copyFile(join(live.dir, file), join(other.dir, file));
    await other.run(unpack);
    await type('Restore', [], other);
    await asBefore(other);
    expect(systems.writes()).toBe(writes);
  } finally {
    await other.remove();
  }
});

test('Stop: in time and with code 0, also in the middle of a first sync', async () => {
  await live.run('docker compose down -v');
  await rm(join(live.dir, '.env'));
  await live.run('sh scripts/prepare.sh');
  await systems.close();
  systems = await startSystems(12, { managementpro: 120, aceptabits: 80, shared: 40 });
  await fillIn(live.dir, systems, { INITIAL_SYNC: 'auto' });
  const [apikey = '', token = ''] = commandsUnder('Configure');
  await live.run(apikey, systems.managementpro.apikey);
  await live.run(token, systems.aceptabits.token);
  await live.run('docker compose up -d');
  await expect.poll(() => systems.writes(), { timeout: 120_000, interval: 5 }).toBeGreaterThan(20);
  const began = Date.now();
  await type('Stop');
  expect(Date.now() - began).toBeLessThan(40_000);
  for (const service of ['puente', 'redis']) expect(await live.inspect(service, '.State.ExitCode')).toBe('0');
  expect(await live.log('puente')).toMatch(/"msg":"stopped"\}$/);
  const writes = systems.writes();
  await live.run('docker compose up -d');
  await inStep();
  expect(systems.writes()).toBeGreaterThan(writes);
  expect(systems.wrong()).toEqual([]);
});

test('every command of the document has been typed', () => {
  expect(blocksLeft()).toEqual([]);
});
