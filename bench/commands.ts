/**
 * `npm run bench:commands` (`-- --rounds 3`): how long each command takes as a person types it, by `npm run -s puente`,
 * against a running daemon of a few hundred customers, and how much of it is a processor's work. Prints a table, writes
 * `commands.json`, and says the quickest, the slowest and the dearest in docs/cli.md. Ends with 1 where one takes more than a second and a
 * half.
 */
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import Table from 'cli-table3';
import { type Answers, SENTENCE, sentenceOf, type Taken } from './answers.ts';
import { startDaemon } from './daemon.ts';
import { startChild } from './stage/child.ts';
import { startRedis } from './stage/redis.ts';

const ROOT = join(import.meta.dirname, '..');
const WITHIN_SECONDS = 1.5;
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '3' } } });

const systems = await startChild('stage/simulators.ts', [
  { managementpro: 300, aceptabits: 300, shared: 270 },
]);
const redis = await startRedis();
const settings = { ...systems.ready, REDIS_URL: redis.url, INITIAL_SYNC: 'auto' };
const daemon = await startDaemon(settings);
await daemon.until(daemon.isInStep);

const { PATH = '', HOME = '' } = process.env;
const env = { PATH, HOME, ...settings };
const promised = promisify(execFile);
const asked = ['run', '-s', 'puente', '--', 'history', '--kind', 'updated', '--json'];
const { stdout } = await promised('npm', asked, { cwd: ROOT, env });
const { rows: events } = JSON.parse(stdout) as { rows: { id: string; clave: string }[] };
const [{ id: event, clave } = { id: '', clave: '' }] = events;

/** All that answer; what reads both systems or works through a file takes as long as there is to do. */
const COMMANDS: readonly (readonly string[])[] = [
  ['--help'],
  ['status'],
  ['doctor'],
  ['why', clave],
  ['history'],
  ['history', clave],
  ['undo', event],
  ['conflicts'],
  ['matches'],
  ['handwork'],
  ['quality', '--no-read'],
  ['agents'],
  ['routes'],
  ['services', 'list'],
  ['links', 'export'],
  ['privacy', 'export', '--clave', clave],
  ['pause', clave],
  ['resume', clave],
  ['resync', clave],
];

/** By the shell's own clock, which knows what all processes of the command have taken. */
async function takenBy(args: readonly string[]): Promise<Taken> {
  const script = 'TIMEFORMAT="%R %U %S"; time npm run -s puente -- "$@" >/dev/null';
  const { stderr } = await promised('bash', ['-c', script, 'bash', ...args], { cwd: ROOT, env });
  const [seconds = 0, user = 0, system = 0] = (stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  return { seconds, ofProcessor: Math.round((user + system) * 100) / 100 };
}

const rounds = Number(values.rounds);
const commands: Record<string, Taken> = {};
for (const args of COMMANDS) {
  const taken: Taken[] = [];
  for (let round = 0; round < rounds; round += 1) taken.push(await takenBy(args));
  const name = args.map((word) => ({ [clave]: 'KEY', [event]: 'EVENT' })[word] ?? word).join(' ');
  // What others do on this machine only adds to it: the quickest round tells most of the command.
  commands[name] = taken.reduce((best, one) => (one.seconds < best.seconds ? one : best));
}
await daemon.stop();
await Promise.all([systems.close(), redis.close()]);

const head = ['command', 'seconds', 'of a processor'];
const table = new Table({ head, style: { head: [], border: [] } });
for (const [name, { seconds, ofProcessor }] of Object.entries(commands))
  table.push([name, seconds, ofProcessor]);
console.log(table.toString());
const load = Math.round(loadavg()[0] ?? 0);
const cores = availableParallelism();
const results: Answers = { at: new Date().toISOString(), rounds, load, cores, commands };
await writeFile(join(import.meta.dirname, 'commands.json'), `${JSON.stringify(results, null, 2)}\n`);
const DOCUMENT = join(ROOT, 'docs', 'cli.md');
await writeFile(DOCUMENT, (await readFile(DOCUMENT, 'utf8')).replace(SENTENCE, sentenceOf(results)));
const slowest = Math.max(...Object.values(commands).map(({ seconds }) => seconds));
process.exit(slowest <= WITHIN_SECONDS ? 0 : 1);
