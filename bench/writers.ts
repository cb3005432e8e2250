/**
 * `npm run bench:writers` (`-- --customers 600`): writes a second of one, two and three processes of ROLES=write against an
 * API that answers in 50 ms. Three have to be 2.7 times as fast, where each has a core.
 */
import { loadavg } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startAceptabitsSimulator } from '../src/simulators/aceptabits.ts';
import { startManagementProSimulator } from '../src/simulators/managementpro.ts';
import { seedWorld } from '../src/simulators/world.ts';
import { startDaemon } from './daemon.ts';
import { startRedis } from './stage/redis.ts';
import { figure } from './table.ts';

const { values } = parseArgs({ options: { customers: { type: 'string', default: '400' } } });
const customers = Number(values.customers);
const LATENCY_MS = 50;
const LOOK_EVERY_MS = 20;
/** Measured between these shares of all writes: neither the start nor the last few in hand. */
const [FROM, TO] = [0.2, 0.8];

/** Writes a second of a first sync in which everybody is created on the other side. */
async function measure(writers: number): Promise<number> {
  const redis = await startRedis();
  const [managementpro, aceptabits] = [await startManagementProSimulator(), await startAceptabitsSimulator()];
  seedWorld(
    { managementpro, aceptabits },
    { seed: 1, managementpro: customers, aceptabits: 0, shared: 0, ambiguous: 0 },
  );
  for (const { settings } of [managementpro, aceptabits]) settings.latencyMs = LATENCY_MS;
  const env = {
    MANAGEMENTPRO_URL: managementpro.url,
    MANAGEMENTPRO_APIKEY: managementpro.apikey,
    ACEPTABITS_URL: aceptabits.url,
    ACEPTABITS_TOKEN: aceptabits.token,
    ACEPTABITS_SHOP: aceptabits.people.shops()[0]?.code ?? '',
    ACEPTABITS_SHOPS: '*',
    MANAGEMENTPRO_POLL_EVERY: '2s',
    ACEPTABITS_POLL_EVERY: '2s',
    INITIAL_SYNC: 'auto',
    REDIS_URL: redis.url,
    WRITE_CONCURRENCY: '24',
  };
  const daemons = [await startDaemon({ ...env, ROLES: 'scan,web' })];
  for (let count = 0; count < writers; count += 1)
    daemons.push(await startDaemon({ ...env, ROLES: 'write,web' }));
  const reached = async (share: number) => {
    while (managementpro.writes + aceptabits.writes < customers * share) await pause(LOOK_EVERY_MS);
    return { at: performance.now(), writes: managementpro.writes + aceptabits.writes };
  };
  const [from, to] = [await reached(FROM), await reached(TO)];
  for (const daemon of daemons) await daemon.stop();
  await Promise.all([managementpro.close(), aceptabits.close(), redis.close()]);
  return ((to.writes - from.writes) / (to.at - from.at)) * 1_000;
}

const [one, two, three] = [await measure(1), await measure(2), await measure(3)];
console.log(
  JSON.stringify({
    customers,
    'writes/s of one': figure(one),
    'of two': figure(two),
    'of three': figure(three),
    'two by one': figure(two / one),
    'three by one': figure(three / one),
    'load of the machine': figure(loadavg()[0] ?? 0),
  }),
);
process.exitCode = three / one >= 2.7 ? 0 : 1;
