/** How many are asked of Redis at once, wherever there may be any number: neither a command nor the memory holds all. */
export const BATCH = 500;

export function* batchesOf<T>(all: readonly T[]): Generator<T[]> {
  for (let at = 0; at < all.length; at += BATCH) yield all.slice(at, at + BATCH);
}
