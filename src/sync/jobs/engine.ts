/** All workers and schedules of one company, opened and closed together: who reads, who writes, who tells. */
import {
  type ConnectionOptions,
  type Job,
  type Processor,
  type Queue,
  type Telemetry,
  UnrecoverableError,
  Worker,
  type WorkerOptions,
} from 'bullmq';
import type { Role } from '../../config/settings.ts';
import { SIDES, type Side } from '../../domain/customer.ts';
import { SideError } from '../../domain/errors.ts';
import { indexIntents } from '../../store/open-creates.ts';
import { subjectId } from '../../store/records.ts';
import type { Context } from '../context.ts';
import { giveUpService, pushService } from '../create/service.ts';
import { reviveWaiting } from '../decide/ask-again.ts';
import { SideClosed } from '../job-errors.ts';
import { reviewShops } from '../observe/ours.ts';
import { tryCircuit } from '../observe/try-circuit.ts';
import { runAlert, type Telling } from './alert-jobs.ts';
import { deliver } from './deliver.ts';
import { backoff, toOutcome } from './outcome.ts';
import { poll } from './poll.ts';
import {
  ALERTS_QUEUE,
  allQueues,
  enqueue,
  enqueueServices,
  hasBacklog,
  type Queues,
  RESYNC_QUEUE,
  readNow,
  resyncJob,
  runOf,
  SERVICE,
  scanQueueName,
  serviceJob,
  subjectOfJob,
  writeJob,
  writeQueueName,
} from './queues.ts';
import { resyncOne } from './resync.ts';
import { healSchedules, type Schedules, startSchedules } from './schedules.ts';

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
const SCAN_LOCK_MS = 10_000;
const SCAN_LOOKS_PER_LOCK = 3;
const HEAL_EVERY_MS = 60_000;
/** A job that outlives its lock is run again, never given up: running twice is harmless, being forgotten is not. */
const STALLS_MAX = 100;
/** A marker wakes a worker that waits; this is how often it looks whether somebody has died before leaving one. */
const LOOK_AGAIN_S = 5;
/** While all places among the writers are taken, jobs leave no marker: of one who ends then, the next look takes over. */
const LOOK_FOR_PLACES_S = 2;
/** BullMQ counts what its jobs came to, minute by minute, for a day. */
const METRICS_MINUTES = 24 * 60;
/** `queue.rateLimit` works through the limiter of the workers; the pace itself is kept by the gate. */
const LIMITER = { max: 1_000_000, duration: 1_000 };

/** The poll was broken off because the process ends; the next one starts it anew. */
class Stopping extends Error {}

function shortLock({ lockMs = SCAN_LOCK_MS }: EngineOptions) {
  const lockDuration = Math.min(lockMs, SCAN_LOCK_MS);
  return { lockDuration, stalledInterval: Math.ceil(lockDuration / SCAN_LOOKS_PER_LOCK) };
}

