import { SIDES, type Side } from '../../domain/customer.ts';
import { isAbsent, type UpdateTrial, untried } from '../../domain/update-trial.ts';
import type { AnyWait } from '../../store/records.ts';
import type { Context } from '../context.ts';

/**
 * Whether a side can be told of a change, and of which (rules 6 and 7). Aceptabits' update method is inferred, not
 * documented: it is believed when it has landed; what it does beside is known from the writes that were compared.
 */

export type Trials = { readonly [S in Side]: UpdateTrial };

/** Kept in Redis, so that all replicas try one customer together. */
export const trialName = (side: Side) => `updates:${side}`;

/** Another system, or another method of it, is another trial. */
function whose({ config, store }: Context, side: Side): string {
  const { url } = config[side];
  const paths = { managementpro: undefined, aceptabits: config.aceptabits.customerUpdatePath };
  return store.digest(JSON.stringify([url, paths[side]]));
}

export function trialAsOf(ctx: Context, side: Side, stored: UpdateTrial | undefined): UpdateTrial {
  const of = whose(ctx, side);
  return stored?.of === of ? stored : untried(of);
}

export async function trialsOf(ctx: Context): Promise<Trials> {
  const stored = await ctx.store.getStates<[UpdateTrial, UpdateTrial]>([
    trialName(SIDES[0]),
    trialName(SIDES[1]),
  ]);
  return {
    managementpro: trialAsOf(ctx, 'managementpro', stored[0]),
    aceptabits: trialAsOf(ctx, 'aceptabits', stored[1]),
  };
}

export function canUpdateAceptabits({ clients, now }: Context, { aceptabits }: Trials): boolean {
  return clients.aceptabits.canUpdate && !isAbsent(aceptabits, now());
}

/** A change that waits for the method, or for a person since it is there. */
export function isOfBacklog<W extends AnyWait>(wait: W): wait is Extract<W, { kind: 'held' }> {
  return wait.kind === 'held' && (wait.reason === 'no-update-method' || wait.reason === 'backlog');
}
