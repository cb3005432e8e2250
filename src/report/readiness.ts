import type { ScanState } from '../domain/certificate.ts';
import { SIDES, type Side } from '../domain/customer.ts';
import { redisComplaints, redisFacts } from '../store/redis-facts.ts';
import type { Context } from '../sync/context.ts';
import type { Queues } from '../sync/jobs/queues.ts';
import { pausedQueues } from './paused-queues.ts';

/** `reasons` say why it is not ready; `warnings` what a person should know although it is. */
export type Readiness = {
  readonly ready: boolean;
  readonly reasons: readonly string[];
  readonly warnings: readonly string[];
};

/** Intervals, the time of a reading included, after which a scan is old. */
const INTERVALS_MAX = 3;
/** With intervals of seconds, one slow answer is not yet a reason. */
const AGE_MIN_MS = 60_000;
const REDIS_WITHIN_MS = 2_000;
/** Anybody may ask, as often as they like: the answer is looked up once in this time. */
const KEPT_MS = 1_000;

/** Answers whether the work can go on: Redis answers, and both sides have been read lately. */
export function createReadiness(ctx: Context, queues: Queues): () => Promise<Readiness> {
  let kept: Promise<Readiness> | undefined;
  return () => {
    if (kept === undefined) {
      kept = withinMs(REDIS_WITHIN_MS, readinessNow(ctx, queues)).catch(() =>
        judged(['Redis does not answer'], []),
      );
      setTimeout(() => {
        kept = undefined;
      }, KEPT_MS).unref();
    }
    return kept;
  };
}

async function readinessNow(ctx: Context, queues: Queues): Promise<Readiness> {
  const { redis } = ctx.store;
  if (redis.status !== 'ready') return judged(['Redis does not answer'], []);
  const [facts, paused, ...ages] = await Promise.all([
    redisFacts(redis),
    pausedQueues(queues),
    ...SIDES.map((side) => lateness(ctx, side)),
  ]);
  const complaints = redisComplaints(facts);
  const texts = (fatal: boolean) =>
    complaints.filter((complaint) => complaint.fatal === fatal).map(({ text }) => text);
  // Whoever has paused a queue has to be let in to resume it, so that is no reason to be unready.
  const warnings = paused.map((queue) => `${queue} is paused on the queue board: nothing of it runs`);
  return judged([...texts(true), ...ages.flatMap((age) => age ?? [])], [...texts(false), ...warnings]);
}

function judged(reasons: readonly string[], warnings: readonly string[]): Readiness {
  return { ready: reasons.length === 0, reasons, warnings };
}

/** Why a side counts as not read lately. A braked side is being read, and waits for a person: that is no reason. */
async function lateness({ store, config, now }: Context, side: Side): Promise<string | undefined> {
  const last = (await store.getState<ScanState>(`scan:${side}`))?.last;
  if (last === undefined) return `${side} has not been read yet`;
  const lastedMs = last.endedAt - last.startedAt;
  const allowedMs = Math.max(AGE_MIN_MS, INTERVALS_MAX * (config[side].pollEveryMs + lastedMs));
  const ageMs = now() - last.endedAt;
  // An end in the future was told by a clock that was ahead: it says nothing of when the side was really read.
  if (ageMs < -AGE_MIN_MS) return `${side} was last read by a clock that was ahead`;
  if (ageMs <= allowedMs) return undefined;
  return `${side} was read ${Math.round(ageMs / 1000)} s ago, and should be every ${config[side].pollEveryMs / 1000} s`;
}

async function withinMs<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
