import { styleText } from 'node:util';
import Table from 'cli-table3';

/** Prints for people, or with `--json` one JSON document for programs. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

export function say(line = ''): void {
  process.stdout.write(`${line}\n`);
}

/** Colours only where somebody looks. */
export function bold(text: string): string {
  return process.stdout.isTTY ? styleText('bold', text) : text;
}

/** A table that fits the terminal; control characters of foreign values cannot reach it. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const made = new Table({
    head: head.map((title) => bold(title)),
    style: { head: [], border: [] },
    wordWrap: true,
  });
  for (const row of rows) made.push(row.map((cell) => printable(String(cell))));
  return made.toString();
}

const CELL_CHARS_MAX = 200;

/** A customer's name may hold escape sequences; a terminal must not obey them. */
export function printable(text: string): string {
  const clean = text.replace(/\p{C}/gu, ' ');
  return clean.length > CELL_CHARS_MAX ? `${clean.slice(0, CELL_CHARS_MAX)}…` : clean;
}

/** One CSV line; a value that a spreadsheet would take for a formula is kept from being one. */
export function csvLine(cells: readonly (string | number | undefined)[]): string {
  return `${cells.map((cell) => csvCell(String(cell ?? ''))).join(',')}\r\n`;
}

function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/u.test(text) && !/^\+?[\d\s().-]+$/u.test(text) ? `'${text}` : text;
  return /[",\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** `3 min`, `2 h`, `5 d`: an age that is read at a glance. */
export function age(ms: number): string {
  const steps = [
    [86_400_000, 'd'],
    [3_600_000, 'h'],
    [60_000, 'min'],
    [1_000, 's'],
  ] as const;
  const [size, unit] = steps.find(([step]) => ms >= step) ?? [1_000, 's'];
  return `${Math.round(ms / size)} ${unit}`;
}
