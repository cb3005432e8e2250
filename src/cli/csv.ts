import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { csvLine } from '../domain/csv.ts';
import { EXIT, Exit } from './exit.ts';

type Cells = readonly (string | number | undefined)[];

/** Writes lines to a file, or to stdout with `-`. */
export async function writeCsv(
  file: string,
  head: readonly string[],
  rows: AsyncIterable<Cells> | Iterable<Cells>,
): Promise<number> {
  const out = file === '-' ? process.stdout : createWriteStream(file);
  // A file that cannot be written is told once; `finish` never comes then.
  const failed = once(out, 'error').then(([error]: unknown[]) => {
    throw new Exit(
      EXIT.failed,
      `${file} cannot be written: ${error instanceof Error ? error.message : error}`,
    );
  });
  failed.catch(() => undefined);
  out.write(csvLine(head));
  let lines = 0;
  for await (const row of rows) {
    if (!out.write(csvLine(row))) await Promise.race([once(out, 'drain'), failed]);
    lines += 1;
  }
  if (out !== process.stdout) await Promise.race([once(out.end(), 'finish'), failed]);
  return lines;
}

/** The lines of a CSV text, each as its cells; quotes, doubled quotes and line breaks within quotes are understood. */
export function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r?\n|\r|$)/gy;
  const source = text.replace(/^\uFEFF/u, '');
  while (cell.lastIndex < source.length) {
    const at = cell.lastIndex;
    const [, value = '', end] = cell.exec(source) ?? [];
    if (end === undefined) throw new Exit(EXIT.failed, `the CSV cannot be read at character ${at + 1}`);
    row.push(value.startsWith('"') ? value.slice(1, -1).replaceAll('""', '"') : value);
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  if (row.length > 0) rows.push([...row, '']);
  return rows.filter((cells) => cells.some((value) => value.trim() !== ''));
}
