/** Which linked customers have moved on a side since they were last judged, counted for its brakes (rule 10). */
import { isAnotherPerson } from '../../domain/another-person.ts';
import { kindOf, type Movement, MovementTally, movement } from '../../domain/brake.ts';
import { type Field, SIDES, type Side } from '../../domain/customer.ts';
import type { BrakeLine } from '../../domain/lines.ts';
import { batchesOf } from '../../store/batches.ts';
import type { Transaction } from '../../store/commit.ts';
import { hashFields, scoresOf } from '../../store/hash-fields.ts';
import { type Subject, subjectId } from '../../store/records.ts';
import { touchSheet } from '../../store/sheets.ts';
import type { Context } from '../context.ts';
import { undecided } from '../evaluate/brake-pass.ts';
import { brakesOf } from '../evaluate/brake-state.ts';
import { evaluateLink, type LinkOutcome } from '../evaluate/evaluate.ts';
import { takeSnapshot } from '../evaluate/snapshot.ts';
import { brake, lift } from './brakes.ts';
import { leftOutMovements } from './left-out.ts';

/** What has moved of a linked customer on a side, as it is counted and asked about. */
type Counted = Movement & {
  readonly clave: string;
  /** Left out by a person: counted on, so that the others do not pass for it, and asked about no more. */
  readonly paused: boolean;
  readonly values: readonly { readonly field: Field; readonly mark: string }[];
};

/** Whoever waits for a brake is no work: it stays as it was counted until somebody moves it, which makes it work again. */
export type CountedOnBoth = { readonly [S in Side]?: Counted | undefined };

type Moved = { readonly tally: MovementTally; readonly counted: Counted[] };

/** A value of a linked customer as a person agrees to it. */
export function valueMark(
  { store }: Context,
  side: Side,
  clave: string,
  field: Field,
  value: string,
): string {
  return store.digest(JSON.stringify([side, clave, field, value]));
}

/** Those of the subjects who have a link: in a first sync they are few. */
async function linkedAmong(
  { store: { redis, keys } }: Context,
  batch: readonly Subject[],
): Promise<Subject[]> {
  const codes = batch.map(({ key }) => key);
  const [aceptabits, managementpro] = await Promise.all([
    hashFields(redis, keys.codes, codes),
    scoresOf(redis, keys.linked, batch.map(subjectId)),
  ]);
  const found = { managementpro, aceptabits };
  return batch.filter(({ side }, at) => found[side][at] !== null);
}

/** All movements of linked customers at work that nobody has judged yet, counted and named. */
async function movementsAtWork(ctx: Context): Promise<{ moved: Record<Side, Moved>; atWork: Set<string> }> {
  const moved: Record<Side, Moved> = {
    managementpro: { tally: new MovementTally(), counted: [] },
    aceptabits: { tally: new MovementTally(), counted: [] },
  };
  const snapshot = await takeSnapshot(ctx);
  const atWork = new Set<string>();
  for await (const batch of ctx.store.workBatches()) {
    for (const subject of batch) atWork.add(subjectId(subject));
    for (const loaded of await ctx.store.load(await undecided(ctx, await linkedAmong(ctx, batch)))) {
      if (loaded.link === undefined) continue;
      const { state } = evaluateLink(ctx, loaded, loaded.link, snapshot);
      add(moved, countedOf(ctx, state));
    }
  }
  return { moved, atWork };
}

function add(moved: Record<Side, Moved>, both: CountedOnBoth): void {
  for (const side of SIDES) {
    const counted = both[side];
    if (counted === undefined) continue;
    moved[side].tally.add(counted);
    moved[side].counted.push(counted);
  }
}

/** Those who wait for a brake and have not moved since, as they were counted then. */
async function addStanding(
  { store }: Context,
  moved: Record<Side, Moved>,
  atWork: ReadonlySet<string>,
): Promise<void> {
  const ids = (await store.waiting('braked')).map(subjectId).filter((id) => !atWork.has(id));
  for (const batch of batchesOf(ids))
    for (const text of await hashFields(store.redis, store.keys.counted, batch))
      if (text !== null) add(moved, JSON.parse(text) as CountedOnBoth);
}

