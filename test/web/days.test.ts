/** A day of the history begins and ends by the clock of the shop, also where that clock is changed. */
import { expect, test } from 'vitest';
import { dayBegins, dayEnds } from '../../src/web/days.ts';

test.each([
  ['2026-11-21', 'America/Mexico_City', '2026-11-21T06:00:00.000Z', '2026-11-22T06:00:00.000Z'],
  // The clocks change on this day: it has 25 hours.
  ['2026-11-01', 'America/Tijuana', '2026-11-01T07:00:00.000Z', '2026-11-02T08:00:00.000Z'],
  ['2026-03-08', 'America/Tijuana', '2026-03-08T08:00:00.000Z', '2026-03-09T07:00:00.000Z'],
  ['2026-12-31', 'UTC', '2026-12-31T00:00:00.000Z', '2027-01-01T00:00:00.000Z'],
])('the day %s in %s', (day, timeZone, begins, ends) => {
  expect(new Date(dayBegins(day, timeZone)).toISOString()).toBe(begins);
  expect(new Date(dayEnds(day, timeZone)).toISOString()).toBe(ends);
});
