/**
 * `npm run test:histories -- --runs 300 --seed N`: whole-engine histories from seed N on. A failing one is
 * shortened and printed with its seed; the same seed makes the same history.
 */
import { parseArgs } from 'node:util';
import { shareTestRedis } from '../redis.ts';
import { drawHistory } from './draw.ts';
import { type Outcome, play } from './play.ts';
import { type History, told } from './script.ts';
import { shrink } from './shrink.ts';
import { type Figures, NO_FIGURES } from './stage.ts';

const SHRINK_FOR_MS = 120_000;

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    'steps-min': { type: 'string', default: '50' },
    'steps-max': { type: 'string', default: '200' },
    'shared-max': { type: 'string', default: '12' },
    /** How many histories are played at once. */
    together: { type: 'string', default: '4' },
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

async function main(): Promise<number> {
  const redis = await shareTestRedis();
  const startedAt = Date.now();
  const total: Total = { figures: NO_FIGURES, exempt: {}, failed: [] };
  const seeds = Array.from({ length: Number(values.runs) }, (_, index) => Number(values.seed) + index);
  const player = async () => {
    for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) await run(seed, total);
  };
  await Promise.all(Array.from({ length: Number(values.together) }, player));
  const seconds = Math.round((Date.now() - startedAt) / 1_000);
  const { figures, exempt, failed } = total;
  console.log(`\n${values.runs} histories from seed ${values.seed} in ${seconds} s: ${failed.length} failed`);
  if (failed.length > 0) console.log(`failed seeds: ${failed.join(' ')}`);
  console.log(JSON.stringify(figures));
  console.log(`left to a person by rule: ${JSON.stringify(exempt)}`);
  await redis.close();
  return failed.length === 0 ? 0 : 1;
}

// A buried daemon may still hold a timer; the histories are over.
process.exit(await main());
