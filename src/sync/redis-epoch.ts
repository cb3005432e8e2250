/**
 * Redis between two starts of its own. One that was killed, restored from a backup or taken over by its replica
 * may have lost the newest writes: intents of creates that were sent, links that were made. What was read of the
 * two sides before then no longer shows that a customer is not there (rule 8, fail-over). Nor does what is read at
 * once: a create that was forgotten may still be under way, or not be listed yet, so a quiet time comes first.
 *
 * A Redis that syncs every write loses none by being killed, so its next run goes on with the same epoch. That has to be
 * shown: each commit of an intent notes whether the run that takes it keeps every write, and the run after it must
 * begin soon after the last sign of life in its file. An older copy of the file, a backup that was put back, shows an
 * older sign; a file that the private Redis has repaired, or that is another one, has another mark. Whoever is behind
 * sentinels or in a cluster may be followed by a replica that lacks the newest writes: there, every other server that
 * answers begins an epoch, and so does one that was a replica in between (`RedisRun`).
 */
import type { Logger } from 'pino';
import type { Transaction } from '../store/commit.ts';
import { keepsEveryWrite, type RedisRun, redisRun } from '../store/keeps-writes.ts';
import type { Store } from '../store/store.ts';
import { type Epoch, ERA_BEGAN_AT, TRUSTED_FROM } from './context.ts';

const REDIS_RUN = 'redis-run';
/** State name: the run that kept every write when the newest intent was made, and the mark of its file. */
const KEEPS = 'redis-keeps';
/** State name: the newest sign of life of the run, by its own clock, ms. */
const ALIVE_AT = 'redis-alive-at';
const ALIVE_EVERY_MS = 5_000;
/** No backup is made, needed and put back within so short a time; an upgrade or a crash is over by then. */
const DOWN_MAX_MS = 30_000;
/** The start of a run is told in whole seconds. */
const TOLD_MS = 2_000;
/** Ticks given out and lost again must not be given out twice; no epoch comes near to so many. */
const LEAP = 1_000_000_000;

/** The run that kept every write, with the mark of its file. */
type Keeps = { readonly run: string; readonly file: string };

export type Keeper = {
  /** Names the append-only file as it is seen from outside; undefined where it is on another machine. */
  readonly file?: string | undefined;
  /** True where another server may take its place, which nobody can show to hold every write: none is believed to. */
  readonly failsOver: boolean;
};

export function createEpoch(store: Store, log: Logger, keeper: Keeper): Epoch {
  const { redis, keys } = store;
  /** Resolves when it is known which Redis answers. */
  let certain = Promise.resolve();
  let release: (() => void) | undefined;
  let run: string | undefined;
  let pulse: NodeJS.Timeout | undefined;

  const doubt = () => {
    if (release !== undefined) return;
    certain = new Promise((resolve) => {
      release = resolve;
    });
  };
  const settle = async () => {
    const begun = await beginAnew(store, keeper);
    run = begun.run;
    if (begun.isAnew)
      log.warn('Redis was started anew: customers are created again after the quiet time and complete scans');
    release?.();
    release = undefined;
  };
  // A check that fails has lost its connection again: the doubt stays until the next one.
  const ready = () => void settle().catch(() => undefined);
  const beat = async () => {
    // A sign that could not be given is an older one, which only makes the next start more careful.
    const same = await signOfLife(store, run).catch(() => true);
    if (same) return;
    // A master that was a replica in between breaks no connection where nobody has written to it meanwhile.
    doubt();
    ready();
  };

  return {
    async begin() {
      redis.on('close', doubt).on('ready', ready);
      await settle();
      pulse ??= setInterval(() => void beat(), ALIVE_EVERY_MS).unref();
    },
    async expect(tx, trustedFrom) {
      await certain;
      tx.expect(keys.state, TRUSTED_FROM, trustedFrom === 0 ? undefined : String(trustedFrom));
      noteKeeps(store, tx, await keepsOf(store, run, keeper));
    },
    async lasts(trustedFrom) {
      await certain;
      return ((await store.getState<number>(TRUSTED_FROM)) ?? 0) === trustedFrom;
    },
    end() {
      clearInterval(pulse);
      redis.off('close', doubt).off('ready', ready);
    },
  };
}

