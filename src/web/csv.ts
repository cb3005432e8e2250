import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';

/** Spreadsheets take a file for UTF-8 only when it begins with this. */
const BOM = '\ufeff';

/** One line; a value that a spreadsheet would take for a formula is kept from being one. */
function csvLine(cells: readonly (string | undefined)[]): string {
  return `${cells.map((cell) => csvCell(cell ?? '')).join(',')}\r\n`;
}

function csvCell(text: string): string {
  const isPhone = /^\+?[\d\s().-]+$/u.test(text);
  const safe = /^[=+\-@\t\r]/u.test(text) && !isPhone ? `'${text}` : text;
  return /[",\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Sends a table line by line, however long it is. */
export function sendCsv(
  reply: FastifyReply,
  name: string,
  columns: readonly string[],
  rows: AsyncIterable<readonly (string | undefined)[]>,
): FastifyReply {
  async function* lines() {
    yield BOM + csvLine(columns);
    for await (const row of rows) yield csvLine(row);
  }
  return reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${name}.csv"`)
    .send(Readable.from(lines()));
}
