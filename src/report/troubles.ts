import { SIDES, type Side } from '../domain/customer.ts';
import type { NeedCode } from '../domain/notice.ts';
import { triedAgainAt } from '../domain/update-trial.ts';
import { troubleOf } from '../sync/certify/reading-trouble.ts';
import type { Context } from '../sync/context.ts';
import { canUpdateAceptabits, trialsOf } from '../sync/evaluate/update-method.ts';
import type { Queues } from '../sync/jobs/queues.ts';
import { pausedQueues } from './paused-queues.ts';
import { salespeopleView } from './salespeople.ts';

/** Troubles that have a page of their own, because no list of customers shows them. */
export const TROUBLE_CODES = [
  'circuit',
  'unread',
  'paused-queue',
  'no-update-method',
  'no-route',
] as const satisfies NeedCode[];
export type TroubleCode = (typeof TROUBLE_CODES)[number];

/** What is known of a trouble; moments in ms since 1970. */
export type Trouble = {
  readonly side?: Side | undefined;
  /** What the side said: its code, to which question, and its own words. */
  readonly error?: string | undefined;
  readonly operation?: string | undefined;
  readonly detail?: string | undefined;
  readonly since?: number | undefined;
  readonly nextAt?: number | undefined;
  /** Queues, or salespeople. */
  readonly names: readonly string[];
};

/** The troubles of a kind as they stand; empty when they are over. */
export function troublesOf(ctx: Context, queues: Queues, code: TroubleCode): Promise<Trouble[]> {
  switch (code) {
    case 'circuit':
      return openCircuits(ctx);
    case 'unread':
      return unread(ctx, queues);
    case 'paused-queue':
      return pausedQueues(queues).then((names) => (names.length === 0 ? [] : [{ names }]));
    case 'no-update-method':
      return withoutMethod(ctx);
    case 'no-route':
      return withoutRoute(ctx);
  }
}

async function openCircuits(ctx: Context): Promise<Trouble[]> {
  const found = SIDES.map(async (side): Promise<Trouble[]> => {
    const [{ open, reason, since, probeAt }, told] = await Promise.all([
      ctx.gates[side].circuit(),
      troubleOf(ctx, side),
    ]);
    if (!open) return [];
    const { code, operation, detail } = told ?? {};
    return [{ side, error: code ?? reason, operation, detail, since, nextAt: probeAt, names: [] }];
  });
  return (await Promise.all(found)).flat();
}

async function unread(ctx: Context, queues: Queues): Promise<Trouble[]> {
  const found = SIDES.map(async (side): Promise<Trouble[]> => {
    const told = await troubleOf(ctx, side);
    if (told === undefined) return [];
    const { code, operation, detail, since } = told;
    const poll = await queues.scan[side].getJobScheduler('poll');
    return [{ side, error: code, operation, detail, since, nextAt: poll?.next, names: [] }];
  });
  return (await Promise.all(found)).flat();
}

async function withoutMethod(ctx: Context): Promise<Trouble[]> {
  const trials = await trialsOf(ctx);
  if (!ctx.clients.aceptabits.canUpdate || canUpdateAceptabits(ctx, trials)) return [];
  const nextAt = triedAgainAt(trials.aceptabits);
  return [
    {
      side: 'aceptabits',
      detail: ctx.config.aceptabits.customerUpdatePath,
      since: trials.aceptabits.absentAt,
      nextAt,
      names: [],
    },
  ];
}

async function withoutRoute(ctx: Context): Promise<Trouble[]> {
  const without = (await salespeopleView(ctx)).filter(({ agent }) => agent === undefined);
  if (without.length === 0) return [];
  return [{ names: without.map(({ clave, name }) => (name === '' ? clave : `${name} (${clave})`)) }];
}
