/**
 * Garbage in every answer: `npm run test:fuzz -- --inputs 100000 [--http 5000] [--engine 3000] [--seed 1]`.
 * `inputs` a time for each endpoint's reader; ends with 1 when a promise was broken.
 */
import { parseArgs } from 'node:util';
import { testRedis } from '../redis.ts';
import { ENDPOINTS, fuzzDecoding } from './fuzz-decode.ts';
import { fuzzEngine } from './fuzz-engine.ts';
import { fuzzOverHttp } from './fuzz-http.ts';

const { values } = parseArgs({
  options: {
    inputs: { type: 'string', default: '100000' },
    http: { type: 'string', default: '5000' },
    engine: { type: 'string', default: '3000' },
    seed: { type: 'string', default: '1' },
  },
});
const seed = Number(values.seed);
const findings: string[] = [];

function seconds(since: number): string {
  return `${Math.round((performance.now() - since) / 1_000)} s`;
}

for (const endpoint of ENDPOINTS) {
  const began = performance.now();
  const found = fuzzDecoding(endpoint, Number(values.inputs), seed);
  if (found !== undefined) findings.push(found);
  console.log(
    `${endpoint.name}: ${values.inputs} answers, ${found === undefined ? 'held' : 'BROKEN'}, ${seconds(began)}`,
  );
}

let began = performance.now();
const overHttp = await fuzzOverHttp(Number(values.http), seed);
findings.push(...overHttp);
console.log(`over HTTP: ${values.http} calls, ${overHttp.length} broken, ${seconds(began)}`);

began = performance.now();
const redis = await testRedis();
const engine = await fuzzEngine(Number(values.engine), seed, redis.url);
await redis.close();
console.log(
  `whole engine: ${engine.answers} answers, ${engine.moved} links moved, ${engine.writes} writes, ` +
    `${engine.failures.length} other exceptions, ${engine.recovered ? 'in step afterwards' : 'NOT in step afterwards'}, ${seconds(began)}`,
);
findings.push(...engine.failures);

for (const finding of findings) console.log(finding.slice(0, 2_000));
process.exit(findings.length + engine.moved + engine.writes > 0 || !engine.recovered ? 1 : 0);