export function createEngine(ctx: Context, options: EngineOptions): Engine {
  const { queues } = options;
  for (const queue of allQueues(queues)) queue.on('error', (err) => options.onError(err, queue.name));
  const workers: Worker[] = [];
  let stopping = false;
  let healing: NodeJS.Timeout | undefined;

  function work(name: string, processor: Processor, more: Partial<WorkerOptions>): void {
    const lockDuration = options.lockMs ?? LOCK_MS;
    const worker = new Worker(name, processor, {
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
    workers.push(worker);
  }

  async function runScan(side: Side, job: Job): Promise<void> {
    const onProgress = (rows: number, of: number | undefined) => {
      if (stopping) throw new Stopping('stopping');
      void job.updateProgress({ rows, of: of ?? null }).catch(() => undefined);
    };
    try {
      const requests = await poll(ctx, side, {
        onProgress,
        tell: (line) => job.log(line),
        everything: job.name === 'reconcile',
        // What no schedule has asked for a person has, and no budget holds it up.
        whole: job.repeatJobKey === undefined,
        hasBacklog: () => hasBacklog(ctx, queues),
        handOver: async (decided) => {
          await enqueue(queues, decided);
          // The others are work still, and the next poll's.
          if (stopping) throw new Stopping('stopping');
        },
      });
      if (side === 'aceptabits') await enqueueServices(ctx, queues);
      await job.log(`${requests.length} writes follow`);
    } catch (error) {
      if (error instanceof Stopping) return;
      // A closed gate is no failure of the scan: the next poll comes by itself and tries the circuit.
      if (error instanceof SideClosed) return void (await job.log(`not read: ${error.message}`));
      ctx.log.warn({ side, job: runOf(job), err: error }, 'a scan failed');
      throw error;
    }
  }

  async function runService(job: Job, token: string | undefined): Promise<void> {
    const of = serviceJob.parse(job.data);
    try {
      await tryCircuit(ctx, 'aceptabits');
      await pushService(ctx, of);
    } catch (error) {
      const queue = queues.write.aceptabits as Queue;
      const subject = { side: 'aceptabits', key: `service ${of.run}/${of.line}` } as const;
      await toOutcome(ctx, { side: 'aceptabits', queue, job, token, subject }, error).catch(
        async (outcome) => {
          if (outcome instanceof UnrecoverableError) await giveUpService(ctx, of, error);
          throw outcome;
        },
      );
    }
  }

  async function runWrite(side: Side, job: Job, token: string | undefined): Promise<void> {
    if (job.name === SERVICE) return runService(job, token);
    const subject = subjectOfJob(writeJob.parse(job.data));
    // Asked for before anything is read or sent: what is seen or decided meanwhile has not been tried.
    const passed = ctx.store.redis.hget(ctx.store.keys.passed, subjectId(subject));
    try {
      await Promise.all([passed, tryCircuit(ctx, side)]);
      await enqueue(queues, await deliver(ctx, side, subject, runOf(job)));
    } catch (error) {
      await job.log(error instanceof Error ? error.message : 'failed');
      const tried = (await passed) ?? '';
      await toOutcome(ctx, { side, queue: queues.write[side] as Queue, job, token, subject, tried }, error);
    }
  }

  /** Answers whether there is such a customer, for whoever has asked. */
  async function runResync(job: Job, token: string | undefined): Promise<{ known: boolean } | undefined> {
    const data = resyncJob.parse(job.data);
    if ('all' in data) {
      await readNow(queues);
      return undefined;
    }
    const subject = subjectOfJob(data);
    try {
      const requests = await resyncOne(ctx, subject);
      await job.log(
        requests === undefined ? 'neither side has this customer' : `${requests.length} writes follow`,
      );
      await enqueue(queues, requests ?? []);
      return { known: requests !== undefined };
    } catch (error) {
      // It reads both sides, whichever of them the customer was named by.
      const side = error instanceof SideError ? error.facts.side : subject.side;
      return toOutcome(ctx, { side, queue: queues.resync as Queue, job, token, subject }, error);
    }
  }

  async function heal(): Promise<void> {
    await healSchedules(ctx, queues, options).catch((err: Error) => options.onError(err, 'schedules'));
  }

  async function start(): Promise<void> {
    await ctx.epoch.begin();
    for (const side of SIDES) await indexIntents(ctx.store, side);
    await reviewShops(ctx);
    await reviveWaiting(ctx);
    // Whatever the roles: a person is told as long as any process runs.
    work(ALERTS_QUEUE, (job) => runAlert(options.telling, job), { concurrency: 1 });
    if (options.roles.includes('scan')) {
      await startSchedules(ctx, queues, options);
      healing = setInterval(() => void heal(), HEAL_EVERY_MS);
      for (const side of SIDES)
        work(scanQueueName(side), (job) => runScan(side, job), {
          concurrency: 1,
          ...shortLock(options),
        });
      work(RESYNC_QUEUE, runResync, { concurrency: 2, limiter: LIMITER, ...shortLock(options) });
    }
    if (options.roles.includes('write'))
      for (const side of SIDES) {
        // Before the first worker: the newest start says how many there may be.
        await queues.write[side].setGlobalConcurrency(options.writers);
        work(writeQueueName(side), (job, token) => runWrite(side, job, token), {
          concurrency: Math.min(WRITERS, options.writers),
          limiter: LIMITER,
          drainDelay: LOOK_FOR_PLACES_S,
          // Whoever was killed holds its places among all writers until its locks have run out.
          ...shortLock(options),
        });
      }
  }

  async function close(): Promise<void> {
    stopping = true;
    clearInterval(healing);
    await Promise.all(workers.map((worker) => worker.close()));
    // A job in hand may have to know which Redis answers, so that question ends after the last of them.
    ctx.epoch.end();
    await Promise.all(allQueues(queues).map((queue) => queue.close()));
  }

  return { queues, start, close };
}
