/** The first sync of N + N customers, of whom half are the same people: `npm run bench:first-sync -- 5000`. */
import { SIDES } from '../src/domain/customer.ts';
import { isInStep, readStatus } from '../src/report/status.ts';
import { cost, openBench } from './measure.ts';

const size = Number(process.argv[2] ?? 5_000);
const bench = await openBench([size, size, size / 2], '1m');
const { app } = bench;

async function untilInStep(): Promise<void> {
  await app.engine.start();
  while (!isInStep(await readStatus(app.context, app.engine.queues)))
    await new Promise((resolve) => setTimeout(resolve, 1_000));
}

const used = await cost(untilInStep);
const status = await readStatus(app.context, app.engine.queues);
const { requests, writes, people, doubled, missing } = await bench.counters();
console.table({
  [`first sync of ${size} + ${size}`]: {
    ...used,
    requestsM: requests.managementpro,
    requestsA: requests.aceptabits,
    writes,
    links: status.links,
    people,
    doubled,
    missing,
  },
});
console.log(Object.fromEntries(SIDES.map((side) => [side, status.sides[side].created])), status.waiting);
await bench.close();
