/** Traces that follow a customer through jobs and requests, and name nobody. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Queue, Worker } from 'bullmq';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SIDES } from '../../src/domain/customer.ts';
import { jobSpans } from '../../src/sync/jobs/job-spans.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { startTracing } from '../../src/telemetry/tracing.ts';
import { freshNamespace, testRedis } from '../redis.ts';
import { startRig } from '../rig.ts';
import { counts, inManagementPro, person } from '../sync/situations.ts';
import { type Collector, startCollector, type TracedSpan } from './collector.ts';

let collector: Collector;
beforeEach(async () => {
  collector = await startCollector();
});
afterEach(() => collector.close());

const named = (name: string) => collector.spans.filter((span) => span.name === name);
const parentOf = (span: TracedSpan | undefined) =>
  collector.spans.find(({ spanId }) => spanId === span?.parentSpanId);
const attribute = (span: TracedSpan | undefined, key: string) =>
  span?.attributes.find((one) => one.key === key)?.value.stringValue;

test('a customer is followed from the reading to the request that creates it, and nobody is named', async () => {
  const rig = await startRig({ config: { tracesEndpoint: collector.url, roles: ['scan', 'write'] } });
  const someone = person(1);
  inManagementPro(rig, someone);
  const { scan } = rig.app.engine.queues;
  // A create waits for a complete reading of the other side that began after the customer was first seen.
  for (const side of SIDES) {
    const job = await scan[side].add('poll', {}, { priority: 1 });
    await expect.poll(() => job.isCompleted(), { timeout: 10_000 }).toBe(true);
  }
  await expect.poll(() => counts(rig), { timeout: 10_000 }).toEqual([1, 1]);
  await rig.idle();
  await rig.close();

  const [create] = named('aceptabits add-customer');
  const job = parentOf(create);
  const queued = parentOf(job);
  const reading = parentOf(queued);
  expect([create, job, queued, reading].map((span) => span?.name)).toEqual([
    'aceptabits add-customer',
    'process write-aceptabits',
    'addBulk write-aceptabits',
    'process scan-aceptabits',
  ]);
  expect(new Set([create, job, queued, reading].map((span) => span?.traceId)).size).toBe(1);
  expect(attribute(create, 'puente.outcome')).toBe('ok');
  expect(parentOf(named('managementpro GetClienteLista')[0])?.name).toBe('process scan-managementpro');
  for (const personal of [someone.first, someone.last, someone.email, someone.phone])
    expect(collector.raw()).not.toContain(personal);
  expect(collector.raw()).toContain(rig.config.namespace);
});

test('each scheduled reading is a trace of its own', async () => {
  const rig = await startRig({ config: { tracesEndpoint: collector.url } });
  await rig.restart({
    roles: ['scan'],
    managementpro: { ...rig.config.managementpro, pollEveryMs: 50 },
  });
  const { scan } = rig.app.engine.queues;
  await expect.poll(() => scan.managementpro.getCompletedCount(), { timeout: 10_000 }).toBeGreaterThan(2);
  await rig.close();
  const readings = named('process scan-managementpro');
  expect(readings.length).toBeGreaterThan(2);
  expect(new Set(readings.map(({ traceId }) => traceId)).size).toBe(readings.length);
});

test('of a job that fails, its spans do not tell why', async () => {
  const { log } = recorded();
  const tracing = startTracing({ endpoint: `${collector.url}/`, namespace: 'x', log });
  const redis = await testRedis();
  const options = { connection: { url: redis.url }, prefix: `{${freshNamespace()}}`, telemetry: jobSpans() };
  const queue = new Queue('failing', options);
  const worker = new Worker('failing', () => Promise.reject(new Error('Ana Secreta is no e-mail')), options);
  await queue.add('one', { clave: '7' });
  await expect.poll(() => queue.getFailedCount()).toBe(1);
  await worker.close();
  await queue.close();
  await tracing.close();
  await redis.close();
  expect(named('process failing')).toHaveLength(1);
  expect(collector.raw()).toContain('job failed');
  expect(collector.raw()).not.toContain('Secreta');
});

test('a collector that is away is one line in the log, and nobody waits for it', async () => {
  const { log, messages } = recorded();
  await collector.close();
  const tracing = startTracing({ endpoint: collector.url, namespace: 'x', log });
  for (let times = 0; times < 3; times += 1)
    tracing.requested({ side: 'aceptabits', operation: 'get-customers', outcome: 'timeout', ms: 5 });
  const before = Date.now();
  await tracing.close();
  expect(Date.now() - before).toBeLessThan(5_000);
  await expect.poll(messages, { timeout: 10_000 }).toEqual(['traces cannot be delivered; they are dropped']);
});

test('without the setting not even the code is loaded', async () => {
  const script = `
    const { registerHooks } = require('node:module');
    const loaded = [];
    registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
    import('./src/app.ts').then(() => console.log(loaded.filter((url) => /otel|opentelemetry\\/sdk/.test(url)).length, loaded.length > 50));
  `;
  const cwd = new URL('../..', import.meta.url).pathname;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=commonjs', '-e', script], {
    cwd,
  });
  expect(stdout.trim()).toBe('0 true');
});

function recorded() {
  const lines: string[] = [];
  const log = createLog({ level: 'info', pii: false, destination: { write: (line) => lines.push(line) } });
  return { log, messages: () => lines.map((line) => JSON.parse(line).msg) };
}
