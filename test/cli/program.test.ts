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

  test('a table fits the terminal, and without a terminal there are no colours', async () => {
    const said = await puente(['status'], { ...environmentOf(rig), COLUMNS: '60' });
    expect(said.code).toBe(0);
    expect(Math.max(...said.out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(60);
    expect(said.out).not.toContain('\u001b');
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
