import { type Brake, kindOf } from '../domain/brake.ts';
import type { Side } from '../domain/customer.ts';
import type { BrakeLine } from '../domain/lines.ts';
import { subjectId } from '../store/records.ts';
import { linesOf, type SheetHead, sheetOf } from '../store/sheets.ts';
import { agreeToListing, type BrakeSheet, onRecord, takeOff } from '../sync/certify/brakes.ts';
import { keepAgents } from '../sync/certify/reroutes.ts';
import type { Context } from '../sync/context.ts';
import { brakesOf } from '../sync/evaluate/brake-state.ts';
import { type Snapshot, takeSnapshot } from '../sync/evaluate/snapshot.ts';
import { agreeToLinks } from './agree-to-links.ts';

/**
 * A person agrees to the lines that were shown under this hash (rule 10): each of them that still stands passes, however
 * much else has changed since. Where the brake is about more by now, it stays until a poll finds nothing unusual in what
 * is left. False when no such sheet was shown within a day, or the side is not braked for that any more. The brake comes
 * off last: a crash in the middle leaves it on, and the rest to be agreed to again.
 */
export async function release(ctx: Context, side: Side, hash: string, by: string): Promise<boolean> {
  const found = await shownBrake(ctx, side, hash);
  if (found === undefined) return false;
  const snapshot = await takeSnapshot(ctx);
  for await (const lines of linesOf<BrakeLine>(ctx.store, found.sheet))
    await agreeTo(ctx, side, lines, snapshot);
  const { reason } = found.sheet.about;
  await takeOff(ctx, side, kindOf(reason), hash);
  await onRecord(ctx, 'release', side, { code: 'let-through', reason, count: found.sheet.count }, by);
  return true;
}

/**
 * Puts on record that a person leaves the brake on, or the agents as they are, which is no question any more. False when
 * no such sheet was shown, or the brake is off.
 */
export async function keepBrake(ctx: Context, side: Side, hash: string, by: string): Promise<boolean> {
  const found = await shownBrake(ctx, side, hash);
  if (found === undefined) return false;
  const { reason } = found.sheet.about;
  if (reason !== 'new-routes') {
    await onRecord(ctx, 'refused', side, { code: 'brake-kept', reason }, by);
    return true;
  }
  await keepAgents(ctx);
  await onRecord(ctx, 'refused', side, { code: 'agents-kept' }, by);
  await takeOff(ctx, side, kindOf(reason), hash);
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
  snapshot: Snapshot,
): Promise<void> {
  const { store } = ctx;
  const paused = await pausedAmong(ctx, side, lines);
  await store.inCommits(lines, (tx, line) => {
    if (line.kind === 'absent' || line.kind === 'lacking' || line.kind === 'told-empty')
      agreeToListing(ctx, tx, side, line);
    if (line.kind === 'newcomer' && !paused.has(line.key))
      tx.set(store.keys.agreed, subjectId({ side, key: line.key }), line.mark);
  });
  await agreeToLinks(ctx, side, lines, snapshot);
}

/** Newcomers who were left out, or are paused: they are asked about anew once they go on. */
async function pausedAmong(ctx: Context, side: Side, lines: readonly BrakeLine[]): Promise<Set<string>> {
  const keys = lines.flatMap((line) => (line.kind === 'newcomer' ? [line.key] : []));
  const loaded = await ctx.store.load(keys.map((key) => ({ side, key })));
  return new Set(loaded.flatMap(({ subject, lone }) => (lone.paused === undefined ? [] : [subject.key])));
}
