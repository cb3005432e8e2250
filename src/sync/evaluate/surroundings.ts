import type { ScanState } from '../../domain/certificate.ts';
import { type Routes, SIDES, type Side } from '../../domain/customer.ts';
import type { Loaded } from '../../store/records.ts';
import { AGENTS, type Agents, type Context, routesWith } from '../context.ts';
import { ERA_BEGAN_AT, TRUSTED_FROM } from '../redis-epoch.ts';

export type Surroundings = {
  readonly routes: Routes;
  readonly scans: { readonly [S in Side]: ScanState | undefined };
  /** Scans that began before this tick do not show that anybody is missing. */
  readonly trustedFrom: number;
  /** When that was, by Redis' clock; undefined where nothing has ever been lost (`redis-epoch.ts`). */
  readonly eraBeganAt: number | undefined;
  /** Sequences of the readings that are under way: what they have shown so far has not been judged (rule 10). */
  readonly reading: { readonly [S in Side]: number | undefined };
};

export const readingName = (side: Side) => `reading:${side}`;

/** True when a reading that is still under way has shown one of these records as it now stands. */
export function isBeingRead(loaded: Loaded, { reading }: Surroundings): boolean {
  return SIDES.some((side) => reading[side] !== undefined && loaded[side]?.sequence === reading[side]);
}

/** What is looked at once for many subjects: one command, whatever is open. */
export async function surroundings(ctx: Context): Promise<Surroundings> {
  const states = await ctx.store.getStates<[Agents, ScanState, ScanState, number, number, number, number]>([
    AGENTS,
    'scan:managementpro',
    'scan:aceptabits',
    readingName('managementpro'),
    readingName('aceptabits'),
    TRUSTED_FROM,
    ERA_BEGAN_AT,
  ]);
  const [agents, m, a, readingM, readingA, trustedFrom, eraBeganAt] = states;
  return {
    routes: routesWith(ctx, agents),
    scans: { managementpro: m, aceptabits: a },
    reading: { managementpro: readingM, aceptabits: readingA },
    trustedFrom: trustedFrom ?? 0,
    eraBeganAt,
  };
}
