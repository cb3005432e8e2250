/** The hand-work list: what a person has to type because no method delivers it, for pages, commands and CSV alike. */
import { z } from 'zod';
import type { Routes } from '../domain/customer.ts';
import { putAceptabits } from '../domain/lens.ts';
import { customerOf } from '../domain/record.ts';
import type { KeptWait, Loaded } from '../store/records.ts';
import { type Context, routesOf } from '../sync/context.ts';
import { personOf, waitingPage } from './rows.ts';
import { fieldShape, pageShape, personShape, sideShape } from './shapes.ts';

export const handworkRow = personShape.extend({
  side: sideShape,
  field: fieldShape,
  /** What stands there now. */
  old: z.string(),
  /** What has to stand there. */
  value: z.string(),
  /** The same, ready to copy into the boxes of that side: `name` and `lastname` apart, the agent by its code. */
  copy: z.array(
    z.object({ box: z.enum(['name', 'lastname', 'email', 'phone', 'agent']), value: z.string() }),
  ),
  reason: z.enum([
    'no-update-method',
    'backlog',
    'not-taken',
    'side-effect',
    'not-editable',
    'no-route',
    'no-vendedor',
    'other-shop',
  ]),
  since: z.number(),
});
export type HandworkRow = z.infer<typeof handworkRow>;

/** Pages count customers; one customer may have several fields to type. */
export const handworkPage = pageShape.extend({ rows: z.array(handworkRow) });
export type HandworkPage = z.infer<typeof handworkPage>;

/** What a person has to type (rule 7), mostly into Aceptabits, the oldest first. */
export async function handworkView(ctx: Context, asked: number): Promise<HandworkPage> {
  const { page, loaded } = await waitingPage(ctx, 'held', asked);
  return { ...page, rows: rowsOf(loaded, await routesOf(ctx)) };
}

/** The whole list, for a CSV. */
export async function* handworkRows(ctx: Context): AsyncGenerator<HandworkRow> {
  for (let at = 1, pages = 1; at <= pages; at += 1) {
    const { rows, pages: now } = await handworkView(ctx, at);
    yield* rows;
    pages = now;
  }
}

/** What stands above and in each line of the CSV. */
export const HANDWORK_COLUMNS = [
  'clave',
  'code',
  'name',
  'field',
  'old',
  'value',
  'reason',
  'since',
] as const;

export function handworkCells(row: HandworkRow): (string | undefined)[] {
  const { clave, code, name, field, old, value, reason, since } = row;
  return [clave, code, name, field, old, value, reason, new Date(since).toISOString()];
}

function rowsOf(loaded: readonly Loaded[], routes: Routes): HandworkRow[] {
  return loaded.flatMap((customer) =>
    customer.waits.flatMap((wait) => (wait.kind === 'held' ? [rowOf(customer, wait, routes)] : [])),
  );
}

function rowOf(loaded: Loaded, wait: KeptWait & { kind: 'held' }, routes: Routes): HandworkRow {
  const { side, field, value, reason, since } = wait;
  const stored = loaded[side];
  const old = stored === undefined ? '' : (customerOf(side, stored, routes)[field] ?? '');
  const copy = side === 'aceptabits' ? boxes(loaded, wait, routes) : [];
  return { ...personOf(loaded), side, field, old, value, copy, reason, since };
}

/** Which boxes of Aceptabits' form have to hold what: only those that would change. */
function boxes(
  { aceptabits }: Loaded,
  { field, value }: { field: HandworkRow['field']; value: string },
  routes: Routes,
) {
  const record = aceptabits?.record;
  if (record === undefined) return [];
  const put = putAceptabits(record, { [field]: value }, routes);
  return (['name', 'lastname', 'email', 'phone', 'agent'] as const)
    .filter((box) => (put[box] ?? '') !== (record[box] ?? ''))
    .map((box) => ({ box, value: put[box] ?? '' }));
}
