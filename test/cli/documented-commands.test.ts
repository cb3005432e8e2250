import { execFile } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createProgram } from '../../src/cli/program.ts';
import { freePort } from '../redis-local.ts';
import { commandOf, DOCUMENTS, pathOf, readDocument, typedLines } from './documented.ts';
import { type DocumentedStage, type Scene, startDocumentedStage } from './documented-stage.ts';
import { puente, type Said } from './puente.ts';

/** Whatever a document tells a person to type is there, and does what it says, with the arguments that are shown. */

const ROOT = new URL('../..', import.meta.url).pathname;
const LINES = typedLines();

/** They run until they are told to end, or print nothing but a demo: these files start them with these very words. */
const ELSEWHERE: Readonly<Record<string, readonly [file: string, words: string]>> = {
  start: ['test/cli/daemon.test.ts', "[PROGRAM, 'start']"],
  demo: ['test/cli/demo.test.ts', "[MAIN, 'demo', ...args]"],
};

/** The code that is promised where it is another than 0: it says what it can measure, and measures nothing unasked. */
const ENDS_WITH: Readonly<Record<string, number>> = { probe: 2 };

/** What stands in documents in the place of somebody's own, and under which name the stage has a real one. */
const STANDS_FOR: Readonly<Record<string, string>> = {
  KEY: 'clave',
  CLAVE: 'clave',
  '0000000004': 'clave',
  CODE: 'code',
  QWERTY: 'code',
  FIELD: 'field',
  SIDE: 'side',
  VALUE: 'value',
  MARK: 'mark',
  HASH: 'hash',
  q1W2e3R4t5Y6u7I8: 'hash',
  EVENT: 'event',
  '1795300000000-0': 'event',
  'QUEUE/ID': 'job',
  'write-aceptabits/20': 'job',
  WORDS: 'words',
  NAME: 'service',
  'ana@example.mx': 'email',
  '999 123 4567': 'phone',
  'https://prueba.example/wservices/': 'managementproUrl',
  'https://sandbox.example/api/thirdparty/v1': 'aceptabitsUrl',
  pgbsho1: 'shop',
  pgbsho0635214789653205: 'shop',
};

/** Options that docs/cli.md names without their value. */
const VALUE_OF: Readonly<Record<string, string>> = {
  '--side': 'side',
  '--kind': 'kind',
  '--by': 'by',
  '--job': 'job',
  '--before': 'event',
  '--email': 'email',
  '--clave': 'clave',
  '--price': 'price',
  '--shop': 'shop',
  '--search': 'search',
};

const ANYWHERE = {
  kind: 'updated',
  by: 'cli:ana',
  price: '180.00',
  search: 'corte',
};

/** The line as somebody types it on the stage. */
function asTyped(words: readonly string[], path: string, { things }: Scene): string[] {
  const real: Readonly<Record<string, string>> = {
    ...ANYWHERE,
    // Each line adds one of its own.
    service: `Corte número ${words.length}`,
    ...things,
  };
  const file = (name: string) => join(real.folder ?? '', name);
  const given =
    path === 'links import' ? 'links.csv' : path === 'services push' ? 'servicios.csv' : 'out.csv';
  return words.flatMap((word, index) => {
    const [before, after] = [words[index - 1], words[index + 1]];
    if (word in VALUE_OF && (after === undefined || after.startsWith('--')))
      return [word, real[VALUE_OF[word] ?? ''] ?? word];
    if (word === 'FILE') return [file(before === '--csv' ? 'out.csv' : given)];
    if (/^[\w-]+\.(?:csv|key|token)$/u.test(word)) return [file(word)];
    if (before === '--code' && word === 'CODE') return [real.errorCode ?? word];
    return [real[STANDS_FOR[word] ?? ''] ?? word];
  });
}

/** What reads stdin, or ends by itself only after a while, gets a process of its own. */
function inProcess(input: string, ...args: readonly string[]): Promise<Said> {
  const main = join(ROOT, 'src/cli/main.ts');
  const env = { PATH: process.env.PATH };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [main, ...args], { env }, (error, out, err) =>
      resolve({ code: Number(error?.code ?? 0), out, err }),
    );
    child.stdin?.end(input);
  });
}

test('every command that a document shows exists, with its options', () => {
  expect(LINES.length).toBeGreaterThan(90);
  const wrong = LINES.filter(({ words }) => {
    const [command, rest] = commandOf(words);
    const options = rest.flatMap((word) => /^(--[a-z-]+)/.exec(word)?.[1] ?? []);
    const everywhere = createProgram().options;
    const known = new Set([...command.options, ...everywhere].map(({ long }) => long).concat('--help'));
    return command.parent === null || options.some((option) => !known.has(option));
  });
  expect(wrong).toEqual([]);
});

test('every command of the program is shown by a document', () => {
  const shown = new Set(
    LINES.filter(({ file }) => file !== '--help').map(({ words }) => pathOf(commandOf(words)[0])),
  );
  const leaves = (command: ReturnType<typeof createProgram>): string[] =>
    command.commands.length === 0 ? [pathOf(command)] : command.commands.flatMap(leaves);
  expect(leaves(createProgram()).filter((path) => !shown.has(path))).toEqual([]);
});

describe('each of them, typed with its arguments on a stage with customers in every state', () => {
  let stage: DocumentedStage;
  let demo: Promise<Said>;
  beforeAll(async () => {
    // It waits for polls more than it works, so it runs beside all others.
    demo = inProcess('', 'demo', '--once', '--port', String(await freePort()));
    stage = await startDocumentedStage();
  });
  afterAll(() => stage.close());

  test.each(LINES.filter(({ line }) => !(line in ELSEWHERE || line.startsWith('demo --once'))))(
    'puente $line ($file)',
    async ({ line, words }) => {
      const path = pathOf(commandOf(words)[0]);
      const scene = await stage.sceneFor(path, line);
      const args = asTyped(words, path, scene);
      const said =
        path === 'hash-password'
          ? await inProcess('correct horse battery\n', ...args)
          : await puente(args, scene.settings);
      const promised = ENDS_WITH[line] ?? 0;
      const wrong = said.code === promised ? '' : said.err;
      expect({ args, code: said.code, wrong }).toEqual({ args, code: promised, wrong: '' });
      expect(said.out + said.err).not.toBe('');
    },
    60_000,
  );

  test('puente demo --once --port N (docs/cli.md)', async () => {
    const { code, out } = await demo;
    expect([code, out]).toEqual([0, expect.stringContaining('people doubled or lost')]);
  }, 120_000);

  test.each(Object.entries(ELSEWHERE))('puente %s is started by a test of its own', (_, [file, words]) => {
    expect(readFileSync(join(ROOT, file), 'utf8')).toContain(words);
  });
});

test('every npm script that a document names exists, and every picture that it shows', () => {
  const { scripts } = JSON.parse(readDocument('package.json'));
  for (const file of DOCUMENTS) {
    const text = readDocument(file);
    const named = [...text.matchAll(/npm run (?:-s |--silent )?([a-z][\w:-]*)/g)].map(
      ([, name = '']) => name,
    );
    expect([file, named.filter((name) => !(name in scripts))]).toEqual([file, []]);
    const folder = file.includes('/') ? file.slice(0, file.lastIndexOf('/') + 1) : '';
    const shown = [...text.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)].map(([, image = '']) => folder + image);
    expect([file, shown.filter((image) => globSync(image, { cwd: ROOT }).length === 0)]).toEqual([file, []]);
  }
});
