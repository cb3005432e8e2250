/**
 * ROUTES_FILE while we run: looked at again and again, taken over when it is right, and written when a person says so.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Routes } from '../domain/customer.ts';
import type { OwnShops } from '../domain/shops.ts';
import { contents } from './environment.ts';
import { type Checked, checkJson } from './json.ts';
import { wrongWithShops } from './own-shops.ts';
import { routes as schema } from './routes.ts';

/** Often enough for whoever has just saved it, and one look at a small file is all it costs. */
const LOOK_EVERY_MS = 2_000;

export type RoutesFile = {
  /** Undefined where ROUTES_FILE is not set. */
  readonly path: string | undefined;
  /** The routes in force: the last ones that were right. */
  readonly current: Routes;
  /** What is wrong with the file as it stands; the routes before it stay in force. */
  readonly wrong: string | undefined;
  /** Looks at once, and again every two seconds until `stop`. */
  look(): void;
  /** Writes whole routes, or says why that cannot be. What somebody else has written meanwhile is not overwritten. */
  write(routes: Pick<Routes, 'shops' | 'salespeople'>, seen: string): string | undefined;
  /** The text of the file as it stands, to be given back to `write`. */
  text(): string;
  stop(): void;
};

export type RoutesFileOptions = {
  readonly path: string | undefined;
  /** What the start has read. */
  readonly routes: Routes;
  readonly shop: string;
  readonly shops: OwnShops | undefined;
  readonly changed: (routes: Routes) => void;
  readonly refused: (wrong: string) => void;
};

/** Keeps the routes of a file up to date. A bad file keeps the old routes, and is told once as long as it stays so. */
export function openRoutesFile(options: RoutesFileOptions): RoutesFile {
  const { path, changed, refused } = options;
  let current = options.routes;
  let wrong: string | undefined;
  let last = path === undefined ? undefined : contents(path);
  const check = (source: string | undefined): Checked<Routes> => {
    if (source === undefined) return { ok: false, wrong: 'names a file that cannot be read' };
    const read = checkJson(source, schema);
    if (!read.ok || options.shops === undefined) return read;
    const foreign = wrongWithShops(options.shops, options.shop, read.value);
    return foreign === undefined ? read : { ok: false, wrong: `ACEPTABITS_SHOPS ${foreign}` };
  };
  const look = () => {
    if (path === undefined) return;
    const text = contents(path);
    if (text === last) return;
    last = text;
    const read = check(text);
    wrong = read.ok ? undefined : read.wrong;
    if (!read.ok) return refused(read.wrong);
    current = read.value;
    changed(current);
  };
  const watching = path === undefined ? undefined : setInterval(look, LOOK_EVERY_MS);
  watching?.unref();
  return {
    path,
    get current() {
      return current;
    },
    get wrong() {
      return wrong;
    },
    look,
    text: () => (path === undefined ? '' : (contents(path) ?? '')),
    write(routes, seen) {
      if (path === undefined) return 'ROUTES_FILE is not set';
      if (linesOf(contents(path) ?? '') !== linesOf(seen))
        return 'somebody else has changed the file meanwhile';
      const text = textOf(routes);
      const read = check(text);
      if (!read.ok) return read.wrong;
      const failed = replace(path, text);
      if (failed === undefined) look();
      return failed;
    },
    stop: () => clearInterval(watching),
  };
}

/** A form brings line breaks as the network has them. */
function linesOf(text: string): string {
  return text.trim().replaceAll('\r\n', '\n');
}

/** The file as people read it, in a steady order. */
function textOf({ shops, salespeople }: Pick<Routes, 'shops' | 'salespeople'>): string {
  const sorted = (map: Readonly<Record<string, string>>) => Object.fromEntries(Object.entries(map).sort());
  return `${JSON.stringify({ sucursales: sorted(shops), vendedores: sorted(salespeople) }, null, 2)}\n`;
}

/** Whole or not at all; in place where the file is mounted by itself and cannot be replaced. */
function replace(path: string, text: string): string | undefined {
  const beside = `${path}.new`;
  try {
    writeFileSync(beside, text);
    renameSync(beside, path);
    return undefined;
  } catch {
    return writeInPlace(path, text);
  }
}

function writeInPlace(path: string, text: string): string | undefined {
  try {
    writeFileSync(path, text);
    return readFileSync(path, 'utf8') === text ? undefined : 'the file is not as it was written';
  } catch (error) {
    return `the file cannot be written: ${(error as NodeJS.ErrnoException).code ?? 'unknown'}`;
  }
}
