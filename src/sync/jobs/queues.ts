import { type ConnectionOptions, type Job, type JobsOptions, Queue, type Telemetry } from 'bullmq';
import { z } from 'zod';
import { SIDES, type Side } from '../../domain/customer.ts';
import { type Subject, subjectId } from '../../store/records.ts';
import { serviceLines, serviceRuns } from '../../store/service-runs.ts';
import type { Context } from '../context.ts';
import type { Urgency, WriteRequest } from '../write-request.ts';

/** Which customer a write job looks at; keys only, never customer data. */
export const writeJob = z.union([
  z.strictObject({ clave: z.string().min(1) }),
  z.strictObject({ code: z.string().min(1) }),
]);
export type WriteJob = z.infer<typeof writeJob>;

/** Which line of a list of services a write job sends (docs/services.md). */
export const serviceJob = z.strictObject({ run: z.string().min(1), line: z.number().int().positive() });
/** The name of such jobs, which tells them from those of customers. */
export const SERVICE = 'service';

/** What a person may ask for on the resync queue; its JSON schema makes the form on the board. */
export const resyncJob = z.union([
  z.strictObject({ clave: z.string().min(1).describe('ManagementPro clave') }),
  z.strictObject({ code: z.string().min(1).describe('Aceptabits code') }),
  z.strictObject({ all: z.literal(true).describe('Read both sides now') }),
]);
export type ResyncJob = z.infer<typeof resyncJob>;

export type Queues = {
  readonly scan: { readonly [S in Side]: Queue };
  readonly write: { readonly [S in Side]: Queue<WriteJob> };
  readonly resync: Queue<ResyncJob>;
  /** What a person is told by webhook and mail (report/alerts). */
  readonly alerts: Queue;
};

export const scanQueueName = (side: Side) => `scan-${side}`;
export const writeQueueName = (side: Side) => `write-${side}`;
export const RESYNC_QUEUE = 'resync';
export const ALERTS_QUEUE = 'alerts';

/** A run's name on record, in links and in logs: each queue counts its jobs by itself, so a number alone names several. */
export const runOf = ({ queueName, id = '' }: Job) => `${queueName}/${id}`;

const DAY_S = 86_400;
const PRIORITY: { readonly [U in Urgency]: number } = { person: 1, edit: 10, backfill: 100 };
/** With pauses that double from one second on, eight attempts last about two minutes. No outage uses them up. */
const WRITE_ATTEMPTS = 8;
/** Ten tries in the first minutes, and one every five minutes after that: about two days. */
const ALERT_ATTEMPTS = 600;
/** Jobs added in one round trip. */
const BULK = 500;

const kept: JobsOptions = {
  removeOnComplete: { age: DAY_S / 24, count: 1_000 },
  removeOnFail: { age: 7 * DAY_S, count: 5_000 },
};

export type QueuesAt = {
  readonly connection: ConnectionOptions;
  readonly namespace: string;
  readonly telemetry?: Telemetry | undefined;
};

export function openQueues({ connection, namespace, telemetry }: QueuesAt): Queues {
  const queue = <T>(name: string, options: JobsOptions = {}) =>
    new Queue<T>(name, {
      connection,
      prefix: `{${namespace}}`,
      defaultJobOptions: { ...kept, ...options },
      ...(telemetry && { telemetry }),
    });
  const retried: JobsOptions = { attempts: WRITE_ATTEMPTS, backoff: { type: 'custom' } };
  return {
    scan: { managementpro: queue('scan-managementpro'), aceptabits: queue('scan-aceptabits') },
    write: {
      managementpro: queue('write-managementpro', retried),
      aceptabits: queue('write-aceptabits', retried),
    },
    resync: queue(RESYNC_QUEUE, retried),
    alerts: queue(ALERTS_QUEUE, { attempts: ALERT_ATTEMPTS, backoff: { type: 'custom' } }),
  };
}

export function allQueues({ scan, write, resync, alerts }: Queues): Queue[] {
  const writes = SIDES.map((side) => write[side] as Queue);
  return [...SIDES.map((side) => scan[side]), ...writes, resync as Queue, alerts];
}

