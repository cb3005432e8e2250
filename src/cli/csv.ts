/** CSV to and from files, as spreadsheets of any language save it. */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { csvLine } from '../domain/csv.ts';
import { EXIT, Exit } from './exit.ts';
import { said } from './words/words.ts';

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
      said('{file} cannot be written: {why}', {
        file,
        why: error instanceof Error ? error.message : String(error),
      }),
    );
  });
  failed.catch(() => undefined);
  // Not `once`, which fails with the error as it is, and a tick before its words are found.
  const heard = (name: 'drain' | 'finish') => new Promise<void>((resolve) => out.once(name, () => resolve()));
  out.write(csvLine(head));
  let lines = 0;
  for await (const row of rows) {
    if (!out.write(csvLine(row))) await Promise.race([heard('drain'), failed]);
    lines += 1;
  }
  if (out !== process.stdout) {
    const finished = heard('finish');
    out.end();
    await Promise.race([finished, failed]);
  }
  return lines;
}

/** A line of a CSV file: where it begins, and its cells. */
export type CsvRow = { readonly line: number; readonly cells: readonly string[] };

const DELIMITERS = [';', ',', '\t'] as const;

/**
 * The lines of a CSV text that are not blank. Cells are parted by commas, or by semicolons or tabs as spreadsheets of
 * other languages do, whichever the first line has most of.
 */
export function csvRows(text: string): CsvRow[] {
  const told = /^sep=(.)\r?\n/iu.exec(text);
  // Quoted cells may hold line breaks and marks of their own.
  const [head = ''] = text.replaceAll(/"(?:[^"]|"")*"/gu, '""').split(/\r\n|\n|\r/u, 1);
  const many = (mark: string) => head.split(mark).length;
  const delimiter = told?.[1] ?? DELIMITERS.reduce((most, mark) => (many(mark) > many(most) ? mark : most));
  return parsedCsv(text.slice(told?.[0].length ?? 0), delimiter)
    .map(({ record, info }) => ({ line: startOf(record, info.lines) + (told ? 1 : 0), cells: record }))
    .filter(({ cells }) => cells.some((value) => value.trim() !== ''));
}

type Parsed = { readonly record: string[]; readonly info: { readonly lines: number } };

function parsedCsv(text: string, delimiter: string): Parsed[] {
  try {
    return parse(text, {
      delimiter,
      info: true,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      // `Tubo 3/4" PVC`, as people type it.
      relax_quotes: true,
    }) as unknown as Parsed[];
  } catch (error) {
    throw new Exit(
      EXIT.failed,
      said('the CSV cannot be read: {why}', { why: error instanceof Error ? error.message : String(error) }),
    );
  }
}

/** Counted is the line in which a record ends; cells may hold line breaks. */
function startOf(cells: readonly string[], end: number): number {
  return end - cells.reduce((sum, value) => sum + (value.match(/\r\n|\n|\r/gu)?.length ?? 0), 0);
}

/** The text of a file as spreadsheets write them: UTF-8, UTF-16 with its mark, or else windows-1252. */
export async function textOf(file: string): Promise<string> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch {
    throw new Exit(EXIT.failed, said('{file} cannot be read', { file }));
  }
  const marked = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : undefined;
  const other = bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined;
  try {
    return new TextDecoder(marked ?? other ?? 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** The text of a cell without the apostrophe by which `csvLine` keeps a spreadsheet from reckoning with it. */
export function cellText(cell: string | undefined): string {
  return (cell ?? '').trim().replace(/^'(?=[=+\-@])/u, '');
}
