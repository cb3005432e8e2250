import { DelayedError, type Job, type Queue, RateLimitError, UnrecoverableError } from 'bullmq';
import type { Side } from '../../domain/customer.ts';
import { SideError } from '../../domain/errors.ts';
import type { Subject } from '../../store/records.ts';
import type { Context } from '../context.ts';
import { park, type Reason } from '../decide/park.ts';
import { GivenUp, Later, NotLanded, SideClosed } from '../job-errors.ts';
import { runOf } from './queues.ts';

/** A pause that BullMQ can wait for; with 0 a job would spin. */
const LATER_MIN_MS = 20;
const PACE_MS = 5_000;
/** An answer that no document explains is asked for again this often. */
const UNKNOWN_TRIES = 3;

export type JobEnd = {
  readonly side: Side;
  readonly queue: Queue;
  readonly job: Job;
  readonly token: string | undefined;
  readonly subject: Subject;
  /** The state that had passed when a write was begun, and failed with it; undefined for a job that only reads. */
  readonly tried?: string | undefined;
};

/**
 * The one door through which errors leave the sync and become job outcomes (rule 11). It always
 * throws: BullMQ reads the outcome from the error.
 */
export async function toOutcome(ctx: Context, end: JobEnd, error: unknown): Promise<never> {
  if (error instanceof Later) return putOff(end, Math.max(error.ms, LATER_MIN_MS));
  if (error instanceof SideClosed) return closeQueue(ctx, end, error.ms);
  if (error instanceof GivenUp) throw new UnrecoverableError(error.message);
  if (error instanceof SideError) return sideOutcome(ctx, end, error);
  ctx.log.error(
    { side: end.side, job: runOf(end.job), subject: end.subject.key, err: error },
    'a job failed',
  );
  const unlanded = error instanceof NotLanded;
  if (hasMoreTries(end, triesOf(end)))
    countRetry(ctx, end.side, unlanded ? 'read-back' : 'job', unlanded ? 'unlanded' : 'internal');
  throw error;
}

function countRetry({ metrics }: Context, side: Side, operation: string, of: string): void {
  metrics.retries.inc({ side, operation, class: of });
}

const triesOf = ({ job }: JobEnd) => job.opts.attempts ?? 1;

function hasMoreTries({ job }: JobEnd, tries: number): boolean {
  return job.attemptsMade + 1 < tries;
}

async function putOff({ job, token }: JobEnd, ms: number): Promise<never> {
  await job.moveToDelayed(Date.now() + ms, token);
  throw new DelayedError();
}

/** The whole queue waits, on all replicas, and no attempt is used up. */
async function closeQueue({ store }: Context, { queue }: JobEnd, ms: number): Promise<never> {
  await queue.rateLimit(Math.max(ms, LATER_MIN_MS));
  // A job that goes back by this error leaves no marker: without one, a worker that waits for markers already would not
  // hear of the limit, and look for the job long after it.
  await store.redis.zadd(queue.toKey('marker'), 0, '0');
  throw new RateLimitError();
}

async function sideOutcome(ctx: Context, end: JobEnd, error: SideError): Promise<never> {
  const { errorClass, retryAfterMs, code, operation } = error.facts;
  ctx.log.warn(
    { side: end.side, job: runOf(end.job), subject: end.subject.key, errorClass, error: code },
    error.message,
  );
  switch (errorClass) {
    case 'credentials':
      return refused(ctx, end, error);
    case 'pace':
      countRetry(ctx, end.side, operation, errorClass);
      return closeQueue(ctx, end, retryAfterMs ?? PACE_MS);
    case 'request':
      // One fact a day: it concerns every customer alike, and may come back long after it was mended.
      ctx.alert(`request:${end.side}:${code}:${day(ctx.now())}`, { kind: 'refused', side: end.side, code });
      return giveUp(ctx, end, error);
    case 'data':
    case 'reference':
      return giveUp(ctx, end, error);
    case 'trouble':
      return trouble(ctx, end, error);
    case 'unknown':
      return tryAgain(ctx, end, error, UNKNOWN_TRIES);
  }
}

/**
 * Either the side refuses us altogether: its circuit is open then, and says from now on how long to wait. Or it refuses
 * one customer's request and goes on answering others: that is this customer's own matter, and no code explains it.
 */
async function refused(ctx: Context, end: JobEnd, error: SideError): Promise<never> {
  const { side, operation, errorClass, code, ofCustomer } = error.facts;
  const said = ofCustomer ? await askedWithout(ctx, side) : error;
  if (said === undefined) {
    // One fact a day: credentials that may read and not write are refused for every customer in the same way.
    ctx.alert(`refused:${side}:${code}:${day(ctx.now())}`, { kind: 'refused', side, code });
    const own = new SideError({ ...error.facts, errorClass: 'unknown' }, { cause: error });
    return tryAgain(ctx, end, own, UNKNOWN_TRIES);
  }
  // A side that is in trouble by now, or closed, tells nothing of the refusal: the job goes by what it does tell.
  if (!isCredentials(said)) return toOutcome(ctx, end, said);
  countRetry(ctx, side, operation, errorClass);
  return closeQueue(ctx, end, ctx.timings.retryMs);
}

/** What a side answers to a request of the same credentials that concerns no customer; undefined where it goes well. */
async function askedWithout({ clients }: Context, side: Side): Promise<unknown> {
  try {
    return await clients[side].ping();
  } catch (error) {
    return error;
  }
}

function isCredentials(error: unknown): boolean {
  return error instanceof SideError && error.facts.errorClass === 'credentials';
}

/**
 * An outage is no customer's fault: while the circuit is open, the queue waits, and no attempt is used up. A failure
 * that one customer alone brings about is none of the circuit's, because the next `probe` closes it.
 */
async function trouble(ctx: Context, end: JobEnd, error: SideError): Promise<never> {
  const { side, operation, errorClass } = error.facts;
  if (!(await ctx.gates[side].circuit()).open) return tryAgain(ctx, end, error, triesOf(end));
  countRetry(ctx, end.side, operation, errorClass);
  return closeQueue(ctx, end, ctx.timings.retryMs);
}

function tryAgain(ctx: Context, end: JobEnd, error: SideError, tries: number): Promise<never> {
  if (!hasMoreTries(end, tries)) return giveUp(ctx, end, error);
  countRetry(ctx, end.side, error.facts.operation, error.facts.errorClass);
  throw error;
}

async function giveUp(ctx: Context, end: JobEnd, error: SideError): Promise<never> {
  const { errorClass, code, detail } = error.facts;
  if (end.tried !== undefined) {
    const reason: Reason = { errorClass, code, detail: detail ?? '', fingerprint: end.tried };
    await park(ctx, end.side, end.subject, reason, runOf(end.job));
  }
  throw new UnrecoverableError(error.message);
}

const day = (at: number) => new Date(at).toISOString().slice(0, 10);