async function keepsOf(
  { redis }: Store,
  run: string | undefined,
  { file = '', failsOver }: Keeper,
): Promise<Keeps | undefined> {
  if (run === undefined || failsOver) return undefined;
  return (await keepsEveryWrite(redis)) ? { run, file } : undefined;
}

function noteKeeps({ keys }: Store, tx: Transaction, keeps: Keeps | undefined): void {
  if (keeps === undefined) tx.remove(keys.state, KEEPS);
  else tx.set(keys.state, KEEPS, JSON.stringify(keeps));
}

/** Run and time are of one answer, so that no later run is taken for a sign of an earlier one. False where it is another. */
async function signOfLife(store: Store, known: string | undefined): Promise<boolean> {
  const { id, now } = await redisRun(store.redis);
  if (id === undefined || now === undefined) return true;
  if (id !== known) return false;
  const { state } = store.keys;
  const tx = store.transaction().expect(state, REDIS_RUN, JSON.stringify(id));
  await tx.set(state, ALIVE_AT, JSON.stringify(now)).commit();
  return true;
}

/** What the run before has left in the file. */
type Left = { readonly run: string; readonly keeps: Keeps | undefined; readonly aliveAt: number | undefined };

/** True where it can be shown that this run holds all that the one before has said yes to. */
async function hasLostNothing(
  { redis }: Store,
  left: Left,
  run: RedisRun,
  { file = '', failsOver }: Keeper,
): Promise<boolean> {
  if (failsOver || left.keeps?.run !== left.run || left.keeps.file !== file) return false;
  if (left.aliveAt === undefined || run.startedAt === undefined) return false;
  const downMs = run.startedAt - left.aliveAt;
  return downMs >= -TOLD_MS && downMs <= DOWN_MAX_MS && (await keepsEveryWrite(redis));
}

/** Notes the run of the server that answers. Anew when a store that has been in use finds one that may have lost something. */
async function beginAnew(
  store: Store,
  keeper: Keeper,
): Promise<{ run: string | undefined; isAnew: boolean }> {
  const run = await redisRun(store.redis);
  const [before, keeps, aliveAt] = await store.getStates<[string, Keeps, number]>([
    REDIS_RUN,
    KEEPS,
    ALIVE_AT,
  ]);
  // A hosted Redis may keep its run to itself: then every connection counts as another one.
  if (run.id !== undefined && run.id === before) return { run: run.id, isAnew: false };
  const goesOn =
    before !== undefined && (await hasLostNothing(store, { run: before, keeps, aliveAt }, run, keeper));
  if (!goesOn) await beginEpoch(store);
  const { state } = store.keys;
  const tx = store.transaction();
  if (run.id === undefined) tx.remove(state, REDIS_RUN);
  else tx.set(state, REDIS_RUN, JSON.stringify(run.id));
  if (run.now !== undefined) tx.set(state, ALIVE_AT, JSON.stringify(run.now));
  noteKeeps(store, tx, await keepsOf(store, run.id, keeper));
  await tx.commit();
  return { run: run.id, isAnew: before !== undefined && !goesOn };
}

/** An epoch that began later than now was begun by a clock that has been put right since: its quiet time begins now. */
export async function healEpoch(store: Store, now: number): Promise<void> {
  const began = await store.getState<number>(ERA_BEGAN_AT);
  if (began !== undefined && began > now) await store.setState(ERA_BEGAN_AT, now);
}

async function beginEpoch(store: Store): Promise<void> {
  const wasInUse = (await store.getState<number>(TRUSTED_FROM)) !== undefined;
  if (wasInUse) await store.setState(ERA_BEGAN_AT, await store.time());
  await store.setState(TRUSTED_FROM, await store.redis.incrby(store.keys.sequence, LEAP));
  // A list that is proven complete only from time to time is proven at once.
  await store.setState('scan-memory', undefined);
}
