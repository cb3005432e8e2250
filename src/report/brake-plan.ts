import { z } from 'zod';
import { agentByRoute } from '../domain/agent-base.ts';
import type { Side } from '../domain/customer.ts';
import type { BrakeLine } from '../domain/lines.ts';
import type { Loaded } from '../store/records.ts';
import { linesOf, sheetOf } from '../store/sheets.ts';
import { valueMark } from '../sync/certify/movements.ts';
import { agentMark } from '../sync/certify/reroutes.ts';
import type { Context } from '../sync/context.ts';
import { brakesOf } from '../sync/evaluate/brake-state.ts';
import { type Evaluated, evaluate, type LinkOutcome } from '../sync/evaluate/evaluate.ts';
import { newcomerMark } from '../sync/evaluate/newcomer-line.ts';
import { itemsOfAll, PLAN_ACTIONS, type PlanItem } from '../sync/evaluate/plan-items.ts';
import { type Snapshot, takeSnapshot } from '../sync/evaluate/snapshot.ts';
import { isOfBacklog } from '../sync/evaluate/update-method.ts';
import { heldMark } from '../sync/update/backlog.ts';
import { fieldRows } from './fields.ts';
import { pageAt, pageOf, personOf } from './rows.ts';
import { type Page, sideShape } from './shapes.ts';

/**
 * What a release would do with one customer: a look for whoever the listing did not show, the reading as it is
 * for whoever it showed without some of its data, else what the plan says. `nothing`: it only is believed again.
 */
const BRAKE_PLAN_ACTIONS = [...PLAN_ACTIONS, 'look-up', 'believe', 'nothing'] as const;

export const brakePlanLine = z.object({
  action: z.enum(BRAKE_PLAN_ACTIONS),
  side: sideShape.optional(),
  clave: z.string().optional(),
  code: z.string().optional(),
  name: z.string(),
  /** What has moved on the braked side: `phone: 1 → 2`; for `believe`, what is lacking. */
  moved: z.string(),
  detail: z.string(),
});
export type BrakePlanLine = z.infer<typeof brakePlanLine>;

/** The lines that a release of a brake would let through, as far as they still stand; nothing where it is off. */
export async function* brakePlan(ctx: Context, side: Side, hash?: string): AsyncGenerator<BrakePlanLine> {
  const sheet = await shownSheet(ctx, side, hash);
  if (sheet === undefined) return;
  const snapshot = await takeSnapshot(ctx);
  for await (const lines of linesOf<BrakeLine>(ctx.store, sheet))
    yield* await standing(ctx, side, lines, snapshot);
}

export type BrakePage = Page & { readonly rows: readonly BrakePlanLine[] };

/** One page of those lines, by the sheet that was shown: whoever is paused, or has moved on, stands in it no more. */
export async function brakePlanPage(
  ctx: Context,
  side: Side,
  hash: string,
  asked: number,
): Promise<BrakePage | undefined> {
  const sheet = await shownSheet(ctx, side, hash);
  if (sheet === undefined) return undefined;
  const place = pageAt(asked, sheet.count);
  const shown: BrakeLine[] = [];
  let passed = 0;
  for await (const lines of linesOf<BrakeLine>(ctx.store, sheet)) {
    shown.push(...lines.slice(Math.max(0, place.from - passed), Math.max(0, place.to - passed)));
    passed += lines.length;
    if (passed >= place.to) break;
  }
  return { ...pageOf(place), rows: await standing(ctx, side, shown, await takeSnapshot(ctx)) };
}

async function shownSheet(ctx: Context, side: Side, hash: string | undefined) {
  const brakes = await brakesOf(ctx, side);
  const brake = hash === undefined ? brakes[0] : brakes.find((on) => on.hash === hash);
  return brake && sheetOf(ctx.store, brake.hash);
}

/** What would pass of these lines. Whoever is paused has been left out. */
async function standing(
  ctx: Context,
  side: Side,
  lines: readonly BrakeLine[],
  snapshot: Snapshot,
): Promise<BrakePlanLine[]> {
  return [
    ...(await listed(ctx, side, lines)),
    ...(await changed(ctx, side, lines, snapshot)),
    ...(await newcomers(ctx, side, lines, snapshot)),
    ...(await delivered(ctx, lines, snapshot)),
  ];
}

const isPaused = ({ link, lone }: Loaded) => (link ?? lone).paused !== undefined;

async function listed(ctx: Context, side: Side, all: readonly BrakeLine[]): Promise<BrakePlanLine[]> {
  const told = all.filter((line) => line.kind === 'told-empty');
  const lines = all.filter((line) => line.kind === 'absent' || line.kind === 'lacking');
  const keys = lines.map(({ key }) => key);
  const loaded = await ctx.store.load(await ctx.store.subjectsOf(side, keys));
  const byKey = new Map(loaded.map((customer) => [keyOf(customer, side), personOf(customer)]));
  const believed = told.map(
    (line): BrakePlanLine => ({ action: 'believe', name: '', moved: line.told, detail: '' }),
  );
  const named = lines.map((line): BrakePlanLine => {
    const { clave, code, name } = byKey.get(line.key) ?? { ...keyed(side, line.key), name: '' };
    return line.kind === 'absent'
      ? { action: 'look-up', clave, code, name, moved: '', detail: '' }
      : { action: 'believe', clave, code, name, moved: line.names.join(), detail: '' };
  });
  return [...believed, ...named];
}

