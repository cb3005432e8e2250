/**
 * Mulberry32: the same seed gives the same sequence on every machine.
 * @returns a function like `Math.random`, in [0, 1)
 */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A whole number from `low` to `high`, both included. */
export function between(random: () => number, low: number, high: number): number {
  return low + Math.floor(random() * (high - low + 1));
}

/** One item of a list, or one letter of a text, that is not empty. */
export function pick<T>(random: () => number, items: ArrayLike<T>): T {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('Nothing to pick from an empty list.');
  return item;
}

/** A new list with the same items in another order. */
export function shuffled<T>(random: () => number, items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, rank: random() }))
    .sort((one, other) => one.rank - other.rank)
    .map(({ item }) => item);
}

/** `count` random decimal digits; the first one is never zero. */
export function digits(random: () => number, count: number): string {
  let text = String(between(random, 1, 9));
  for (let length = 1; length < count; length += 1) text += between(random, 0, 9);
  return text;
}
