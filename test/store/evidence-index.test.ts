import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { AskedKind, Evidence } from '../../src/domain/evidence.ts';
import { fileEvidence, forgetEvidence, sharing } from '../../src/store/evidence-index.ts';
import type { Store } from '../../src/store/store.ts';
import { openTestStore } from './open-store.ts';

/** The index of rule 3, also where more customers share a value than a block takes. */

const SIDE = 'aceptabits';
const EMAIL = 'compras@aceros-del-bajio.com.mx';
const NAME = 'distribuidora de aceros y perfiles del bajio sa de cv';
const whole: Evidence = { email: EMAIL, phone: '+525512345678', name: NAME, full: NAME };

let store: Store;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ store, close } = await openTestStore());
});
beforeEach(async () => {
  await store.redis.del(store.keys.evidenceIn(SIDE), store.keys.evidenceSpilt(SIDE));
});
afterAll(() => close());

async function file(key: string, before: Evidence | undefined, after: Evidence | undefined): Promise<void> {
  const tx = store.transaction();
  fileEvidence(store, tx, { side: SIDE, key }, before, after);
  await tx.commit();
}

const whoHas = async (value: string, kind: AskedKind = 'email') =>
  (await sharing(store, SIDE, [{ kind, value }]))[0];

const KEYS = ['pgbcus1', 'pgbcus11', ' 0012 ', 'ñandú\t"2"\n', '+'];

test('whoever carries a value is found by it, whatever the key is written with, and by no part of another key', async () => {
  for (const key of KEYS) await file(key, undefined, whole);
  expect((await whoHas(EMAIL))?.sort()).toEqual([...KEYS].sort());
  expect(await whoHas('distribuidora de', 'start')).toHaveLength(KEYS.length);
  expect(await whoHas('x@aceros-del-bajio.com.mx')).toEqual([]);
  await file('pgbcus1', whole, { ...whole, email: 'otra@aceros.mx' });
  expect(await whoHas(EMAIL)).not.toContain('pgbcus1');
  expect(await whoHas(EMAIL)).toContain('pgbcus11');
  expect(await whoHas('otra@aceros.mx')).toEqual(['pgbcus1']);
  expect(await whoHas('+525512345678', 'phone')).toContain('pgbcus1');
});

test('of a value that hundreds share each one that leaves is gone, and a block stays short', async () => {
  const many = Array.from({ length: 600 }, (_, number) => `pgbcus69347341389${number}`);
  const tx = store.transaction();
  for (const key of many) fileEvidence(store, tx, { side: SIDE, key }, undefined, { email: EMAIL });
  await tx.commit();
  expect(await whoHas(EMAIL)).toHaveLength(11);
  const longest = async () =>
    Math.max(...(await store.redis.hvals(store.keys.evidenceIn(SIDE))).map(({ length }) => length));
  expect(await longest()).toBeLessThan(7_000);
  // Filed once more, as a step that is repeated does, nobody counts twice.
  for (const key of many.slice(0, 3)) await file(key, undefined, { email: EMAIL });
  for (const key of many.slice(2)) await file(key, { email: EMAIL }, undefined);
  expect((await whoHas(EMAIL))?.sort()).toEqual(many.slice(0, 2));
});

test('names that are the same but for initials are found by what they have in common, and each by itself', async () => {
  const named = (name: string): Evidence => ({ name: name.split(' ').toSorted().join(' '), full: name });
  await file('A', undefined, named('jose luis perez soto'));
  await file('B', undefined, named('j luis perez soto'));
  await file('C', undefined, named('juan luis perez soto'));
  await file('D', undefined, named('juan carlos perez soto'));
  expect((await whoHas('j l perez soto', 'but-for-initials'))?.sort()).toEqual(['A', 'B', 'C']);
  expect(await whoHas('j luis perez soto', 'name')).toEqual(['B']);
  expect(await whoHas('jose luis perez soto', 'name')).toEqual(['A']);
  expect(await whoHas('j l perez soto', 'initials')).toEqual(['B']);
  for (let number = 0; number < 400; number += 1)
    await file(`pgbcus${number}`, undefined, named('juan luis perez soto'));
  expect(await whoHas('j luis perez soto', 'name')).toEqual(['B']);
  expect(new Set(await whoHas('j l perez soto', 'but-for-initials')).size).toBe(50);
  // Of a key that stands partly in what a block had no room for, nothing but the key is told.
  for (let number = 0; number < 400; number += 1)
    await file(
      `pgbcus${number}`,
      named('juan luis perez soto'),
      number < 370 ? undefined : named('juan luis perez soto'),
    );
  const left = Array.from({ length: 30 }, (_, number) => `pgbcus${370 + number}`);
  expect((await whoHas('j l perez soto', 'but-for-initials'))?.sort()).toEqual(
    ['A', 'B', 'C', ...left].sort(),
  );
});

test('who is erased leaves without what it was filed under being known, out of a block and out of what it had no room for', async () => {
  const many = Array.from({ length: 400 }, (_, number) => `pgbcus${number}`);
  for (const key of many) await file(key, undefined, { email: EMAIL });
  for (const key of ['pgbcus3', 'pgbcus399']) {
    await file(key, undefined, whole);
    await forgetEvidence(store, SIDE, key);
  }
  const left = many.filter((key) => key !== 'pgbcus3' && key !== 'pgbcus399');
  for (const key of left.slice(1)) await file(key, { email: EMAIL }, undefined);
  expect(await whoHas(EMAIL)).toEqual([left[0]]);
  expect(await whoHas('+525512345678', 'phone')).toEqual([]);
});