/** What has moved of a link and was not judged, on either side. */
function countedOf(ctx: Context, state: LinkOutcome['state']): CountedOnBoth {
  const onSide = (side: Side): Counted | undefined => {
    const shown = state.shown[side];
    if (shown === undefined) return undefined;
    const moved = movement(state.link, side, shown, isAnotherPerson(state, side));
    if (moved.changed.length === 0) return undefined;
    const { clave, paused } = state.link;
    const mark = (field: Field) => valueMark(ctx, side, clave, field, shown[field] ?? '');
    const values = moved.changed.map((field) => ({ field, mark: mark(field) }));
    return { ...moved, clave, paused: paused !== undefined, values };
  };
  return { managementpro: onSide('managementpro'), aceptabits: onSide('aceptabits') };
}

/** State name of a counter of whoever begins to wait for a brake, or was counted otherwise since. */
const COUNTED = 'counted';
/** State name of what the last judgement went by. */
const JUDGED = 'movements-judged';

/** In the commit that leaves a linked customer to wait for a brake. */
export function fileCounted(ctx: Context, tx: Transaction, state: LinkOutcome['state']): void {
  const { keys } = ctx.store;
  const { clave } = state.link;
  tx.set(
    keys.counted,
    subjectId({ side: 'managementpro', key: clave }),
    JSON.stringify(countedOf(ctx, state)),
  );
  tx.count(keys.state, COUNTED);
}

/** What a person is asked to agree to: every value of the fields that are braked, those of the first field first. */
function linesOf(counted: readonly Counted[], fields: readonly Field[]): BrakeLine[] {
  return fields.flatMap((braked) =>
    counted.flatMap(({ clave, values }) =>
      values
        .filter(({ field }) => field === braked)
        .map((value) => ({ kind: 'value' as const, clave, ...value })),
    ),
  );
}

/** Judges what linked customers' values do on each side, and brakes or lifts accordingly (rule 10). */
export async function judgeMovements(ctx: Context): Promise<void> {
  const { redis, keys } = ctx.store;
  const leftOut = {
    managementpro: await leftOutMovements(ctx, 'managementpro'),
    aceptabits: await leftOutMovements(ctx, 'aceptabits'),
  };
  const [links, working, standing] = await Promise.all([
    redis.hlen(keys.links),
    redis.zcard(keys.work),
    redis.zcard(keys.waitsOf('braked')),
  ]);
  // Few links or pieces of work cannot pass a limit that starts at `minCustomers`, so the common poll reads no customer.
  const many = working + standing + Math.max(...SIDES.map((side) => leftOut[side].length));
  if (Math.min(links, many) < ctx.config.brake.minCustomers) {
    for (const side of SIDES) await lift(ctx, side, 'values');
    return;
  }
  const { moved, atWork } = await movementsAtWork(ctx);
  const [count, judged] = await ctx.store.getStates<[number, string]>([COUNTED, JUDGED]);
  const sizes = SIDES.map((side) => leftOut[side].length);
  const goesBy = JSON.stringify([count, links, standing, sizes, ctx.config.brake]);
  // A brake that nobody has moved since costs no look at those who wait for it.
  if (goesBy === judged && SIDES.every((side) => moved[side].counted.length === 0)) return touchBrakes(ctx);
  await addStanding(ctx, moved, atWork);
  for (const side of SIDES) {
    for (const one of leftOut[side]) moved[side].tally.add(one);
    await judgeSide(ctx, side, moved[side], links);
  }
  await ctx.store.setState(JUDGED, goesBy);
}

/** The sheets that are shown last another day. */
async function touchBrakes(ctx: Context): Promise<void> {
  for (const side of SIDES)
    for (const { reason, hash } of await brakesOf(ctx, side))
      if (kindOf(reason) === 'values') await touchSheet(ctx.store, hash);
}

async function judgeSide(ctx: Context, side: Side, { tally, counted }: Moved, links: number): Promise<void> {
  const judged = tally.judge(links, ctx.config.brake);
  if (judged === undefined) return lift(ctx, side, 'values');
  const { field } = judged;
  const isConcerned = ({ values }: Counted) =>
    field === undefined || values.some((one) => one.field === field);
  const asked = counted.filter(({ paused }) => !paused);
  const concerned = asked.filter(isConcerned);
  if (concerned.length === 0) return lift(ctx, side, 'values');
  await brake(ctx, side, {
    ...judged,
    count: Math.min(judged.count, concerned.length),
    of: links,
    keys: concerned.map(({ clave }) => clave),
    lines: linesOf(asked, judged.fields),
  });
}
