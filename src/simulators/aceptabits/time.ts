/** The two ways in which Aceptabits writes a moment, its odd summer time among them. */

const hourMs = 3_600_000;

/** A clock reading (ms) as Aceptabits writes it: whole seconds, shown with microseconds. */
export function createdAt(atMs: number): string {
  return new Date(Math.floor(atMs / 1000) * 1000).toISOString().replace('.000Z', '.000000Z');
}

/**
 * The same moment in America/Mexico_City. The contract's examples of August 2024 are five hours behind UTC, so
 * its server still keeps the summer time that Mexico gave up in 2022; this does the same.
 */
export function createdAtFormat(createdAtText: string): string {
  const utcMs = Date.parse(createdAtText);
  const offsetHours = isSummer(utcMs - 6 * hourMs) ? 5 : 6;
  return new Date(utcMs - offsetHours * hourMs).toISOString().slice(0, 19).replace('T', ' ');
}

/** From the first Sunday of April, two o'clock, to the last Sunday of October, one o'clock standard time. */
function isSummer(standardMs: number): boolean {
  const year = new Date(standardMs).getUTCFullYear();
  const start = Date.UTC(year, 3, 1 + ((7 - new Date(Date.UTC(year, 3, 1)).getUTCDay()) % 7), 2);
  const end = Date.UTC(year, 9, 31 - new Date(Date.UTC(year, 9, 31)).getUTCDay(), 1);
  return standardMs >= start && standardMs < end;
}
