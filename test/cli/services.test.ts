import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { csvRows } from '../../src/cli/csv.ts';
import { announceDaemon } from '../../src/store/daemons.ts';
import { type Rig, type RigOptions, startRig } from '../rig.ts';
import { environmentOf, puente, type Said } from './puente.ts';

/** Services, as a person types the commands: files as spreadsheets write them, kills in the middle, ten thousand lines. */

const PROGRAM = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const DAEMON = fileURLToPath(new URL('./daemon-to-kill.ts', import.meta.url));
const SOUTH = 'pgbsho0635214789653205';

let rig: Rig;
let folder: string;
let closing: (() => unknown)[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'puente-services-'));
});
afterEach(async () => {
  for (const close of closing.reverse()) await close();
  closing = [];
  await rig.close();
  await rm(folder, { recursive: true, force: true });
});

/** The rig's own workers are the daemon, unless it has none. */
async function start(options: RigOptions = {}): Promise<void> {
  rig = await startRig(options);
  const { stop } = announceDaemon(rig.app.context.store);
  closing.push(stop);
}

const run = (...args: string[]): Promise<Said> => puente(args, environmentOf(rig));

async function file(content: string | Uint8Array, name = 'servicios.csv'): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

async function pushed(content: string | Uint8Array, ...more: string[]): Promise<unknown> {
  const said = await run('services', 'push', await file(content), '--json', ...more);
  expect([said.err, said.code]).toEqual(['', 0]);
  return JSON.parse(said.out);
}

const made = () =>
  rig.aceptabits.people
    .services()
    .filter(({ isEditable }) => isEditable !== 0)
    .map(({ name, price_mxn, code_shop }) => [name, price_mxn, code_shop]);
const sent = () => rig.aceptabits.requests.byPath['add-service'] ?? 0;

const LATIN_1 = (text: string) => Buffer.from(text, 'latin1');
const BOM = '\uFEFF';

describe('a file as spreadsheets write it', () => {
  const ROWS: [string, number][] = [
    ['Corte de cabello', 180.5],
    ['Instalación de minisplit, 1 ½ tonelada', 1200.5],
    ['Tubo 3/4" PVC', 90],
    ['Año nuevo', 0],
  ];
  const commas = `name,price_mxn,shop
Corte de cabello,180.50,
"Instalación de minisplit, 1 ½ tonelada","1,200.50",

,,
"Tubo 3/4"" PVC",$90,
Año nuevo,,
`;
  const semicolons = `Nombre;Precio;Tienda
Corte de cabello;$ 180.50;
Instalación de minisplit, 1 ½ tonelada;1,200.50;
;;
Tubo 3/4" PVC;90;

Año nuevo;;`;
  test.each([
    ['UTF-8 with commas, quotes and empty lines', commas],
    ['UTF-8 with its mark and the line ends of Windows', BOM + commas.replaceAll('\n', '\r\n')],
    ['semicolons, in Latin-1', LATIN_1(semicolons)],
    ['tabs, in UTF-16', Buffer.from(BOM + semicolons.replaceAll(';', '\t'), 'utf16le')],
    ['semicolons that are announced', `sep=;\r\n${semicolons.replaceAll('\n', '\r\n')}`],
    ['the prices of a Spanish spreadsheet', semicolons.replace('1,200.50', '1.200,50')],
  ])('%s', async (_, content) => {
    await start();
    expect(await pushed(content)).toMatchObject({ lines: 4, made: 4 });
    const { shop } = rig.config.aceptabits;
    expect(made()).toEqual(ROWS.map(([name, price]) => [name, price, shop]));
  });

  test('may name another shop of the account for a line', async () => {
    await start();
    await pushed(`servicio,tienda,precio\nLavado,${SOUTH},50\nLavado,,60\n`);
    expect(made()).toEqual([
      ['Lavado', 50, SOUTH],
      ['Lavado', 60, rig.config.aceptabits.shop],
    ]);
  });
});

