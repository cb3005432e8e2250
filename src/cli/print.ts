import { styleText } from 'node:util';
import Table from 'cli-table3';
import { said } from './words/words.ts';

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

/** Terminals narrower than this get cards where a table does not fit. */
const CARDS_BELOW = 100;

/** A table that fits the terminal, or a card for each row; control characters of foreign values cannot reach it. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cells = rows.map((row) => row.map((cell) => printable(String(cell))));
  const available = terminalWidth();
  const widths = columnWidths([head, ...cells], available);
  if (widths !== undefined && available !== undefined && available < CARDS_BELOW)
    return cards(head, cells, available);
  const fitted = (row: readonly string[]) =>
    row.map((cell, index) => wrapped(cell, (widths?.[index] ?? Number.POSITIVE_INFINITY) - PADDING));
  const made = new Table({
    head: fitted(head).map((title) => bold(title)),
    style: { head: [], border: [] },
    ...(widths !== undefined && { colWidths: widths }),
  });
  for (const row of cells) made.push(fitted(row));
  return made.toString();
}

/** One line for each cell that holds anything, under its column's name. */
function cards(head: readonly string[], rows: readonly (readonly string[])[], available: number): string {
  const card = (row: readonly string[]) =>
    row.flatMap((cell, index) => (cell === '' ? [] : [wrapped(`${head[index]}: ${cell}`, available, '  ')]));
  return rows.map((row) => card(row).join('\n')).join('\n\n');
}

/** A sentence that breaks at the terminal's edge, or at eighty columns, its lines indented alike. */
export function paragraph(text: string, indent = ''): string {
  const width = Math.min(terminalWidth() ?? 80, 80) - indent.length;
  return indent + wrapped(printable(text), width).replaceAll('\n', `\n${indent}`);
}

/** Broken at blanks; what is longer than a line, as a long e-mail, wherever it must be, for nothing is cut off. */
function wrapped(text: string, width: number, indent = ''): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const room = lines.length === 0 ? width : width - indent.length;
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? word : `${line} ${word}`;
    for (let most = lines.length === 0 ? width : width - indent.length; line.length > most; ) {
      lines.push(line.slice(0, most));
      line = line.slice(most);
      most = width - indent.length;
    }
  }
  return [...lines, line].join(`\n${indent}`);
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
  if (pages > 1)
    say(
      said('Page {page} of {pages}, {total} customers: --page {next}', {
        page,
        pages,
        total,
        next: Math.min(page + 1, pages),
      }),
    );
}
