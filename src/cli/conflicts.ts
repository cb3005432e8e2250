/** `puente conflicts`: the list of them, and a person's answer, which holds only for the values that were shown. */
import { type Field, mayBeEmptied, type Side } from '../domain/customer.ts';
import { setField, takeSide } from '../people/answers.ts';
import { type ConflictRow, conflictsView } from '../report/conflicts.ts';
import type { Subject } from '../store/records.ts';
import type { Context } from '../sync/context.ts';
import { claveNamed, countNamed, fieldNamed, nudge, refused, sideNamed } from './customers.ts';
import { EXIT, Exit } from './exit.ts';
import { age, printJson, printPage, say, table } from './print.ts';
import { whoami, withApp } from './session.ts';
import { said, term } from './words/words.ts';

type ListOptions = { readonly json?: boolean; readonly page?: string };
type AnswerOptions = { readonly json?: boolean; readonly seen?: string };
type ValueOptions = AnswerOptions & { readonly empty?: boolean };

/** Names the two values that a person saw, so that an answer to others is refused. */
function markOf(
  { store }: Context,
  { clave, field, now }: Pick<ConflictRow, 'clave' | 'field' | 'now'>,
): string {
  return store.digest(JSON.stringify([clave, field, now.managementpro, now.aceptabits])).slice(0, 8);
}

export function listConflicts(options: ListOptions): Promise<void> {
  const asked = countNamed(options.page);
  return withApp(async ({ context }) => {
    const { rows, ...page } = await conflictsView(context, asked);
    const marked = rows.map((row) => ({ ...row, mark: markOf(context, row) }));
    if (options.json) return printJson({ ...page, rows: marked });
    const cells = marked.map(({ clave = '', code = '', name, field, now, base, since, mark }) => [
      clave,
      code,
      name,
      term(field),
      base.managementpro ?? base.aceptabits ?? '',
      now.managementpro,
      now.aceptabits,
      age(context.now() - since),
      mark,
    ]);
    const head = [
      'clave',
      'code',
      'name',
      'field',
      'before',
      'managementpro',
      'aceptabits',
      'age',
      'mark',
    ].map(term);
    printPage(page, said('No conflict waits'), table(head, cells));
  });
}

/** Takes what one side shows. */
export function takeConflict(
  key: string,
  field: string,
  side: string,
  options: AnswerOptions,
): Promise<void> {
  const [what, from] = [fieldNamed(field), sideNamed(side)];
  return answer(key, what, options, (row) => row.now[from], from);
}

/** Gives both sides another value, or with `--empty` none: a value that was left out never empties anything. */
export function resolveConflict(
  key: string,
  field: string,
  value: string | undefined,
  options: ValueOptions,
): Promise<void> {
  const what = fieldNamed(field);
  const given = valueNamed(what, value, options);
  return answer(key, what, options, () => given, undefined);
}

function valueNamed(field: Field, value: string | undefined, { empty }: ValueOptions): string {
  const given = (value ?? '').trim();
  if (given !== '') {
    if (empty) throw new Exit(EXIT.usage, said('either a value or --empty, not both'));
    return given;
  }
  if (!mayBeEmptied(field))
    throw new Exit(EXIT.usage, said('a {field} is never emptied: name a value', { field: term(field) }));
  if (!empty)
    throw new Exit(
      EXIT.usage,
      said('name a value; --empty empties the {field} on both sides', { field: term(field) }),
    );
  return '';
}

function answer(
  key: string,
  field: Field,
  options: AnswerOptions,
  choose: (row: ConflictRow) => string,
  side: Side | undefined,
): Promise<void> {
  return withApp(async (app) => {
    const { context } = app;
    const clave = await claveNamed(context, key);
    const row = await conflictOf(context, clave, field);
    if (options.seen !== undefined && options.seen !== markOf(context, row))
      throw refused(said('the conflict'));
    const value = choose(row);
    const decided =
      side === undefined
        ? await setField(context, clave, field, value, row.now, whoami())
        : await takeSide(context, clave, field, side, row.now, whoami());
    if (!decided) throw refused(said('the conflict'));
    const when = await nudge(app, row.subject);
    if (options.json) printJson({ clave, field, value });
    else
      say(
        said('{clave} {field}: both sides will have the chosen value. {when}', {
          clave,
          field: term(field),
          when,
        }),
      );
  });
}

async function conflictOf(
  { store }: Context,
  clave: string,
  field: Field,
): Promise<ConflictRow & { subject: Subject }> {
  const subject: Subject = { side: 'managementpro', key: clave };
  const [loaded] = await store.load([subject]);
  for (const wait of loaded?.waits ?? [])
    if (wait.kind === 'conflict' && wait.field === field) {
      const { now, base, first, since } = wait;
      return { subject, clave, name: '', field, now, base, first, since };
    }
  throw new Exit(
    EXIT.refused,
    said('refused: no conflict of {field} waits for {clave}', { field: term(field), clave }),
  );
}
