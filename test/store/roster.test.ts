import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectRedis } from '../../src/store/connection.ts';
import { subjectsByWord } from '../../src/store/roster.ts';
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
    for (const word of words) pipeline.zadd(keys.words('aceptabits'), 0, `${word} ${key}`);
    pipeline.hset(keys.wordsOf('aceptabits'), key, words.join(' '));
    if (number % 3 === 0) pipeline.hset(keys.codes, key, `m${number}`);
    if (number % 3 === 0) pipeline.zadd(keys.linked, number, `managementpro:m${number}`);
  }
  await pipeline.exec();
});
afterAll(() => close());

const seek = (more: Partial<Parameters<typeof subjectsByWord>[1]>) =>
  subjectsByWord(store, {
    side: 'aceptabits',
    beginning: 'ana',
    groups: [],
    states: [],
    max: 10_000,
    checks: 100_000,
    ...more,
  });

test('everybody with a word that begins so is found once, whatever other word begins so too', async () => {
  const { ids, more } = await seek({});
  expect([ids.length, new Set(ids).size, more]).toEqual([PEOPLE, PEOPLE, false]);
  expect(ids).toContain('managementpro:m3');
  expect(ids).toContain('aceptabits:c4');
});

test('other words and states narrow it down', async () => {
  const { ids, more } = await seek({ groups: [['rui', 'x']], states: [store.keys.lones, store.keys.linked] });
  expect(more).toBe(false);
  expect(ids.toSorted()).toEqual(
    Array.from({ length: Math.ceil(PEOPLE / 15) }, (_, number) => `managementpro:m${number * 15}`).toSorted(),
  );
  expect(await seek({ groups: [['uiz']] })).toEqual({ ids: [], more: false });
});

test('what is left out is said', async () => {
  expect(await seek({ max: 7 })).toMatchObject({ ids: { length: 7 }, more: true });
  expect(await seek({ checks: 1_000 })).toMatchObject({ ids: { length: 1_000 }, more: true });
  expect(await seek({ max: PEOPLE })).toMatchObject({ ids: { length: PEOPLE }, more: false });
  expect(await seek({ beginning: 'nobody' })).toEqual({ ids: [], more: false });
});
