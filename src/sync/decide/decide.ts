/** Goes through everybody who is work, asks the rules, files what they say, and leaves each with its writes queued. */
import type { Braked } from '../../domain/brake.ts';
import { otherSide, SIDES, type Side } from '../../domain/customer.ts';
import { unjudged } from '../../domain/judged.ts';
import type { Transaction } from '../../store/commit.ts';
import { type AnyWait, type Loaded, type Subject, subjectId } from '../../store/records.ts';
import { fileCounted } from '../certify/movements.ts';
import type { Context } from '../context.ts';
import { type Evaluated, evaluate, type LinkOutcome } from '../evaluate/evaluate.ts';
import { isBeingRead, type Snapshot, takeSnapshot } from '../evaluate/snapshot.ts';
import { FIRST_SYNC } from '../work.ts';
import type { Urgency, WriteRequest } from '../write-request.ts';
import { leaveToCreate } from './create-trouble.ts';
import { expectUnmoved, fileLink, filePlace, isFiled, requestsOf, waitsOn } from './file-decision.ts';
import { linkLone } from './linking.ts';
import { isUnasked, noteNewcomer, whyNotPlaced } from './newcomers.ts';

type LoneEvaluated = Extract<Evaluated, { kind: 'lone' }>;

export type Deciding = {
  readonly urgency?: Urgency | undefined;
  /** True for who looks at readings as a whole: values that nobody has judged pass the brake with this (rule 10). */
  readonly judging?: boolean | undefined;
  /** Takes those who would be created unasked: they are left as they are until it is known whether they are a wave. */
  readonly putOff?: ((lone: Loaded, snapshot: Snapshot) => void) | undefined;
};

/** What all subjects of one round are held against. */
type Round = {
  readonly braked: Braked;
  readonly snapshot: Snapshot;
  readonly firstSync: number | undefined;
  /** Whoever is decided on, by subject. */
  readonly known: ReadonlyMap<string, Loaded>;
  /** Pairs that this round has tried to link: the other end is looked at again as what came of it. */
  readonly tried: Set<string>;
};

/** Links made at once: each waits for Redis several times, and a first sync makes as many as there are people. */
const LINKED_AT_ONCE = 16;

/** One after another, but for neighbours who are to be linked. */
function groupsOf(evaluated: readonly Evaluated[]): Evaluated[][] {
  const isLinked = (one: Evaluated | undefined) => one?.kind === 'lone' && one.plan.kind === 'link';
  const groups: Evaluated[][] = [];
  for (const one of evaluated) {
    const last = groups.at(-1);
    if (last !== undefined && isLinked(one) && isLinked(last[0]) && last.length < LINKED_AT_ONCE)
      last.push(one);
    else groups.push([one]);
  }
  return groups;
}

function byId(loaded: readonly Loaded[]): Map<string, Loaded> {
  return new Map(loaded.map((one) => [subjectId(one.subject), one]));
}

/** A subject that somebody else keeps moving is left as work for the next round. */
const ROUNDS_MAX = 4;

/**
 * Decides on subjects as they stand and remembers the decisions; answers the writes that follow from them.
 * The commit comes before the enqueueing: a crash between the two leaves the subjects as work, and the next
 * round asks for the same writes again.
 */
