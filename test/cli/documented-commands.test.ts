import { globSync, readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { createProgram } from '../../src/cli/program.ts';
import { puente } from './puente.ts';

/** Whatever a document tells a person to type is there. */

const ROOT = new URL('../..', import.meta.url).pathname;
const DOCUMENTS = globSync(['*.md', 'docs/**/*.md', '.env.example', 'docker-compose.yml'], { cwd: ROOT });
const read = (file: string) => readFileSync(ROOT + file, 'utf8');

type Typed = { readonly file: string; readonly words: readonly string[] };

/** `npm run -s puente -- plan --csv plan.csv`, and the same in a container. */
const TYPED =
  /(?:npm run (?:-s )?puente -- |docker compose exec puente puente |`puente )([a-z][^\n`#|>;)]*)/g;

const typed: Typed[] = [
  ...DOCUMENTS.flatMap((file) =>
    [...read(file).matchAll(TYPED)].map(([, line = '']) => ({ file, words: line.trim().split(/\s+/) })),
  ),
  ...firstColumn('docs/cli.md').map((line) => ({ file: 'docs/cli.md', words: line.split(/\s+/) })),
];

/** Commands stand in the first column of a table whose head says so. */
function firstColumn(file: string): string[] {
  const [, table = ''] = /^## Commands\n([\s\S]+?)^## /m.exec(read(file)) ?? [];
  const cells = table.split('\n').flatMap((row) => /^\| (`.+?`) \| /.exec(row)?.[1] ?? []);
  return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, line = '']) => line));
}

/** The command that the words lead to, and those that are left. */
function find(words: readonly string[], from: Command = createProgram()): [Command, readonly string[]] {
  const [first, ...rest] = words;
  const next = from.commands.find((one) => one.name() === first);
  return next === undefined ? [from, words] : find(rest, next);
}

const pathOf = (command: Command): string[] =>
  command.parent ? [...pathOf(command.parent), command.name()] : [];

test('every command that a document shows exists, with its options', () => {
  expect(typed.length).toBeGreaterThan(60);
  const wrong = typed.filter(({ words }) => {
    const [command, rest] = find(words);
    const options = rest.flatMap((word) => /^\[?(--[a-z-]+)/.exec(word)?.[1] ?? []);
    const everywhere = createProgram().options;
    const known = new Set([...command.options, ...everywhere].map(({ long }) => long).concat('--help'));
    return command.parent === null || options.some((option) => !known.has(option));
  });
  expect(wrong).toEqual([]);
});

test('each of them runs, and its help shows it', async () => {
  const paths = new Set(typed.map(({ words }) => pathOf(find(words)[0]).join(' ')));
  for (const path of paths) {
    const { code, out } = await puente([...path.split(' '), '--help']);
    expect([path, code, out]).toEqual([path, 0, expect.stringContaining(`Usage: puente ${path}`)]);
  }
});

test('every npm script that a document names exists, and every picture that it shows', () => {
  const { scripts } = JSON.parse(read('package.json'));
  for (const file of DOCUMENTS) {
    const named = [...read(file).matchAll(/npm run (?:-s |--silent )?([a-z][\w:-]*)/g)].map(
      ([, name = '']) => name,
    );
    expect([file, named.filter((name) => !(name in scripts))]).toEqual([file, []]);
    const folder = file.includes('/') ? file.slice(0, file.lastIndexOf('/') + 1) : '';
    const shown = [...read(file).matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)].map(([, image = '']) => folder + image);
    expect([file, shown.filter((image) => globSync(image, { cwd: ROOT }).length === 0)]).toEqual([file, []]);
  }
});
