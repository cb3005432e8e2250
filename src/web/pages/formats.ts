/** How numbers, times and ages are written, in the reader's language and in `TIMEZONE`. */
export type Formats = ReturnType<typeof formatsIn>;

const SECOND = 1_000;
const UNITS = [
  ['day', 86_400 * SECOND],
  ['hour', 3_600 * SECOND],
  ['minute', 60 * SECOND],
  ['second', SECOND],
] as const;

export function formatsIn(locale: string, timeZone: string) {
  const number = new Intl.NumberFormat(locale);
  const time = new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'medium', timeStyle: 'short' });
  const hour = new Intl.DateTimeFormat(locale, { timeZone, hour: '2-digit', minute: '2-digit' });
  const day = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', day: 'numeric', month: 'short' });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'always', style: 'short' });
  return {
    number: (value: number) => number.format(value),
    time: (at: number) => time.format(at),
    hour: (at: number) => hour.format(at),
    /** A day as the activity names it: `2026-11-21`. */
    day: (iso: string) => day.format(Date.parse(iso)),
    /** "hace 5 min" */
    ago: (at: number, now: number) => {
      const ms = Math.max(now - at, 0);
      const [unit, size] = UNITS.find(([, size]) => ms >= size) ?? UNITS[3];
      return relative.format(-Math.floor(ms / size), unit);
    },
    /** "5 min": how long, without saying in which direction. */
    span: (ms: number) => {
      const [unit, size] = UNITS.find(([, size]) => ms >= size) ?? UNITS[3];
      const value = Math.max(Math.floor(ms / size), 0);
      return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
    },
  };
}
