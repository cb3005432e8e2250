/** What the rules say of each customer as lines of a plan that a person can read. */
import { type Field, otherSide, SIDES, type Side } from '../../domain/customer.ts';
import type { EvidenceKind } from '../../domain/evidence.ts';
import { type LinkState, newLink } from '../../domain/link.ts';
import { type LinkPlan, planLink } from '../../domain/plan-link.ts';
import { customerOf } from '../../domain/record.ts';
import type { Loaded, Subject } from '../../store/records.ts';
import type { Context } from '../context.ts';
import { type Evaluated, evaluate } from './evaluate.ts';
import { linkStateOf } from './link-state.ts';
import { newcomerMark } from './newcomer-line.ts';
import { type Snapshot, takeSnapshot } from './snapshot.ts';

export const PLAN_ACTIONS = ['link', 'create', 'update', 'conflict', 'ambiguous', 'held', 'parked'] as const;
export type PlanAction = (typeof PLAN_ACTIONS)[number];

/** One line of a plan. It holds names and values, and is shown only to whoever may see customers. */
export type PlanItem = {
  readonly action: PlanAction;
  /** The side that would be written, for create, update and held. */
  readonly side?: Side | undefined;
  readonly clave?: string | undefined;
  readonly code?: string | undefined;
  readonly name: string;
  /** field: value for create, field: old → new for update and held, field: M | A for conflict, the evidence for link, and the candidates with theirs for ambiguous. */
  readonly detail: string;
};

export type PlanSummary = {
  readonly hash: string;
  readonly at: number;
  readonly counts: { readonly [A in PlanAction]: number };
  readonly sample: readonly PlanItem[];
};

const SAMPLE_PER_ACTION = 5;

function who({ loaded }: Evaluated): Pick<PlanItem, 'clave' | 'code' | 'name'> {
  const { link, managementpro, aceptabits } = loaded;
  const alias = aceptabits && `${aceptabits.record.name ?? ''} ${aceptabits.record.lastname ?? ''}`.trim();
  return {
    clave: link?.clave ?? managementpro?.record.key,
    code: link?.code ?? aceptabits?.record.key,
    name: managementpro?.record.name ?? alias ?? '',
  };
}

function linkItems(
  base: Pick<PlanItem, 'clave' | 'code' | 'name'>,
  plan: LinkPlan,
  { shown }: LinkState,
): PlanItem[] {
  const old = (side: Side, field: Field) => shown[side]?.[field] ?? '';
  const updates = SIDES.flatMap((side) => {
    const changes = Object.entries(plan.writes[side] ?? {}) as [Field, { value: string }][];
    const detail = changes.map(([field, { value }]) => `${field}: ${old(side, field)} → ${value}`).join('; ');
    return changes.length === 0 ? [] : [{ ...base, action: 'update', side, detail } as const];
  });
  const waits = plan.waits.flatMap((wait): PlanItem[] => {
    if (wait.kind === 'conflict')
      return [
        {
          ...base,
          action: 'conflict',
          detail: `${wait.field}: ${wait.now.managementpro} | ${wait.now.aceptabits}`,
        },
      ];
    if (wait.kind === 'held')
      return [
        {
          ...base,
          action: 'held',
          side: wait.side,
          detail: `${wait.field}: ${old(wait.side, wait.field)} → ${wait.value} (${wait.reason})`,
        },
      ];
    if (wait.kind === 'parked')
      return [{ ...base, action: 'parked', side: wait.side, detail: `${wait.code} ${wait.detail}` }];
    return [];
  });
  return [...updates, ...waits];
}

/** What would follow from linking a pair is part of the plan: its first merge. */
function newLinkItems(
  ctx: Context,
  evaluated: Evaluated,
  partner: Loaded | undefined,
  snapshot: Snapshot,
  agree: readonly EvidenceKind[],
): PlanItem[] {
  const pair: Loaded = { ...evaluated.loaded, aceptabits: partner?.aceptabits };
  const base = who({ ...evaluated, loaded: pair });
  const state = linkStateOf(ctx, pair, snapshot.routes);
  const plan = planLink({ ...state, link: newLink(base.clave ?? '', base.code ?? '', ctx.now()) }, snapshot);
  return [{ ...base, action: 'link', detail: evidenceOf(agree, []) }, ...linkItems(base, plan, state)];
}

/** `(+email+phone −name)`: what two customers agree in, and what differs. */
function evidenceOf(agree: readonly EvidenceKind[], differ: readonly EvidenceKind[]): string {
  const signs = [agree.map((kind) => `+${kind}`).join(''), differ.map((kind) => `−${kind}`).join('')];
  return agree.length + differ.length === 0 ? '' : `(${signs.filter(Boolean).join(' ')})`;
}

/** What would be created beside the name: an approval is for these values and no others. */
function valuesOf(side: Side, loaded: Loaded, { routes }: Snapshot): string {
  const stored = loaded[side];
  const { email, phone, salesperson } = stored === undefined ? {} : customerOf(side, stored, routes);
  return Object.entries({ email, phone, salesperson })
    .flatMap(([field, value]) => (value ? [`${field}: ${value}`] : []))
    .join('; ');
}

