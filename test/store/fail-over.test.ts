import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { Redis } from 'ioredis';
import { afterEach, expect, test } from 'vitest';
import { connectRedis } from '../../src/store/connection.ts';
import { redisComplaints, redisFacts } from '../../src/store/redis-facts.ts';
import { privateTestRedis } from '../redis.ts';
import { startRig } from '../rig.ts';
import { inManagementPro, person } from '../sync/situations.ts';

/** docs/rules.md, queues: a Redis that fails over is reconnected to. */

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function server() {
  const redis = await privateTestRedis();
  const client = new Redis(redis.url);
  closing.push(redis.close, () => client.disconnect());
  return { port: Number(new URL(redis.url).port), client };
}

/** A name that leads to one server and later to another, while what is connected stays connected. */
async function movingName(port: number) {
  const name = createServer((from) => {
    const to = connect(leads.to, '127.0.0.1');
    for (const socket of [from, to]) socket.on('error', () => socket.destroy());
    from.pipe(to).pipe(from);
    to.on('close', () => from.destroy());
    from.on('close', () => to.destroy());
  }).listen(0, '127.0.0.1');
  const leads = { to: port };
  await once(name, 'listening');
  closing.push(() => name.close());
  const address = name.address();
  return { leads, url: `redis://127.0.0.1:${typeof address === 'object' ? address?.port : ''}` };
}

test('the master has become a replica, and the same name leads to the new one: the work goes on there', async () => {
  const [old, next] = [await server(), await server()];
  const { leads, url } = await movingName(old.port);
  const rig = await startRig({ redisUrl: url });
  closing.push(() => rig.close());
  await rig.cycles(2);
  await next.client.replicaof('127.0.0.1', old.port);
  await expect
    .poll(() => next.client.info('replication'), { timeout: 20_000 })
    .toContain('master_link_status:up');
  await old.client.wait(1, 10_000);
  await next.client.replicaof('NO', 'ONE');
  await old.client.replicaof('127.0.0.1', next.port);
  leads.to = next.port;
  inManagementPro(rig, person(1));
  await rig.poll('managementpro');
  const { keys } = rig.app.context.store;
  expect(await next.client.hlen(keys.seen('managementpro'))).toBe(1);
});

test('fifty commands that a new replica refuses at once hang up once, and all are carried out by its master', async () => {
  const [old, next] = [await server(), await server()];
  const { leads, url } = await movingName(old.port);
  const redis = connectRedis({ url }, 'queues');
  closing.push(() => redis.disconnect());
  const warnings: Error[] = [];
  const warned = (warning: Error) => void warnings.push(warning);
  process.on('warning', warned);
  closing.push(() => process.off('warning', warned));
  await redis.ping();
  await old.client.replicaof('127.0.0.1', next.port);
  leads.to = next.port;
  await Promise.all(Array.from({ length: 50 }, (_, number) => redis.set(`key ${number}`, number)));
  expect(await next.client.dbsize()).toBe(50);
  expect(warnings).toEqual([]);
});

test('a replica is said to be one', async () => {
  const [old, next] = [await server(), await server()];
  await next.client.replicaof('127.0.0.1', old.port);
  const said = redisComplaints(await redisFacts(next.client)).map(({ text }) => text);
  expect(said).toEqual([expect.stringContaining('is a replica, which takes no writes')]);
  expect(redisComplaints(await redisFacts(old.client))).toEqual([]);
});
