/** Cells that a spreadsheet would run as formulas, and those that only look so. */
import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { sendCsv } from '../../src/web/csv.ts';

async function csvOf(rows: readonly (readonly (string | undefined)[])[]): Promise<string> {
  const server = Fastify();
  server.get('/', (_, reply) =>
    sendCsv(
      reply,
      'x',
      ['name', 'phone'],
      (async function* () {
        yield* rows;
      })(),
    ),
  );
  return (await server.inject('/')).body;
}

test('every cell is in quotes, and values keep their commas, quotes and line breaks', async () => {
  const csv = await csvOf([
    ['Ana "La Güera", Pérez\nKu', '999 123 4567'],
    [undefined, ''],
  ]);
  expect(csv).toBe('\ufeff"name","phone"\r\n"Ana ""La Güera"", Pérez\nKu","999 123 4567"\r\n"",""\r\n');
});

test.each(['=HYPERLINK("http://evil")', '+cmd|calc', '-2+3+cmd', '@SUM(A1)', '\t=1', '\r=1'])(
  'a name %j is no formula',
  async (name) => {
    const [, line = ''] = (await csvOf([[name, '']])).split('\r\n', 2);
    expect(line).toMatch(/^"?'/u);
  },
);

test('a phone stays a phone', async () => {
  expect(await csvOf([['Ana', '+52 (999) 123-4567']])).toContain('"Ana","+52 (999) 123-4567"');
});
