import type { Fault } from '../../src/simulators/faults.ts';
import { createTroubleOf } from '../../src/sync/decide/create-trouble.ts';
import { trialName } from '../../src/sync/evaluate/update-method.ts';
import {
  heldForMethod,
  idle,
  inStep,
  newcomer,
  pause,
  pauseUnref,
  pollOnce,
  scansIdle,
  someone,
  statusOf,
} from './engine-room.ts';
import { type Finding, findings } from './invariants.ts';
import { agree, renameSucursal, wave } from './people-at-work.ts';
import { type FaultScript, type History, type Setting, type Side, type Step, told } from './script.ts';
import { end, type Figures, openStage, type Stage, syncAlways, TIMINGS, UPDATE_PATH } from './stage.ts';

/** What came of one history. `exempt` counts what only a person can settle, by kind. */
export type Outcome = {
  readonly problems: readonly string[];
  readonly exempt: Finding['exempt'];
  readonly figures: Figures;
  readonly ms: number;
  readonly chronicle: readonly string[];
};

const SIDES: readonly Side[] = ['managementpro', 'aceptabits'];
/** Polls of both sides after which everything must be in step. */
const ROUNDS_MAX = 15;
const SILENT_ROUNDS = 10;
const HOUR_MS = 3_700_000;
const DAY_MS = 25 * HOUR_MS;
const IDLE_WITHIN_MS = 8_000;
const REPLICAS_MAX = 2;
/** A limit and no pace: the longest history of a busy machine takes a third of it. */
const ENDS_WITHIN_MS = 300_000;
const CLOSES_WITHIN_MS = 10_000;

/** Plays a history to its end on both simulators and a real Redis, and holds the end against the invariants. */
export async function play(history: History): Promise<Outcome> {
  const startedAt = Date.now();
  const stage = await openStage(history);
  try {
    const { problems, found } = await Promise.race([toItsEnd(stage, history), neverEnding(stage)]);
    stage.figures.steps = history.steps.length;
    stage.figures.faults = stage.sims.managementpro.faults.hits() + stage.sims.aceptabits.faults.hits();
    stage.figures.writes = stage.journal.entries.length;
    return {
      problems: [...problems, ...stage.journal.problems, ...stage.complaints, ...found.problems],
      exempt: found.exempt,
      figures: stage.figures,
      ms: Date.now() - startedAt,
      chronicle: stage.chronicle,
    };
  } catch (error) {
    const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return {
      problems: [why],
      exempt: {},
      figures: stage.figures,
      ms: Date.now() - startedAt,
      chronicle: stage.chronicle,
    };
  } finally {
    await Promise.race([stage.close(), pauseUnref(CLOSES_WITHIN_MS)]);
  }
}

async function toItsEnd(stage: Stage, { steps }: History): Promise<{ problems: string[]; found: Finding }> {
  for (const step of steps) await take(stage, step);
  const problems = await conclude(stage);
  return { problems, found: await findings(stage) };
}

/** A daemon that waits for ever is a failure like any, and must not hold up the histories after it. */
async function neverEnding({ lives }: Stage): Promise<never> {
  await pauseUnref(ENDS_WITHIN_MS);
  const open = lives.flatMap(({ mortal }) => [...mortal.open]).join(', ');
  throw new Error(`no end after ${ENDS_WITHIN_MS} ms; open calls: ${open}`);
}

