/** `puente undo`: shows what would be put back of an event, a job or an approval, and does it when told to. */
import { undo } from '../people/undo.ts';
import { previewUndo, type UndoPreview, type UndoTarget, undoTarget } from '../people/undo-preview.ts';
import { nudge, nudgeAll, refused } from './customers.ts';
import { EXIT, Exit } from './exit.ts';
import { printJson, say, table } from './print.ts';
import { whoami, withApp } from './session.ts';
import { said, term } from './words/words.ts';

type Options = {
  readonly json?: boolean;
  readonly job?: string;
  readonly approval?: string;
  readonly yes?: boolean;
  readonly hash?: string;
};

/** Shows what would be put back, and with `--yes` puts it back. */
export function undoRun(event: string | undefined, options: Options): Promise<void> {
  const target = targetOf(event, options);
  return withApp(async (app) => {
    const preview = await previewUndo(app.context, target);
    if (preview === undefined)
      throw new Exit(EXIT.notThere, said('there is no such event or run, or nothing in it can be put back'));
    if (options.hash !== undefined && options.hash !== preview.hash)
      throw refused(said('what would be put back'));
    if (!options.yes) return show(preview, options);
    const done = await undo(app.context, target, preview.hash, whoami());
    if (done === undefined) throw refused(said('what would be put back'));
    const subjects = preview.items
      .filter(({ standing }) => standing === 'ready')
      .map(({ subject }) => subject);
    // However many there are, one reading is for all of them.
    const [first, ...others] = subjects;
    const when = first === undefined ? '' : await (others.length > 0 ? nudgeAll(app) : nudge(app, first));
    if (options.json) printJson({ ...preview, ...done });
    else
      say(
        said('{done} values are put back, {moved} had moved. {when}', {
          done: done.done,
          moved: done.refused,
          when,
        }),
      );
    if (done.refused > 0) throw refused(said('{count} of the values', { count: done.refused }));
  });
}

function targetOf(event: string | undefined, { job, approval }: Options): UndoTarget {
  const named = Object.entries({ event, job, approval }).filter(([, value]) => value !== undefined);
  const parsed = undoTarget.safeParse(Object.fromEntries(named));
  if (parsed.success) return parsed.data;
  const hint = said(
    'name one event, --job or --approval: puente undo 1795300000000-0 (ids are those of puente history)',
  );
  throw new Exit(EXIT.usage, hint);
}

function show(preview: UndoPreview, options: Options): void {
  if (options.json) {
    printJson(preview);
    return;
  }
  const cells = preview.items.map(({ clave = '', code = '', name, field, now, value, standing }) => [
    clave,
    code,
    name,
    term(field),
    now.managementpro,
    now.aceptabits,
    value,
    term(standing),
  ]);
  if (cells.length > 0)
    say(
      table(
        ['clave', 'code', 'name', 'field', 'managementpro', 'aceptabits', 'would be', ''].map(term),
        cells,
      ),
    );
  say(
    preview.ready === 0
      ? said('Nothing of it can be put back.')
      : said('{count} values would be put back. Nothing has been done: --yes --hash {hash} does it.', {
          count: preview.ready,
          hash: preview.hash,
        }),
  );
}
