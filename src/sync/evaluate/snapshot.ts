/**
 * What is the same for everybody who is judged in one round, read from Redis at once: brakes, readings, trials, routes, policies.
 */
import { type Braked, scopeOf } from '../../domain/brake.ts';
import type { ScanState } from '../../domain/certificate.ts';
import { type CreateTrouble, WELL } from '../../domain/create-trouble.ts';
import { type Routes, SIDES, type Side } from '../../domain/customer.ts';
import { type Policies, policiesWith, SAID_POLICIES, type SaidPolicies } from '../../domain/merge.ts';
import type { UpdateTrial } from '../../domain/update-trial.ts';
import type { Loaded } from '../../store/records.ts';
import { AGENTS, type Agents, type Context, ERA_BEGAN_AT, routesWith, TRUSTED_FROM } from '../context.ts';
import { type Brakes, brakeNames } from './brake-state.ts';
import { canUpdateAceptabits, type Trials, trialAsOf, trialName } from './update-method.ts';

export type Snapshot = {
  readonly routes: Routes;
  /** Who wins a conflict: as the settings say, unless a person has said otherwise since (rule 4). */
  readonly policies: Policies;
  readonly scans: { readonly [S in Side]: ScanState | undefined };
  /** Scans that began before this tick do not show that anybody is missing. */
  readonly trustedFrom: number;
  /** When that was, by Redis' clock; undefined where nothing has ever been lost (`redis-epoch.ts`). */
  readonly epochBeganAt: number | undefined;
  /** Sequences of the readings that are under way: what they have shown so far has not been judged (rule 10). */
  readonly reading: { readonly [S in Side]: number | undefined };
  /** Sequences of the readings that are over, and whose newcomers have not been counted yet (rule 10). */
  readonly placing: { readonly [S in Side]: number | undefined };
  /** What is braked, as of the same moment: a reading that is over has left the brake that it led to (rule 10). */
  readonly braked: Braked;
  /** False without an update method, or while it has been found missing (rule 7). */
  readonly canUpdateAceptabits: boolean;
  /** What is known of the updates of either side (rules 6 and 7). */
  readonly trials: Trials;
  /** Whether the creates on a side end unclear, one after another (rule 8). */
  readonly createTrouble: { readonly [S in Side]: CreateTrouble };
};

export const readingName = (side: Side) => `reading:${side}`;
export const placingName = (side: Side) => `placing:${side}`;
/** Kept in Redis, so that all replicas wait for one canary together. */
export const createTroubleName = (side: Side) => `create-trouble:${side}`;

/** True when a reading that is still under way has shown one of these records as it now stands. */
export function isBeingRead(loaded: Loaded, { reading }: Snapshot): boolean {
  return SIDES.some((side) => reading[side] !== undefined && loaded[side]?.sequence === reading[side]);
}

/** True when the reading that has shown this newcomer is over, and has not told yet how many it has shown. */
export function isBeingPlaced({ subject: { side }, ...loaded }: Loaded, { placing }: Snapshot): boolean {
  return placing[side] !== undefined && loaded[side]?.sequence === placing[side];
}

/** What is looked at once for many subjects: one command, whatever is open. */
export async function takeSnapshot(ctx: Context): Promise<Snapshot> {
  const states = await ctx.store.getStates<
    [
      Agents,
      SaidPolicies,
      ScanState,
      ScanState,
      number,
      number,
      number,
      number,
      number,
      number,
      UpdateTrial,
      UpdateTrial,
      CreateTrouble,
      CreateTrouble,
      ...Brakes,
      ...Brakes,
    ]
  >([
    AGENTS,
    SAID_POLICIES,
    'scan:managementpro',
    'scan:aceptabits',
    readingName('managementpro'),
    readingName('aceptabits'),
    placingName('managementpro'),
    placingName('aceptabits'),
    TRUSTED_FROM,
    ERA_BEGAN_AT,
    trialName('managementpro'),
    trialName('aceptabits'),
    createTroubleName('managementpro'),
    createTroubleName('aceptabits'),
    ...brakeNames('managementpro'),
    ...brakeNames('aceptabits'),
  ]);
  const [agents, said, m, a, readingM, readingA, placingM, placingA, ...others] = states;
  const [trustedFrom, epochBeganAt, trialM, trialA, troubleM, troubleA, ...brakes] = others;
  const trials = {
    managementpro: trialAsOf(ctx, 'managementpro', trialM),
    aceptabits: trialAsOf(ctx, 'aceptabits', trialA),
  };
  const found = brakes.filter((brake) => brake !== undefined);
  const scopeIn = (on: Side) => scopeOf(found.filter(({ side }) => side === on));
  return {
    routes: routesWith(ctx, agents),
    policies: policiesWith(ctx.config.policies, said),
    scans: { managementpro: m, aceptabits: a },
    reading: { managementpro: readingM, aceptabits: readingA },
    placing: { managementpro: placingM, aceptabits: placingA },
    trustedFrom: trustedFrom ?? 0,
    epochBeganAt,
    canUpdateAceptabits: canUpdateAceptabits(ctx, trials),
    trials,
    createTrouble: { managementpro: troubleM ?? WELL, aceptabits: troubleA ?? WELL },
    braked: { managementpro: scopeIn('managementpro'), aceptabits: scopeIn('aceptabits') },
  };
}