export function subjectOfJob(data: WriteJob): Subject {
  return 'clave' in data
    ? { side: 'managementpro', key: data.clave }
    : { side: 'aceptabits', key: data.code };
}

const DATA: { readonly [S in Side]: (key: string) => WriteJob } = {
  managementpro: (clave) => ({ clave }),
  aceptabits: (code) => ({ code }),
};

function jobOf({ subject, urgency }: WriteRequest) {
  const id = subjectId(subject);
  return {
    name: urgency,
    data: DATA[subject.side](subject.key),
    opts: {
      priority: PRIORITY[urgency],
      // A trigger that arrives while the job runs is kept; a person's does not queue behind a backfill of the same.
      deduplication: { id: urgency === 'person' ? `person:${id}` : id, keepLastIfActive: true },
    },
  };
}

/** Queues the writes that a decision asked for, one job per customer and side. */
export async function enqueue(queues: Queues, requests: readonly WriteRequest[]): Promise<void> {
  for (const side of SIDES) {
    const jobs = requests.filter((request) => request.side === side).map(jobOf);
    for (let at = 0; at < jobs.length; at += BULK)
      await queues.write[side].addBulk(jobs.slice(at, at + BULK));
  }
}

/** After whatever concerns customers. */
const SERVICE_PRIORITY = 1_000;

/**
 * Queues the lines of open lists of services that no job stands for: asked for when a list is handed over, and again
 * at every poll, so that a job that Redis has lost is made anew.
 */
export async function enqueueServices({ store }: Pick<Context, 'store'>, { write }: Queues): Promise<void> {
  for (const { id: run, open } of await serviceRuns(store)) {
    if (open === 0) continue;
    const lines = (await serviceLines(store, run)).filter((line) => line.end === undefined);
    const jobs = lines.map(({ line }) => ({
      name: SERVICE,
      data: { run, line },
      opts: { priority: SERVICE_PRIORITY, deduplication: { id: `service:${run}:${line}` } },
    }));
    for (let at = 0; at < jobs.length; at += BULK)
      await (write.aceptabits as Queue).addBulk(jobs.slice(at, at + BULK));
  }
}

/** However many ask, one reading that waits is for all of them; one in hand has begun too early for who asks now. */
export async function readNow({ scan }: Queues, sides: readonly Side[] = SIDES): Promise<void> {
  const options = { priority: 1, deduplication: { id: 'asked', keepLastIfActive: true } };
  for (const side of sides) await scan[side].add('poll', {}, options);
}

/**
 * True while write jobs run or wait their turn; those put off for later do not count, nor do those whose side is not
 * there: an outage of days is no reason not to look at what goes to the other.
 */
export async function hasBacklog({ gates }: Pick<Context, 'gates'>, queues: Queues): Promise<boolean> {
  const counts = SIDES.map(async (side) =>
    (await gates[side].circuit()).open ? 0 : customersWaiting(queues.write[side]),
  );
  return (await Promise.all(counts)).some((count) => count > 0);
}

/** A list of ten thousand services is no reason not to ask again for a customer. */
async function customersWaiting(queue: Queue): Promise<number> {
  const [waiting, services, active] = await Promise.all([
    queue.getJobCountByTypes('waiting', 'prioritized'),
    queue.getCountsPerPriority([SERVICE_PRIORITY]),
    queue.getActive(),
  ]);
  const busy = active.filter((job) => job !== undefined && job.name !== SERVICE).length;
  return waiting - (services[String(SERVICE_PRIORITY)] ?? 0) + busy;
}

/** True when nothing is queued, waiting or running on any queue but the schedulers' next polls. */
export async function writesIdle(queues: Queues): Promise<boolean> {
  const waiting = ['waiting', 'active', 'delayed', 'prioritized'] as const;
  const counts = await Promise.all(
    [...SIDES.map((side) => queues.write[side]), queues.resync].map((queue) =>
      queue.getJobCountByTypes(...waiting),
    ),
  );
  return counts.every((count) => count === 0);
}
