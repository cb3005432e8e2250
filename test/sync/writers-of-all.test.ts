import { afterEach, expect, test } from 'vitest';
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
  for (let count = 0; count < 2; count += 1) {
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

test('three replicas together keep the pace that is set for the side', async () => {
  await three({ config: { writeConcurrency: 24 } });
  await newcomers(1);
  await rig.idle();
  for (const replica of replicas.splice(0)) await replica.close();
  const paced = { ...rig.config, aceptabits: { ...rig.config.aceptabits, maxRps: 50 } };
  await rig.restart(paced);
  for (let count = 0; count < 2; count += 1) {
    const replica = await createApp(rig.config, {
      log: createLog({ level: 'silent', pii: false }),
      timings: FAST,
    });
    await replica.engine.start();
    replicas.push(replica);
  }
  for (let number = 2; number <= 40; number += 1) inManagementPro(rig, person(number));
  const [began, before] = [performance.now(), rig.aceptabits.requests.total];
  await rig.cycles(2);
  const seconds = (performance.now() - began) / 1_000;
  const requests = rig.aceptabits.requests.total - before;
  expect(requests).toBeGreaterThan(80);
  expect(requests).toBeLessThanOrEqual(seconds * 50 * 1.02 + 2);
});
