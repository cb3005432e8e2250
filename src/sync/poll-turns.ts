import type { Context } from './context.ts';

/** The last who has taken a turn, by the store that it is about. */
const last = new WeakMap<Context['store'], Promise<unknown>>();

/**
 * The polls of both sides end in going through the same customers, and for a large company that takes longer than they
 * lie apart: beside each other each would do all of it. In one process they take turns, and whoever comes second finds
 * what the first has left. Of two replicas both may do it, which is harmless.
 */
export async function inTurn<T>({ store }: Pick<Context, 'store'>, work: () => Promise<T>): Promise<T> {
  const mine = (last.get(store) ?? Promise.resolve()).catch(() => undefined).then(work);
  last.set(store, mine);
  return mine;
}
