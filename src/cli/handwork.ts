/** `puente handwork`: what a person has to type into Aceptabits, as a list for the eyes or a CSV to tick off. */
import { HANDWORK_COLUMNS, handworkCells, handworkRows, handworkView } from '../report/handwork.ts';
import { writeCsv } from './csv.ts';
import { countNamed } from './customers.ts';
import { age, printJson, printPage, say, table } from './print.ts';
import { withApp } from './session.ts';
import { said, term } from './words/words.ts';

type Options = { readonly json?: boolean; readonly page?: string; readonly csv?: string };

/** What a person has to type into Aceptabits (rule 7). */
export function handwork(options: Options): Promise<void> {
  const asked = countNamed(options.page);
  return withApp(async ({ context }) => {
    const { csv } = options;
    if (csv !== undefined) {
      const lines = await writeCsv(csv, HANDWORK_COLUMNS, cellsOf(handworkRows(context)));
      if (csv === '-') return;
      return options.json
        ? printJson({ lines, file: csv })
        : say(said('{count} lines in {file}', { count: lines, file: csv }));
    }
    const { rows, ...page } = await handworkView(context, asked);
    if (options.json) return printJson({ ...page, rows });
    const cells = rows.map(({ clave = '', code = '', name, field, old, value, reason, since }) => [
      clave,
      code,
      name,
      term(field),
      old,
      value,
      reason,
      age(context.now() - since),
    ]);
    const head = ['clave', 'code', 'name', 'field', 'stands there', 'type', 'why by hand', 'age'].map(term);
    printPage(page, said('Nothing has to be typed'), table(head, cells));
  });
}

async function* cellsOf(rows: ReturnType<typeof handworkRows>) {
  for await (const row of rows) yield handworkCells(row);
}
