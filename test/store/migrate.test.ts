import { readFileSync } from 'node:fs';
import { Redis } from 'ioredis';
import { afterEach, expect, test } from 'vitest';
import { SIDES, type Side } from '../../src/domain/customer.ts';
import { evidenceOf, filedUnder } from '../../src/domain/evidence.ts';
import { customerOf } from '../../src/domain/record.ts';
import { conflictsView } from '../../src/report/conflicts.ts';
import { customerQuery, searchCustomers } from '../../src/report/search.ts';
import type { StoredCustomer } from '../../src/simulators/aceptabits.ts';
import type { StoredCliente } from '../../src/simulators/managementpro.ts';
import { sharing } from '../../src/store/evidence-index.ts';
import { keysOf } from '../../src/store/keys.ts';
import { migrate, SCHEMA_VERSION } from '../../src/store/migrate.ts';
import { linkIn, recordIn } from '../../src/store/packed.ts';
import { Store } from '../../src/store/store.ts';
import { freshNamespace, testRedis } from '../redis.ts';
import { type Rig, startRig } from '../rig.ts';

/** What the first version has stored loads, and goes on as if nothing had happened. */

type Dump = {
  readonly keys: Record<string, { readonly type: string; readonly value: unknown }>;
  readonly sides: { readonly managementpro: StoredCliente[]; readonly aceptabits: StoredCustomer[] };
};
const dump = JSON.parse(
  readFileSync(new URL('../fixtures/state-of-version-1.json', import.meta.url), 'utf8'),
) as Dump;

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function put(redis: Redis, key: string, type: string, value: unknown): Promise<void> {
  if (type === 'string') await redis.set(key, String(value));
  if (type === 'hash') await redis.hset(key, value as Record<string, string>);
  if (type === 'set') await redis.sadd(key, value as string[]);
  if (type === 'zset') {
    const pairs = value as string[];
    for (let at = 0; at < pairs.length; at += 2) await redis.zadd(key, pairs[at + 1] ?? '0', pairs[at] ?? '');
  }
  if (type === 'stream')
    for (const [id, fields] of value as [string, string[]][]) await redis.xadd(key, id, ...fields);
}

/** A namespace as the first version has left it. */
async function firstVersion() {
  const { url, close } = await testRedis();
  const namespace = freshNamespace();
  const redis = new Redis(url);
  closing.push(close, () => redis.disconnect());
  for (const [name, { type, value }] of Object.entries(dump.keys))
    await put(redis, `{${namespace}}:${name}`, type, value);
  return { url, namespace, redis, keys: keysOf(namespace) };
}

/** Both sides as they were then. */
async function startWith(redisUrl: string, namespace: string): Promise<Rig> {
  const policies = {
    name: 'managementpro',
    email: 'review',
    phone: 'managementpro',
    salesperson: 'managementpro',
  } as const;
  const rig = await startRig({ redisUrl, namespace, config: { policies } });
  closing.push(() => rig.close());
  for (const cliente of dump.sides.managementpro) rig.managementpro.people.create(cliente);
  for (const customer of dump.sides.aceptabits) rig.aceptabits.people.create(customer);
  return rig;
}

test('the state of the first version goes on: everybody linked as before, the conflict open, and nothing written', async () => {
  const { url, namespace, redis, keys } = await firstVersion();
  const rig = await startWith(url, namespace);
  const before = rig.writes();
  await rig.cycles(2);
  expect(rig.writes()).toBe(before);
  expect(await rig.status()).toMatchObject({ links: 9 });
  expect((await conflictsView(rig.app.context, 10)).rows).toHaveLength(1);
  expect(await redis.get(keys.schema)).toBe(String(SCHEMA_VERSION));
  expect(await redis.zrange(keys.alerts, '0', '-1')).toContain('frozen:C1:phone:1');
});

test('two that start at once bring it up once, and a place in the index without its event is gone', async () => {
  const { namespace, redis, keys } = await firstVersion();
  const places = await redis.zrange(keys.historyOf, '0', '-1');
  await redis.zadd(keys.historyOf, 0, '"managementpro:0000000001" 1600000000000-0');
  await Promise.all([Store.open(redis, namespace), Store.open(redis, namespace)]);
  expect(await redis.zrange(keys.historyOf, '0', '-1')).toEqual(places);
  expect(await redis.get(keys.schema)).toBe(String(SCHEMA_VERSION));
  expect(await redis.exists(keys.migrating)).toBe(0);
});

/** Everything that the records of a side are to be found by, and who is. */
async function shownAndFound(store: Store, side: Side) {
  const records = Object.entries(await store.redis.hgetall(store.keys.records(side)));
  const filed = records.flatMap(([key, text]) => {
    const customer = customerOf(side, recordIn(key, text), { shops: {}, salespeople: {} });
    return filedUnder(evidenceOf(customer)).map(([kind, value]) => ({ key, kind, value }));
  });
  const found = await sharing(store, side, filed);
  const isFound = filed.map(({ key }, at) => found[at]?.includes(key));
  return { kinds: new Set(filed.map(({ kind }) => kind)), lost: isFound.filter((is) => !is).length };
}

