/** The program as a user starts it: output for pipes, languages, narrow terminals and the time of a start. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { csvRows } from '../../src/cli/csv.ts';
import { columnWidths, printable } from '../../src/cli/print.ts';
import { createProgram } from '../../src/cli/program.ts';
import { csvLine } from '../../src/domain/csv.ts';
import { type Rig, startRig } from '../rig.ts';
import { inManagementPro, person } from '../sync/situations.ts';
import { environmentOf, puente } from './puente.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const promised = promisify(execFile);

/** Runs plain Node; answers how many seconds of a processor it has taken. */
async function timed(
  env: Record<string, string | undefined>,
  args: readonly string[],
): Promise<{ cpu: number }> {
  const script = 'TIMEFORMAT="%U %S"; time "$0" "$@" >/dev/null';
  const { stderr } = await promised('bash', ['-c', script, process.execPath, ...args], { env });
  const [user = 0, system = 0] = (stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  return { cpu: user + system };
}

describe('as users start it', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await startRig();
  });
  afterAll(() => rig.close());

  test('npm run -s puente -- status --json prints one JSON document and nothing else', async () => {
    inManagementPro(rig, person(1));
    const env = { PATH: process.env.PATH, HOME: process.env.HOME, ...environmentOf(rig) };
    const { stdout } = await promised('npm', ['run', '-s', 'puente', '--', 'status', '--json'], {
      cwd: ROOT,
      env,
    });
    expect(JSON.parse(stdout)).toMatchObject({ links: 0, approved: true });
  });

  test('a reader who has seen enough is no failure', async () => {
    const script = 'set -o pipefail; "$0" "$1" completion bash | head -1; echo $?';
    const main = `${ROOT}src/cli/main.ts`;
    const { stdout, stderr } = await promised('bash', ['-c', script, process.execPath, main]);
    expect([stdout.trim().split('\n').at(-1), stderr]).toEqual(['0', '']);
  });

  test.each([
    ['40', { COLUMNS: '40' }, /Not known yet: both systems/],
    ['80', {}, /Not known yet: both systems/],
    ['80', { LANG: 'es_MX.UTF-8' }, /Aún no se sabe: falta leer/],
  ])(
    'status is said in sentences of at most %s columns, in the language of the shell',
    async (most, env, says) => {
      const { code, out } = await puente(['status'], { ...environmentOf(rig), ...env });
      expect(code).toBe(0);
      expect(out.replaceAll('\n', ' ')).toMatch(says);
      expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(Number(most));
      expect(out).not.toContain('\u001b');
    },
  );

  test('--lang is stronger than the shell, --verbose tells how a side was read, and no language is wrong use', async () => {
    await rig.cycles(1);
    const english = { ...environmentOf(rig), LANG: 'en_US.UTF-8' };
    expect((await puente(['status', '--lang', 'es'], english)).out).toContain('Clientes enlazados: ');
    expect((await puente(['status'], english)).out).not.toContain('Last reading');
    expect((await puente(['status', '--verbose'], english)).out).toContain('Last reading complete: ');
    expect((await puente(['status', '--lang', 'fr'], english)).code).toBe(2);
  });

  test('a list that is wider than the terminal becomes cards that break at words', async () => {
    const { out } = await puente(['doctor'], { ...environmentOf(rig), COLUMNS: '70' });
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(70);
    expect(out).toContain('what: redis\nverdict: ');
    expect(out).not.toMatch(/[│┌]/);
  });

  test('a command answers within a second and a half', async () => {
    const main = `${ROOT}src/cli/main.ts`;
    const env = {
      PATH: process.env.PATH,
      ...environmentOf(rig),
      NODE_COMPILE_CACHE: `${ROOT}node_modules/.cache/node`,
    };
    const once = async () => {
      const { cpu } = await timed(env, [main, 'status']);
      return cpu;
    };
    await once();
    // Time of the processor: how many others work beside us says nothing about the command.
    expect(Math.min(await once(), await once())).toBeLessThan(1.5);
  });
});

