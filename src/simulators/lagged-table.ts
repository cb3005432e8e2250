type Version<T> = { record: T; visibleFromMs: number };

/**
 * Records by key, in order of insertion. What is stored at once may be shown by the lists only later: each key
 * keeps the versions that some reading can still show, the newest last. Records are never changed in place.
 */
export type LaggedTable<T> = {
  /** Stores the newest version, which readings show from `visibleFromMs` on. */
  put(key: string, record: T, visibleFromMs: number): void;
  /** Stores a version that every reading shows at once, together with all that was still waiting. */
  putNow(key: string, record: T): void;
  remove(key: string): void;
  /** The newest version, shown or not. */
  current(key: string): T | undefined;
  allCurrent(): T[];
  /** What a reading at `atMs` shows. */
  visible(key: string, atMs: number): T | undefined;
  allVisible(atMs: number): T[];
};

/** An empty table. */
export function laggedTable<T>(): LaggedTable<T> {
  const rows = new Map<string, Version<T>[]>();
  return {
    put(key, record, visibleFromMs) {
      rows.set(key, [...(rows.get(key) ?? []), { record, visibleFromMs }]);
    },
    putNow: (key, record) => void rows.set(key, [{ record, visibleFromMs: Number.NEGATIVE_INFINITY }]),
    remove: (key) => void rows.delete(key),
    current: (key) => rows.get(key)?.at(-1)?.record,
    allCurrent: () => [...rows.values()].flatMap((versions) => versions.at(-1)?.record ?? []),
    visible: (key, atMs) => shown(rows.get(key), atMs),
    allVisible(atMs) {
      prune(rows, atMs);
      return [...rows.values()].flatMap((versions) => shown(versions, atMs) ?? []);
    },
  };
}

function shown<T>(versions: Version<T>[] | undefined, atMs: number): T | undefined {
  return versions?.findLast(({ visibleFromMs }) => visibleFromMs <= atMs)?.record;
}

/** Forgets versions that a newer visible one has replaced, so that long histories stay small. */
function prune<T>(rows: Map<string, Version<T>[]>, atMs: number): void {
  for (const [key, versions] of rows) {
    const newest = versions.findLastIndex(({ visibleFromMs }) => visibleFromMs <= atMs);
    if (newest > 0) rows.set(key, versions.slice(newest));
  }
}
