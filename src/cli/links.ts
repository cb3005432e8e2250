/**
 * `puente links`: all links as CSV, links taken over from a CSV as a whole or not at all, and what one person says of
 * one.
 */
import { linkWith, unlink } from '../people/relink.ts';
import { personOf } from '../report/rows.ts';
import { hashFields } from '../store/hash-fields.ts';
import type { Loaded } from '../store/records.ts';
import type { Context } from '../sync/context.ts';
import { type LineComplaint, wrongLines } from './complaints.ts';
import { cellText, csvRows, textOf, writeCsv } from './csv.ts';
import { claveNamed, nudge, refused } from './customers.ts';
import { EXIT, Exit } from './exit.ts';
import { printJson, say } from './print.ts';
import { countingBar } from './progress.ts';
import { whoami, withApp } from './session.ts';
import { said, term } from './words/words.ts';

type Json = { readonly json?: boolean };

// ── export ────────────────────────────────────────────────────────────────────────────────────

/** Every link as a line of CSV, to stdout unless a file is named. */
export function exportLinks(file: string | undefined, options: Json): Promise<void> {
  return withApp(async ({ context }) => {
    const isNamed = file !== undefined && file !== '-';
    if (options.json && !isNamed) return printJson(await Array.fromAsync(allLinks(context)));
    const cells = async function* () {
      for await (const { clave, code, name, since } of allLinks(context))
        yield [clave, code, name, new Date(since).toISOString()];
    };
    const lines = await writeCsv(file ?? '-', ['clave', 'code', 'name', 'since'], cells());
    if (isNamed && options.json) printJson({ links: lines, file });
    else if (isNamed) say(said('{count} links in {file}', { count: lines, file }));
  });
}

async function* allLinks({ store }: Context) {
  for await (const batch of store.linkBatches())
    for (const loaded of await store.load(batch)) {
      const { link } = loaded;
      if (link === undefined) continue;
      yield { clave: link.clave, code: link.code, name: personOf(loaded).name, since: link.since };
    }
}

// ── import ────────────────────────────────────────────────────────────────────────────────────

type Line = { readonly line: number; readonly clave: string; readonly code: string };
type Checked = Line & { readonly verdict: 'new' | 'known' };
/** How the pair of a line stands; what is wrong with it where a key is nobody's, or in another link. */
type Verdict =
  | { readonly kind: 'new' | 'known' }
  | { readonly kind: 'unknown' | 'taken'; readonly wrong: string };

const BATCH = 500;

/** Links the pairs of a CSV. Every line is checked first: one that is wrong, and nothing at all is done. */
export function importLinks(file: string, options: Json & { readonly dryRun?: boolean }): Promise<void> {
  return withApp(async (app) => {
    const { context } = app;
    const lines = linesOf(await textOf(file));
    const { checked, complaints } = await check(context, lines);
    if (complaints.length > 0) throw wrongLines(complaints, said('nothing has been linked'));
    const fresh = checked.filter(({ verdict }) => verdict === 'new');
    const known = checked.length - fresh.length;
    if (options.dryRun) return told(options, { lines: lines.length, wouldLink: fresh.length, known });
    const bar = countingBar('links', fresh.length);
    const moved: LineComplaint[] = [];
    for (const { line, clave, code } of fresh) {
      const wrong = said('{clave} or {code} has been linked meanwhile', { clave, code });
      if (!(await linkWith(context, clave, code, whoami()))) moved.push({ line, wrong });
      bar.add();
    }
    bar.stop();
    told(options, { lines: lines.length, linked: fresh.length - moved.length, known });
    if (moved.length > 0) throw wrongLines(moved, said('all other lines are linked'));
  });
}

function told(options: Json, counts: Readonly<Record<string, number>>): void {
  if (options.json) printJson(counts);
  else
    say(
      Object.entries(counts)
        .map(([name, count]) => `${term(name)}: ${count}`)
        .join(', '),
    );
}

/** The first line names the columns; any others beside `clave` and `code` are not looked at. */
function linesOf(text: string): Line[] {
  const [head, ...rows] = csvRows(text);
  const column = (name: string) =>
    (head?.cells ?? []).findIndex((cell) => cell.trim().toLowerCase() === name);
  const [clave, code] = [column('clave'), column('code')];
  if (clave < 0 || code < 0)
    throw new Exit(
      EXIT.failed,
      said('the first line must name the columns: clave,code (as links export writes them)'),
    );
  return rows.map(({ line, cells }) => ({
    line,
    clave: cellText(cells[clave]),
    code: cellText(cells[code]),
  }));
}

