/** When a day (`2026-11-21`) begins in a time zone, ms since 1970. */
export function dayBegins(day: string, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  const aheadOfUtc = (at: number) => Date.parse(`${parts.format(at).replace(' ', 'T')}Z`) - at;
  const asUtc = Date.parse(`${day}T00:00:00Z`);
  // Twice, because the first guess may lie on the other side of a change of the clocks.
  return asUtc - aheadOfUtc(asUtc - aheadOfUtc(asUtc));
}

/** When the day after it begins. */
export function dayEnds(day: string, timeZone: string): number {
  const next = new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  return dayBegins(next, timeZone);
}
