import { z } from 'zod';
import type { AceptabitsRecord, ManagementProRecord } from '../domain/customer.ts';
import { routed } from '../domain/routes.ts';
import { historyOf } from '../store/history.ts';
import type { Loaded, Subject } from '../store/records.ts';
import type { Context } from '../sync/context.ts';
import { type Evaluated, evaluate } from '../sync/evaluate/evaluate.ts';
import { type Snapshot, takeSnapshot } from '../sync/evaluate/snapshot.ts';
import { candidateRow, candidatesOf } from './candidates.ts';
import { fieldRow, fieldRows } from './fields.ts';
import { reasonsOf } from './reasons.ts';
import { personOf } from './rows.ts';
import { eventShape, personShape, reasonShape } from './shapes.ts';

/** What a person may do with a customer as it stands. */
export const CUSTOMER_ACTIONS = [
  'resync',
  'pause',
  'unpause',
  'unlink',
  'link',
  'set-field',
  'vouch',
  'unfreeze',
  'unpark',
  'judge',
] as const;
export type CustomerAction = (typeof CUSTOMER_ACTIONS)[number];

const recordShape = z.record(z.string(), z.string());

export const customerView = personShape.extend({
  linked: z.boolean(),
  linkedSince: z.number().optional(),
  active: z.boolean(),
  editable: z.boolean(),
  /** Both sides beside each other; empty for a customer without a link. */
  fields: z.array(fieldRow),
  reasons: z.array(reasonShape),
  actions: z.array(z.enum(CUSTOMER_ACTIONS)),
  /** Everything that each side shows, flat, under canonical names; missing where nobody is there. */
  managementpro: recordShape.optional(),
  aceptabits: recordShape.optional(),
  /** The vendedor in ManagementPro, and the agent that a route leads to. */
  salesperson: z.object({ clave: z.string(), name: z.string(), agent: z.string().optional() }).optional(),
  /** Who may be the same person, for an ambiguous customer. */
  candidates: z.array(candidateRow),
  /** The newest first. */
  history: z.array(eventShape),
});
export type CustomerView = z.infer<typeof customerView>;

const HISTORY_SHOWN = 50;

/** One customer, all of it: how both sides stand, why, and what happened. Undefined when nobody has the key. */
export async function viewCustomer(ctx: Context, asked: Subject): Promise<CustomerView | undefined> {
  const [loaded] = await ctx.store.load([asked]);
  if (loaded === undefined || !isKnown(loaded)) return undefined;
  const snapshot = await takeSnapshot(ctx);
  const [evaluated] = await evaluate(ctx, [loaded], snapshot);
  if (evaluated === undefined) return undefined;
  const salesperson = salespersonOf(loaded, snapshot);
  const records = {
    managementpro: flat(loaded.managementpro?.record),
    aceptabits: flat(loaded.aceptabits?.record),
  };
  return {
    ...personOf(loaded),
    linked: loaded.link !== undefined,
    ...(loaded.link !== undefined && { linkedSince: loaded.link.since }),
    active: loaded.managementpro?.record.active !== false,
    editable: loaded.aceptabits?.record.editable !== false,
    fields: evaluated.kind === 'link' ? fieldRows(evaluated) : [],
    reasons: await reasonsOf(ctx, evaluated, snapshot),
    actions: actionsOf(evaluated),
    ...(records.managementpro !== undefined && { managementpro: records.managementpro }),
    ...(records.aceptabits !== undefined && { aceptabits: records.aceptabits }),
    ...(salesperson !== undefined && { salesperson }),
    candidates: await candidates(ctx, evaluated),
    history: await eventsOf(ctx, loaded),
  };
}

function isKnown({ link, managementpro, aceptabits, waits }: Loaded): boolean {
  return link !== undefined || managementpro !== undefined || aceptabits !== undefined || waits.length > 0;
}

function candidates(ctx: Context, evaluated: Evaluated) {
  return evaluated.kind === 'lone' && evaluated.plan.kind === 'ambiguous'
    ? candidatesOf(
        ctx,
        evaluated.loaded.subject.side,
        evaluated.plan.candidates,
        evaluated.loaded.lone.verdicts,
      )
    : [];
}

/** A linked customer's events are those of both its keys, from before the link too. */
async function eventsOf(ctx: Context, { link, subject }: Loaded) {
  const subjects: Subject[] =
    link === undefined
      ? [subject]
      : [
          { side: 'managementpro', key: link.clave },
          { side: 'aceptabits', key: link.code },
        ];
  const lists = await Promise.all(subjects.map((customer) => historyOf(ctx.store, customer, HISTORY_SHOWN)));
  const unique = new Map(lists.flat().map((event) => [event.id, event]));
  const newest = [...unique.values()].sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
  return newest.slice(0, HISTORY_SHOWN).map((event) => eventShape.parse(event));
}

function salespersonOf({ managementpro }: Loaded, { routes }: Snapshot): CustomerView['salesperson'] {
  const { salesperson = '', salespersonName = '' } = managementpro?.record ?? {};
  if (salesperson === '') return undefined;
  const agent = routed(routes.salespeople, salesperson);
  return { clave: salesperson, name: salespersonName, ...(agent !== undefined && { agent }) };
}

/** A record as names and texts; what is empty is left out, except the fields that are merged. */
function flat(
  record: ManagementProRecord | AceptabitsRecord | undefined,
): Record<string, string> | undefined {
  if (record === undefined) return undefined;
  const { rest, ...own } = { rest: {}, ...record };
  const texts = Object.entries(own).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as const],
  );
  return Object.fromEntries([...texts, ...Object.entries(rest)]);
}

function actionsOf(evaluated: Evaluated): CustomerAction[] {
  if (evaluated.kind === 'gone') return [];
  if (evaluated.kind === 'lone')
    return [
      'resync',
      evaluated.loaded.lone.paused === undefined ? 'pause' : 'unpause',
      'link',
      ...(evaluated.plan.kind === 'ambiguous' ? (['judge'] as const) : []),
      ...(evaluated.plan.kind === 'parked' ? (['unpark'] as const) : []),
    ];
  const { link, waits } = evaluated.plan;
  const has = (kind: string) => waits.some((wait) => wait.kind === kind);
  return [
    'resync',
    link.paused === undefined ? 'pause' : 'unpause',
    'unlink',
    'link',
    'set-field',
    ...(has('suspended') ? (['vouch'] as const) : []),
    ...(has('frozen') ? (['unfreeze'] as const) : []),
    ...(has('parked') ? (['unpark'] as const) : []),
  ];
}
