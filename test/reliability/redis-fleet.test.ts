import { expect, test } from 'vitest';
import { SCENARIO_MS, SCENARIOS } from './fail-over.ts';

/**
 * docs/scaling.md: whoever takes over from a Redis in the middle of a first sync, of an import and of a day of edits, nobody
 * is lost and nobody doubled, and writing goes on within 30 s. `npm run test:failover -- --times 10` plays it ten times.
 */

test.each(SCENARIOS)('$name', { timeout: SCENARIO_MS }, async ({ play }) => {
  const survived = await play();
  expect(survived.map(({ phase }) => phase)).toEqual(['first sync', 'import', 'day of edits']);
});