const keyed = (side: Side, key: string) =>
  side === 'managementpro' ? { clave: key, code: undefined } : { clave: undefined, code: key };

function keyOf({ link, subject }: Loaded, side: Side): string {
  if (link === undefined) return subject.key;
  return side === 'managementpro' ? link.clave : link.code;
}

/** Values that a person would agree to, of those who still show them. */
async function changed(
  ctx: Context,
  side: Side,
  all: readonly BrakeLine[],
  snapshot: Snapshot,
): Promise<BrakePlanLine[]> {
  const lines = Map.groupBy(
    all.filter((line) => line.kind === 'value'),
    ({ clave }) => clave,
  );
  const loaded = await ctx.store.load([...lines.keys()].map((key) => ({ side: 'managementpro', key })));
  const evaluated = await evaluate(ctx, loaded, snapshot);
  const items = await itemsOfAll(ctx, evaluated, snapshot);
  return evaluated.flatMap((customer, index) => {
    if (customer.kind !== 'link' || isPaused(customer.loaded)) return [];
    const agreed = lines.get(customer.loaded.subject.key) ?? [];
    const what = fieldRows(customer).flatMap(({ field, [side]: { base = '', now = '' } }) => {
      const mark = valueMark(ctx, side, customer.state.link.clave, field, now);
      return agreed.some((line) => line.field === field && line.mark === mark)
        ? [`${field}: ${base} → ${now}`]
        : [];
    });
    return what.length === 0 ? [] : planned(customer, items[index] ?? [], what.join('; '));
  });
}

async function newcomers(
  ctx: Context,
  side: Side,
  all: readonly BrakeLine[],
  snapshot: Snapshot,
): Promise<BrakePlanLine[]> {
  const lines = new Map(
    all.flatMap((line) => (line.kind === 'newcomer' ? [[line.key, line.mark] as const] : [])),
  );
  const loaded = await ctx.store.load([...lines.keys()].map((key) => ({ side, key })));
  const open = loaded.filter(
    (customer) =>
      customer.link === undefined &&
      !isPaused(customer) &&
      newcomerMark(ctx, customer, snapshot) === lines.get(customer.subject.key),
  );
  const evaluated = await evaluate(ctx, open, snapshot);
  const items = await itemsOfAll(ctx, evaluated, snapshot);
  return evaluated.flatMap((one, index) => planned(one, items[index] ?? [], ''));
}

function planned(evaluated: Evaluated, items: readonly PlanItem[], moved: string): BrakePlanLine[] {
  const { clave, code, name } = personOf(evaluated.loaded);
  const who = { clave, code, name, moved };
  if (items.length === 0) return [{ action: 'nothing', ...who, detail: '' }];
  return items.map(({ action, side, detail }) => ({ action, side, ...who, detail }));
}

/** What is delivered to Aceptabits: changes that were held, and agents under new routes. */
async function delivered(
  ctx: Context,
  all: readonly BrakeLine[],
  snapshot: Snapshot,
): Promise<BrakePlanLine[]> {
  const lines = all.filter((line) => line.kind === 'held' || line.kind === 'agent');
  const marks = new Set(lines.map(({ mark }) => mark));
  const claves = [...new Set(lines.map(({ clave }) => clave))];
  const loaded = await ctx.store.load(claves.map((key) => ({ side: 'managementpro', key })));
  return (await evaluate(ctx, loaded, snapshot)).flatMap((evaluated): BrakePlanLine[] => {
    if (evaluated.kind !== 'link' || isPaused(evaluated.loaded)) return [];
    const open = linesOfLink(ctx, evaluated, snapshot).filter(({ mark }) => marks.has(mark));
    if (open.length === 0) return [];
    const { clave, code, name } = personOf(evaluated.loaded);
    const detail = open.map(({ field, old, value }) => `${field}: ${old} → ${value}`).join('; ');
    return [{ action: 'update', side: 'aceptabits', clave, code, name, moved: '', detail }];
  });
}

/** What a link would be asked about: what is held of it, and the agent that its route leads to now. */
export function linesOfLink(ctx: Context, { plan, state }: LinkOutcome, { routes }: Snapshot) {
  const { clave } = plan.link;
  const held = plan.waits.flatMap((wait) => {
    if (wait.kind !== 'held' || !isOfBacklog(wait)) return [];
    const { field, value } = wait;
    const old = state.shown.aceptabits?.[field] ?? '';
    return [{ kind: 'backlog' as const, field, old, value, mark: heldMark(ctx, clave, field, value) }];
  });
  const [old = '', to] = [state.agent, agentByRoute(state, routes)];
  if (to === undefined) return held;
  const mark = agentMark(ctx, clave, old, to);
  return [...held, { kind: 'routes' as const, field: 'salesperson' as const, old, value: to, mark }];
}
