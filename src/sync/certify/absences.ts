import { type BrakeReason, isShrunken, judgeAbsence } from '../../domain/brake.ts';
import type { Certificate, ScanState } from '../../domain/certificate.ts';
import { otherSide, type Side } from '../../domain/customer.ts';
import { keyOn } from '../../domain/link.ts';
import { batchesOf } from '../../store/batches.ts';
import { lonesOf } from '../../store/roster.ts';
import type { Context } from '../context.ts';
import { forgetLone } from '../observe/forget.ts';
import { readByKey } from '../observe/read-by-key.ts';
import { matchingGeneration } from '../work.ts';
import { brake, forgetAgreed, notAgreed } from './brakes.ts';
import { ABSENCES_TO_BELIEVE, confirmAbsence } from './missing.ts';
import { newcomerLines } from './newcomers.ts';

/** Known customers of a side that a scan did not show, those already missing left out. */
async function absentKeys(
  ctx: Context,
  side: Side,
  shown: ReadonlySet<string>,
): Promise<{ absent: string[]; known: number }> {
  // A map, because a key may be `__proto__`.
  const missing = new Map(Object.entries(await ctx.store.absences(side)));
  const absent: string[] = [];
  let known = 0;
  for await (const batch of ctx.store.knownKeys(side)) {
    const present = batch.filter((key) => Number(missing.get(key) ?? 0) < ABSENCES_TO_BELIEVE);
    known += present.length;
    for (const key of present) if (!shown.has(key)) absent.push(key);
  }
  // Redis may name a key twice in one pass.
  return { absent: [...new Set(absent)], known };
}

/**
 * Whoever was absent once and is shown again has not been absent twice in a row, though the row need not have changed.
 * Whoever is missing comes back by the row that shows it (`observe.ts`).
 */
async function forgetAbsences({ store }: Context, side: Side, shown: ReadonlySet<string>): Promise<void> {
  const absences = Object.entries(await store.absences(side));
  const back = absences.filter(([key, times]) => shown.has(key) && Number(times) < ABSENCES_TO_BELIEVE);
  await store.inCommits(back, (tx, [key]) => {
    tx.remove(store.keys.absent(side), key);
    // Whoever waits as the one who may be made anew is asked again.
    tx.count(store.keys.state, matchingGeneration);
  });
}

/** Leaves out what was read or created after the scan began, and links so young that a listing may lag behind. */
async function settledOnes(
  ctx: Context,
  side: Side,
  keys: readonly string[],
  sequence: number,
): Promise<string[]> {
  const settled: string[] = [];
  for (const batch of batchesOf(keys)) {
    const stored = await ctx.store.storedRecords(side, batch);
    const loaded = await ctx.store.load(batch.map((key) => ({ side, key })));
    const young = new Set(
      loaded.flatMap(({ link }) =>
        link !== undefined && isYoung(ctx, link.since) ? [link.clave, link.code] : [],
      ),
    );
    settled.push(
      ...batch.filter((key, index) => (stored[index]?.sequence ?? 0) <= sequence && !young.has(key)),
    );
  }
  return settled;
}

/** What lies in the future was told by a clock that was ahead, and is young by its own time only. */
function isYoung({ now, timings }: Context, since: number): boolean {
  const ageMs = now() - since;
  return Math.abs(ageMs) < timings.lagMs;
}

/** Ends of links whose record no reading has ever shown, such as what we have created: no list could miss them. */
async function neverSeen({ store }: Context, side: Side): Promise<string[]> {
  const keys: string[] = [];
  for await (const { link, ...loaded } of store.loadEach(await store.waiting('unseen')))
    if (link !== undefined && loaded[side] === undefined) keys.push(keyOn(side, link));
  return keys;
}

/** Customers of a side without a link, whom no believed reading has shown yet (rule 10). */
async function strangersOf(ctx: Context, side: Side): Promise<Set<string>> {
  const { complete } = (await ctx.store.getState<ScanState>(`scan:${side}`)) ?? {};
  // Before the first believed reading there is nobody else.
  if (complete === undefined) return new Set();
  const lones = await lonesOf(ctx.store, side);
  // What an open create of theirs may have made is not to be forgotten with them.
  const open = await ctx.store.intents(otherSide(side));
  const strangers = new Set<string>();
  for (const batch of batchesOf(lones)) {
    const stored = await ctx.store.storedRecords(side, batch);
    for (const [index, key] of batch.entries())
      if ((stored[index]?.firstSeen ?? 0) > (complete.shownBy ?? complete.sequence) && !open.has(key))
        strangers.add(key);
  }
  return strangers;
}

/**
 * What a complete scan did not show (rules 2 and 10): braked where it is too much to be true, unless a person
 * has agreed to nearly all of it; else each absentee is looked up by key. True when the scan may be believed.
 */
export async function considerAbsences(
  ctx: Context,
  side: Side,
  shown: ReadonlySet<string>,
  certificate: Certificate,
  sequence: number,
): Promise<boolean> {
  await forgetAbsences(ctx, side, shown);
  const { absent: unseen, known } = await absentKeys(ctx, side, shown);
  const never = (await neverSeen(ctx, side)).filter((key) => !shown.has(key) && !unseen.includes(key));
  const absent = await settledOnes(ctx, side, unseen, sequence);
  // An accident may have shown them: when they are gone again nobody misses them, and nobody is created of them.
  const strangers = await strangersOf(ctx, side);
  const missed = absent.filter((key) => !strangers.has(key));
  const of = known - strangers.size;
  const reason = judgeAbsence(missed.length, of, certificate.distinct, ctx.config.brake);
  if (reason === undefined) await forgetAgreed(ctx, side, 'absent');
  else {
    const newcomers = [...strangers].filter((key) => shown.has(key));
    if (!(await isAgreedToMiss(ctx, side, reason, { missed, of, newcomers }))) return false;
  }
  await lookUp(ctx, side, [...absent, ...(await settledOnes(ctx, side, never, sequence))], strangers);
  return true;
}

/** True when a person has agreed to nearly all of these absences; else the side is braked for the rest. */
async function isAgreedToMiss(
  ctx: Context,
  side: Side,
  found: BrakeReason,
  {
    missed,
    of,
    newcomers,
  }: { readonly missed: readonly string[]; readonly of: number; readonly newcomers: readonly string[] },
): Promise<boolean> {
  const lines = missed.map((key) => ({ kind: 'absent', key }) as const);
  const rest = await notAgreed(ctx, side, 'absent', lines);
  const isPartly = rest.length < missed.length;
  if (isPartly && !isShrunken(rest.length, of, ctx.config.brake)) return true;
  await brake(ctx, side, {
    reason: found,
    count: rest.length,
    of,
    keys: rest.map(({ key }) => key),
    lines: [...rest, ...(await newcomerLines(ctx, side, newcomers))],
  });
  return false;
}

const LOOK_UP_BATCH = { managementpro: 100, aceptabits: 4 } as const;

async function lookUp(
  ctx: Context,
  side: Side,
  absent: readonly string[],
  strangers: ReadonlySet<string>,
): Promise<void> {
  const size = LOOK_UP_BATCH[side];
  for (let at = 0; at < absent.length; at += size) {
    const batch = absent.slice(at, at + size);
    const there = await readByKey(ctx, side, batch);
    for (const key of batch) {
      if (there.has(key)) await ctx.store.redis.hdel(ctx.store.keys.absent(side), key);
      else if (strangers.has(key)) await forgetLone(ctx, side, key);
      else await confirmAbsence(ctx, side, key);
    }
  }
}
