import { SIDES } from '../../domain/customer.ts';
import type { Parked } from '../../domain/link.ts';
import { holdsOf } from '../../domain/update-trial.ts';
import { batchesOf } from '../../store/batches.ts';
import { scoresOf } from '../../store/hash-fields.ts';
import { type AnyWait, type Loaded, type Subject, subjectId } from '../../store/records.ts';
import { routesDigest } from '../certify/reroutes.ts';
import type { Context } from '../context.ts';
import { takeSnapshot } from '../evaluate/snapshot.ts';
import { trialsOf } from '../evaluate/update-method.ts';
import { markWork, matchingGeneration } from '../work.ts';
import { unpark } from './park.ts';

/**
 * What waits for a setting (held without an update method, parked for a reference, a conflict for its policy) is
 * decided on again at the start, because settings change only there, and when the agents have changed the routes.
 * Whether anything is tried is for the rules to say.
 */
export async function reviveWaiting(ctx: Context): Promise<void> {
  for (const kind of ['held', 'parked', 'conflict'] as const) {
    const waiting = await ctx.store.waiting(kind);
    await ctx.store.inCommits(waiting, (tx, subject) => markWork(ctx, tx, subjectId(subject)));
  }
}

/**
 * What an update method did not do is tried again a day later, and is known to be done as soon as it was seen to land
 * (rule 7): whoever is held is asked again when what is held has changed, whoever has changed it. Where nothing is, those
 * who are held for it all the same are asked at any time: another replica, which did not know yet, has held them since. What
 * was asked is noted afterwards: a crash between repeats the question.
 */
export async function askHeldAgain(ctx: Context, take: (batch: Subject[]) => Promise<void>): Promise<void> {
  const { store } = ctx;
  if (await isNobodyWaiting(ctx, 'held')) return;
  const trials = await trialsOf(ctx);
  const ofSides = SIDES.map((side) => holdsOf(trials[side], ctx.now()));
  const holds = SIDES.map((side, at) => `${side}: ${ofSides[at]}`).join(', ');
  const isAsked = holds === (await store.getState<string>('held-asked'));
  const isTried = ctx.clients.aceptabits.canUpdate && SIDES.every((side) => !trials[side].backlog);
  const isNone = isTried && ofSides.every((held) => held === '');
  if (isAsked && !isNone) return;
  for (const batch of batchesOf(await store.waiting('held')))
    await take(isAsked ? await heldForNothing(ctx, batch) : batch);
  if (!isAsked) await store.setState('held-asked', holds);
}

/** Most polls of most companies: nobody is asked, and what was asked stands. */
async function isNobodyWaiting({ store }: Context, kind: 'held' | 'braked'): Promise<boolean> {
  return (await store.redis.zcard(store.keys.waitsOf(kind))) === 0;
}

/** Those of the held who are held for what is known of a method, where nothing speaks against it any more. */
async function heldForNothing({ store }: Context, batch: readonly Subject[]): Promise<Subject[]> {
  const loaded = await store.load(batch);
  const isOfMethod = (wait: AnyWait) => wait.kind === 'held' && HELD_BY_METHOD.has(wait.reason);
  return loaded.filter(({ waits }) => waits.some(isOfMethod)).map(({ subject }) => subject);
}

const HELD_BY_METHOD = new Set<string>(['no-update-method', 'not-taken', 'side-effect']);

/**
 * Whoever waits for a brake is no work while it stands, and is asked again when what is braked has changed; where nothing
 * is, at any time: another replica may have left somebody to a brake that came off meanwhile. Noted afterwards: a crash
 * between repeats the question.
 */
export async function askBrakedAgain(ctx: Context, take: (batch: Subject[]) => Promise<void>): Promise<void> {
  const { redis, keys } = ctx.store;
  if (await isNobodyWaiting(ctx, 'braked')) return;
  const { braked } = await takeSnapshot(ctx);
  const scopes = JSON.stringify(braked);
  const isOff = SIDES.every((side) => braked[side] === undefined);
  const isAsked = scopes === (await ctx.store.getState<string>('braked-asked'));
  if (isAsked && !isOff) return;
  for (const batch of batchesOf(await ctx.store.waiting('braked'))) {
    const working = await scoresOf(redis, keys.work, batch.map(subjectId));
    await take(batch.filter((_, at) => working[at] === null));
  }
  if (!isAsked) await ctx.store.setState('braked-asked', scopes);
}

/** Classes that say something of the side on that day, and nothing of the customer. */
const PASSING = new Set<Parked['errorClass']>(['trouble', 'unknown']);

function parkings({ link, lone }: Loaded): Parked[] {
  return [...Object.values(link?.parked ?? {}), lone.parked].filter((parked) => parked !== undefined);
}

/** Each night frees what was parked only because a side was in trouble for too long: no record need change for it. */
export async function freeTroubled(ctx: Context): Promise<void> {
  for await (const loaded of ctx.store.loadEach(await ctx.store.waiting('parked'))) {
    const reasons = parkings(loaded);
    if (reasons.length > 0 && reasons.every(({ errorClass }) => PASSING.has(errorClass)))
      await unpark(ctx, loaded.subject, 'reconciliation');
  }
}

/**
 * Changed routes may change what every link's salesperson means, so all become work and go past the brake like
 * any movement (rule 10); so does whoever waits for a reference, links or not. Noted afterwards: a crash between
 * marks them again.
 */
export async function reviewRoutes(ctx: Context): Promise<void> {
  const { store } = ctx;
  // The first version kept no agents with its links: each is looked at once, while the routes are still those it knew.
  const routes = `agents ${await routesDigest(ctx)}`;
  if (routes === (await store.getState<string>('routes-reviewed'))) return;
  for await (const batch of store.linkBatches())
    await store.inCommits(batch, (tx, subject) => {
      markWork(ctx, tx, subjectId(subject));
      // What has passed had other values: it is judged anew.
      tx.remove(store.keys.passed, subjectId(subject));
    });
  await reviveWaiting(ctx);
  await store.setState('routes-reviewed', routes);
}

/**
 * Ambiguous customers wait for other customers' data, links and verdicts as well as for their own, so any news
 * asks them again. What was asked is noted afterwards: a crash between repeats the question.
 */
export async function askAmbiguousAgain(
  ctx: Context,
  take: (batch: Subject[]) => Promise<void>,
): Promise<void> {
  const { store } = ctx;
  const generation = await store.getState<number>(matchingGeneration);
  if (generation === (await store.getState<number>('ambiguous-asked'))) return;
  for (const batch of batchesOf(await store.waiting('ambiguous'))) await take(batch);
  await store.setState('ambiguous-asked', generation);
}
