import { expect, test } from 'vitest';
import { ENDPOINTS, fuzzDecoding } from './fuzz-decode.ts';
import { fuzzEngine } from './fuzz-engine.ts';
import { fuzzOverHttp } from './fuzz-http.ts';

// A slice of `npm run test:fuzz`.
const SEED = 20_260_101;

test.each(ENDPOINTS)('$name: a typed record, a parked one, or a typed error', (endpoint) => {
  expect(fuzzDecoding(endpoint, 1_000, SEED)).toBeUndefined();
});

test('broken bytes over HTTP: a side error at worst, and every call ends', async () => {
  expect(await fuzzOverHttp(300, SEED)).toEqual([]);
});

test('through the whole engine: no link moves, nothing is written, and it recovers by itself', async () => {
  const { answers, ...result } = await fuzzEngine(150, SEED);
  expect(answers).toBeGreaterThanOrEqual(150);
  expect(result).toEqual({ moved: 0, writes: 0, failures: [], recovered: true });
});
