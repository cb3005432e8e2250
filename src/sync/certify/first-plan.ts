import type { ScanState } from '../../domain/certificate.ts';
import { SIDES } from '../../domain/customer.ts';
import { subjectId } from '../../store/records.ts';
import { keepSheet, linesOf, sheetOf, touchSheet } from '../../store/sheets.ts';
import type { Context } from '../context.ts';
import {
  countPlan,
  type PlanItem,
  type PlanLine,
  type PlanSummary,
  planItems,
  planLines,
} from '../evaluate/plan-items.ts';
import { takeSnapshot } from '../evaluate/snapshot.ts';
import { inTurn } from '../poll-turns.ts';
import { FIRST_SYNC, matchingGeneration } from '../work.ts';

/** A person's word on a plan. */
export type Answer = { readonly by: string; readonly at: number; readonly hash: string };

/** True once the first plan needs nobody any more (rule 10). */
export async function approved(ctx: Context): Promise<boolean> {
  return ctx.config.initialSync === 'auto' || (await ctx.store.getState<Answer>('approved')) !== undefined;
}

/** The plan that waits for its approval, as it was last shown. */
export function waitingPlan(ctx: Context): Promise<PlanSummary | undefined> {
  return ctx.store.getState<PlanSummary>('plan');
}

export async function bothScanned(ctx: Context): Promise<boolean> {
  const scans = await Promise.all(SIDES.map((side) => ctx.store.getState<ScanState>(`scan:${side}`)));
  return scans.every((scan) => scan?.complete !== undefined);
}

/** What the sheet of a first plan is about. */
export const FIRST_PLAN = { kind: 'first-plan' } as const;

/** How the waiting plan came about, to tell whether it would be another one by now. */
type Making = {
  /** All that it was made of, at its start. */
  readonly grounds: string;
  /** Tick at which these grounds were first met. */
  readonly met: number;
  /** Which sides have been read whole since, and believed: a reading tells who is not there. */
  readonly readSince: string;
  readonly at: number;
  readonly tookMs: number;
};

/** A plan that takes long to make takes at most this share of the time. */
const REST_TIMES = 20;
const REST_FROM_MS = 1_000;
const TOUCHED_EVERY_MS = 3_600_000;

/**
 * Makes the first plan anew where something has changed; nothing is linked or written before it is approved. A large
 * one is not made at every poll of a busy company: whoever agrees to an older one agrees to its lines that still stand.
 */
export function refreshPlan(ctx: Context, now = false): Promise<void> {
  return inTurn(ctx, () => refreshed(ctx, now));
}

async function refreshed(ctx: Context, now: boolean): Promise<void> {
  if (!(await bothScanned(ctx))) return;
  const [before, made] = await Promise.all([waitingPlan(ctx), ctx.store.getState<Making>('plan-made')]);
  const next = await nextMaking(ctx, made);
  if (before !== undefined && made !== undefined && !now && !isDue(ctx, made, next)) {
    if (made.at + TOUCHED_EVERY_MS > ctx.now()) return;
    await touchSheet(ctx.store, before.hash);
    return ctx.store.setState('plan-made', { ...made, at: ctx.now() });
  }
  const begun = performance.now();
  const plan = await makePlan(ctx);
  await ctx.store.setState('plan', plan);
  await ctx.store.setState('plan-made', { ...next, at: ctx.now(), tookMs: performance.now() - begun });
  if (before?.hash === plan.hash) return;
  ctx.log.info(
    { hash: plan.hash, counts: plan.counts },
    'the first plan waits for approval: puente plan, puente approve',
  );
  if (before === undefined) ctx.alert('first-plan', { kind: 'first-plan' });
  // Whoever refused one waits for the next.
  else if (await refusalOf(ctx, before.hash)) ctx.alert(`first-plan:${before.hash}`, { kind: 'first-plan' });
}

