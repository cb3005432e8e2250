import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { connectRedis } from '../../src/store/connection.ts';
import { keepSheet, linesOf, sheetOf } from '../../src/store/sheets.ts';
import { Store } from '../../src/store/store.ts';
import { freshNamespace, testRedis } from '../redis.ts';

/** Rule 10: what was shown is a sheet of lines, good for a day however much changes meanwhile. */

let store: Store;
let redis: ReturnType<typeof connectRedis>;
beforeAll(async () => {
  redis = connectRedis({ url: (await testRedis()).url }, 'state');
});
afterAll(() => redis.quit());
beforeEach(async () => {
  store = await Store.open(redis, freshNamespace());
});

type Line = { readonly key: string; readonly name: string };

const linesFrom = (count: number): Line[] =>
  Array.from({ length: count }, (_, at) => ({ key: `C${at}`, name: `Comercializadora ${at} S.A. de C.V.` }));

async function shown(hash: string): Promise<Line[]> {
  const sheet = await sheetOf(store, hash);
  return sheet === undefined ? [] : (await Array.fromAsync(linesOf<Line>(store, sheet))).flat();
}

async function pieces(): Promise<number> {
  return (await redis.keys(store.keys.sheetPiece('*').replace(/[{}]/g, '?'))).length;
}

test('a sheet of any length is found under its hash, line by line, for a day', async () => {
  const lines = linesFrom(20_000);
  const hash = await keepSheet(store, { kind: 'brake' }, lines);
  expect(await shown(hash)).toEqual(lines);
  expect(await sheetOf(store, hash)).toMatchObject({ about: { kind: 'brake' }, count: lines.length });
  const { pieces: digests = [] } = (await sheetOf(store, hash)) ?? {};
  for (const key of [store.keys.sheet(hash), store.keys.sheetPiece(digests[0] ?? '')])
    expect(await redis.ttl(key)).toBeGreaterThan(86_000);
  expect(await sheetOf(store, 'never-shown')).toBeUndefined();
});

test('the hash depends on each line and on what they are about, and on no order', async () => {
  const lines = linesFrom(500);
  const hash = await keepSheet(store, { side: 'managementpro' }, lines);
  expect(await keepSheet(store, { side: 'managementpro' }, lines.toReversed())).toBe(hash);
  expect(await keepSheet(store, { side: 'aceptabits' }, lines)).not.toBe(hash);
  expect(await keepSheet(store, { side: 'managementpro' }, lines.slice(1))).not.toBe(hash);
});

test('a line that is new makes one piece new: a sheet a minute costs what has changed', async () => {
  const lines = linesFrom(10_000);
  const first = await keepSheet(store, {}, lines);
  const before = await pieces();
  expect(before).toBeGreaterThan(20);
  const more = lines.toSpliced(4_000, 1, { key: 'C4000', name: 'Otra razón social S.A. de C.V.' });
  const second = await keepSheet(store, {}, more.toSpliced(7_000, 0, { key: 'X1', name: 'Nueva' }));
  expect((await pieces()) - before).toBeLessThanOrEqual(5);
  expect(await shown(first)).toEqual(lines);
  expect(await shown(second)).toHaveLength(lines.length + 1);
});