test('every command has a description and an example, and all but start and completion know --json', () => {
  const leaves = (command: ReturnType<typeof createProgram>): ReturnType<typeof createProgram>[] =>
    command.commands.length === 0 ? [command] : command.commands.flatMap((one) => leaves(one));
  for (const command of leaves(createProgram())) {
    let help = '';
    command.configureOutput({ writeOut: (text) => (help += text) });
    command.outputHelp();
    expect([command.name(), help]).toEqual([command.name(), expect.stringMatching(/Examples?:\n {2}\S/u)]);
    expect(command.description()).not.toBe('');
    const known = command.options.some(({ long }) => long === '--json');
    expect([command.name(), known]).toEqual([
      command.name(),
      !['start', 'completion'].includes(command.name()),
    ]);
  }
});

test('wrong use ends with 2, help with 0, and wrong settings with one line per variable', async () => {
  expect((await puente(['--help'])).code).toBe(0);
  expect((await puente(['conflicts', 'take', '--help'])).out).toContain('<key> <field> <side>');
  const nonsense = await puente(['nonsense']);
  expect(nonsense).toMatchObject({
    code: 2,
    out: '',
    err: expect.stringContaining("unknown command 'nonsense'"),
  });
  expect((await puente(['status', '--nonsense'])).code).toBe(2);
  const bare = await puente(['handwork']);
  expect(bare.code).toBe(2);
  expect(
    bare.err
      .trim()
      .split('\n')
      .map((line) => line.split(':')[0]),
  ).toContain('MANAGEMENTPRO_URL');
});

describe('completion', () => {
  const complete = async (...words: string[]) => {
    const { out } = await puente(['completion', 'bash']);
    const script = `${out}\nCOMP_WORDS=(puente "$@"); COMP_CWORD=$#; _puente; echo "\${COMPREPLY[@]}"`;
    const { stdout } = await promised('bash', ['-c', script, 'bash', ...words]);
    return stdout.trim().split(' ');
  };

  test('knows commands, commands of commands, and options', async () => {
    expect(await complete('hand')).toEqual(['handwork']);
    expect(await complete('conflicts', 't')).toEqual(['take']);
    expect(await complete('conflicts', 'take', '0000000004', '--s')).toEqual(['--seen']);
    expect(await complete('links', 'import', '--d')).toEqual(['--dry-run']);
  });

  test('is there for zsh, and for no shell that nobody knows', async () => {
    expect((await puente(['completion', 'zsh'])).out).toContain('bashcompinit');
    expect((await puente(['completion', 'fish'])).code).toBe(2);
  });
});

test('columns that are too wide share the room that there is', () => {
  const rows = [
    ['a', 'b'],
    ['x'.repeat(10), 'y'.repeat(100)],
  ];
  expect(columnWidths(rows, undefined)).toBeUndefined();
  expect(columnWidths(rows, 200)).toBeUndefined();
  expect(columnWidths(rows, 60)).toEqual([12, 45]);
  expect(columnWidths(rows, 5)).toEqual([6, 6]);
});

test('what a CSV says is what is read back, formulas aside', () => {
  const rows = [
    ['a,b', 'say "x"', 'two\nlines', ''],
    ['ñ', '+52 999', '-1', 'x'],
  ];
  expect(csvRows(rows.map((row) => csvLine(row)).join('')).map(({ cells }) => cells)).toEqual(rows);
  for (const formula of ['=1+1', '@SUM(A1)', '+cmd|x', '-x', '\t=1', '\r=1'])
    expect(csvRows(csvLine([formula, 'x']))[0]?.cells[0]).toBe(`'${formula}`);
});

test('a value cannot steer the terminal', () => {
  expect(printable('a\u001b[2Jb\u202ec\u0007')).toBe('a [2Jb c ');
});
