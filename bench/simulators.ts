/**
 * Both simulators in a process of their own, so that a benchmark measures Puente alone. Sizes come as arguments:
 * customers in ManagementPro, in Aceptabits, and how many are the same people. Prints one JSON line when ready,
 * and its counters as another for each line it reads.
 */
import { createInterface } from 'node:readline';
import { startAceptabitsSimulator } from '../src/simulators/aceptabits.ts';
import { startManagementProSimulator } from '../src/simulators/managementpro.ts';
import { seedWorld } from '../src/simulators/world.ts';

const [managementproCount = 0, aceptabitsCount = 0, shared = 0] = process.argv.slice(2).map(Number);
const managementpro = await startManagementProSimulator();
const aceptabits = await startAceptabitsSimulator();
const world = seedWorld(
  { managementpro, aceptabits },
  { seed: 1, managementpro: managementproCount, aceptabits: aceptabitsCount, shared, ambiguous: 0 },
);

function counters() {
  const rows = world.census();
  return {
    requests: { managementpro: managementpro.requests.total, aceptabits: aceptabits.requests.total },
    writes: managementpro.writes + aceptabits.writes,
    people: rows.length,
    doubled: rows.filter((row) => row.managementpro.length > 1 || row.aceptabits.length > 1).length,
    missing: rows.filter((row) => row.managementpro.length === 0 || row.aceptabits.length === 0).length,
  };
}

console.log(
  JSON.stringify({
    managementpro: { url: managementpro.url, apikey: managementpro.apikey },
    aceptabits: { url: aceptabits.url, token: aceptabits.token, shop: aceptabits.people.shops()[0]?.code },
  }),
);
for await (const _ of createInterface({ input: process.stdin })) console.log(JSON.stringify(counters()));
await Promise.all([managementpro.close(), aceptabits.close()]);