test('everybody is found by e-mail, phone and name as any reading would file them, and by the beginnings of names too', async () => {
  const { namespace, redis } = await firstVersion();
  const earlier = SIDES.map((side) => `{${namespace}}:evidence:${side}`);
  expect(await redis.exists(...earlier)).toBe(2);
  const store = await Store.open(redis, namespace);
  for (const side of SIDES) {
    const { kinds, lost } = await shownAndFound(store, side);
    expect([...kinds].sort()).toEqual(['email', 'name', 'phone', 'start']);
    expect(lost).toBe(0);
  }
  expect(await redis.exists(...earlier)).toBe(0);
});

test.each(['5', '6', '7'])(
  'whoever a crash has left half filed anew is found once (schema %s)',
  async (schema) => {
    const { namespace, redis, keys } = await firstVersion();
    await Store.open(redis, namespace);
    const before = await redis.hgetall(keys.evidenceIn('aceptabits'));
    const [block = ''] = Object.keys(before);
    await redis.hdel(keys.evidenceIn('aceptabits'), block);
    await redis.set(keys.schema, schema);
    await Store.open(redis, namespace);
    const after = await redis.hgetall(keys.evidenceIn('aceptabits'));
    const lines = (blocks: Record<string, string>) => Object.values(blocks).join('').split('\n').sort();
    expect(lines(after)).toEqual(lines(before));
  },
);

test('records and links say what they said, and say it in fewer letters', async () => {
  const { namespace, redis, keys } = await firstVersion();
  const hashes = [...SIDES.map(keys.records), keys.links];
  const read = () => Promise.all(hashes.map((hash) => redis.hgetall(hash)));
  const before = await read();
  await Store.open(redis, namespace);
  const after = await read();
  for (const [at, texts] of before.entries())
    for (const [key, text] of Object.entries(texts)) {
      const packed = after[at]?.[key] ?? '';
      const said = at < SIDES.length ? recordIn(key, packed) : linkIn(key, packed);
      expect(said).toEqual(JSON.parse(text));
      expect(packed.length).toBeLessThan(text.length * 0.9);
    }
});

test('who stood alone is asked about anew, and keeps since when it has been work', async () => {
  const { namespace, redis, keys } = await firstVersion();
  await redis.zadd(keys.lones, 1, 'aceptabits:pgbcus1', 1, 'aceptabits:pgbcus2');
  await redis.zadd(keys.work, 7, 'aceptabits:pgbcus2');
  await Store.open(redis, namespace);
  expect(await redis.zscore(keys.work, 'aceptabits:pgbcus1')).not.toBeNull();
  expect(Number(await redis.zscore(keys.work, 'aceptabits:pgbcus2'))).toBe(7);
});

test('the index of words is no more, and a search finds whom it found', async () => {
  const { url, namespace, redis } = await firstVersion();
  const index = (side: Side) => `{${namespace}}:words:${side}`;
  expect(await redis.exists(...SIDES.map(index))).toBe(2);
  const rig = await startWith(url, namespace);
  expect(await redis.exists(...SIDES.map(index))).toBe(0);
  const [somebody] = dump.sides.aceptabits;
  const found = await searchCustomers(rig.app.context, customerQuery.parse({ text: somebody?.email }));
  expect(found.rows.map(({ code }) => code)).toEqual([somebody?.code]);
});

test('a step that a crash has cut short is run again', async () => {
  const { namespace, redis, keys } = await firstVersion();
  await Store.open(redis, namespace);
  await redis.set(keys.schema, '1');
  await Store.open(redis, namespace);
  expect(await redis.zrange(keys.alerts, '0', '-1')).toEqual(['frozen:C1:phone:1']);
});

const WAITS = { silentMs: 300, giveUpMs: 900 };

test('while a daemon of the earlier version is at work its state is left as it is, and that is said', async () => {
  const { namespace, redis, keys } = await firstVersion();
  const before = await redis.hgetall(keys.links);
  // Its clock is a day ahead: a beat tells by its moving that somebody lives.
  const beat = () => redis.hset(keys.daemons, 'earlier', Date.now() + 86_400_000);
  await beat();
  const timer = setInterval(beat, 50);
  closing.push(() => clearInterval(timer));
  await expect(migrate(redis, keys, namespace, WAITS)).rejects.toThrow(/^a daemon of an earlier version/);
  expect(await redis.get(keys.schema)).toBe('1');
  expect(await redis.hgetall(keys.links)).toEqual(before);
  // It ends while it is waited for.
  const migrating = migrate(redis, keys, namespace, { ...WAITS, giveUpMs: 30_000 });
  clearInterval(timer);
  await redis.del(keys.daemons);
  await migrating;
  expect(await redis.get(keys.schema)).toBe(String(SCHEMA_VERSION));
});

test('the beat of one that was killed holds up no upgrade', async () => {
  const { namespace, redis, keys } = await firstVersion();
  await redis.hset(keys.daemons, 'killed', Date.now() + 86_400_000);
  await migrate(redis, keys, namespace, WAITS);
  expect(await redis.get(keys.schema)).toBe(String(SCHEMA_VERSION));
});
