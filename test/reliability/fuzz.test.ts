import { expect, test } from 'vitest';
import { TARGETS } from './fuzz-calls.ts';
import { ENDPOINTS, fuzzDecoding } from './fuzz-decode.ts';
import { fuzzEngine } from './fuzz-engine.ts';
import { fuzzOverHttp } from './fuzz-http.ts';

// A slice of `npm run test:fuzz`, always the same.
const SEED = 20_260_101;

test.each(ENDPOINTS)('$name: a typed record, a parked one, or a typed error', (endpoint) => {
  expect(fuzzDecoding(endpoint, 1_000, SEED)).toBeUndefined();
});

test.each(TARGETS)(
  '$name, called over HTTP: the same of broken bytes, and every call ends',
  async (target) => {
    const { findings, typed, errors } = await fuzzOverHttp(target, 40, SEED);
    expect(findings).toEqual([]);
    // Garbage that is refused throughout would show nothing of the reader.
    expect(Math.min(typed, errors)).toBeGreaterThan(0);
  },
);

test('through the whole engine: no link moves, nothing is written, and it recovers by itself', async () => {
  const { answers, ...result } = await fuzzEngine(150, SEED);
  expect(answers).toBeGreaterThanOrEqual(150);
  expect(result).toEqual({ moved: 0, writes: 0, failures: [], left: [] });
});