/** What the rules would do with customers now, one after the other. */
export async function itemsOfAll(
  ctx: Context,
  evaluated: readonly Evaluated[],
  snapshot: Snapshot,
): Promise<PlanItem[][]> {
  const partners = await partnersOf(ctx, evaluated);
  return evaluated.map((customer) => itemsOf(ctx, customer, snapshot, partners));
}

/** The other ends of the pairs that would be linked, loaded at once. */
async function partnersOf({ store }: Context, evaluated: readonly Evaluated[]): Promise<Map<string, Loaded>> {
  const codes = evaluated.flatMap((customer) =>
    customer.kind === 'lone' &&
    customer.plan.kind === 'link' &&
    customer.loaded.subject.side === 'managementpro'
      ? [customer.plan.key]
      : [],
  );
  const loaded = await store.load(codes.map((key) => ({ side: 'aceptabits', key })));
  return new Map(loaded.map((one) => [one.aceptabits?.record.key ?? one.subject.key, one]));
}

function itemsOf(
  ctx: Context,
  evaluated: Evaluated,
  snapshot: Snapshot,
  partners: ReadonlyMap<string, Loaded>,
): PlanItem[] {
  if (evaluated.kind === 'gone') return [];
  if (evaluated.kind === 'link') return linkItems(who(evaluated), evaluated.plan, evaluated.state);
  const { plan, loaded } = evaluated;
  const { side } = loaded.subject;
  switch (plan.kind) {
    case 'link': {
      // A pair is found from both ends; it is told from ManagementPro's.
      if (side === 'aceptabits') return [];
      return newLinkItems(ctx, evaluated, partners.get(plan.key), snapshot, plan.agree);
    }
    case 'create':
      return [
        {
          ...who(evaluated),
          action: 'create',
          side: otherSide(side),
          detail: valuesOf(side, loaded, snapshot),
        },
      ];
    case 'ambiguous':
      return [
        {
          ...who(evaluated),
          action: 'ambiguous',
          detail: plan.candidates
            .map(({ key, agree, differ }) => `${key} ${evidenceOf(agree, differ)}`)
            .join(', '),
        },
      ];
    case 'parked':
      return [
        { ...who(evaluated), action: 'parked', side: otherSide(side), detail: `${plan.code} ${plan.detail}` },
      ];
    case 'wait-for-scan':
    case 'inactive':
    case 'platform':
    case 'probe':
    case 'nobody':
    case 'paused':
      return [];
  }
}

/** A line of a plan, with the mark of whoever would be created: a person agrees to exactly these values. */
export type PlanLine = { readonly item: PlanItem; readonly mark?: string };

/**
 * All that the rules would do now, customer by customer; reads the store and writes nothing. ManagementPro's come first:
 * whoever would be linked has been found from that end, and need not be looked for from the other.
 */
export async function* planLines(ctx: Context): AsyncGenerator<PlanLine> {
  const snapshot = await takeSnapshot(ctx);
  const work = (await Array.fromAsync(ctx.store.workBatches())).flat();
  const paired = new Set<string>();
  const isOpen = ({ side, key }: Subject) => side === 'managementpro' || !paired.has(key);
  for (const side of SIDES) {
    const ofSide = work.filter((subject) => subject.side === side);
    for (let at = 0; at < ofSide.length; at += LOADED_AT_ONCE)
      for (const line of await linesOf(ctx, ofSide.slice(at, at + LOADED_AT_ONCE).filter(isOpen), snapshot)) {
        if (line.item.action === 'link' && line.item.code !== undefined) paired.add(line.item.code);
        yield line;
      }
  }
}

const LOADED_AT_ONCE = 500;

async function linesOf(ctx: Context, subjects: readonly Subject[], snapshot: Snapshot): Promise<PlanLine[]> {
  const evaluated = await evaluate(ctx, await ctx.store.load(subjects), snapshot);
  const items = await itemsOfAll(ctx, evaluated, snapshot);
  return evaluated.flatMap((customer, index) =>
    (items[index] ?? []).map((item) => ({
      item,
      ...(item.action === 'create' && { mark: newcomerMark(ctx, customer.loaded, snapshot) }),
    })),
  );
}

export async function* planItems(ctx: Context): AsyncGenerator<PlanItem> {
  for await (const { item } of planLines(ctx)) yield item;
}

/** Counts the lines of a plan, and picks a few of each kind, while it is gone through. */
export function countPlan() {
  const counts = Object.fromEntries(PLAN_ACTIONS.map((action) => [action, 0])) as Record<PlanAction, number>;
  const sample: PlanItem[] = [];
  const add = (item: PlanItem) => {
    counts[item.action] += 1;
    if (counts[item.action] <= SAMPLE_PER_ACTION) sample.push(item);
  };
  return { counts, sample, add };
}
