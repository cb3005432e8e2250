import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashFields, scoresOf } from '../../src/store/hash-fields.ts';
import type { Store } from '../../src/store/store.ts';
import type { Context } from '../../src/sync/context.ts';
import { undecided } from '../../src/sync/evaluate/brake-pass.ts';
import { openTestStore } from './open-store.ts';

/** More than one command asks for. */
const MANY = 2_500;

let store: Store;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ store, close } = await openTestStore());
});
afterAll(() => close());

test('any number of fields and members is asked for, none included', async () => {
  const { redis, keys } = store;
  const names = Array.from({ length: MANY }, (_, number) => `m${number}`);
  await redis.hset(keys.passed, 'm0', 'first', `m${MANY - 1}`, 'last');
  await redis.zadd(keys.work, 1, 'm0', 2, `m${MANY - 1}`);
  const fields = await hashFields(redis, keys.passed, names);
  const scores = await scoresOf(redis, keys.work, names);
  expect([fields.length, fields.at(0), fields.at(1), fields.at(-1)]).toEqual([MANY, 'first', null, 'last']);
  expect([scores.length, scores.at(0), scores.at(1), scores.at(-1)]).toEqual([MANY, '1', null, '2']);
  expect([await hashFields(redis, keys.passed, []), await scoresOf(redis, keys.work, [])]).toEqual([[], []]);
});

test('a batch whose customers were all settled meanwhile is asked about without an error', async () => {
  expect(await undecided({ store } as Context, [])).toEqual([]);
});
