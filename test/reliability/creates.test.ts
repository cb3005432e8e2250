import { expect, test } from 'vitest';
import { testRedis } from '../redis.ts';
import { type Cell, measureCell } from './creates.ts';

// A slice of `npm run test:creates`, each fault once, the cells side by side.
const CELLS: readonly Cell[] = [
  { target: 'aceptabits', kind: 'reset', moment: 'after', lagS: 90, clockMin: -10 },
  { target: 'aceptabits', kind: 'garbage', moment: 'before', lagS: 0, clockMin: 10 },
  { target: 'aceptabits', kind: 'timeout', moment: 'after', lagS: 3, clockMin: 0 },
  { target: 'managementpro', kind: 'cutoff', moment: 'after', lagS: 90, clockMin: 10 },
  { target: 'managementpro', kind: 'error500', moment: 'before', lagS: 3, clockMin: -10 },
  { target: 'managementpro', kind: 'html502', moment: 'after', lagS: 0, clockMin: 0 },
  { target: 'managementpro', kind: 'empty', moment: 'after', lagS: 90, clockMin: 0 },
];

test.concurrent.each(CELLS)('every customer once: %o', async (cell) => {
  const { parked, faults, ...result } = await measureCell(cell, 12, (await testRedis()).url);
  expect(result).toEqual({ creates: 12, duplicates: 0, lost: 0, needless: 0, settled: true });
  // Only the two customers whom nothing tells apart may wait for a person: the second one untried where the first has
  // been created, and both of them where both may have been.
  expect(parked).toBeLessThanOrEqual(cell.moment === 'after' ? 2 : 1);
  expect(faults).toBeGreaterThanOrEqual(11);
});
