/** How long a burst of reading pauses a side, and what that costs it over a day (rule 1). */
import { describe, expect, test } from 'vitest';
import { type Burst, nextWholeAt, readingOf } from '../../src/domain/read-budget.ts';

const MINUTE = 60_000;
const burst = (rows: number, at = 0): Burst => ({ at, lastedMs: 10_000, rows, requests: rows / 100 });

describe('rule 1: when a side may be read whole again', () => {
  test.each([
    ['no reading yet', undefined, 0, 2_000, 5, undefined],
    ['fewer than the budget', burst(1_999), 1_999, 2_000, 5, undefined],
    ['no budget', burst(100_000), 100_000, 0, 5, undefined],
    ['exactly the budget: a minute', burst(2_000), 2_000, 2_000, 5, MINUTE],
    ['a hundred thousand: fifty minutes', burst(100_000), 100_000, 2_000, 5, 50 * MINUTE],
    ['few customers, read over and over to be sure', burst(6_000), 1_500, 2_000, 5, 3 * MINUTE],
    ['a burst that broke off early costs what it cost', burst(1_000), 100_000, 2_000, 5, MINUTE / 2],
    ['an end in the future was told by a wrong clock', burst(100_000, 900), 100_000, 2_000, 5, 5],
  ] as const)('%s', (_, one, known, perMinute, now, expected) => {
    expect(nextWholeAt(one, known, perMinute, now)).toBe(expected);
  });
});

describe('what reading yields and costs', () => {
  const at = (rows: number, perMinute: number) =>
    readingOf(burst(rows), rows, { perMinute, pollEveryMs: MINUTE }, 1);

  test('every poll reads a small side whole', () => {
    expect(at(1_000, 2_000)).toEqual({
      nextWholeAt: undefined,
      editAgeMs: MINUTE + 10_000,
      requestsPerDay: 14_400,
      rowsPerDay: 1_440_000,
    });
  });

  test('a larger side costs no more than its budget a day', () => {
    const { editAgeMs, rowsPerDay, requestsPerDay } = at(100_000, 2_000);
    expect(editAgeMs).toBe(51 * MINUTE + 10_000);
    expect(rowsPerDay).toBeLessThanOrEqual(2_000 * 60 * 24);
    expect(requestsPerDay).toBe(Math.round((1_440 / 51) * 1_050));
  });
});
