/** What a worker does with each kind of job: a reading, a write, a service, a person's resync. */
import { type Job, type Queue, UnrecoverableError } from 'bullmq';
import type { Side } from '../../domain/customer.ts';
import { SideError } from '../../domain/errors.ts';
import { subjectId } from '../../store/records.ts';
import type { Context } from '../context.ts';
import { giveUpService, pushService } from '../create/service.ts';
import { SideClosed } from '../job-errors.ts';
import { tryCircuit } from '../observe/try-circuit.ts';
import { deliver } from './deliver.ts';
import { toOutcome } from './outcome.ts';
import { poll } from './poll.ts';
import {
  enqueue,
  enqueueServices,
  hasBacklog,
  type Queues,
  readNow,
  resyncJob,
  runOf,
  SERVICE,
  serviceJob,
  subjectOfJob,
  writeJob,
} from './queues.ts';
import { resyncOne } from './resync.ts';

/** Whom a worker works for, and whether the process is about to end. */
export type AtWork = {
  readonly ctx: Context;
  readonly queues: Queues;
  readonly isStopping: () => boolean;
};

/** The poll was broken off because the process ends; the next one starts it anew. */
class Stopping extends Error {}

export async function runScan({ ctx, queues, isStopping }: AtWork, side: Side, job: Job): Promise<void> {
  const onProgress = (rows: number, of: number | undefined) => {
    if (isStopping()) throw new Stopping('stopping');
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
        if (isStopping()) throw new Stopping('stopping');
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

async function runService({ ctx, queues }: AtWork, job: Job, token: string | undefined): Promise<void> {
  const of = serviceJob.parse(job.data);
  try {
    await tryCircuit(ctx, 'aceptabits');
    await pushService(ctx, of);
  } catch (error) {
    const queue = queues.write.aceptabits as Queue;
    const subject = { side: 'aceptabits', key: `service ${of.run}/${of.line}` } as const;
    await toOutcome(ctx, { side: 'aceptabits', queue, job, token, subject }, error).catch(async (outcome) => {
      if (outcome instanceof UnrecoverableError) await giveUpService(ctx, of, error);
      throw outcome;
    });
  }
}

export async function runWrite(at: AtWork, side: Side, job: Job, token: string | undefined): Promise<void> {
  const { ctx, queues } = at;
  if (job.name === SERVICE) return runService(at, job, token);
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
export async function runResync(
  { ctx, queues }: AtWork,
  job: Job,
  token: string | undefined,
): Promise<{ known: boolean } | undefined> {
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