export async function decide(
  ctx: Context,
  subjects: readonly Subject[],
  { urgency, judging = false, putOff }: Deciding = {},
): Promise<WriteRequest[]> {
  const requests: WriteRequest[] = [];
  let open = [...subjects];
  for (let round = 0; open.length > 0 && round < ROUNDS_MAX; round += 1) {
    // In this order: what a reading has shown is under way still, or the brake that it has led to is seen (rule 10).
    const loaded = await ctx.store.load(open);
    const snapshot = await takeSnapshot(ctx);
    const { braked } = snapshot;
    await forgetOldNames(ctx, open, loaded);
    const evaluated = await evaluate(ctx, loaded, snapshot, { braked, judging });
    const firstSync = await ctx.store.getState<number>(FIRST_SYNC);
    const again: Subject[] = [];
    const add = (more: readonly WriteRequest[]) =>
      requests.push(...more.map((request) => ({ ...request, urgency: urgency ?? request.urgency })));
    const { filed, others } = await fileLinks(ctx, evaluated, snapshot);
    for (const link of filed) add(requestsOf(link));
    const round = { braked, snapshot, firstSync, known: byId(loaded), tried: new Set<string>() };
    for (const together of groupsOf(others)) {
      const asked = together.filter((customer) => {
        const waits = putOff && customer.kind === 'lone' && isUnasked(ctx, customer, snapshot, firstSync);
        if (waits) putOff(customer.loaded, snapshot);
        return !waits;
      });
      const outcomes = await Promise.all(asked.map((customer) => carryOut(ctx, customer, round)));
      for (const [at, outcome] of outcomes.entries())
        if (outcome !== 'again') add(outcome);
        else again.push(...asked.slice(at, at + 1).map((customer) => customer.loaded.subject));
    }
    open = again;
  }
  return requests;
}

/** A customer that was linked while something marked it as work goes by its link's name now. */
async function forgetOldNames(
  ctx: Context,
  asked: readonly Subject[],
  loaded: readonly Loaded[],
): Promise<void> {
  const { keys } = ctx.store;
  const names = new Set(loaded.map(({ subject }) => subjectId(subject)));
  const linked = new Map(loaded.flatMap(({ link }) => (link === undefined ? [] : [[link.code, link.clave]])));
  for (const subject of asked.filter((customer) => !names.has(subjectId(customer)))) {
    const id = subjectId(subject);
    const tx = ctx.store.transaction().expect(keys.codes, subject.key, linked.get(subject.key));
    await tx.unrank(keys.work, id).unrank(keys.differs, id).remove(keys.passed, id).commit();
  }
}

/**
 * Files links in as few commits as their words need, and leaves out those who wait as they did. Answers those that were
 * filed, and the others: who is no link or not to be filed so, and whoever was in a commit with somebody who has moved.
 */
async function fileLinks(
  ctx: Context,
  evaluated: readonly Evaluated[],
  snapshot: Snapshot,
): Promise<{ filed: LinkOutcome[]; others: Evaluated[] }> {
  const filed: LinkOutcome[] = [];
  const others: Evaluated[] = [];
  let [tx, part] = [ctx.store.transaction(), [] as LinkOutcome[]];
  const commit = async () => {
    const into: Evaluated[] = (await tx.commit()) ? filed : others;
    into.push(...part);
    [tx, part] = [ctx.store.transaction(), []];
  };
  for (const customer of evaluated)
    if (customer.kind === 'link' && waitsOn(customer)) continue;
    else if (customer.kind === 'link' && isFree(customer, snapshot)) {
      expectUnmoved(ctx, tx, customer.loaded);
      fileLink(ctx, tx, customer);
      part.push(customer);
      if (tx.isFull) await commit();
    } else others.push(customer);
  await commit();
  return { filed, others };
}

/** Neither left to the poll that is reading it nor kept back by a brake of a whole side. */
function isFree(linked: LinkOutcome, snapshot: Snapshot): boolean {
  return !isBeingRead(linked.loaded, snapshot) && brakedBy(linked, snapshot.braked) === undefined;
}

async function carryOut(ctx: Context, evaluated: Evaluated, round: Round): Promise<WriteRequest[] | 'again'> {
  const { braked, snapshot } = round;
  // It stays work for the poll that is reading it.
  if (isBeingRead(evaluated.loaded, snapshot)) return [];
  switch (evaluated.kind) {
    case 'link':
      return carryOutLink(ctx, evaluated, braked);
    case 'lone':
      return carryOutLone(ctx, evaluated, round);
    case 'gone':
      return (await file(ctx, evaluated, [], undefined)) ? [] : 'again';
  }
}

