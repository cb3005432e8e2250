import { afterEach, expect, test, vi } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import { poll } from '../../src/sync/jobs/poll.ts';
import { enqueue } from '../../src/sync/jobs/queues.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { FAST, type Rig, startRig } from '../rig.ts';
import { inManagementPro, person } from './situations.ts';

/** docs/scaling.md: pace and concurrency hold for all replicas together. */

let rig: Rig;
const replicas: App[] = [];
afterEach(async () => {
  for (const replica of replicas.splice(0)) await replica.close();
  await rig.close();
});

async function three(config: Parameters<typeof startRig>[0]): Promise<void> {
  rig = await startRig(config);
  await join(2);
}

/** So many more replicas of the same settings. */
async function join(more: number): Promise<void> {
  for (let count = 0; count < more; count += 1) {
    const replica = await createApp(rig.config, {
      log: createLog({ level: 'silent', pii: false }),
      timings: FAST,
    });
    await replica.engine.start();
    replicas.push(replica);
  }
}

/** Queues a create in Aceptabits for each of so many, which all replicas then work on. */
async function newcomers(count: number): Promise<void> {
  await rig.cycles(1);
  for (let number = 1; number <= count; number += 1) inManagementPro(rig, person(number));
  for (const side of ['managementpro', 'aceptabits', 'managementpro'] as const)
    await enqueue(rig.app.engine.queues, await poll(rig.app.context, side));
}

test('three replicas write no more at once than is set for all of them, and use all of it', async () => {
  await three({ config: { writeConcurrency: 5 }, aceptabits: { latencyMs: 40 } });
  const queue = rig.app.engine.queues.write.aceptabits;
  const seen: number[] = [];
  const sampling = { on: true };
  const sampled = (async () => {
    while (sampling.on) seen.push(await queue.getActiveCount());
  })();
  await newcomers(60);
  await rig.idle();
  sampling.on = false;
  await sampled;
  expect(Math.max(...seen)).toBe(5);
  expect(rig.aceptabits.people.all()).toHaveLength(60);
});

/** So many newcomers at once are the point of it, and no accident. */
const MANY = {
  missingPercent: 10,
  changedPercent: 25,
  emptiedPercent: 10,
  minCustomers: 10,
  newPercent: 25,
  newMin: 10_000,
};
const PER_SECOND = 20;
const MINUTE_MS = 60_000;

test('three replicas together keep the pace that is set for the side: over a minute to two in a hundred, each request one slot', async () => {
  await three({ config: { writeConcurrency: 24, brake: MANY } });
  await newcomers(1);
  await rig.idle();
  for (const replica of replicas.splice(0)) await replica.close();
  await rig.restart({ aceptabits: { ...rig.config.aceptabits, maxRps: PER_SECOND } });
  await join(2);
  // Each costs three requests or more, so that the minute ends before they do.
  for (let number = 2; number <= 900; number += 1) inManagementPro(rig, person(number));
  const requests = () => rig.aceptabits.requests.total;
  const before = requests();
  const { context, engine } = rig.app;
  for (const side of ['managementpro', 'aceptabits', 'managementpro'] as const)
    await enqueue(engine.queues, await poll(context, side));
  await vi.waitUntil(() => requests() > before + 2 * PER_SECOND, { timeout: 60_000, interval: 1 });
  const [began, from] = [performance.now(), requests()];
  await vi.waitUntil(() => performance.now() - began >= MINUTE_MS, { timeout: 2 * MINUTE_MS, interval: 5 });
  const perMinute = ((requests() - from) / (performance.now() - began)) * MINUTE_MS;
  process.stdout.write(`${Math.round(perMinute)} requests in a minute, ${PER_SECOND * 60} allowed\n`);
  expect(perMinute).toBeGreaterThanOrEqual(PER_SECOND * 60 * 0.98);
  expect(perMinute).toBeLessThanOrEqual(PER_SECOND * 60 * 1.02);
});

test('a replica that ends hands its places over: the others write on at once', async () => {
  rig = await startRig({ config: { writeConcurrency: 1 }, aceptabits: { latencyMs: 100 } });
  await newcomers(30);
  const made = () => rig.aceptabits.people.all().length;
  await vi.waitUntil(() => made() > 2, { timeout: 30_000, interval: 5 });
  await join(1);
  await rig.app.engine.close();
  const before = made();
  // The other would look for a place by itself only some ten seconds after it has come.
  await vi.waitUntil(() => made() > before, { timeout: 5_000, interval: 5 });
  expect(before).toBeLessThan(30);
});

test('a replica that ends leaves a queue paused that a person has paused', async () => {
  rig = await startRig({ config: { writeConcurrency: 1 }, aceptabits: { latencyMs: 100 } });
  await newcomers(10);
  const made = () => rig.aceptabits.people.all().length;
  const queue = rig.app.engine.queues.write.aceptabits;
  await vi.waitUntil(async () => made() > 0 && (await queue.getActiveCount()) > 0, {
    timeout: 30_000,
    interval: 5,
  });
  await queue.pause();
  await rig.app.engine.close();
  const before = made();
  await join(1);
  const second = replicas[0]?.engine.queues.write.aceptabits;
  expect(await second?.isPaused()).toBe(true);
  expect(before).toBeLessThan(10);
  expect(made()).toBe(before);
});
