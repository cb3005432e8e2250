import type { Brake, BrakeKind } from '../../domain/brake.ts';
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
  if (brake === undefined) return 0;
  return store.redis.zcount(store.keys.waitsOf('paused'), brake.since, '+inf');
}
