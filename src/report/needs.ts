/** Everything that waits for a person, each with its number, gathered from wherever it is noted. */
import { z } from 'zod';
import { SIDES } from '../domain/customer.ts';
import { NEED_CODES, type NeedCode } from '../domain/notice.ts';
import { provenEffects } from '../domain/update-trial.ts';
import { approved, waitingPlan } from '../sync/certify/first-plan.ts';
import { isLasting, troubleOf } from '../sync/certify/reading-trouble.ts';
import type { Context } from '../sync/context.ts';
import { brakesOf } from '../sync/evaluate/brake-state.ts';
import { canUpdateAceptabits, trialsOf } from '../sync/evaluate/update-method.ts';
import type { Queues } from '../sync/jobs/queues.ts';
import { matchCases } from './matches.ts';
import { pausedQueues } from './paused-queues.ts';
import { salespeopleView } from './salespeople.ts';
import { sideShape } from './shapes.ts';
import type { WaitKind } from './status.ts';

export const needRow = z.object({
  code: z.enum(NEED_CODES),
  /** Customers, or salespeople, queues, or lines of the plan. */
  count: z.number().int(),
  side: sideShape.optional(),
  /** Why the side is braked or its circuit open. */
  reason: z.string().optional(),
  /** Names exactly what a release or an approval would be for. */
  hash: z.string().optional(),
  /** Since when the oldest of them waits. */
  since: z.number().optional(),
});
export type NeedRow = z.infer<typeof needRow>;

const WAITING: readonly (NeedCode & WaitKind)[] = [
  'suspended',
  'conflict',
  'ambiguous',
  'parked',
  'frozen',
  'unreadable',
  'held',
  'missing',
];

/** Everything that needs a person now, with counts; empty when nobody is needed. */
export async function needsYou(ctx: Context, queues: Queues): Promise<NeedRow[]> {
  const found = await Promise.all([
    plan(ctx),
    brakes(ctx),
    circuits(ctx),
    unread(ctx),
    paused(queues),
    updates(ctx),
    waits(ctx),
    routes(ctx),
  ]);
  const rows = found.flat();
  return rows.sort((a, b) => NEED_CODES.indexOf(a.code) - NEED_CODES.indexOf(b.code));
}

async function plan(ctx: Context): Promise<NeedRow[]> {
  const waiting = await waitingPlan(ctx);
  if (waiting === undefined || (await approved(ctx))) return [];
  const count = Object.values(waiting.counts).reduce((sum, one) => sum + one, 0);
  return [{ code: 'first-plan', count, hash: waiting.hash, since: waiting.at }];
}

async function brakes(ctx: Context): Promise<NeedRow[]> {
  const found = await Promise.all(SIDES.map((side) => brakesOf(ctx, side)));
  return found.flat().map(({ side, reason, count, hash, since }) => ({
    code: 'brake',
    side,
    reason,
    count,
    hash,
    since,
  }));
}

async function circuits(ctx: Context): Promise<NeedRow[]> {
  const found = await Promise.all(SIDES.map((side) => ctx.gates[side].circuit()));
  return found.flatMap(({ open, reason, since }, index): NeedRow[] => {
    const side = SIDES[index];
    if (!open || side === undefined) return [];
    return [
      { code: 'circuit', side, count: 1, ...(reason && { reason }), ...(since !== undefined && { since }) },
    ];
  });
}

/** A side that cannot be read whole for long; one whose circuit is open says so already. */
async function unread(ctx: Context): Promise<NeedRow[]> {
  const found = SIDES.map(async (side): Promise<NeedRow[]> => {
    const [trouble, { open }] = await Promise.all([troubleOf(ctx, side), ctx.gates[side].circuit()]);
    if (trouble === undefined || open || !isLasting(trouble, ctx.now())) return [];
    const { code, detail, since } = trouble;
    return [{ code: 'unread', side, count: 1, reason: [code, detail].filter(Boolean).join(': '), since }];
  });
  return (await Promise.all(found)).flat();
}

async function paused(queues: Queues): Promise<NeedRow[]> {
  const names = await pausedQueues(queues);
  return names.length === 0 ? [] : [{ code: 'paused-queue', count: names.length }];
}

/** What is known of the updates of a side and keeps them from being sent (rules 6 and 7). */
async function updates(ctx: Context): Promise<NeedRow[]> {
  const trials = await trialsOf(ctx);
  const { absentAt } = trials.aceptabits;
  const isOff = ctx.clients.aceptabits.canUpdate && !canUpdateAceptabits(ctx, trials);
  const absent: NeedRow[] = isOff
    ? [{ code: 'no-update-method', side: 'aceptabits', count: 1, ...(absentAt && { since: absentAt }) }]
    : [];
  const effects = SIDES.flatMap((side): NeedRow[] => {
    const fields = provenEffects(trials[side]).flatMap((effect) => effect.fields);
    return fields.length === 0
      ? []
      : [{ code: 'side-effect', side, count: fields.length, reason: fields.join(', ') }];
  });
  return [...absent, ...effects];
}

async function waits(ctx: Context): Promise<NeedRow[]> {
  const { store } = ctx;
  const rows = await Promise.all(
    WAITING.map(async (code): Promise<NeedRow> => {
      const key = store.keys.waitsOf(code);
      const [count, oldest] = await Promise.all([
        // A pair that is in doubt waits on both sides, and is one question to a person.
        code === 'ambiguous' ? matchCases(ctx).then(({ length }) => length) : store.redis.zcard(key),
        store.redis.zrange(key, '0', '0', 'WITHSCORES'),
      ]);
      return { code, count, ...(oldest[1] !== undefined && { since: Number(oldest[1]) }) };
    }),
  );
  return rows.filter(({ count }) => count > 0);
}

async function routes(ctx: Context): Promise<NeedRow[]> {
  const { wrong } = ctx.routesFile;
  const without = (await salespeopleView(ctx)).filter(({ agent }) => agent === undefined);
  return [
    ...(wrong === undefined ? [] : [{ code: 'routes-file', count: 1, reason: wrong } as const]),
    ...(without.length === 0 ? [] : [{ code: 'no-route', count: without.length } as const]),
  ];
}
