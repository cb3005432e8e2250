import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { csvLine } from '../domain/csv.ts';

/** Spreadsheets take a file for UTF-8 only when it begins with this. */
const BOM = '\ufeff';

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
