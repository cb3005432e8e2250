import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectRedis } from '../../src/store/connection.ts';
import { countWords, subjectsByWords } from '../../src/store/roster.ts';
import { Store } from '../../src/store/store.ts';
import { freshNamespace, testRedis } from '../redis.ts';

/** More customers than are looked through at once: every third is linked, every fifth is called Ruiz too. */
const PEOPLE = 2_500;

let store: Store;
let close: () => Promise<void>;
beforeAll(async () => {
  const { url, close: closeRedis } = await testRedis();
  const redis = connectRedis({ url }, 'state');
  store = await Store.open(redis, freshNamespace());
  close = async () => {
    await store.forget();
    redis.disconnect();
    await closeRedis();
  };
  const { keys } = store;
  const pipeline = redis.pipeline();
  for (let number = 0; number < PEOPLE; number += 1) {
    const key = `c${number}`;
    const words = ['ana', 'anaya', ...(number % 5 === 0 ? ['ruiz'] : [])];
    pipeline.hset(keys.wordsOf('aceptabits'), key, words.join(' '));
    if (number % 3 === 0) pipeline.hset(keys.codes, key, `m${number}`);
    if (number % 3 === 0) pipeline.zadd(keys.linked, number, `managementpro:m${number}`);
  }
  await pipeline.exec();
});
afterAll(() => close());

const seek = (more: Partial<Parameters<typeof subjectsByWords>[1]>) =>
  subjectsByWords(store, { side: 'aceptabits', groups: [['ana']], states: [], max: 10_000, ...more });

test('everybody with a word that begins so is found once, whatever other word begins so too', async () => {
  const { ids, more } = await seek({});
  expect([ids.length, new Set(ids).size, more]).toEqual([PEOPLE, PEOPLE, false]);
  expect(ids).toContain('managementpro:m3');
  expect(ids).toContain('aceptabits:c4');
});

test('other words and states narrow it down', async () => {
  const states = [store.keys.lones, store.keys.linked];
  const { ids, more } = await seek({ groups: [['ana'], ['rui', 'x']], states });
  expect(more).toBe(false);
  expect(ids.toSorted()).toEqual(
    Array.from({ length: Math.ceil(PEOPLE / 15) }, (_, number) => `managementpro:m${number * 15}`).toSorted(),
  );
  expect(await seek({ groups: [['ana'], ['uiz']] })).toEqual({ ids: [], more: false });
});

test('a pair is found by a word of either record, also where each has one of them alone', async () => {
  await store.redis.hset(store.keys.wordsOf('managementpro'), 'm3', 'zoraida 9991234567');
  expect(await seek({ groups: [['zoraida'], ['anaya']] })).toEqual({
    ids: ['managementpro:m3'],
    more: false,
  });
  expect(await seek({ groups: [['zoraida'], ['ruiz']] })).toEqual({ ids: [], more: false });
});

test('what is left out is said', async () => {
  expect(await seek({ max: 7 })).toMatchObject({ ids: { length: 7 }, more: true });
  expect(await seek({ max: PEOPLE })).toMatchObject({ ids: { length: PEOPLE }, more: false });
  expect(await seek({ groups: [['nobody']] })).toEqual({ ids: [], more: false });
});

test('how common words are is counted in one go', async () => {
  expect(await countWords(store, 'aceptabits', ['ana', 'rui', 'nobody'])).toEqual([PEOPLE, PEOPLE / 5, 0]);
});
