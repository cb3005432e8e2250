/** All workers and schedules of one company, opened and closed together: who reads, who writes, who tells. */
import type { ConnectionOptions, Processor, Queue, Telemetry, Worker, WorkerOptions } from 'bullmq';
import type { Role } from '../../config/settings-of-process.ts';
import { SIDES } from '../../domain/customer.ts';
import { indexIntents } from '../../store/open-creates.ts';
import type { Context } from '../context.ts';
import { runAlert, type Telling } from './alert-jobs.ts';
import { backoff } from './backoff.ts';
import { PatientWorker } from './patient-worker.ts';
import type { AtWork } from './processors.ts';
import {
  ALERTS_QUEUE,
  allQueues,
  type Queues,
  RESYNC_QUEUE,
  scanQueueName,
  writeQueueName,
} from './queues.ts';
import type { Schedules } from './schedules.ts';

export type EngineOptions = Schedules & {
  readonly queues: Queues;
  readonly connection: ConnectionOptions;
  readonly namespace: string;
  readonly roles: readonly Role[];
  /** Writes at once to each side, all replicas together. */
  readonly writers: number;
  readonly random: () => number;
  /** For what goes wrong between BullMQ and Redis; a job that fails is no such thing. */
  readonly onError: (err: Error, queue: string) => void;
  /** Sends what a person is told. */
  readonly telling: Telling;
  /** Where the jobs' spans go; nowhere unless traces are wanted. */
  readonly telemetry?: Telemetry | undefined;
  /** BullMQ's lock, ms: a job whose process does not renew it for so long is run again elsewhere. */
  readonly lockMs?: number;
};

export type Engine = {
  readonly queues: Queues;
  start(): Promise<void>;
  /** Finishes the jobs in hand, breaks scans off at their next page, and closes. */
  close(): Promise<void>;
};

/** Jobs that one replica works on at once, per side, where `writers` of all replicas allow it (performance: writers). */
const WRITERS = 8;
const LOCK_MS = 30_000;
/**
 * A reading whose process was killed keeps the next one from beginning, and a write its place among the writers, until its lock has run out and somebody has
 * looked: together that is less than the 15 s after which a side is polled again.
 */
const SHORT_LOCK_MS = 10_000;
/** How often within such a lock somebody looks; each look is a command that an idle company pays for, so the others look seldom. */
const LOOKS_PER_LOCK = { scan: 3, other: 2 } as const;
const HEAL_EVERY_MS = 60_000;
/** A job that outlives its lock is run again, never given up: running twice is harmless, being forgotten is not. */
const STALLS_MAX = 100;
/** A marker wakes a worker that waits; this is how often it looks without one, the longest that BullMQ waits for Redis. */
const LOOK_AGAIN_S = 10;
/** BullMQ's own marker of a job that may be taken now. */
const [MARKER, MARKER_SCORE] = ['0', 0] as const;
/** BullMQ counts what its jobs came to, minute by minute, for a day. */
const METRICS_MINUTES = 24 * 60;
/** `queue.rateLimit` works through the limiter of the workers; the pace itself is kept by the gate. */
const LIMITER = { max: 1_000_000, duration: 1_000 };

function shortLock({ lockMs = SHORT_LOCK_MS }: EngineOptions, of: keyof typeof LOOKS_PER_LOCK) {
  const lockDuration = Math.min(lockMs, SHORT_LOCK_MS);
  return { lockDuration, stalledInterval: Math.ceil(lockDuration / LOOKS_PER_LOCK[of]) };
}

function openWorker(
  ctx: Context,
  options: EngineOptions,
  name: string,
  processor: Processor,
  more: Partial<WorkerOptions>,
): Worker {
  const lockDuration = options.lockMs ?? LOCK_MS;
  const worker = new PatientWorker(name, processor, {
    connection: options.connection,
    prefix: `{${options.namespace}}`,
    lockDuration,
    ...(options.telemetry && { telemetry: options.telemetry }),
    stalledInterval: lockDuration,
    maxStalledCount: STALLS_MAX,
    metrics: { maxDataPoints: METRICS_MINUTES },
    drainDelay: LOOK_AGAIN_S,
    settings: { backoffStrategy: (attempt) => backoff(ctx.timings.retryMs, attempt, options.random) },
    ...more,
  });
  worker.on('error', (err) => options.onError(err, name));
  return worker;
}

