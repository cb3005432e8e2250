import { BRAKE_KINDS, type Brake, type BrakeKind } from '../../domain/brake.ts';
import type { Side } from '../../domain/customer.ts';
import type { Context } from '../context.ts';

/** Each kind of brake has a place of its own: a side may be braked for its list and for its values at once. */
export function brakeName(side: Side, kind: BrakeKind): string {
  return kind === 'list' ? `brake:${side}` : `brake:${side}:${kind}`;
}

/** The state names of all brakes of a side, the gravest first. */
export function brakeNames(side: Side): OfEachKind<string> {
  return BRAKE_KINDS.map((kind) => brakeName(side, kind)) as unknown as OfEachKind<string>;
}

type OfEachKind<T> = [T, T, T, T, T];
export type Brakes = OfEachKind<Brake>;

/** All brakes of a side, the gravest first. */
export async function brakesOf(ctx: Context, side: Side): Promise<Brake[]> {
  const brakes = await ctx.store.getStates<Brakes>(brakeNames(side));
  return brakes.filter((brake) => brake !== undefined);
}

/** The gravest brake of a side. */
export async function brakeOf(ctx: Context, side: Side): Promise<Brake | undefined> {
  return (await brakesOf(ctx, side))[0];
}