/** The grounds of now, and the sides that have been read whole since they were met. */
async function nextMaking(ctx: Context, made: Making | undefined): Promise<Omit<Making, 'at' | 'tookMs'>> {
  const { scans, routes, policies, trustedFrom, epochBeganAt, canUpdateAceptabits } = await takeSnapshot(ctx);
  const { config, store } = ctx;
  const settings = [policies, config.aceptabits.shop, config.managementpro.defaults];
  const generation = await store.getState<number>(matchingGeneration);
  const grounds = store.digest(
    JSON.stringify([generation, routes, trustedFrom, settings, canUpdateAceptabits]),
  );
  const met = made?.grounds === grounds ? made.met : await store.nextSequence();
  const quietFrom = epochBeganAt === undefined ? 0 : epochBeganAt + ctx.timings.createQuietMs;
  const readSince = SIDES.map((side) => {
    const { whole = 0, complete } = scans[side] ?? {};
    const isQuiet = (complete?.begunAt ?? 0) >= quietFrom;
    return [whole > met, (complete?.sequence ?? 0) > met && isQuiet].join();
  }).join();
  return { grounds, met, readSince };
}

function isDue(ctx: Context, made: Making, next: Pick<Making, 'grounds' | 'readSince'>): boolean {
  if (next.grounds === made.grounds && next.readSince === made.readSince) return false;
  return made.tookMs < REST_FROM_MS || made.at + REST_TIMES * made.tookMs <= ctx.now();
}

async function makePlan(ctx: Context): Promise<PlanSummary> {
  const { counts, sample, add } = countPlan();
  const hash = await keepSheet(ctx.store, FIRST_PLAN, agreeingApart(ctx), ({ item }: PlanLine) => add(item));
  return { hash, at: ctx.now(), counts, sample };
}

/** So many pairs are taken off at once. */
const AGREEING_AT_ONCE = 500;

/**
 * The lines of the plan. Pairs that would only be linked have the same values: they are no difference (the two leading
 * numbers), until something moves them. Where anything has moved meanwhile, the next plan takes them off.
 */
async function* agreeingApart(ctx: Context): AsyncGenerator<PlanLine> {
  const { redis, keys } = ctx.store;
  const generation = (await redis.hget(keys.state, matchingGeneration)) ?? undefined;
  let agreeing: PlanItem[] = [];
  let linked: PlanItem | undefined;
  const takeOff = async () => {
    await ctx.store.inCommits(agreeing, (tx, { clave = '', code = '' }) => {
      tx.expect(keys.state, matchingGeneration, generation);
      tx.unrank(keys.differs, subjectId({ side: 'managementpro', key: clave }));
      tx.unrank(keys.differs, subjectId({ side: 'aceptabits', key: code }));
    });
    agreeing = [];
  };
  for await (const line of planLines(ctx)) {
    if (linked !== undefined && linked.clave !== line.item.clave) agreeing.push(linked);
    linked = line.item.action === 'link' ? line.item : undefined;
    yield line;
    if (agreeing.length >= AGREEING_AT_ONCE) await takeOff();
  }
  if (linked !== undefined) agreeing.push(linked);
  await takeOff();
}

/** The lines of the plan that waits, exactly those that its hash stands for; else all that the rules would do now. */
export async function* shownItems(ctx: Context): AsyncGenerator<PlanItem> {
  const waiting = (await approved(ctx)) ? undefined : await waitingPlan(ctx);
  const sheet = waiting && (await sheetOf(ctx.store, waiting.hash));
  if (sheet === undefined) return yield* planItems(ctx);
  for await (const lines of linesOf<PlanLine>(ctx.store, sheet)) yield* lines.map(({ item }) => item);
}

/**
 * Marks who is known when the first sync is let go unasked: they are nobody's wave of newcomers. Where a plan was
 * approved that has been done with it.
 */
export async function beginFirstSync(ctx: Context): Promise<void> {
  if ((await ctx.store.getState<number>(FIRST_SYNC)) !== undefined || !(await bothScanned(ctx))) return;
  await ctx.store.setState(FIRST_SYNC, await ctx.store.nextSequence());
}

/** Who has refused the first plan of this hash, and when. */
export async function refusalOf(ctx: Context, hash: string): Promise<Answer | undefined> {
  const refused = await ctx.store.getState<Answer>('refused');
  return refused?.hash === hash ? refused : undefined;
}