/**
 * While all places among the writers are taken, jobs leave no marker, and a worker that closes takes no further one: each
 * place that it frees is told to the others by such a marker, as they would look again only after `LOOK_AGAIN_S`. Of a queue
 * that a person has paused it wakes them, and they find nothing to do.
 */
function handOverPlaces(
  { ctx, isStopping }: AtWork,
  writer: Worker,
  queue: Queue,
  underWay: Promise<unknown>[],
) {
  const handOver = () => {
    if (!isStopping()) return;
    const told = ctx.store.redis.zadd(queue.toKey('marker'), MARKER_SCORE, MARKER);
    underWay.push(told.catch((err: Error) => writer.emit('error', err)));
  };
  // A job that it puts off leaves a marker by itself.
  writer.on('completed', handOver).on('failed', handOver);
}

export function createEngine(ctx: Context, options: EngineOptions): Engine {
  const { queues } = options;
  for (const queue of allQueues(queues)) queue.on('error', (err) => options.onError(err, queue.name));
  const workers: Worker[] = [];
  const handedOver: Promise<unknown>[] = [];
  let stopping = false;
  const at: AtWork = { ctx, queues, isStopping: () => stopping };
  let healing: NodeJS.Timeout | undefined;

  const work = (name: string, processor: Processor, more: Partial<WorkerOptions>): Worker => {
    const worker = openWorker(ctx, options, name, processor, more);
    workers.push(worker);
    return worker;
  };

  async function start(): Promise<void> {
    await ctx.epoch.begin();
    for (const side of SIDES) await indexIntents(ctx.store, side);
    // What is done with jobs is loaded piece by piece, so that whoever asks meanwhile gets an answer.
    await (await import('../observe/ours.ts')).reviewShops(ctx);
    await (await import('../decide/ask-again.ts')).reviveWaiting(ctx);
    const { runResync, runScan, runWrite } = await import('./processors.ts');
    const { healSchedules, startSchedules } = await import('./schedules.ts');
    // Whatever the roles: a person is told as long as any process runs.
    work(ALERTS_QUEUE, (job) => runAlert(options.telling, job), { concurrency: 1 });
    if (options.roles.includes('scan')) {
      await startSchedules(ctx, queues, options);
      const heal = () =>
        healSchedules(ctx, queues, options).catch((err: Error) => options.onError(err, 'schedules'));
      healing = setInterval(() => void heal(), HEAL_EVERY_MS);
      for (const side of SIDES)
        work(scanQueueName(side), (job) => runScan(at, side, job), {
          concurrency: 1,
          ...shortLock(options, 'scan'),
        });
      work(RESYNC_QUEUE, (job, token) => runResync(at, job, token), {
        concurrency: 2,
        limiter: LIMITER,
        ...shortLock(options, 'other'),
      });
    }
    if (options.roles.includes('write'))
      for (const side of SIDES) {
        // Before the first worker: the newest start says how many there may be.
        await queues.write[side].setGlobalConcurrency(options.writers);
        const writer = work(writeQueueName(side), (job, token) => runWrite(at, side, job, token), {
          concurrency: Math.min(WRITERS, options.writers),
          limiter: LIMITER,
          // Whoever was killed holds its places among all writers until its locks have run out.
          ...shortLock(options, 'other'),
        });
        handOverPlaces(at, writer, queues.write[side], handedOver);
      }
  }

  async function close(): Promise<void> {
    stopping = true;
    clearInterval(healing);
    await Promise.all(workers.map((worker) => worker.close()));
    await Promise.all(handedOver);
    // A job in hand may have to know which Redis answers, so that question ends after the last of them.
    ctx.epoch.end();
    await Promise.all(allQueues(queues).map((queue) => queue.close()));
  }

  return { queues, start, close };
}
