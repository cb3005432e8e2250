import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { record } from '../../src/store/history.ts';
import type { Store } from '../../src/store/store.ts';
import { openTestStore } from './open-store.ts';

/** More than one command takes. */
const MANY = 2_500;

let store: Store;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ store, close } = await openTestStore());
});
beforeEach(async () => {
  const { passed, work, waits } = store.keys;
  await store.redis.del(passed, work, waits, store.keys.waitsOf('held'));
});
afterAll(() => close());

test('what is said of one key happens in the order in which it was said, whatever is joined to one command', async () => {
  const { redis, keys } = store;
  const tx = store.transaction();
  tx.set(keys.passed, 'a', '1')
    .rank(keys.work, 1, 'a')
    .set(keys.passed, 'b', '1')
    .rank(keys.work, 2, 'b', true);
  tx.remove(keys.passed, 'a').set(keys.passed, 'a', '2').remove(keys.passed, 'b');
  tx.rank(keys.work, 3, 'a', true).unrank(keys.work, 'b').rank(keys.work, 4, 'b', true);
  expect(await tx.commit()).toBe(true);
  expect(await redis.hgetall(keys.passed)).toEqual({ a: '2' });
  expect(await redis.zrange(keys.work, '0', '-1', 'WITHSCORES')).toEqual(['a', '1', 'b', '4']);
});

test('any number of changes and checks is one commit; one check that does not hold undoes all', async () => {
  const { redis, keys } = store;
  const write = (value: string, expected: string | undefined) => {
    const tx = store.transaction();
    for (let at = 0; at < MANY; at += 1)
      tx.expect(keys.passed, `m${at}`, at === MANY - 1 ? expected : value === '1' ? undefined : '1')
        .set(keys.passed, `m${at}`, value)
        .rank(keys.work, at, `m${at}`);
    return tx.commit();
  };
  expect(await write('1', undefined)).toBe(true);
  expect(await write('2', 'another')).toBe(false);
  expect(new Set(await redis.hvals(keys.passed))).toEqual(new Set(['1']));
  expect(await redis.zcard(keys.work)).toBe(MANY);
  expect(await write('2', '1')).toBe(true);
});

test('rows of a page cost a command for each key, not for each row', async () => {
  const { redis, keys } = store;
  const commands = async () => Number(/cmdstat_hset:calls=(\d+)/.exec(await redis.info('commandstats'))?.[1]);
  const rows = Array.from({ length: 100 }, (_, at) => `m${at}`);
  const tx = store.transaction();
  for (const row of rows) tx.set(keys.passed, row, '1').rank(keys.work, 1, row);
  await redis.hset(keys.waits, 'a', '[]');
  const before = await commands();
  expect(await tx.commit()).toBe(true);
  expect((await commands()) - before).toBeLessThan(rows.length / 2);
  expect(await redis.hlen(keys.passed)).toBe(rows.length);
});

test('who waits for nothing any more stands in no list of those who wait, what has been waited for or not', async () => {
  const { redis, keys } = store;
  await redis.hset(keys.waits, 'a', '[{"kind":"held"}]');
  await redis.zadd(keys.waitsOf('held'), 1, 'a', 2, 'b');
  const tx = store.transaction();
  tx.rank(keys.waitsOf('held'), 3, 'c');
  for (const id of ['a', 'c']) store.endWaits(tx, id);
  tx.rank(keys.waitsOf('held'), 4, 'a');
  expect(await tx.commit()).toBe(true);
  expect(await redis.zrange(keys.waitsOf('held'), '0', '-1', 'WITHSCORES')).toEqual([
    'b',
    '2',
    'c',
    '3',
    'a',
    '4',
  ]);
});

test('an event is found by each of its subjects', async () => {
  const { redis, keys } = store;
  const tx = store.transaction();
  record(store, tx, { at: 1, kind: 'linked', clave: 'm1', code: 'a1', cause: { code: 'matched' } });
  expect(await tx.commit()).toBe(true);
  expect(await redis.zrange(keys.historyOf, '0', '-1')).toHaveLength(2);
});
