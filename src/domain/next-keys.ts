/**
 * ManagementPro numbers its customers, and its list has no order: whoever is new has one of the claves that come next
 * after the highest known ones (rule 1).
 */

/** What stands before the number, and the number as it is written. */
const NUMBERED = /^(\D*)(\d+)$/u;
/** Claves of more shapes than this are given by people, and none comes next. */
const SHAPES_MAX = 3;

/** The highest known clave of each shape, or undefined where the claves are not numbered. */
export function highestKeys(keys: Iterable<string>, before: readonly string[] = []): string[] | undefined {
  const highest = new Map<string, bigint>();
  const texts = new Map<string, string>();
  for (const key of [...before, ...keys]) {
    const [, prefix = '', digits] = NUMBERED.exec(key) ?? [];
    if (digits === undefined) return undefined;
    const number = BigInt(digits);
    if (number < (highest.get(prefix) ?? -1n)) continue;
    highest.set(prefix, number);
    texts.set(prefix, key);
  }
  return texts.size > SHAPES_MAX ? undefined : [...texts.values()];
}

/** The claves that come after one, written as it is: `0000000007` → `0000000008`… */
export function nextKeys(key: string, count: number): string[] {
  const [, prefix = '', digits = ''] = NUMBERED.exec(key) ?? [];
  return Array.from({ length: count }, (_, index) => {
    const next = String(BigInt(digits) + BigInt(index + 1));
    return `${prefix}${next.padStart(digits.length, '0')}`;
  });
}
