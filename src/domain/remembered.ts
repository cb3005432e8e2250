/** What is found out of a text is asked for many times while one customer is decided on, and of few texts at a time. */

/** So many answers are kept: enough for the customers in hand, little enough to be no memory of a list. */
const KEPT_MAX = 500;

/** The same function, which finds out only what it has not found out lately. Its answers belong to all who ask. */
export function remembered<T>(findOut: (text: string) => T): (text: string) => T {
  const kept = new Map<string, T>();
  return (text) => {
    const known = kept.get(text);
    if (known !== undefined || kept.has(text)) return known as T;
    const found = findOut(text);
    // Thrown away together: to know which is the oldest would cost more than it saves.
    if (kept.size >= KEPT_MAX) kept.clear();
    kept.set(text, found);
    return found;
  };
}