async function take(stage: Stage, step: Step): Promise<void> {
  stage.tell(told(step));
  const life = await someone(stage);
  const { mortal, app } = life;
  switch (step.do) {
    case 'act':
      stage.act(step.act);
      return;
    case 'poll':
      await pollOnce(stage, life, step.side);
      return;
    case 'settle':
      await idle(life, step.ms);
      return;
    case 'fault':
      return arm(stage, step.fault);
    case 'calm':
      return calm(stage);
    case 'setting':
      return change(stage, step.setting);
    case 'kill':
      return mortal.at(step.moment, () => mortal.die());
    case 'freeze':
      return mortal.at(step.moment, () => {
        stage.figures.freezes += 1;
        mortal.freeze(step.ms);
      });
    case 'meanwhile':
      return mortal.at(step.moment, () => stage.act(step.act));
    case 'redis':
      return restartRedis(stage, step.ms);
    case 'replica':
      return toggleReplica(stage);
    case 'restart':
      return restart(stage);
    case 'clock':
      stage.clock.redisAheadMs = step.ms;
      return;
    case 'rename':
      return renameSucursal(stage, step.nth);
    case 'grow':
      Object.assign(stage.growth[step.side], { pages: step.pages, salt: step.salt });
      return;
    case 'wave':
      return wave(stage, step.side, step.count, step.salt);
    case 'agree':
      return byHand(life, () => agree(stage, life, step.meanwhile));
    case 'method':
      stage.sims.aceptabits.settings.updatePath = UPDATE_PATH;
      return;
    case 'resync':
    case 'storm': {
      const key = keyAt(stage, step.side, step.who);
      if (key === undefined) return;
      const jobs = app.engine.queues;
      const data = step.side === 'managementpro' ? { clave: key } : { code: key };
      await byHand(life, () => jobs.resync.add('person', data));
      if (step.do === 'resync') return;
      await byHand(life, () => jobs.resync.add('person', { all: true }));
      await byHand(life, () => jobs.scan[step.side].add('reconcile', {}));
      await restart(stage);
    }
  }
}

type Life = Awaited<ReturnType<typeof someone>>;

/** What a person does on the queue board, over the daemon's own connection. */
async function byHand(life: Life, work: () => Promise<unknown>): Promise<void> {
  await Promise.race([work(), life.mortal.died]);
}

function keyAt({ town }: Stage, side: Side, who: number): string | undefined {
  const all = town.all(side);
  return all[Math.floor(who * all.length)]?.key;
}

const WRITES = /^(addCliente|add-customer|edit-customer)$/;
const READS = /^(?!addCliente$|add-customer$|edit-customer$)/;

function arm(stage: Stage, script: FaultScript): void {
  const { sims, blanked } = stage;
  const { side, on, kind, when, times, commitDelayMs } = script;
  const fault: Fault = {
    on: on === 'write' ? WRITES : READS,
    kind,
    when,
    times,
    retryAfterSeconds: 0,
    ...(kind === 'slow' && { delayMs: 60 }),
    ...(commitDelayMs !== undefined && { commitDelayMs }),
    // One record that is wrong in one answer cannot be told from an edit, so lies are told of whole lists only.
    ...(LIES.includes(kind) && { matches: isWholeList }),
  };
  if (kind === 'blankField') blanked.add(side);
  sims[side].faults.add(fault);
}

const LIES = ['emptyList', 'halfList', 'blankField'];

function isWholeList(body: unknown): boolean {
  const { search, data } = body as { search?: string; data?: Record<string, string> };
  return !search && !data?.busqueda && !data?.clave && !data?.cliente;
}

function calm({ sims }: Stage): void {
  for (const side of SIDES) sims[side].faults.clear();
}

function change({ sims }: Stage, setting: Setting): void {
  Object.assign(sims[setting.side].settings, { [setting.name]: setting.value });
}

async function restartRedis(stage: Stage, ms: number): Promise<void> {
  const { own, url } = stage.redis;
  if (own === undefined) return;
  stage.figures.redisRestarts += 1;
  await own.kill();
  await pause(ms);
  await own.restart();
  await syncAlways(url);
}

async function toggleReplica(stage: Stage): Promise<void> {
  if (stage.lives.length < REPLICAS_MAX) {
    stage.figures.replicas += 1;
    return newcomer(stage);
  }
  const leaver = stage.lives.shift();
  if (leaver !== undefined) await end(leaver);
}

async function restart(stage: Stage): Promise<void> {
  stage.figures.restarts += 1;
  const [leaver] = stage.lives.splice(0, 1);
  await Promise.all([leaver && end(leaver), newcomer(stage)]);
}

