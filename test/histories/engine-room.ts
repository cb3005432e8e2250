import type { ScanState } from '../../src/domain/certificate.ts';
import { SIDES } from '../../src/domain/customer.ts';
import { SideError } from '../../src/domain/errors.ts';
import { isInStep, readStatus } from '../../src/report/status.ts';
import { linkIn } from '../../src/store/packed.ts';
import { brakesOf } from '../../src/sync/evaluate/brake-state.ts';
import { SideClosed } from '../../src/sync/job-errors.ts';
import { poll } from '../../src/sync/jobs/poll.ts';
import { enqueue } from '../../src/sync/jobs/queues.ts';
import type { Side } from './script.ts';
import { end, type Life, type Stage } from './stage.ts';
import { FIELDS, type Field } from './values.ts';

/** What the player of a history does with its daemons; none of it outlives the daemon that does it. */

const DEAD: unique symbol = Symbol('dead');
/** A limit and no pace: many histories share one busy machine. */
const POLL_WITHIN_MS = 90_000;

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** The outcome of some work of a daemon, or `DEAD` when it died over it. */
async function inLife<T>(life: Life, work: () => Promise<T>): Promise<T | typeof DEAD> {
  if (life.mortal.isDead) return DEAD;
  const limit = pauseUnref(POLL_WITHIN_MS).then(() => {
    const open = [...life.mortal.open].join(', ');
    throw new Error(`a daemon was busy for longer than ${POLL_WITHIN_MS} ms, and waits for ${open}`);
  });
  return Promise.race([work(), life.mortal.died.then((): typeof DEAD => DEAD), limit]);
}

/** The same, but nothing is kept alive for it. */
export function pauseUnref(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}

/** Buries the dead and sees to it that somebody is alive. */
export async function someone(stage: Stage): Promise<Life> {
  for (;;) {
    buryDead(stage);
    const [alive] = stage.lives;
    if (alive !== undefined) return alive;
    await newcomer(stage);
  }
}

/** A further daemon, which may die while it starts. */
export async function newcomer(stage: Stage): Promise<void> {
  const life = await stage.live();
  await inLife(life, () => life.app.engine.start());
}

/** Nobody waits for a funeral: nothing of the dead reaches anything any more. */
function buryDead(stage: Stage): void {
  for (const life of stage.lives.filter(({ mortal }) => mortal.isDead)) {
    stage.lives.splice(stage.lives.indexOf(life), 1);
    stage.figures.kills += 1;
    stage.funerals.push(end(life));
  }
}

/** The fields that have had their first merge, by clave. */
async function mergedFields({ app }: Life): Promise<Map<string, Field[]>> {
  const { redis, keys } = app.context.store;
  const links = Object.entries(await redis.hgetall(keys.links)).map(([clave, raw]) => linkIn(clave, raw));
  return new Map(
    links.map(({ clave, base }) => [
      clave,
      FIELDS.filter(
        (field) => base.managementpro[field] !== undefined && base.aceptabits[field] !== undefined,
      ),
    ]),
  );
}

/** One poll and the queueing of what follows. True when it came to its end. */
export async function pollOnce(stage: Stage, life: Life, side: Side): Promise<boolean> {
  try {
    const done = await inLife(life, async () => {
      stage.town.merged(await mergedFields(life));
      const startedAt = Date.now();
      const requests = await poll(life.app.context, side);
      stage.town.ledger.polled(side, startedAt);
      await checkBrakes(stage, life, side);
      await enqueue(life.app.engine.queues, requests);
      return true;
    });
    return done === true;
  } catch (error) {
    if (!(error instanceof SideError || error instanceof SideClosed))
      stage.complaints.push(`a poll of ${side}: ${error instanceof Error ? error.stack : error}`);
    return false;
  }
}

