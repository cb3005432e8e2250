/** `puente services push` and `add`: a list checked as a whole, handed to the daemon, and followed to its end. */
import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { App } from '../app.ts';
import type { WrittenLine } from '../domain/service.ts';
import { beginRun, type CheckedList, checkServices, openRunOf } from '../people/push-services.ts';
import { SERVICE_COLUMNS, serviceCells, serviceRunLines, serviceRunsView } from '../report/services.ts';
import type { KeptLine } from '../store/service-runs.ts';
import { enqueueServices } from '../sync/jobs/queues.ts';
import { asked } from './agents.ts';
import { wrongLines } from './complaints.ts';
import { cellText, csvRows, textOf, writeCsv } from './csv.ts';
import { EXIT, Exit } from './exit.ts';
import { printable, printJson, say } from './print.ts';
import { readingBar } from './progress.ts';
import { requireDaemon, whoami, withApp } from './session.ts';
import { said, term } from './words/words.ts';

type Options = { readonly json?: boolean; readonly dryRun?: boolean; readonly csv?: string };

const LOOK_EVERY_MS = 300;

/**
 * Hands a list of services to the daemon and follows it to its end. Every line is checked first: one that is wrong, and
 * nothing at all is sent. Handed over again while it runs, the list goes on; once it has ended, it creates nothing.
 */
export async function pushServices(path: string, options: Options): Promise<void> {
  const list = { file: basename(path), by: whoami(), lines: listOf(await textOf(path)) };
  await withApp(async (app) => {
    if (!options.dryRun) await requireDaemon(app);
    const going = await openRunOf(app.context, list);
    if (going !== undefined && !options.dryRun) return told(await toItsEnd(app, going.id), going.id, options);
    const checked = await asked(() => checkServices(app.context, list));
    if (checked.complaints.length > 0) throw wrongLines(checked.complaints, said('nothing has been sent'));
    if (options.dryRun || checked.fresh.length === 0) return previewed(checked, options);
    const run = await beginRun(app.context, list, checked);
    if (process.stderr.isTTY)
      process.stderr.write(
        `${said('The daemon sends them; to end this command stops nothing, to repeat it goes on.')}\n`,
      );
    await told(await toItsEnd(app, run), run, options);
  });
}

/**
 * Hands over one service as a list of one line: looked for, noted and sent as any other, and handed over again it creates
 * nothing. Answers its line as it has ended.
 */
export async function pushOne(app: App, line: WrittenLine): Promise<KeptLine> {
  await requireDaemon(app);
  const list = { file: 'services add', by: whoami(), lines: [line] };
  const going = await openRunOf(app.context, list);
  if (going !== undefined) return onlyOne(await toItsEnd(app, going.id));
  const checked = await asked(() => checkServices(app.context, list));
  const [complaint] = checked.complaints;
  if (complaint !== undefined)
    throw new Exit(EXIT.usage, `${complaint.wrong}; ${said('nothing has been sent')}`);
  const [there] = checked.there;
  if (there !== undefined) return thereAlready(there);
  return onlyOne(await toItsEnd(app, await beginRun(app.context, list, checked)));
}

function onlyOne([line]: readonly KeptLine[]): KeptLine {
  if (line === undefined) throw new Exit(EXIT.failed, said(LOST));
  return line;
}

function thereAlready({ key, ...line }: CheckedList['there'][number]): KeptLine {
  return { ...line, end: { kind: 'there', key, at: 0 } };
}

async function previewed({ fresh, there }: CheckedList, options: Options): Promise<void> {
  const lines: KeptLine[] = [...fresh, ...there.map(thereAlready)];
  await resultCsv(
    lines.toSorted((a, b) => a.line - b.line),
    options,
  );
  const counts = { lines: lines.length, wouldCreate: fresh.length, there: there.length };
  tell(options.dryRun ? counts : { lines: lines.length, there: there.length }, options);
}

const LOST = 'Redis has lost this list: hand it over again, nothing is made twice';

/** Follows a run and answers its lines; the daemon's next poll queues whatever has lost its job. */
async function toItsEnd(app: App, id: string): Promise<KeptLine[]> {
  await enqueueServices(app.context, app.engine.queues);
  const bar = readingBar('services');
  try {
    for (;;) {
      const run = (await serviceRunsView(app.context)).find((one) => one.id === id);
      if (run === undefined) throw new Exit(EXIT.failed, said(LOST));
      bar.update(run.lines - run.open, run.lines);
      if (run.open === 0) break;
      await pause(LOOK_EVERY_MS);
    }
  } finally {
    bar.stop();
  }
  return (await serviceRunLines(app.context, id)) ?? [];
}

async function told(lines: readonly KeptLine[], run: string, options: Options): Promise<void> {
  await resultCsv(lines, options);
  const counts: Record<string, number> = { lines: lines.length };
  for (const { end } of lines) counts[end?.kind ?? 'waiting'] = (counts[end?.kind ?? 'waiting'] ?? 0) + 1;
  tell({ run, ...counts }, options);
  const wrong = lines.flatMap(({ line, name, end }) =>
    end?.kind === 'refused' || end?.kind === 'unclear'
      ? [{ line, wrong: `${name}: ${[end.kind, end.code, end.detail].filter(Boolean).join(' ')}` }]
      : [],
  );
  if (wrong.length > 0) throw wrongLines(wrong, said('all other lines are in Aceptabits'));
}

async function resultCsv(lines: readonly KeptLine[], { csv }: Options): Promise<void> {
  if (csv !== undefined) await writeCsv(csv, SERVICE_COLUMNS, lines.map(serviceCells));
}

function tell(counts: Readonly<Record<string, string | number>>, { json, csv }: Options): void {
  if (json) printJson(counts);
  const words = Object.entries(counts).map(([name, count]) => `${term(name)}: ${count}`);
  if (!json && csv !== '-') say(printable(words.join(', ')));
}

const COLUMNS = {
  name: ['name', 'nombre', 'servicio'],
  price: ['price_mxn', 'price', 'precio', 'precio_mxn'],
  shop: ['shop', 'code_shop', 'tienda'],
} as const;

/** The first line names the columns, in English or Spanish; `price_mxn` and `shop` may be missing. */
function listOf(text: string): WrittenLine[] {
  const [head, ...rows] = csvRows(text);
  const names = head?.cells.map((cell) => cell.trim().toLowerCase()) ?? [];
  const at = (column: keyof typeof COLUMNS) =>
    names.findIndex((name) => (COLUMNS[column] as readonly string[]).includes(name));
  const [name, price, shop] = [at('name'), at('price'), at('shop')];
  if (name < 0)
    throw new Exit(EXIT.failed, said('the first line must name the columns: name,price_mxn,shop'));
  return rows.map(({ line, cells }) => ({
    line,
    name: cellText(cells[name]),
    price: cellText(cells[price]),
    shop: cellText(cells[shop]),
  }));
}