async function carryOutLink(
  ctx: Context,
  linked: LinkOutcome,
  braked: Braked,
): Promise<WriteRequest[] | 'again'> {
  const side = brakedBy(linked, braked);
  if (side !== undefined) {
    const filed = await file(ctx, linked, [{ kind: 'braked', side }], undefined, (tx) =>
      fileCounted(ctx, tx, linked.state),
    );
    return filed ? [] : 'again';
  }
  const tx = ctx.store.transaction();
  expectUnmoved(ctx, tx, linked.loaded);
  fileLink(ctx, tx, linked);
  return (await tx.commit()) ? requestsOf(linked) : 'again';
}

/**
 * The side on which this link has moved while its list, or its company, is in doubt, unless exactly these values have
 * been let through (rule 10). Where values alone are braked, the link's plan leaves them out.
 */
export function brakedBy({ state }: LinkOutcome, braked: Braked): Side | undefined {
  return SIDES.find((side) => {
    const shown = state.shown[side];
    return braked[side]?.whole && shown !== undefined && unjudged(state.link, side, shown).length > 0;
  });
}

async function carryOutLone(
  ctx: Context,
  lone: LoneEvaluated,
  { braked, snapshot, firstSync, known, tried }: Round,
): Promise<WriteRequest[] | 'again'> {
  const { loaded, plan, fingerprint } = lone;
  const { side } = loaded.subject;
  const held = whyNotPlaced(ctx, lone, braked, snapshot);
  if (held !== undefined) return (await file(ctx, lone, [{ kind: 'braked', side: held }], '')) ? [] : 'again';
  switch (plan.kind) {
    case 'link': {
      const id = subjectId({ side: otherSide(side), key: plan.key });
      // The other end has said so before this one, of the same two.
      if (tried.has(`${id} ${subjectId(loaded.subject)}`)) return 'again';
      tried.add(`${subjectId(loaded.subject)} ${id}`);
      await linkLone(ctx, loaded, { key: plan.key, adopted: plan.adopted, known: known.get(id) }, snapshot);
      return 'again';
    }
    case 'create':
      if (!(await file(ctx, lone, [], fingerprint, (tx) => noteNewcomer(ctx, tx, lone, snapshot, firstSync))))
        return 'again';
      // Whoever waits for the canary of a side whose creates end unclear has nothing to do there yet (rule 8).
      if ((await leaveToCreate(ctx, otherSide(side), loaded.subject.key)).kind === 'wait') return [];
      return [{ side: otherSide(side), subject: loaded.subject, urgency: 'backfill' }];
    case 'ambiguous':
      return (await file(ctx, lone, [{ kind: 'ambiguous', candidates: plan.candidates }], undefined))
        ? []
        : 'again';
    case 'parked':
      return (await file(
        ctx,
        lone,
        [{ kind: 'parked', side: otherSide(side), code: plan.code, detail: plan.detail }],
        undefined,
      ))
        ? []
        : 'again';
    case 'wait-for-scan':
      return (await file(ctx, lone, [], '')) ? [] : 'again';
    case 'inactive':
      return (await file(ctx, lone, [], undefined)) ? [] : 'again';
    case 'platform':
    case 'probe':
    case 'nobody':
    case 'paused':
      return (await file(ctx, lone, [{ kind: plan.kind }], undefined)) ? [] : 'again';
  }
}

/** `work`: undefined takes the subject off the work, '' leaves it there, a fingerprint lets it past the brake. */
async function file(
  ctx: Context,
  evaluated: Evaluated,
  waits: readonly AnyWait[],
  work: string | undefined,
  more: (tx: Transaction) => void = () => undefined,
): Promise<boolean> {
  const { loaded } = evaluated;
  if (isFiled(loaded, waits, work)) return true;
  const { side, key } = loaded.subject;
  const tx = ctx.store.transaction();
  expectUnmoved(ctx, tx, loaded);
  // A decision that knew nothing of an open create would take its customer off the work, and the create would stay open.
  const open = evaluated.kind === 'link' ? undefined : evaluated.open;
  tx.expect(ctx.store.keys.intents(otherSide(side)), key, open?.raw);
  filePlace(ctx, tx, loaded, waits, work);
  more(tx);
  return tx.commit();
}
