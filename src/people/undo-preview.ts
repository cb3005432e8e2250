/** What putting something back would do, as lines with a hash, so that nobody agrees to anything that was not shown. */
import { z } from 'zod';
import type { Routes } from '../domain/customer.ts';
import { otherSide, type Side } from '../domain/customer.ts';
import { equal } from '../domain/equality.ts';
import { personOf } from '../report/rows.ts';
import { bothShape, fieldShape, personShape } from '../report/shapes.ts';
import { eventById, eventsAfter, type KeptEvent, recentHistory } from '../store/history.ts';
import type { Loaded } from '../store/records.ts';
import { type Context, routesOf } from '../sync/context.ts';
import { linkStateOf } from '../sync/evaluate/link-state.ts';

const streamId = z.string().regex(/^\d+-\d+$/u);

/**
 * What is to be put back: one event; everything that one job wrote; or everything written since an approval or a
 * release (the event of that id), up to the next one.
 */
export const undoTarget = z.union([
  z.strictObject({ event: streamId }),
  z.strictObject({ job: z.string().min(1).max(200) }),
  z.strictObject({ approval: streamId }),
]);
export type UndoTarget = z.infer<typeof undoTarget>;

export const undoItem = personShape.extend({
  /** The oldest event of the run that changed this field. */
  event: z.string(),
  field: fieldShape,
  now: bothShape,
  /** What both sides would hold again. */
  value: z.string(),
  /**
   * `ready`: will be put back. `already`: both sides hold it. `moved`: somebody has changed it since, so it is left
   * alone. `gone`: there is no such link any more, or a side does not tell the field.
   */
  standing: z.enum(['ready', 'already', 'moved', 'gone']),
});
export type UndoItem = z.infer<typeof undoItem>;

export const undoPreview = z.object({
  items: z.array(undoItem),
  ready: z.number().int(),
  /** Names exactly this preview: an undo is for it and for nothing else. */
  hash: z.string(),
});
export type UndoPreview = z.infer<typeof undoPreview>;

/** A run is looked for in so many of the newest events. */
const LOOKED_AT_MAX = 100_000;
const BATCH = 1_000;
const LOADED_AT_ONCE = 500;

/** What putting back would do; writes nothing. Undefined when there is no such event or run. */
export async function previewUndo(ctx: Context, target: UndoTarget): Promise<UndoPreview | undefined> {
  const events = await eventsOf(ctx, target);
  if (events.length === 0) return undefined;
  const routes = await routesOf(ctx);
  const items: UndoItem[] = [];
  const changes = changesOf(events);
  for (let at = 0; at < changes.length; at += LOADED_AT_ONCE) {
    const some = changes.slice(at, at + LOADED_AT_ONCE);
    const loaded = await ctx.store.load(some.map(({ clave: key }) => ({ side: 'managementpro', key })));
    const byClave = new Map(loaded.map((customer) => [customer.subject.key, customer]));
    for (const change of some) {
      const one = byClave.get(change.clave);
      if (one !== undefined) items.push(itemOf(ctx, one, change, routes));
    }
  }
  const ready = items.filter(({ standing }) => standing === 'ready').length;
  return { items, ready, hash: ctx.store.digest(JSON.stringify(items)) };
}

// ── which events ──────────────────────────────────────────────────────────────────────────────

async function eventsOf({ store }: Context, target: UndoTarget): Promise<KeptEvent[]> {
  if ('event' in target) {
    const event = await eventById(store, target.event);
    return event === undefined ? [] : [event];
  }
  return 'job' in target ? writtenBy(store, target.job) : writtenSince(store, target.approval);
}

/** The newest first. */
async function writtenBy(store: Context['store'], job: string): Promise<KeptEvent[]> {
  const found: KeptEvent[] = [];
  let before: string | undefined;
  for (let seen = 0; seen < LOOKED_AT_MAX; seen += BATCH) {
    const batch = await recentHistory(store, BATCH, before);
    found.push(...batch.filter((event) => event.job === job));
    before = batch.at(-1)?.id;
    if (batch.length < BATCH) break;
  }
  return found;
}

/** The newest first. */
async function writtenSince(store: Context['store'], id: string): Promise<KeptEvent[]> {
  const start = await eventById(store, id);
  if (start === undefined || !isGate(start)) return [];
  const found: KeptEvent[] = [];
  for (let after = id, seen = 0; seen < LOOKED_AT_MAX; seen += BATCH) {
    const batch = await eventsAfter(store, after, BATCH);
    const end = batch.findIndex(isGate);
    found.push(...(end < 0 ? batch : batch.slice(0, end)));
    after = batch.at(-1)?.id ?? after;
    if (end >= 0 || batch.length < BATCH) break;
  }
  return found.reverse();
}

/** What a person has let through begins a run. */
function isGate({ kind, by }: KeptEvent): boolean {
  return kind === 'approved' || (kind === 'release' && by !== undefined);
}

// ── which values ──────────────────────────────────────────────────────────────────────────────

type Undone = {
  readonly event: string;
  readonly clave: string;
  readonly code: string | undefined;
  readonly field: UndoItem['field'];
  /** The side that was written, what stood there before the run, and what the run left there. */
  readonly side: Side;
  readonly old: string;
  readonly left: string;
};

/** One change per customer and field: what stood there before the oldest event, and what the newest left. */
function changesOf(events: readonly KeptEvent[]): Undone[] {
  const byField = new Map<string, Undone>();
  for (const event of events)
    for (const change of changesIn(event)) {
      const id = `${change.clave}\n${change.code}\n${change.field}`;
      const newer = byField.get(id);
      byField.set(id, newer === undefined ? change : { ...change, side: newer.side, left: newer.left });
    }
  return [...byField.values()];
}

function changesIn({ id, kind, clave, code, side, changes = [], conflict }: KeptEvent): Undone[] {
  if (clave === undefined || side === undefined) return [];
  if (kind === 'updated')
    return changes.map(({ field, old, new: left }) => ({ event: id, clave, code, field, side, old, left }));
  if (kind !== 'conflict' || conflict === undefined) return [];
  const { field } = conflict;
  return [{ event: id, clave, code, field, side, old: conflict[side], left: conflict[otherSide(side)] }];
}

function itemOf(
  ctx: Context,
  loaded: Loaded,
  { event, code, field, side, old, left }: Undone,
  routes: Routes,
): UndoItem {
  const { shown } = linkStateOf(ctx, loaded, routes);
  const [m, a] = [shown.managementpro?.[field], shown.aceptabits?.[field]];
  const now = { managementpro: m ?? '', aceptabits: a ?? '' };
  const base = { ...personOf(loaded), event, field, now, value: old };
  const { link } = loaded;
  // What was written to a former partner is none of the present one's.
  if (link === undefined || (code !== undefined && code !== link.code)) return { ...base, standing: 'gone' };
  if (m === undefined || a === undefined) return { ...base, standing: 'gone' };
  if (equal(field, m, old) && equal(field, a, old)) return { ...base, standing: 'already' };
  // The loser of a conflict whose winner is held stands where it stood, and can be put back from there as well.
  const isUntouched = equal(field, now[side], old) && equal(field, now[otherSide(side)], left);
  // An edit of the other side that has not been delivered yet is somebody's change as well.
  const source = otherSide(side);
  const isStill = [left, link.base[source][field]].some(
    (value) => value !== undefined && equal(field, now[source], value),
  );
  return { ...base, standing: isUntouched || (isStill && equal(field, now[side], left)) ? 'ready' : 'moved' };
}
