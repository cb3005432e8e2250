/**
 * Every fail-over in the middle of everything, so many times in a row:
 * `npm run test:failover -- [--times 10] [--beside 2] [--scenario 0]`. Prints for each time how soon writing went on at the
 * latest; ends with 1 when any of them has failed.
 */
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { SCENARIOS, type Survived } from './fail-over.ts';

const { values } = parseArgs({
  options: {
    times: { type: 'string', default: '10' },
    /** Scenarios that are played at once, each with servers of its own. */
    beside: { type: 'string', default: '2' },
    scenario: { type: 'string' },
  },
});
const chosen = SCENARIOS.filter((_, at) => values.scenario === undefined || String(at) === values.scenario);

const inSeconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;

/** One of them; a failure is told and counted, and stops no other. */
async function played({ name, play }: (typeof SCENARIOS)[number]): Promise<readonly Survived[] | undefined> {
  try {
    const survived = await play();
    const seconds = survived.map(
      ({ phase, decidedMs, goesOnMs }) =>
        `${phase} ${inSeconds(goesOnMs)} (decided after ${inSeconds(decidedMs)})`,
    );
    console.log(`  ${name}: ${seconds.join(', ')}`);
    return survived;
  } catch (error) {
    console.log(`  FAILED ${name}: ${error instanceof Error ? error.stack : String(error)}`);
    return undefined;
  }
}

async function once(): Promise<(readonly Survived[] | undefined)[]> {
  const left = [...chosen];
  const results: (readonly Survived[] | undefined)[] = [];
  const worker = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) results.push(await played(next));
  };
  await Promise.all(Array.from({ length: Number(values.beside) }, worker));
  return results;
}

let passes = 0;
let slowestMs = 0;
for (let time = 1; time <= Number(values.times); time += 1) {
  const began = performance.now();
  const results = await once();
  const passed = results.filter((one) => one !== undefined);
  const goesOn = passed.flat().map(({ goesOnMs }) => goesOnMs);
  slowestMs = Math.max(slowestMs, ...goesOn);
  if (passed.length === chosen.length) passes += 1;
  const took = Math.round((performance.now() - began) / 1_000);
  const load = (loadavg()[0] ?? 0).toFixed(1);
  console.log(
    `time ${time}: ${passed.length} of ${chosen.length} passed in ${took} s, ${goesOn.length} fail-overs, load ${load}`,
  );
}
const slowest = (slowestMs / 1_000).toFixed(1);
console.log(`${passes} of ${values.times} times passed; writing went on after ${slowest} s at the latest`);
process.exit(passes === Number(values.times) ? 0 : 1);