async function check(
  ctx: Context,
  lines: readonly Line[],
): Promise<{ checked: Checked[]; complaints: LineComplaint[] }> {
  const checked: Checked[] = [];
  const complaints: LineComplaint[] = [];
  const twice = doubles(lines);
  for (let at = 0; at < lines.length; at += BATCH) {
    const batch = lines.slice(at, at + BATCH);
    const known = await knownOf(ctx, batch);
    batch.forEach((line, index) => {
      const verdict = known[index];
      const wrong = twice(line) ?? wrongWith(verdict);
      if (wrong !== undefined) complaints.push({ line: line.line, wrong });
      else checked.push({ ...line, verdict: verdict?.kind === 'known' ? 'known' : 'new' });
    });
  }
  return { checked, complaints };
}

function wrongWith(verdict: Verdict | undefined): string | undefined {
  if (verdict === undefined) return said('is not known');
  return 'wrong' in verdict ? verdict.wrong : undefined;
}

/** No key may be in two lines. */
function doubles(lines: readonly Line[]): (line: Line) => string | undefined {
  const first = { clave: new Map<string, number>(), code: new Map<string, number>() };
  for (const { line, clave, code } of lines) {
    if (!first.clave.has(clave)) first.clave.set(clave, line);
    if (!first.code.has(code)) first.code.set(code, line);
  }
  return ({ line, clave, code }) => {
    if (clave === '' || code === '') return said('a clave and a code are needed');
    if (first.clave.get(clave) !== line)
      return said('the clave {clave} stands in line {line} too', {
        clave,
        line: first.clave.get(clave) ?? '',
      });
    if (first.code.get(code) !== line)
      return said('the code {code} stands in line {line} too', { code, line: first.code.get(code) ?? '' });
    return undefined;
  };
}

async function knownOf({ store }: Context, lines: readonly Line[]): Promise<Verdict[]> {
  const claves = lines.map(({ clave }) => clave);
  const codes = lines.map(({ code }) => code);
  const [m, a, links, linked] = await Promise.all([
    store.storedRecords('managementpro', claves),
    store.storedRecords('aceptabits', codes),
    store.load(claves.map((key) => ({ side: 'managementpro', key }))),
    hashFields(store.redis, store.keys.codes, codes),
  ]);
  const byClave = new Map(links.map((loaded) => [loaded.subject.key, loaded]));
  return lines.map(({ clave, code }, index) => {
    const unknown = (wrong: string): Verdict => ({ kind: 'unknown', wrong });
    if (m[index] === undefined)
      return unknown(
        said(
          'no clave {clave} is known here (a spreadsheet drops leading zeros; puente plan reads both sides)',
          { clave },
        ),
      );
    if (a[index] === undefined) return unknown(said('no code {code} is known here', { code }));
    return verdictOf(byClave.get(clave), clave, code, linked[index] ?? undefined);
  });
}

function verdictOf(
  loaded: Loaded | undefined,
  clave: string,
  code: string,
  owner: string | undefined,
): Verdict {
  const taken = (key: string, other: string): Verdict => ({
    kind: 'taken',
    wrong: said('{key} is linked with {other} already', { key, other }),
  });
  const has = loaded?.link?.code;
  if (has === code) return { kind: 'known' };
  if (has !== undefined) return taken(clave, has);
  return owner === undefined ? { kind: 'new' } : taken(code, owner);
}

// ── one link ──────────────────────────────────────────────────────────────────────────────────

/** Links two customers, taking apart whatever link either has. */
export function addLink(clave: string, code: string, options: Json): Promise<void> {
  return withApp(async (app) => {
    const [verdict] = await knownOf(app.context, [{ line: 1, clave, code }]);
    if (verdict?.kind === 'unknown') throw new Exit(EXIT.notThere, verdict.wrong);
    if (verdict?.kind !== 'known' && !(await linkWith(app.context, clave, code, whoami())))
      throw refused(said('{clave} or {code}', { clave, code }));
    const when = await nudge(app, { side: 'managementpro', key: clave });
    if (options.json) printJson({ clave, code, linked: true });
    else say(said('{clave} and {code} are linked. {when}', { clave, code, when }));
  });
}

/** Takes a link apart; both customers stay where they are, paused. */
export function removeLink(key: string, options: Json): Promise<void> {
  return withApp(async ({ context }) => {
    const clave = await claveNamed(context, key);
    if (!(await unlink(context, clave, whoami()))) throw refused(clave);
    if (options.json) printJson({ clave, linked: false });
    else
      say(
        said(
          '{clave} is no longer linked. Both customers are paused: puente resume lets them be matched or created anew.',
          { clave },
        ),
      );
  });
}