describe('a file with errors', () => {
  test('is told all of them by line, and nothing is sent', async () => {
    await start();
    rig.aceptabits.people.addService({
      name: 'Tinte',
      price_mxn: 300,
      code_shop: rig.config.aceptabits.shop,
    });
    const path = await file(`${BOM}nombre;precio;tienda
Corte;1.234;
"Lavado
y secado";50;
Peinado;mucho;nowhere
;10;
CORTE;20;
tinte;250;
DepilaciÃ³n;10;
`);
    const { code, out, err } = await run('services', 'push', path);
    expect([code, out]).toEqual([1, '']);
    expect(
      err
        .trim()
        .split('\n')
        .map((line) => line.slice(0, 48)),
    ).toEqual([
      expect.stringMatching(/^line 2: 1\.234 is no price/u),
      expect.stringMatching(/^line 5: mucho is no price/u),
      'line 5: Aceptabits has no shop nowhere',
      'line 6: a service needs a name',
      expect.stringMatching(/^line 7: line 2 is the same service/u),
      expect.stringMatching(/^line 8: Aceptabits has it as \S+/u),
      expect.stringMatching(/^line 9: the name has lost letters/u),
      'nothing has been sent',
    ]);
    expect(sent()).toBe(0);
    expect((await run('services', 'push', path, '--dry-run')).code).toBe(1);
  });

  test.each([
    ['no head', 'Corte,180\n', 'the first line must name the columns'],
    ['nothing at all', '', 'the first line must name the columns'],
    ['a quote that never ends', 'name,price_mxn\n"Corte,180\nLavado,50\n', 'the CSV cannot be read'],
  ])('%s: it says so', async (_, content, says) => {
    await start();
    const { code, err } = await run('services', 'push', await file(content));
    expect([code, err]).toEqual([1, expect.stringContaining(says)]);
  });

  test('a file that is not there, or has a head alone', async () => {
    await start();
    const nowhere = join(folder, 'nowhere.csv');
    expect(await run('services', 'push', nowhere)).toMatchObject({
      code: 1,
      err: expect.stringContaining('cannot be read'),
    });
    expect(await pushed('name,price_mxn\n')).toMatchObject({ lines: 0 });
  });
});

test('--dry-run sends nothing, and needs no daemon; a push without one says so', async () => {
  rig = await startRig();
  const content = 'name,price_mxn\nCorte,180\nVenta,1\n';
  expect(await pushed(content, '--dry-run')).toEqual({ lines: 2, wouldCreate: 2, there: 0 });
  expect((await run('services', 'push', await file(content))).code).toBe(3);
  expect((await run('services', 'add', 'Corte')).code).toBe(3);
  expect(sent()).toBe(0);
});

test('the same file again creates nothing, whatever it is called, and the result CSV tells of every line', async () => {
  await start();
  const content = 'name,price_mxn\nCorte,180\n=SUMA(1),20\n';
  const result = join(folder, 'resultado.csv');
  expect(await pushed(content, '--csv', result)).toMatchObject({ made: 2 });
  const codes = new Map(rig.aceptabits.people.services().map(({ name, code }) => [name, code]));
  const { shop } = rig.config.aceptabits;
  expect(csvRows(await readFile(result, 'utf8')).map(({ cells }) => cells)).toEqual([
    ['line', 'name', 'price_mxn', 'shop', 'result', 'code', 'error', 'detail'],
    ['2', 'Corte', '180.00', shop, 'made', codes.get('Corte'), '', ''],
    ['3', "'=SUMA(1)", '20.00', shop, 'made', codes.get('=SUMA(1)'), '', ''],
  ]);
  const before = sent();
  const again = await run('services', 'push', await file(content, 'otra.csv'), '--json');
  expect(JSON.parse(again.out)).toEqual({ lines: 2, there: 2 });
  // Its own result, sent back as a list, is the same list.
  expect((await run('services', 'push', result, '--json')).out).toContain('"there": 2');
  expect([sent(), made().length]).toEqual([before, 2]);
});

test('a refused line ends the command with 1 and its line number, and the others are there', async () => {
  await start();
  const refuse = (body: unknown) => (body as { name?: string }).name === 'Tinte';
  rig.aceptabits.faults.add({
    on: 'add-service',
    when: 'before',
    kind: 'error500',
    matches: refuse,
    times: 99,
  });
  const { code, err } = await run('services', 'push', await file('name\nCorte\nTinte\nLavado\n'));
  expect([code, err]).toEqual([1, expect.stringContaining('line 3: Tinte: unclear')]);
  expect(made().map(([name]) => name)).toEqual(['Corte', 'Lavado']);
});

