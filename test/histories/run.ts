/**
 * `npm run test:histories -- --runs 300 --seed N`: whole-engine histories from seed N on. A failing one is
 * shortened and printed with its seed; the same seed makes the same history.
 */
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { shareTestRedis } from '../redis.ts';
import { drawHistory } from './draw.ts';
import { type Outcome, play } from './play.ts';
import { type History, told } from './script.ts';
import { shrink } from './shrink.ts';
import { type Figures, NO_FIGURES } from './stage.ts';

const SHRINK_FOR_MS = 120_000;
const RUNS_EACH = 50;

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    'steps-min': { type: 'string', default: '50' },
    'steps-max': { type: 'string', default: '200' },
    'shared-max': { type: 'string', default: '12' },
    /** How many histories are played at once. */
    together: { type: 'string', default: '7' },
    'no-shrink': { type: 'boolean', default: false },
    /** Prints everything that happened in a failing history. */
    tell: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  },
});

type Total = { figures: Figures; readonly exempt: Record<string, number>; readonly failed: number[] };

function sumUp(total: Figures, one: Figures): Figures {
  const names = Object.keys(total) as (keyof Figures)[];
  return Object.fromEntries(names.map((name) => [name, total[name] + one[name]])) as Figures;
}

/** The words of a problem without names and values: a shorter history has to fail in the same way. */
function kindOf(problem: string): string {
  return problem.replace(/"[^"]*"|\S*\d\S*|\([^)]*\)/g, '').slice(0, 60);
}

async function report(seed: number, history: History, outcome: Outcome): Promise<void> {
  console.log(`\nseed ${seed} fails:`);
  for (const problem of outcome.problems) console.log(`  ${problem}`);
  const tellAll = (lines: readonly string[]) => values.tell && console.log(lines.join('\n'));
  tellAll(outcome.chronicle);
  if (values['no-shrink']) return;
  const kinds = new Set(outcome.problems.map(kindOf));
  const fails = async (one: History) =>
    (await play(one)).problems.some((problem) => kinds.has(kindOf(problem)));
  const short = await shrink(history, fails, { untilMs: Date.now() + SHRINK_FOR_MS, chances: 2 });
  console.log(`shortened to ${short.steps.length} of ${history.steps.length} steps:`);
  console.log(`  ${JSON.stringify(short.setup)}`);
  for (const step of short.steps) console.log(`  ${told(step)}`);
  const again = await play(short);
  for (const problem of again.problems) console.log(`  ! ${problem}`);
  tellAll(again.chronicle);
}

async function run(seed: number, total: Total): Promise<void> {
  const history = drawHistory(seed, {
    stepsMin: Number(values['steps-min']),
    stepsMax: Number(values['steps-max']),
    sharedMax: Number(values['shared-max']),
  });
  const outcome = await play(history);
  total.figures = sumUp(total.figures, outcome.figures);
  for (const [kind, count] of Object.entries(outcome.exempt))
    total.exempt[kind] = (total.exempt[kind] ?? 0) + count;
  if (values.verbose) console.log(seed, `${outcome.ms} ms`, JSON.stringify(outcome.figures));
  if (outcome.problems.length === 0) return;
  total.failed.push(seed);
  await report(seed, history, outcome);
}

async function playHere(seeds: number[]): Promise<Total> {
  const redis = await shareTestRedis();
  const total: Total = { figures: NO_FIGURES, exempt: {}, failed: [] };
  const player = async () => {
    for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) await run(seed, total);
  };
  await Promise.all(Array.from({ length: Number(values.together) }, player));
  await redis.close();
  return total;
}

/** A process of its own for these seeds: what buried daemons leave behind would slow a longer one down. */
function playElsewhere(seeds: readonly number[]): Promise<Total> {
  const others = process.argv.slice(2);
  const child = fork(import.meta.filename, [...others, '--seed', `${seeds[0]}`, '--runs', `${seeds.length}`]);
  return new Promise((resolve, reject) => {
    child.once('message', (total) => resolve(total as Total));
    child.once('exit', (code) => reject(new Error(`a process of histories ended with ${code}`)));
  });
}

async function playAll(seeds: readonly number[]): Promise<Total> {
  const parts = Array.from({ length: Math.ceil(seeds.length / RUNS_EACH) }, (_, part) =>
    seeds.slice(part * RUNS_EACH, (part + 1) * RUNS_EACH),
  );
  const total: Total = { figures: NO_FIGURES, exempt: {}, failed: [] };
  const worker = async () => {
    for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
      const { figures, exempt, failed } = await playElsewhere(part);
      total.figures = sumUp(total.figures, figures);
      total.failed.push(...failed);
      for (const [kind, count] of Object.entries(exempt))
        total.exempt[kind] = (total.exempt[kind] ?? 0) + count;
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return total;
}

async function main(): Promise<number> {
  const startedAt = Date.now();
  const seeds = Array.from({ length: Number(values.runs) }, (_, index) => Number(values.seed) + index);
  const total = seeds.length > RUNS_EACH ? await playAll(seeds) : await playHere(seeds);
  const { figures, exempt, failed } = total;
  const isPart = process.send?.(total) ?? false;
  if (isPart) return 0;
  const seconds = Math.round((Date.now() - startedAt) / 1_000);
  console.log(`\n${values.runs} histories from seed ${values.seed} in ${seconds} s: ${failed.length} failed`);
  if (failed.length > 0) console.log(`failed seeds: ${failed.join(' ')}`);
  console.log(JSON.stringify(figures));
  console.log(`left to a person by rule: ${JSON.stringify(exempt)}`);
  return failed.length === 0 ? 0 : 1;
}

const code = await main();
process.disconnect?.();
// A buried daemon may still hold a timer; the histories are over.
process.exit(code);