/** A field that nobody has typed into is no reason for a brake, whatever else has changed in its rows (rule 10). */
async function checkBrakes({ town, blanked, complaints }: Stage, { app }: Life, side: Side): Promise<void> {
  for (const { reason, fields = [] } of await brakesOf(app.context, side)) {
    if (reason !== 'mass-change' && reason !== 'mass-emptying') continue;
    for (const field of FIELDS.filter((one) => fields.includes(one)))
      if (!town.isTypedOn(side, field) && !blanked.has(side))
        complaints.push(`${side} is braked for its ${field}, which nobody has typed`);
  }
}

/** Waits until no job is left but those that wait for a complete scan, at most so long. */
export async function idle(life: Life, withinMs: number): Promise<boolean> {
  const until = Date.now() + withinMs;
  for (;;) {
    const quiet = await inLife(life, () => hasNothingToDo(life));
    if (quiet === true) return true;
    if (quiet === DEAD || Date.now() >= until) return false;
    await pause(8);
  }
}

async function hasNothingToDo(life: Life): Promise<boolean> {
  const { write, resync } = life.app.engine.queues;
  const queues = [...Object.values(write), resync];
  const [inHand, delayed] = await Promise.all([
    sumOf(queues.map((queue) => queue.getJobCountByTypes('waiting', 'active', 'prioritized'))),
    sumOf(queues.map((queue) => queue.getDelayedCount())),
  ]);
  return inHand === 0 && (delayed === 0 || delayed <= (await awaitingScan(life)));
}

async function sumOf(counts: readonly Promise<number>[]): Promise<number> {
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

/** Creates without a clear answer that are not sent again before the other side has been read once more (rule 8). */
async function awaitingScan({ app }: Life): Promise<number> {
  const { store } = app.context;
  const counts = SIDES.map(async (side) => {
    const complete = (await store.getState<ScanState>(`scan:${side}`))?.complete?.sequence ?? 0;
    return [...(await store.intents(side)).values()].filter(
      ({ intent }) => intent.quietSince !== undefined && complete <= intent.quietSince,
    ).length;
  });
  return sumOf(counts);
}

/** Waits until no scan is queued or running. */
export async function scansIdle(life: Life, withinMs: number): Promise<boolean> {
  const until = Date.now() + withinMs;
  const { scan } = life.app.engine.queues;
  for (;;) {
    const counts = await inLife(life, () =>
      Promise.all(
        Object.values(scan).map((queue) => queue.getJobCountByTypes('waiting', 'active', 'prioritized')),
      ),
    );
    if (counts === DEAD || Date.now() >= until) return false;
    if (counts.every((count) => count === 0)) return true;
    await pause(8);
  }
}

export function statusOf({ app }: Life) {
  return readStatus(app.context, app.engine.queues);
}

/** In step but for creates that only a person can settle: their intents stay, parked with the reason (rule 8). */
export async function inStep(life: Life): Promise<boolean> {
  const status = await statusOf(life);
  const openIntents = (side: Side) => ({ ...status.sides[side], openIntents: 0 });
  const sides = { managementpro: openIntents('managementpro'), aceptabits: openIntents('aceptabits') };
  return (await leftIntents(life)).length === 0 && isInStep({ ...status, sides });
}

/** Values that wait for Aceptabits' update method. */
export async function heldForMethod({ app }: Life): Promise<number> {
  const { redis, keys } = app.context.store;
  const waits = await redis.hvals(keys.waits);
  return waits.filter((raw) => raw.includes('"no-update-method"')).length;
}

/** The open creates that nobody has been asked about, and that no night will try again. */
export async function leftIntents({ app }: Life): Promise<string[]> {
  const { redis, keys } = app.context.store;
  const waits = await redis.hgetall(keys.waits);
  const left: string[] = [];
  for (const [target, source] of [
    ['aceptabits', 'managementpro'],
    ['managementpro', 'aceptabits'],
  ] as const)
    for (const [key, raw] of Object.entries(await redis.hgetall(keys.intents(target))))
      if (!/"(cannot-tell-apart|create-unclear)"/.test(waits[`${source}:${key}`] ?? ''))
        left.push(`${target} ${key} ${raw}`);
  return left;
}
