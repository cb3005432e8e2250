/** What is remembered of a cron expression is what the expression itself would say. */
import { CronExpressionParser } from 'cron-parser';
import { afterEach, expect, test, vi } from 'vitest';
import { nextRun } from '../../src/sync/jobs/next-run.ts';

afterEach(() => vi.restoreAllMocks());

const HOUR_MS = 3_600_000;
const MEXICO = 'America/Mexico_City';
/** 03:00 in Mexico City. */
const DUE = Date.UTC(2026, 4, 10, 9);

test('until it is due, an expression is asked once, whoever asks', () => {
  const parse = vi.spyOn(CronExpressionParser, 'parse');
  for (const before of [20 * HOUR_MS, HOUR_MS, 1])
    expect(nextRun('0 3 * * *', MEXICO, DUE - before)).toBe(DUE);
  expect(parse).toHaveBeenCalledTimes(1);
});

test('at the very time and after it, the next day is due', () => {
  nextRun('0 3 * * *', MEXICO, DUE - 1);
  expect(nextRun('0 3 * * *', MEXICO, DUE)).toBe(DUE + 24 * HOUR_MS);
  expect(nextRun('0 3 * * *', MEXICO, DUE + HOUR_MS)).toBe(DUE + 24 * HOUR_MS);
});

test('a clock that was days ahead and is put right is told the time that comes first', () => {
  nextRun('0 3 * * *', MEXICO, DUE + 70 * HOUR_MS);
  expect(nextRun('0 3 * * *', MEXICO, DUE - HOUR_MS)).toBe(DUE);
});

test('another expression or another time zone is another time', () => {
  nextRun('0 3 * * *', MEXICO, DUE - HOUR_MS);
  expect(nextRun('30 2 * * *', MEXICO, DUE - HOUR_MS)).toBe(DUE - HOUR_MS / 2);
  expect(nextRun('0 3 * * *', 'America/Tijuana', DUE - HOUR_MS)).toBe(DUE + HOUR_MS);
});
