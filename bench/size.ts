/**
 * A whole company of N + N ordinary customers, nine in ten of them the same people: `npm run bench:size -- 100000`. The
 * first readings, the first plan, its approval by lines, the first sync, and readings in which nothing has changed, by
 * a daemon with the memory that it has by `docker-compose.yml`: where NODE_IMAGE names an image, in a container of its
 * size. Simulators, Redis and daemon are processes of their own.
 * A second number ends the first sync when all pairs are linked and so many writes done, instead of at its end.
 */
import { startDaemon } from './daemon.ts';
import { startChild } from './stage/child.ts';
import { startRedis } from './stage/redis.ts';

const size = Number(process.argv[2] ?? 20_000);
const writesMax = Number(process.argv[3] ?? Number.POSITIVE_INFINITY);
const NO_CHANGE_READINGS = 3;

type Counters = { readonly managementpro: number; readonly aceptabits: number; readonly writes: number };

const counts = { managementpro: size, aceptabits: size, shared: Math.round(size * 0.9) };
const systems = await startChild('stage/simulators.ts', [counts]);
const counters = () => systems.ask<Counters>('counters');
const redis = await startRedis();
const daemon = await startDaemon({ ...systems.ready, REDIS_URL: redis.url });
const round = (value: number) => Math.round(value * 100) / 100;
const rows: Record<string, object> = {};

async function phase(name: string, work: () => Promise<unknown>): Promise<void> {
  const began = performance.now();
  const [cpu, cpuOfRedis] = [daemon.cpuSeconds(), redis.cpuSeconds()];
  daemon.forgetPeak();
  const before = await counters();
  await work();
  const after = await counters();
  rows[name] = {
    wallSeconds: round((performance.now() - began) / 1_000),
    cpuSeconds: round(daemon.cpuSeconds() - cpu),
    peakRssMiB: daemon.peakMiB(),
    cpuOfRedis: round(redis.cpuSeconds() - cpuOfRedis),
    redisMiB: round((await redis.usedBytes()) / 2 ** 20),
    requestsM: after.managementpro - before.managementpro,
    requestsA: after.aceptabits - before.aceptabits,
    writes: after.writes - before.writes,
  };
  console.log(name, JSON.stringify(rows[name]));
}

/** When the newest readings that were meant to be whole began; a look at the newcomers is none. */
async function readings(): Promise<number[]> {
  const { managementpro, aceptabits } = (await daemon.status()).sides;
  return [managementpro.completeAt ?? 0, aceptabits.completeAt ?? 0];
}

async function readBothAgain(): Promise<void> {
  const before = await readings();
  await daemon.post('/api/resync');
  await daemon.until(async () => (await readings()).every((at, side) => at > (before[side] ?? 0)));
  // What a poll does after its reading belongs to it.
  await daemon.until(({ queues }) =>
    Object.entries(queues).every(([name, { active }]) => !name.startsWith('scan-') || active === 0),
  );
}

await phase('first readings', () =>
  daemon.until(
    ({ sides }) => sides.managementpro.lastScan !== undefined && sides.aceptabits.lastScan !== undefined,
  ),
);
await phase('readings that confirm them, and the plan', async () => {
  await daemon.post('/api/resync');
  await daemon.until(({ plan }) => plan !== undefined);
});
const { plan } = await daemon.status();
console.log('plan', plan?.counts);
await phase('a poll while the plan waits', readBothAgain);
await phase('approval by lines', () => daemon.post('/api/plan/approve', { hash: plan?.hash }));
await phase('first sync', () =>
  daemon.until(async (status) => {
    const { links, work, waiting } = status;
    const { writes } = await counters();
    console.log(
      new Date().toISOString(),
      JSON.stringify({ links, work, writes, peakMiB: daemon.peakMiB(), waiting }),
    );
    return daemon.isInStep(status) || (writes >= writesMax && links >= (plan?.counts.link ?? 0));
  }, 10_000),
);
for (let time = 1; time <= NO_CHANGE_READINGS; time += 1)
  await phase(`readings without a change, ${time}`, readBothAgain);

console.table(rows);
const { links, waiting } = await daemon.status();
console.log({ links, waiting, redisBytesPerLink: Math.round((await redis.usedBytes()) / links) });
console.log({ ...(await counters()), ...(await systems.ask<object>('census')) });
await daemon.stop();
await redis.close();
await systems.close();
