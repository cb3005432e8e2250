import { type Brake, kindOf } from '../domain/brake.ts';
import type { Side } from '../domain/customer.ts';
import { moved } from '../domain/judged.ts';
import type { BrakeLine } from '../domain/lines.ts';
import { type Link, withJudgedValue } from '../domain/link.ts';
import { type Loaded, subjectId } from '../store/records.ts';
import { linesOf, type SheetHead, sheetOf } from '../store/sheets.ts';
import { agreeToListing, type BrakeSheet, onRecord, takeOff } from '../sync/certify/brakes.ts';
import { valueMark } from '../sync/certify/movements.ts';
import type { Context } from '../sync/context.ts';
import { brakesOf } from '../sync/evaluate/brake-state.ts';
import { evaluateLink } from '../sync/evaluate/evaluate.ts';
import { type Surroundings, surroundings } from '../sync/evaluate/surroundings.ts';

type ValueLine = Extract<BrakeLine, { kind: 'value' }>;

/** A link that a writer is busy with at this very moment is not so for long. */
const TRIES = 5;

/**
 * A person agrees to the lines that were shown under this hash (rule 10): each of them that still stands passes, however
 * much else has changed since. Where the brake is about more by now, it stays until a poll finds nothing unusual in what
 * is left. False when no such sheet was shown within a day, or the side is not braked for that any more. The brake comes
 * off last: a crash in the middle leaves it on, and the rest to be agreed to again.
 */
export async function release(ctx: Context, side: Side, hash: string, by: string): Promise<boolean> {
  const found = await shownBrake(ctx, side, hash);
  if (found === undefined) return false;
  const around = await surroundings(ctx);
  for await (const lines of linesOf<BrakeLine>(ctx.store, found.sheet))
    await agreeTo(ctx, side, lines, around);
  const { reason } = found.sheet.about;
  await takeOff(ctx, side, kindOf(reason), hash);
  await onRecord(ctx, 'release', side, `${reason}: ${found.sheet.count} lines let through`, by);
  return true;
}

/** Puts on record that a person leaves the brake on; false when no such sheet was shown, or the brake is off. */
export async function keepBrake(ctx: Context, side: Side, hash: string, by: string): Promise<boolean> {
  const found = await shownBrake(ctx, side, hash);
  if (found === undefined) return false;
  await onRecord(ctx, 'refused', side, `${found.sheet.about.reason}: the brake stays on`, by);
  return true;
}

/** The sheet of this hash, and the brake of its kind that is on. */
async function shownBrake(
  ctx: Context,
  side: Side,
  hash: string,
): Promise<{ sheet: SheetHead<BrakeSheet>; brake: Brake } | undefined> {
  const sheet = await sheetOf<BrakeSheet>(ctx.store, hash);
  if (sheet?.about.kind !== 'brake' || sheet.about.side !== side) return undefined;
  const kind = kindOf(sheet.about.reason);
  const brake = (await brakesOf(ctx, side)).find(({ reason }) => kindOf(reason) === kind);
  return brake && { sheet, brake };
}

async function agreeTo(
  ctx: Context,
  side: Side,
  lines: readonly BrakeLine[],
  around: Surroundings,
): Promise<void> {
  const { store } = ctx;
  await store.inCommits(lines, (tx, line) => {
    if (line.kind === 'absent' || line.kind === 'lacking' || line.kind === 'told-empty')
      agreeToListing(ctx, tx, side, line);
    if (line.kind === 'newcomer') tx.set(store.keys.agreed, subjectId({ side, key: line.key }), line.mark);
  });
  await letThrough(
    ctx,
    side,
    lines.filter((line) => line.kind === 'value'),
    around,
  );
}

/** Values that still stand as they were shown are judged from now on. */
async function letThrough(
  ctx: Context,
  side: Side,
  lines: readonly ValueLine[],
  around: Surroundings,
): Promise<void> {
  let open = Map.groupBy(lines, ({ clave }) => clave);
  for (let tries = 0; tries < TRIES && open.size > 0; tries += 1) {
    const loaded = await ctx.store.load([...open.keys()].map((key) => ({ side: 'managementpro', key })));
    const again = await Promise.all(
      loaded.map(async (one) =>
        (await agreeForLink(ctx, side, one, open, around)) ? [] : [one.subject.key],
      ),
    );
    const busy = new Set(again.flat());
    open = new Map([...open].filter(([clave]) => busy.has(clave)));
  }
}

async function agreeForLink(
  ctx: Context,
  side: Side,
  loaded: Loaded,
  lines: ReadonlyMap<string, readonly ValueLine[]>,
  around: Surroundings,
): Promise<boolean> {
  if (loaded.link === undefined) return true;
  const { links } = ctx.store.keys;
  const { clave } = loaded.link;
  const next = standing(ctx, side, loaded, loaded.link, lines.get(clave) ?? [], around);
  if (next === loaded.link) return true;
  const tx = ctx.store.transaction().expect(links, clave, loaded.rawLink);
  return tx.set(links, clave, JSON.stringify(next)).commit();
}

/** The link with those of the lines as judged that are true of it. */
function standing(
  ctx: Context,
  side: Side,
  loaded: Loaded,
  link: Link,
  lines: readonly ValueLine[],
  around: Surroundings,
): Link {
  const { state } = evaluateLink(ctx, loaded, link, around);
  const shown = state.shown[side] ?? {};
  const open = moved(state.link, side, shown);
  return lines.reduce((soFar, { field, mark }) => {
    const value = shown[field] ?? '';
    const stands = open.includes(field) && valueMark(ctx, side, link.clave, field, value) === mark;
    return stands ? withJudgedValue(soFar, side, field, value) : soFar;
  }, link);
}
