/** Goes through everybody who is work, asks the rules, files what they say, and leaves each with its writes queued. */
import { otherSide } from '../../domain/customer.ts';
import type { Transaction } from '../../store/commit.ts';
import { type Loaded, type Subject, subjectId } from '../../store/records.ts';
import type { Context } from '../context.ts';
import { type Evaluated, evaluate } from '../evaluate/evaluate.ts';
import { isBeingRead, type Snapshot, takeSnapshot } from '../evaluate/snapshot.ts';
import { FIRST_SYNC } from '../work.ts';
import type { Urgency, WriteRequest } from '../write-request.ts';
import { leaveToCreate } from './create-trouble.ts';
import { file, isFiled } from './file-decision.ts';
import { linkLone } from './linking.ts';
import { heldBy, isUnasked, isUncounted, type Place, placeOf } from './place.ts';

export type Deciding = {
  readonly urgency?: Urgency | undefined;
  /** True for who looks at readings as a whole: values that nobody has judged pass the brake with this (rule 10). */
  readonly judging?: boolean | undefined;
  /** Takes those who would be created unasked: they are left as they are until it is known whether they are a wave. */
  readonly putOff?: ((lone: Loaded, snapshot: Snapshot) => void) | undefined;
};

/** What all subjects of one round are held against. */
type Round = { readonly snapshot: Snapshot; readonly firstSync: number | undefined };

/** A customer with what is decided of it. */
type Decided = { readonly evaluated: Evaluated; readonly place: Place };

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
  for (let rounds = 0; open.length > 0 && rounds < ROUNDS_MAX; rounds += 1) {
    // In this order: what a reading has shown is under way still, or the brake that it has led to is seen (rule 10).
    const loaded = await ctx.store.load(open);
    const snapshot = await takeSnapshot(ctx);
    await forgetOldNames(ctx, open, loaded);
    const evaluated = await evaluate(ctx, loaded, snapshot, { braked: snapshot.braked, judging });
    const firstSync = await ctx.store.getState<number>(FIRST_SYNC);
    const decided = evaluated
      .filter((customer) => {
        const waits = putOff && customer.kind === 'lone' && isUnasked(ctx, customer, snapshot, firstSync);
        if (waits) putOff(customer.loaded, snapshot);
        // What is being read stays work for the poll that is reading it.
        return !waits && !isBeingRead(customer.loaded, snapshot);
      })
      .map((customer) => ({
        evaluated: customer,
        place: placeOf(customer, heldBy(ctx, customer, snapshot)),
      }));
    const { tried, others } = await linkAll(ctx, decided, snapshot);
    const { filed, moved } = await fileAll(ctx, others, { snapshot, firstSync });
    for (const one of filed)
      for (const request of await requestsOf(ctx, one, snapshot))
        requests.push({ ...request, urgency: urgency ?? request.urgency });
    open = [...tried, ...moved].map((one) => one.evaluated.loaded.subject);
  }
  return requests;
}

/** Whoever waits for the canary of a side whose creates end unclear has nothing to do there yet (rule 8). */
async function requestsOf(
  ctx: Context,
  { evaluated, place: { requests } }: Decided,
  snapshot: Snapshot,
): Promise<readonly WriteRequest[]> {
  const [create] = requests;
  if (evaluated.kind !== 'lone' || create === undefined) return requests;
  const leave = await leaveToCreate(ctx, snapshot, create.side, create.subject.key);
  return leave.kind === 'wait' ? [] : requests;
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

/** Links made at once: each waits for Redis several times, and a first sync makes as many as there are people. */
const LINKED_AT_ONCE = 16;

/** Links those who are to be linked; all who are an end of such a link are looked at again as what came of it. */
async function linkAll(
  ctx: Context,
  decided: readonly Decided[],
  snapshot: Snapshot,
): Promise<{ tried: Decided[]; others: Decided[] }> {
  const known = new Map(decided.map((one) => [idOf(one), one.evaluated.loaded]));
  const ends = new Set<string>();
  const links = decided.flatMap((one) => {
    const found = linkOf(one);
    if (found === undefined) return [];
    const { loaded, plan } = found;
    const [own, other] = [idOf(one), subjectId({ side: otherSide(loaded.subject.side), key: plan.key })];
    // The other end has said so before this one.
    const isSaid = ends.has(own) || ends.has(other);
    ends.add(own).add(other);
    return isSaid ? [] : [{ loaded, pair: { ...plan, known: known.get(other) } }];
  });
  for (let at = 0; at < links.length; at += LINKED_AT_ONCE) {
    const together = links.slice(at, at + LINKED_AT_ONCE);
    await Promise.all(together.map(({ loaded, pair }) => linkLone(ctx, loaded, pair, snapshot)));
  }
  const tried = decided.filter((one) => ends.has(idOf(one)));
  return { tried, others: decided.filter((one) => !ends.has(idOf(one))) };
}

function idOf({ evaluated: { loaded } }: Decided): string {
  return subjectId(loaded.subject);
}

/** The link that is to be made of a customer, unless a brake holds it. */
function linkOf({ evaluated, place }: Decided) {
  if (evaluated.kind !== 'lone' || evaluated.plan.kind !== 'link' || place.held) return undefined;
  return { loaded: evaluated.loaded, plan: evaluated.plan };
}

/**
 * Files decisions in as few commits as their words need, and leaves out those who wait as they did. Whoever was in a
 * commit with somebody who has moved is filed alone; `moved` are those that are to be decided on again.
 */
async function fileAll(
  ctx: Context,
  decided: readonly Decided[],
  round: Round,
): Promise<{ filed: Decided[]; moved: Decided[] }> {
  const filed: Decided[] = [];
  const moved: Decided[] = [];
  let [tx, part] = [ctx.store.transaction(), [] as Decided[]];
  const commit = async () => {
    if (await tx.commit()) filed.push(...part);
    else for (const one of part) ((await isFiledAlone(ctx, one, round)) ? filed : moved).push(one);
    [tx, part] = [ctx.store.transaction(), []];
  };
  for (const one of decided) {
    if (isFiled(one.evaluated, one.place)) continue;
    fileOne(ctx, tx, one, round);
    part.push(one);
    if (tx.isFull) await commit();
  }
  await commit();
  return { filed, moved };
}

async function isFiledAlone(ctx: Context, one: Decided, round: Round): Promise<boolean> {
  const tx = ctx.store.transaction();
  fileOne(ctx, tx, one, round);
  return tx.commit();
}

/** Whoever is created unasked is noted, so that a wave of newcomers is seen also where it comes in over a day (rule 10). */
function fileOne(ctx: Context, tx: Transaction, { evaluated, place }: Decided, round: Round): void {
  file(ctx, tx, evaluated, place);
  if (evaluated.kind !== 'lone' || evaluated.plan.kind !== 'create' || place.held) return;
  if (isUncounted(ctx, evaluated, round.snapshot, round.firstSync)) return;
  const { side, key } = evaluated.loaded.subject;
  tx.rank(ctx.store.keys.newcomers(side), ctx.now(), key, true);
}
