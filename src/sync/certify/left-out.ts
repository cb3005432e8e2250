import type { Brake, BrakeKind, Movement } from '../../domain/brake.ts';
import type { Side } from '../../domain/customer.ts';
import type { Context } from '../context.ts';
import { brakeName } from '../evaluate/brake-state.ts';

/**
 * How many a person has left out of a brake's lines since it is on. They are asked about no more, but count on: leaving
 * some out must never make the others few enough to pass unasked. Whoever was paused meanwhile for another reason counts
 * too, which keeps the brake on, and no more than that.
 */
export async function leftOutOf({ store }: Context, side: Side, kind: BrakeKind): Promise<number> {
  const brake = await store.getState<Brake>(brakeName(side, kind));
  return brake === undefined ? 0 : leftOutSince(store, brake);
}

function leftOutSince({ redis, keys }: Context['store'], { since }: Brake): Promise<number> {
  return redis.zcount(keys.waitsOf('paused'), since, '+inf');
}

/** Those who were left out of a brake about values, each as having moved as the brake is about. */
export async function leftOutMovements({ store }: Context, side: Side): Promise<Movement[]> {
  const brake = await store.getState<Brake>(brakeName(side, 'values'));
  if (brake === undefined) return [];
  const fields = brake.fields ?? [];
  const moved: Movement = {
    changed: fields,
    emptied: brake.reason === 'mass-emptying' ? fields : [],
    another: brake.reason === 'another-company',
  };
  return Array.from({ length: await leftOutSince(store, brake) }, () => moved);
}
