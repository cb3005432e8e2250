/** Which linked customers have moved on a side since they were last judged, counted for its brakes (rule 10). */
import { isAnotherPerson } from '../../domain/another-person.ts';
import { MovementTally, movement } from '../../domain/brake.ts';
import { type Field, SIDES, type Side } from '../../domain/customer.ts';
import type { BrakeLine } from '../../domain/lines.ts';
import { hashFields, scoresOf } from '../../store/hash-fields.ts';
import { type Subject, subjectId } from '../../store/records.ts';
import type { Context } from '../context.ts';
import { undecided } from '../evaluate/brake-pass.ts';
import { evaluateLink, type LinkOutcome } from '../evaluate/evaluate.ts';
import { takeSnapshot } from '../evaluate/snapshot.ts';
import { brake, lift } from './brakes.ts';
import { leftOutMovements } from './left-out.ts';

type Counted = {
  readonly clave: string;
  /** Left out by a person: counted on, so that the others do not pass for it, and asked about no more. */
  readonly paused: boolean;
  readonly values: readonly { readonly field: Field; readonly mark: string }[];
};

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

/** All movements of linked customers on a side that nobody has judged yet, counted and named. */
async function movements(ctx: Context): Promise<Record<Side, Moved>> {
  const result: Record<Side, Moved> = {
    managementpro: { tally: new MovementTally(), counted: [] },
    aceptabits: { tally: new MovementTally(), counted: [] },
  };
  const snapshot = await takeSnapshot(ctx);
  for await (const batch of ctx.store.workBatches())
    for (const loaded of await ctx.store.load(await undecided(ctx, await linkedAmong(ctx, batch)))) {
      if (loaded.link === undefined) continue;
      const linked = evaluateLink(ctx, loaded, loaded.link, snapshot);
      for (const side of SIDES) count(ctx, linked, side, result[side]);
    }
  return result;
}

function count(ctx: Context, { state }: LinkOutcome, side: Side, { tally, counted }: Moved): void {
  const shown = state.shown[side];
  if (shown === undefined) return;
  const moved = movement(state.link, side, shown, isAnotherPerson(state, side));
  if (moved.changed.length === 0) return;
  tally.add(moved);
  const { clave } = state.link;
  const values = moved.changed.map((field) => ({
    field,
    mark: valueMark(ctx, side, clave, field, shown[field] ?? ''),
  }));
  counted.push({ clave, paused: state.link.paused !== undefined, values });
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
  const links = await redis.hlen(keys.links);
  // Few links or pieces of work cannot pass a limit that starts at `minCustomers`, so the common poll reads no customer.
  const leftOut = {
    managementpro: await leftOutMovements(ctx, 'managementpro'),
    aceptabits: await leftOutMovements(ctx, 'aceptabits'),
  };
  const many = (await redis.zcard(keys.work)) + Math.max(...SIDES.map((side) => leftOut[side].length));
  const isFew = Math.min(links, many) < ctx.config.brake.minCustomers;
  const found = isFew ? undefined : await movements(ctx);
  for (const side of SIDES) {
    for (const moved of leftOut[side]) found?.[side].tally.add(moved);
    const judged = found?.[side].tally.judge(links, ctx.config.brake);
    const asked = found?.[side].counted.filter(({ paused }) => !paused) ?? [];
    const about = judged?.field;
    const concerned = asked.filter(
      ({ values }) => about === undefined || values.some(({ field }) => field === about),
    );
    if (judged === undefined || concerned.length === 0) await lift(ctx, side, 'values');
    else
      await brake(ctx, side, {
        ...judged,
        count: Math.min(judged.count, concerned.length),
        of: links,
        keys: concerned.map(({ clave }) => clave),
        lines: linesOf(asked, judged.fields),
      });
  }
}