/** The faults stop; within a bounded number of polls both sides are in step, and then nothing moves any more. */
async function conclude(stage: Stage): Promise<string[]> {
  calm(stage);
  for (const side of SIDES) stage.sims[side].settings.listLagMs = 0;
  for (const { mortal } of stage.lives) mortal.spare();
  for (const growth of Object.values(stage.growth)) growth.pages = 0;
  stage.clock.redisAheadMs = 0;
  // What proved absent is tried again once a day (rule 7).
  if (stage.setup.method === 'late') {
    stage.sims.aceptabits.settings.updatePath = UPDATE_PATH;
    stage.clock.skewMs += DAY_MS;
  }
  const life = await someone(stage);
  // A list that is cut off is read completely once an hour: people in it may still be unseen.
  if (stage.setup.managementpro.cap > 0) stage.clock.skewMs += HOUR_MS;
  // Both sides may still show late what was written last.
  await idle(life, IDLE_WITHIN_MS);
  await scansIdle(life, IDLE_WITHIN_MS);
  await pause(TIMINGS.lagMs);
  const problems = await converge(stage, life);
  if (problems.length > 0) return problems;
  const afterNight = await nextNight(stage, life);
  return afterNight.length > 0 ? afterNight : silence(stage, life);
}

/** The reconciliation frees what was set aside only because a side was in trouble. */
async function nextNight(stage: Stage, life: Life): Promise<string[]> {
  for (const side of SIDES) await byHand(life, () => life.app.engine.queues.scan[side].add('reconcile', {}));
  await scansIdle(life, IDLE_WITHIN_MS);
  await idle(life, IDLE_WITHIN_MS);
  return converge(stage, life);
}

async function round(stage: Stage, life: Life): Promise<void> {
  for (const side of SIDES) {
    // An open circuit closes by itself, with a probe.
    while (!(await pollOnce(stage, life, side))) await pause(30);
    await idle(life, IDLE_WITHIN_MS);
  }
}

/**
 * A side whose creates ended unclear, one after another, is tried with one canary at growing pauses (rule 8), which last
 * longer than many polls of a history: they are waited for.
 */
async function canaryIsDue({ app: { context } }: Life): Promise<void> {
  const now = await context.store.time();
  const troubles = await Promise.all(SIDES.map((side) => createTroubleOf(context, side)));
  const waits = troubles.map(
    ({ trouble }) => Math.max(trouble?.nextAt ?? 0, trouble?.canary?.dueAt ?? 0) - now,
  );
  await pause(Math.min(Math.max(0, ...waits), 2 * TIMINGS.createTroubleMs));
}

async function converge(stage: Stage, life: Life): Promise<string[]> {
  for (let rounds = 1; rounds <= ROUNDS_MAX; rounds += 1) {
    await round(stage, life);
    await canaryIsDue(life);
    if (stage.setup.initialSync === 'review' || rounds >= 4) await byHand(life, () => agree(stage, life, []));
    if ((await inStep(life)) && !(await isHeldForMethod(stage, life))) return [];
    // A list that is cut off is read completely once an hour.
    if (stage.setup.managementpro.cap > 0) stage.clock.skewMs += HOUR_MS;
  }
  const status = await statusOf(life);
  const { store } = life.app.context;
  const work = await store.load((await Array.fromAsync(store.workBatches())).flat());
  const waits = await store.redis.hgetall(store.keys.waits);
  const trial = await store.getState(trialName('aceptabits'));
  const told = Object.entries({ status, work, waits, trial }).map(
    ([name, what]) => `${name}: ${JSON.stringify(what)}`,
  );
  return [`not in step after ${ROUNDS_MAX} rounds: ${told.join(', ')}`];
}

/** A method that has appeared delivers all that waited for it. */
async function isHeldForMethod({ setup }: Stage, life: Life): Promise<boolean> {
  return setup.method === 'late' && (await heldForMethod(life)) > 0;
}

async function silence(stage: Stage, life: Life): Promise<string[]> {
  const before = stage.journal.entries.length;
  const writes = () => stage.sims.managementpro.writes + stage.sims.aceptabits.writes;
  const count = writes();
  for (let rounds = 0; rounds < SILENT_ROUNDS; rounds += 1) await round(stage, life);
  if (writes() === count) return [];
  return [`nobody edits, and there are writes: ${JSON.stringify(stage.journal.entries.slice(before))}`];
}
