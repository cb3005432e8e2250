/** A table whose lists lag behind its writes, as replicated servers' do. */

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
  /** The same list as the time before, where nothing has changed: large companies are read all the time. */
  allVisible(atMs: number): readonly T[];
};

/** What the readings from one moment to another show. Times in ms. */
type Reading<T> = { records: readonly T[]; fromMs: number; beforeMs: number };

/** An empty table. */
export function laggedTable<T>(): LaggedTable<T> {
  const rows = new Map<string, Version<T>[]>();
  let reading: Reading<T> | undefined;
  const put = (key: string, versions: Version<T>[]) => {
    rows.set(key, versions);
    reading = undefined;
  };
  return {
    put: (key, record, visibleFromMs) => put(key, [...(rows.get(key) ?? []), { record, visibleFromMs }]),
    putNow: (key, record) => put(key, [{ record, visibleFromMs: Number.NEGATIVE_INFINITY }]),
    remove(key) {
      rows.delete(key);
      reading = undefined;
    },
    current: (key) => rows.get(key)?.at(-1)?.record,
    allCurrent: () => [...rows.values()].flatMap((versions) => versions.at(-1)?.record ?? []),
    visible: (key, atMs) => shown(rows.get(key), atMs),
    allVisible(atMs) {
      if (reading && atMs >= reading.fromMs && atMs < reading.beforeMs) return reading.records;
      prune(rows, atMs);
      reading = read(rows, atMs);
      return reading.records;
    },
  };
}

function read<T>(rows: Map<string, Version<T>[]>, atMs: number): Reading<T> {
  const records: T[] = [];
  let beforeMs = Number.POSITIVE_INFINITY;
  for (const versions of rows.values()) {
    const record = shown(versions, atMs);
    if (record !== undefined) records.push(record);
    for (const { visibleFromMs } of versions)
      if (visibleFromMs > atMs) beforeMs = Math.min(beforeMs, visibleFromMs);
  }
  return { records, fromMs: atMs, beforeMs };
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
