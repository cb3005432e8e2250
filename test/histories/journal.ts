import { type Normalisation, normalised } from '../../src/simulators/normalise.ts';
import type { Simulators } from '../../src/simulators/world.ts';
import type { Side } from './script.ts';
import type { Town } from './town.ts';
import {
  canonical,
  escapesIn,
  FIELDS,
  type Field,
  ownText,
  type StoredRecord,
  type Values,
  valuesOf,
} from './values.ts';

/** A write that an API has committed, as it changed what is stored. */
export type Entry = {
  readonly side: Side;
  readonly key: string;
  readonly created: boolean;
  /** True where a text grew that the write did not mean to change: the server has escaped it once more. */
  readonly grew: boolean;
  /** Real time, ms. */
  readonly at: number;
  readonly changes: readonly { readonly field: Field; readonly old: string; readonly value: string }[];
};

export type Journal = {
  readonly entries: readonly Entry[];
  /** Broken promises that can be seen at the moment of the write. */
  readonly problems: readonly string[];
};

type Seen = {
  readonly values: Values;
  /** What a server with habits makes of the record when it is sent back to it as it is. */
  readonly habitual: Values;
  readonly unmapped: string;
  /** The texts that a write of one field does not mean to change, as they are stored. */
  readonly own: string;
};
type Snapshot = Map<string, Seen>;

/**
 * Both simulators count a write at the moment they commit it; whenever they do, what is stored is compared with
 * what was stored before. People's edits tell the journal to look again by `refresh`.
 */
export function keepJournal(
  sims: Simulators,
  town: Town,
  tell: (line: string) => void,
): Journal & { refresh(): void } {
  const entries: Entry[] = [];
  const problems: string[] = [];
  const before: { [S in Side]: Snapshot } = {
    managementpro: snapshot(sims, town, 'managementpro'),
    aceptabits: snapshot(sims, town, 'aceptabits'),
  };
  for (const side of ['managementpro', 'aceptabits'] as const)
    onCount(sims[side], () => {
      const now = snapshot(sims, town, side);
      tellChanges(side, before[side], now, tell);
      entries.push(...compared(side, before[side], now, town, problems));
      before[side] = now;
    });
  return {
    entries,
    problems,
    refresh() {
      before.managementpro = snapshot(sims, town, 'managementpro');
      before.aceptabits = snapshot(sims, town, 'aceptabits');
    },
  };
}

function onCount(simulator: { writes: number }, counted: () => void): void {
  let writes = simulator.writes;
  Object.defineProperty(simulator, 'writes', {
    get: () => writes,
    set(value: number) {
      writes = value;
      counted();
    },
  });
}

function snapshot(sims: Simulators, town: Town, side: Side): Snapshot {
  const { normalise } = sims[side].settings;
  return new Map(
    town.all(side).map(({ key, record }) => {
      const values = valuesOf(side, record);
      const habitual = normalise.length === 0 ? values : valuesOf(side, sentBack(record, normalise));
      return [key, { values, habitual, unmapped: town.own(side, key), own: ownText(side, record) }];
    }),
  );
}

function sentBack(record: StoredRecord, habits: readonly Normalisation[]): StoredRecord {
  const texts = Object.entries(record).map(([name, value]) => [
    name,
    typeof value === 'string' ? normalised(value, habits) : value,
  ]);
  return Object.fromEntries(texts) as StoredRecord;
}

function tellChanges(side: Side, before: Snapshot, now: Snapshot, tell: (line: string) => void): void {
  for (const [key, { values }] of now) {
    const [old, said] = [JSON.stringify(before.get(key)?.values ?? 'nobody'), JSON.stringify(values)];
    if (old !== said) tell(`written: ${side} ${key} ${old} → ${said}`);
  }
}

function compared(side: Side, before: Snapshot, now: Snapshot, town: Town, problems: string[]): Entry[] {
  return [...now].flatMap(([key, { values, unmapped: rest, own }]): Entry[] => {
    const old = before.get(key);
    if (old === undefined) {
      if (town.adopt(side, key) === undefined)
        problems.push(`a record of nobody was created: ${side} ${key} ${JSON.stringify(values)}`);
      return [{ side, key, created: true, grew: false, at: Date.now(), changes: [] }];
    }
    if (old.unmapped !== rest && !town.isUnknowing(side, key))
      problems.push(`a write to ${side} ${key} changed what is not its business: ${old.unmapped} → ${rest}`);
    // A server with habits rewrites, with every write, also the texts that came back to it as they were.
    const touched = FIELDS.filter(
      (field) => values[field] !== old.values[field] && values[field] !== old.habitual[field],
    );
    // What has moved since its reading, by hand or by a write of another job, a write cannot know to be equal.
    const mayKnow = !town.isMovedSince(side, key);
    const echoes = touched.filter((field) => town.isEcho(side, key, field, old.values[field]));
    const changed = touched.filter((field) => !town.written(side, key, field, old.values[field]));
    for (const field of changed)
      if (mayKnow && (echoes.includes(field) || isEqual(field, old.values[field], values[field])))
        problems.push(
          `what is equal was written: ${side} ${key} ${field} "${old.values[field]}" → "${values[field]}"`,
        );
    const still = FIELDS.filter((field) => !touched.includes(field));
    const grew =
      escapesIn(own) > escapesIn(old.own) ||
      still.some((field) => escapesIn(values[field]) > escapesIn(old.values[field]));
    if (changed.length === 0 && !grew) return [];
    town.rewritten(side, key);
    const changes = changed.map((field) => ({ field, old: old.values[field], value: values[field] }));
    return [{ side, key, created: false, grew, at: Date.now(), changes }];
  });
}

/** Case matters in a name, and nowhere else. */
function isEqual(field: Field, old: string, now: string): boolean {
  return canonical(field, old) === canonical(field, now) && (field !== 'name' || folded(old) === folded(now));
}

function folded(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, ' ').trim();
}
