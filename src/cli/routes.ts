/** `puente routes`: which sucursal is which shop and which vendedor which agent, and why one may think so. */
import { writeRoutes } from '../people/write-routes.ts';
import { type RouteEndRow, type RouteRow, type RoutesView, routesView } from '../report/routes.ts';
import { asked } from './agents.ts';
import { EXIT, Exit } from './exit.ts';
import { printJson, say, table } from './print.ts';
import { whoami, withApp } from './session.ts';
import { said, term } from './words/words.ts';

type RoutesOptions = { readonly json?: boolean; readonly write?: boolean };

/** Sucursales beside shops and vendedores beside agents, what speaks for each route; `--write` takes the proposals over. */
export function routes(options: RoutesOptions): Promise<void> {
  return withApp(async ({ context }) => {
    const view = await asked(() => routesView(context));
    const { seen: _, ...shown } = view;
    if (options.json) printJson({ ...shown, written: options.write ?? false });
    else showRoutes(view);
    if (!options.write) return;
    const routes = { shops: chosen(view.sucursales), salespeople: chosen(view.vendedores) };
    const wrong = await writeRoutes(context, routes, view.seen, whoami());
    if (wrong !== undefined)
      throw new Exit(EXIT.failed, said('ROUTES_FILE is not written: {wrong}', { wrong }));
    if (!options.json)
      say(
        said('{file} is written; a daemon that runs takes it over by itself, past the brake.', {
          file: view.file ?? '',
        }),
      );
  });
}

/** The routes that there are, whoever has found them, and those that are proposed. */
function chosen(rows: readonly RouteRow[]): Record<string, string> {
  return Object.fromEntries(
    rows.flatMap(({ from, to, proposed }) => {
      const code = to ?? proposed;
      return code === undefined ? [] : [[from.key, code]];
    }),
  );
}

function showRoutes({ wrong, sucursales, vendedores, shops, agents }: RoutesView): void {
  if (wrong !== undefined) say(said('ROUTES_FILE {wrong}: the routes before it are in force.', { wrong }));
  say(table(['sucursal', 'name', 'shop', '', 'evidence'].map(term), cells(sucursales, shops)));
  say(table(['vendedor', 'name', 'agent', '', 'evidence'].map(term), cells(vendedores, agents)));
}

function cells(rows: readonly RouteRow[], ends: readonly RouteEndRow[]): string[][] {
  const nameOf = (code: string) => `${code} ${ends.find(({ key }) => key === code)?.name ?? ''}`.trim();
  return rows.map((row) => {
    const { from, to, proposed } = row;
    const code = to ?? proposed;
    const name = from.active ? from.name : `${from.name} (BA)`;
    return [from.key, name, code === undefined ? '' : nameOf(code), stateOf(row), evidenceOf(row)];
  });
}

function stateOf({ to, by, unknown, proposed, candidates }: RouteRow): string {
  if (unknown) return said('in the file; there is no such code');
  if (to !== undefined) return by === 'file' ? said('in the file') : said('found');
  if (proposed !== undefined) return said('proposed');
  return candidates.length === 0 ? said('no route') : said('for a person to say');
}

function evidenceOf({ candidates }: RouteRow): string {
  return candidates.map(({ code, evidence }) => `${code}: ${evidence.map(term).join(', ')}`).join('; ');
}
