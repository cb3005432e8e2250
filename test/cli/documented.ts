import { globSync, readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { createProgram } from '../../src/cli/program.ts';

/** Every command line of `puente` that a document tells a person to type, and that `--help` shows as an example. */

const ROOT = new URL('../..', import.meta.url).pathname;
export const DOCUMENTS = globSync(['*.md', 'docs/**/*.md', '.env.example', 'docker-compose.yml'], {
  cwd: ROOT,
});
export const readDocument = (file: string) => readFileSync(ROOT + file, 'utf8');

export type Typed = { readonly file: string; readonly line: string; readonly words: readonly string[] };

/** `npm run -s puente -- plan --csv plan.csv`, the same in a container, and by the image's own name. */
const TYPED =
  /(?:npm run (?:-s )?puente -- |puente puente |run --rm puente |`puente\s+|^puente )((?:[a-z]|--company )[^\n`#|>;)]*)/gmu;

const linesIn = (text: string): string[] =>
  [...text.replaceAll(/\s*\\\n\s*/gu, ' ').matchAll(TYPED)].map(([, line = '']) =>
    // Beside it may stand what it is for.
    line.replace(/\s{2,}.*/u, '').trim(),
  );

/** Commands stand in the first column of a table whose head says so. */
function firstColumn(file: string): string[] {
  const [, table = ''] = /^## Commands\n([\s\S]+?)^## /m.exec(readDocument(file)) ?? [];
  const cells = table.split('\n').flatMap((row) => /^\| (`.+?`) \| /.exec(row)?.[1] ?? []);
  return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, line = '']) => line));
}

/** `plan [--csv FILE]` is two lines, and `VALUE\|--empty` is two. */
function variantsOf(line: string): string[] {
  const bare = line.replaceAll(/\s*\[[^\]]*\]/gu, '');
  return [bare, line.replaceAll(/[[\]]/gu, '')].flatMap((one) => {
    const [either] = /\S+\|\S+/u.exec(one) ?? [];
    return (either?.split('|') ?? ['']).map((choice) => (either ? one.replace(either, choice) : one));
  });
}

const helpOf = (command: Command): string[] => {
  let help = '';
  command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
  return [...linesIn(help), ...command.commands.flatMap(helpOf)];
};

const wordsOf = (line: string) =>
  [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/gu)].map(([, a, b, c]) => a ?? b ?? c ?? '');

/** All of them, each once: the place is where it stands first. */
export function typedLines(): Typed[] {
  const all = [
    ...DOCUMENTS.flatMap((file) => linesIn(readDocument(file)).map((line) => ({ file, line }))),
    ...firstColumn('docs/cli.md')
      .flatMap((cell) => variantsOf(cell.replaceAll('\\|', '|')))
      .map((line) => ({ file: 'docs/cli.md', line })),
    ...helpOf(createProgram()).map((line) => ({ file: '--help', line })),
  ];
  const first = new Map(all.toReversed().map((one) => [one.line, one]));
  return [...first.values()].toReversed().map((one) => ({ ...one, words: wordsOf(one.line) }));
}

/** The command that the words lead to, and those that are left. */
export function commandOf(
  words: readonly string[],
  from: Command = createProgram(),
): [Command, readonly string[]] {
  const [first, ...rest] = words[0] === '--company' ? words.slice(2) : words;
  const next = from.commands.find((one) => one.name() === first);
  return next === undefined ? [from, words] : commandOf(rest, next);
}

export const pathOf = (command: Command): string =>
  command.parent ? [pathOf(command.parent), command.name()].join(' ').trim() : '';
