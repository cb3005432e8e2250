/** A scan of N + N customers in which nothing has changed: `npm run bench:no-change -- 20000`. */
import { SIDES } from '../src/domain/customer.ts';
import { readSide } from '../src/sync/jobs/poll.ts';
import { cost, openBench } from './measure.ts';

const size = Number(process.argv[2] ?? 20_000);
const bench = await openBench([size, size, size], '1h');
const { context } = bench.app;

const readBoth = async () => {
  for (const side of SIDES) await readSide(context, side);
};

const first = await cost(readBoth);
const before = await bench.counters();
const second = await cost(readBoth);
const after = await bench.counters();
const requests = {
  M: after.requests.managementpro - before.requests.managementpro,
  A: after.requests.aceptabits - before.requests.aceptabits,
};
console.table({
  [`first reading of ${size} + ${size}`]: first,
  [`no-change reading of ${size} + ${size}`]: { ...second, requestsM: requests.M, requestsA: requests.A },
});
for (const side of SIDES) console.log(side, await context.store.getState(`scan:${side}`));
await bench.close();
