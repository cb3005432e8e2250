/**
 * Garbage in every answer: `npm run test:fuzz -- [--inputs 100000] [--http 100000] [--scans 5000] [--engine 3000]
 * [--seed 1]`. `inputs` a time for each endpoint's reader, `http` calls of the clients for each endpoint; everything
 * is drawn from the seed, which is printed. Ends with 1 when a promise was broken.
 */
import { parseArgs } from 'node:util';
import { testRedis } from '../redis.ts';
import { SCANS, TARGETS, type Target } from './fuzz-calls.ts';
import { ENDPOINTS, type Endpoint, fuzzDecoding } from './fuzz-decode.ts';
import { type EngineFuzz, fuzzEngine } from './fuzz-engine.ts';
import { fuzzOverHttp } from './fuzz-http.ts';

const { values } = parseArgs({
  options: {
    inputs: { type: 'string', default: '100000' },
    http: { type: 'string', default: '100000' },
    scans: { type: 'string', default: '5000' },
    engine: { type: 'string', default: '3000' },
    seed: { type: 'string', default: '1' },
  },
});
const seed = Number(values.seed);
const findings: string[] = [];

function secondsSince(began: number): number {
  return (performance.now() - began) / 1_000;
}

function row(...cells: readonly (string | number)[]): void {
  console.log(`| ${cells.join(' | ')} |`);
}

function decode(endpoint: Endpoint): void {
  const began = performance.now();
  const found = fuzzDecoding(endpoint, Number(values.inputs), seed);
  if (found !== undefined) findings.push(found);
  row(endpoint.name, values.inputs, found === undefined ? 'none' : 'BROKEN', secondsSince(began).toFixed(1));
}

async function call(target: Target): Promise<void> {
  const began = performance.now();
  const count = Number(target === SCANS ? values.scans : values.http);
  const { calls, typed, parked, errors, findings: found } = await fuzzOverHttp(target, count, seed);
  findings.push(...found);
  const took = secondsSince(began);
  row(target.name, calls, typed, parked, errors, found.length, took.toFixed(1), Math.round(calls / took));
}

async function engine(): Promise<EngineFuzz> {
  const redis = await testRedis();
  const result = await fuzzEngine(Number(values.engine), seed, redis.url);
  await redis.close();
  return result;
}

console.log(`seed ${seed}\n\nThe reader of each endpoint:\n`);
row('endpoint', 'answers', 'broken', 'seconds');
row('---', '---:', '---:', '---:');
for (const endpoint of ENDPOINTS) decode(endpoint);

console.log("\nThe clients' own calls over HTTP:\n");
row('endpoint', 'calls', 'typed', 'with parked rows', 'typed errors', 'broken', 'seconds', 'calls a second');
row('---', '---:', '---:', '---:', '---:', '---:', '---:', '---:');
for (const target of TARGETS) await call(target);

const began = performance.now();
const { answers, moved, writes, failures, left } = await engine();
findings.push(...failures, ...left);
console.log(
  `\nThe whole engine: ${answers} answers, ${moved} links moved, ${writes} writes, ${failures.length} other ` +
    `exceptions, ${left.length === 0 ? 'all as before' : `${left.length} things NOT as before`} afterwards, ` +
    `${secondsSince(began).toFixed(1)} s`,
);
for (const finding of findings) console.log(finding.slice(0, 2_000));
process.exit(findings.length + moved + writes > 0 ? 1 : 0);
