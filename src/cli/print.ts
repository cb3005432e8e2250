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
  const cells = rows.map((row) => row.map((cell) => printable(String(cell))));
  const widths = columnWidths([head, ...cells], terminalWidth());
  const made = new Table({
    head: head.map((title) => bold(title)),
    style: { head: [], border: [] },
    wordWrap: true,
    // A long e-mail has no place to break at, and must not be cut off.
    wrapOnWordBoundary: false,
    ...(widths !== undefined && { colWidths: widths }),
  });
  for (const row of cells) made.push(row);
  return made.toString();
}

/** Where nobody looks, lines are as long as they have to be, unless COLUMNS says otherwise. */
function terminalWidth(): number | undefined {
  return process.stdout.columns ?? (Number(process.env.COLUMNS) || undefined);
}

const COLUMN_MIN = 6;
/** A blank on either side of a cell. */
const PADDING = 2;

/** Narrows the widest columns until all of them fit; undefined when they fit as they are. */
export function columnWidths(
  rows: readonly (readonly string[])[],
  available: number | undefined,
): number[] | undefined {
  const columns = rows[0]?.length ?? 0;
  const longest = (index: number) =>
    rows.reduce((most, row) => Math.max(most, [...(row[index] ?? '')].length), 0);
  const widths = Array.from({ length: columns }, (_, index) => longest(index) + PADDING);
  const room = Math.max((available ?? Number.POSITIVE_INFINITY) - columns - 1, columns * COLUMN_MIN);
  const wanted = widths.reduce((sum, width) => sum + width, 0);
  if (wanted <= room) return undefined;
  for (let over = wanted - room; over > 0; over -= 1) {
    const widest = widths.indexOf(Math.max(...widths));
    widths[widest] = (widths[widest] ?? COLUMN_MIN) - 1;
  }
  return widths;
}

const CELL_CHARS_MAX = 200;

/** A customer's name may hold escape sequences; a terminal must not obey them. */
export function printable(text: string): string {
  const clean = text.replace(/\p{C}/gu, ' ');
  return clean.length > CELL_CHARS_MAX ? `${clean.slice(0, CELL_CHARS_MAX)}…` : clean;
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

/** A page of a list, or one line where there is none; says how to see the next one. */
export function printPage(
  { page, pages, total }: { readonly page: number; readonly pages: number; readonly total: number },
  none: string,
  shown: string,
): void {
  say(total === 0 ? `${none}.` : shown);
  if (pages > 1) say(`Page ${page} of ${pages}, ${total} customers: --page ${Math.min(page + 1, pages)}`);
}
