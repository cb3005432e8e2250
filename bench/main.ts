/**
 * `npm run bench` (`-- --quick` for a first look): Puente against floors of the same run. Prints the table, writes
 * `results.json` and makes docs/performance.md of it. Named rooms alone (`-- scans writes`) are printed and not kept.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { measureDaemon } from './cells/daemon.ts';
import { measureBackfill, measureEdits } from './cells/edits.ts';
import { measureFirstSync } from './cells/first-sync.ts';
import { measureScans } from './cells/scan.ts';
import { QUICK, type Sizes, WHOLE } from './cells/sizes.ts';
import { measureWrites } from './cells/writes.ts';
import { chartOf } from './chart.ts';
import { documentOf, tableOf } from './document.ts';
import type { Measures, Results } from './table.ts';

const ROOMS: Readonly<Record<string, (sizes: Sizes) => Promise<Measures>>> = {
  scans: measureScans,
  writes: measureWrites,
  'first-sync': measureFirstSync,
  edits: measureEdits,
  backfill: measureBackfill,
  daemon: measureDaemon,
};

const args = process.argv.slice(2);
const quick = args.includes('--quick');
const sizes = quick ? QUICK : WHOLE;
const named = args.filter((arg) => arg in ROOMS);
const began = performance.now();

let measures: Measures = {};
for (const [name, measure] of Object.entries(ROOMS)) {
  if (named.length > 0 && !named.includes(name)) continue;
  const startedAt = performance.now();
  measures = { ...measures, ...(await measure(sizes)) };
  process.stderr.write(`${name}: ${Math.round((performance.now() - startedAt) / 1_000)} s\n`);
}

const FILE = join(import.meta.dirname, 'results.json');
const DOCS = join(import.meta.dirname, '..', 'docs');
const earlier = JSON.parse(await readFile(FILE, 'utf8').catch(() => '{}')) as Partial<Results>;
const results: Results = {
  at: new Date().toISOString(),
  quick,
  machine: {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    'memory GiB': Math.round(totalmem() / 2 ** 30),
    Node: process.version,
  },
  sizes,
  seconds: Math.round((performance.now() - began) / 1_000),
  measures,
  before: earlier.before ?? earlier.measures,
};
console.log(tableOf(results));
if (named.length > 0) console.log(JSON.stringify(measures, null, 1));
if (named.length === 0) {
  await writeFile(FILE, `${JSON.stringify(results, null, 2)}\n`);
  await writeFile(join(DOCS, 'images', 'performance.svg'), chartOf(results));
  await writeFile(join(DOCS, 'performance.md'), documentOf(results));
}
