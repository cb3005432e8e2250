/** How a simulated server compares a search with its records, with or without case and accents. */
import type { Manners } from './manners.ts';

type Folds = Manners['searchFolds'];

/** A text as a search that does not distinguish `folds` sees it. */
export function searchForm(text: string, folds: Folds): string {
  const cased = folds.includes('case') ? text.toLowerCase() : text;
  return folds.includes('accents') ? cased.normalize('NFD').replace(/\p{M}/gu, '') : cased;
}

/**
 * The texts of records as a search sees them, made once for each: a record is never changed in place, and a large
 * company is searched all the time.
 */
export function searchIndex<T extends object>(
  textsOf: (record: T) => readonly (string | null)[],
): (record: T, folds: Folds) => readonly string[] {
  let made = '';
  let texts = new WeakMap<T, readonly string[]>();
  return (record, folds) => {
    if (folds.join() !== made) [made, texts] = [folds.join(), new WeakMap()];
    const known = texts.get(record);
    if (known !== undefined) return known;
    const fresh = textsOf(record).flatMap((text) => (text ? searchForm(text, folds) : []));
    texts.set(record, fresh);
    return fresh;
  };
}
