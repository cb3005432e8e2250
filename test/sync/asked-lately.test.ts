import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import { type Told, toldLately } from '../../src/sync/create/asked-lately.ts';
import type { Creating } from '../../src/sync/create/creating.ts';
import { openTestStore } from '../store/open-store.ts';

/** Who may go by what a search before another create has told (rule 3). */

let store: Store;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ store, close } = await openTestStore());
});
afterAll(() => close());

let now = 1_000_000;
let asked: string[] = [];
let [text, number] = ['', 0];
beforeEach(() => {
  asked = [];
  number += 1;
  text = `sureste ${number}`;
});

const of = (target: 'managementpro' | 'aceptabits') =>
  ({ ctx: { store, now: () => now }, target }) as unknown as Creating;
const tick = () => store.nextSequence();
const told: Told = { unread: [], erased: [], isWhole: true };
const ask = (since: number, target: 'managementpro' | 'aceptabits' = 'managementpro') =>
  toldLately(of(target), text, {
    since,
    tick,
    ask: async () => {
      asked.push(target);
      return told;
    },
  });

test('those who were seen before it was asked share it, also while it is under way; each side has its own', async () => {
  const seen = await store.nextSequence();
  await Promise.all([ask(seen), ask(seen)]);
  await ask(seen);
  expect(asked).toEqual(['managementpro']);
  await ask(seen, 'aceptabits');
  expect(asked).toEqual(['managementpro', 'aceptabits']);
});

test('who was first seen after it was asked, or comes later, asks anew', async () => {
  await ask(await store.nextSequence());
  await ask(await store.nextSequence());
  expect(asked).toHaveLength(2);
  now += 6_000;
  await ask(0);
  expect(asked).toHaveLength(3);
});

test('what could not be answered is asked again', async () => {
  const refused = toldLately(of('managementpro'), text, {
    since: 0,
    tick,
    ask: () => Promise.reject(new Error('busy')),
  });
  await expect(refused).rejects.toThrow('busy');
  expect(await ask(0)).toBe(told);
  expect(asked).toHaveLength(1);
});
