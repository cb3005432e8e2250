import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import { countWords, fileWords, subjectsByWords, wordLine } from '../../src/store/words.ts';
import { openTestStore } from './open-store.ts';

/** More customers than are looked through at once: every third is linked, every fifth is called Ruiz too. */
const PEOPLE = 2_500;

let store: Store;
let close: () => Promise<void>;
beforeAll(async () => {
  const opened = await openTestStore();
  ({ store, close } = opened);
  const { redis } = opened;
  const { keys } = store;
  const pipeline = redis.pipeline();
  const tx = store.transaction();
  for (let number = 0; number < PEOPLE; number += 1) {
    const key = `c${number}`;
    const words = ['ana', 'anaya', ...(number % 5 === 0 ? ['ruiz'] : [])];
    tx.line(keys.wordsOf('aceptabits'), wordLine(key, ` ${words.join(' ')}`));
    if (number % 3 === 0) pipeline.hset(keys.codes, key, `m${number}`);
    if (number % 3 === 0) pipeline.zadd(keys.linked, number, `managementpro:m${number}`);
  }
  await tx.commit();
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
  await store
    .transaction()
    .line(store.keys.wordsOf('managementpro'), wordLine('m3', ' zoraida 9991234567'))
    .commit();
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

test('a line is replaced and taken away, whatever others stand in its block', async () => {
  const words = store.keys.wordsOf('managementpro');
  const names = Array.from({ length: 10_000 }, (_, number) => `n${number}`);
  const file = async (text: string | undefined, some: readonly string[]) => {
    const tx = store.transaction();
    for (const name of some) tx.line(words, wordLine(name, text));
    await tx.commit();
  };
  await file(' first', names);
  await file(' second', names.slice(0, 5_000));
  expect(await countWords(store, 'managementpro', ['first', 'second'])).toEqual([5_000, 5_000]);
  await file(undefined, names);
  expect(await countWords(store, 'managementpro', ['first', 'second'])).toEqual([0, 0]);
});

test('a key of blanks and signs is found by its words, and not by itself', async () => {
  const key = 'A "b" ñ\\ 1';
  const tx = store.transaction();
  fileWords(store, tx, { side: 'managementpro', key }, undefined, { key, name: 'Quetzalcóatl', rest: {} });
  await tx.commit();
  const sought = { side: 'managementpro', states: [], max: 10 } as const;
  expect(await subjectsByWords(store, { ...sought, groups: [['quetzal']] })).toEqual({
    ids: [`managementpro:${key}`],
    more: false,
  });
  expect(await subjectsByWords(store, { ...sought, groups: [['"b"']] })).toEqual({ ids: [], more: false });
});

test('whoever has more words than most is found by the last of them, and shown no other words than their own', async () => {
  const words = Array.from({ length: 80 }, (_, number) => `calle${number}`).join(' ');
  const tx = store.transaction();
  tx.line(store.keys.wordsOf('aceptabits'), wordLine('long', ` ${words} zaragoza`));
  // In the same block and after it, whoever that may be.
  for (let number = 0; number < 300; number += 1)
    tx.line(store.keys.wordsOf('aceptabits'), wordLine(`after${number}`, ' eulalia'));
  await tx.commit();
  expect((await seek({ groups: [['zaragoza'], ['calle7']] })).ids).toEqual(['aceptabits:long']);
  expect((await seek({ groups: [['eulalia'], ['zaragoza']] })).ids).toEqual([]);
  expect((await seek({ groups: [['eulalia']] })).ids).toHaveLength(300);
});