test('services are listed, one is added once, and added again it is there already', async () => {
  await start();
  const args = ['services', 'add', 'Corte de cabello', '--price', '1,200.50'];
  const { shop } = rig.config.aceptabits;
  const first = JSON.parse((await run(...args, '--json')).out);
  expect(first).toEqual({
    key: expect.stringMatching(/^pgbser/u),
    name: 'Corte de cabello',
    priceMxn: '1200.50',
    shop,
    result: 'made',
  });
  expect((await run(...args)).out).toContain(`It is there already: ${first.key}`);
  expect([sent(), made()]).toEqual([1, [['Corte de cabello', 1200.5, shop]]]);
  const found = JSON.parse((await run('services', 'list', '--search', 'CORTE', '--json')).out);
  expect(found).toMatchObject([{ key: first.key, shop }]);
  expect((await run('services', 'list', '--search', 'nothing like it')).out).toContain('no such services');
  for (const wrong of [
    ['--price', 'mucho'],
    ['--shop', 'nowhere'],
    ['--price', '7'],
  ])
    expect((await run('services', 'add', 'corte de CABELLO', ...wrong)).code).toBe(2);
  expect(sent()).toBe(1);
});

test('one whose answer is lost is found and adopted: it is not there twice', async () => {
  await start();
  rig.aceptabits.faults.add({ on: 'add-service', when: 'after', kind: 'reset', times: 1 });
  const { out } = await run('services', 'add', 'Corte', '--json');
  expect(JSON.parse(out)).toMatchObject({ name: 'Corte', result: 'adopted' });
  expect(made()).toHaveLength(1);
});

describe('SIGKILL in the middle', () => {
  const COUNT = 120;
  const LIST = `nombre;precio\n${Array.from({ length: COUNT }, (_, n) => `Servicio de mantenimiento número ${n};${n}.50`).join('\n')}\n`;
  const enough = (count: number) =>
    vi.waitFor(() => expect(made().length).toBeGreaterThanOrEqual(count), { timeout: 60_000, interval: 2 });

  function spawned(script: string, args: string[], env: Record<string, string>): ChildProcess {
    const child = spawn(process.execPath, [script, ...args], {
      env: { PATH: process.env.PATH ?? '', ...env },
      stdio: 'ignore',
    });
    closing.push(() => killed(child));
    return child;
  }

  async function killed(child: ChildProcess): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  const daemon = () =>
    spawned(DAEMON, [], {
      DAEMON_CONFIG: JSON.stringify({ ...rig.config, roles: ['scan', 'write'] }),
    });

  test('of the daemon, three times, and of the command: the list goes on, and nothing is doubled', async () => {
    await start({ config: { roles: [] } });
    rig.aceptabits.settings.latencyMs = 3;
    const path = await file(LIST);
    let living = daemon();
    const command = spawned(PROGRAM, ['services', 'push', path], environmentOf(rig));
    await enough(10);
    await killed(command);
    for (const count of [20, 50, 80]) {
      await enough(count);
      await killed(living);
      living = daemon();
    }
    // The same list again follows the run that is open.
    const { code, out, err } = await run('services', 'push', path, '--json');
    expect([err, code]).toEqual(['', 0]);
    const { run: id, lines, made: ours, adopted = 0 } = JSON.parse(out);
    expect([lines, ours + adopted]).toEqual([COUNT, COUNT]);
    expect([made().length, new Set(made().map(([name]) => name)).size]).toEqual([COUNT, COUNT]);
    expect(id).toMatch(/^\d{4}-\d\d-\d\d-/u);
    const before = sent();
    expect(JSON.parse((await run('services', 'push', path, '--json')).out)).toEqual({
      lines: COUNT,
      there: COUNT,
    });
    expect(sent()).toBe(before);
  });
});

test('ten thousand lines are checked in one go, and what is missing of them is made', async () => {
  await start();
  const { shop } = rig.config.aceptabits;
  const names = Array.from({ length: 10_000 }, (_, n) => `Refacción ${n} para bomba, modelo ${n % 97}`);
  const content = `name,price_mxn\n${names.map((name, n) => `"${name}","${(1000 + n).toLocaleString('en')}.50"`).join('\n')}\n`;
  expect(await pushed(content, '--dry-run')).toEqual({ lines: 10_000, wouldCreate: 10_000, there: 0 });
  const missing = new Set([0, 4_999, 5_000, 9_999]);
  for (const [n, name] of names.entries())
    if (!missing.has(n)) rig.aceptabits.people.addService({ name, price_mxn: 1000.5 + n, code_shop: shop });
  const result = join(folder, 'resultado.csv');
  expect(await pushed(content, '--csv', result)).toMatchObject({ lines: 10_000, made: 4, there: 9_996 });
  expect(sent()).toBe(4);
  expect((await readFile(result, 'utf8')).trim().split('\r\n')).toHaveLength(10_001);
  expect(new Set(made().map(([name]) => name)).size).toBe(10_000);
});
