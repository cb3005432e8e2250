import type { ServiceLine } from '../domain/service.ts';
import type { Transaction } from './commit.ts';
import type { Store } from './store.ts';

/**
 * What became of a line: `made` by us; `adopted`, ours by all that can be found after an unclear answer; `there`
 * already; `refused` by Aceptabits; `unclear`, for a person to look.
 */
export const SERVICE_ENDS = ['made', 'adopted', 'there', 'refused', 'unclear'] as const;
export type ServiceEnd = (typeof SERVICE_ENDS)[number];

export type EndOfLine = {
  readonly kind: ServiceEnd;
  /** Of the service. */
  readonly key?: string | undefined;
  /** Of a refusal, and the words for it. */
  readonly code?: string | undefined;
  readonly detail?: string | undefined;
  readonly at: number;
};

export type KeptLine = ServiceLine & { readonly end?: EndOfLine | undefined };

/** A list that a person has handed over, all of whose lines were right. */
export type ServiceRun = {
  readonly id: string;
  readonly file: string;
  /** Digest of its lines: the same list handed over again goes on with the run that is open. */
  readonly digest: string;
  readonly by: string;
  readonly at: number;
  readonly lines: number;
  /** Per shop the newest service when the run began: what we make stands above it. */
  readonly newest: Readonly<Record<string, string>>;
};

export type CountedRun = ServiceRun & {
  readonly ends: Readonly<Partial<Record<ServiceEnd, number>>>;
  readonly open: number;
};

/** The durable note before a service is sent (rule 8). */
export type ServiceIntent = {
  readonly run: string;
  readonly line: number;
  /** By Redis' clock: when the request may have been sent, or has ended without a clear answer. */
  readonly sentAt: number;
  readonly sends: number;
  /** Readings after the quiet time that did not show it. */
  readonly looks: number;
};

export type Held<T> = { readonly value: T; readonly raw: string };

const KEPT_DAYS = 90;
const DAY_S = 86_400;

/** Files the lines, and only then the run: one without all its lines is none. */
export async function fileServiceRun(
  store: Store,
  run: ServiceRun,
  lines: readonly KeptLine[],
): Promise<void> {
  const { keys } = store;
  await store.inCommits(lines, (tx, line) => {
    tx.set(keys.serviceLines(run.id), String(line.line), JSON.stringify(line));
    tx.expire(keys.serviceLines(run.id), KEPT_DAYS * DAY_S);
    if (line.end === undefined) return;
    tx.count(keys.serviceEnds(run.id), line.end.kind).expire(keys.serviceEnds(run.id), KEPT_DAYS * DAY_S);
  });
  await store.redis.hset(keys.serviceRuns, run.id, JSON.stringify(run));
}

/** All runs, the newest first, with how far they are. */
export async function serviceRuns({ redis, keys }: Store): Promise<CountedRun[]> {
  const runs = Object.values(await redis.hgetall(keys.serviceRuns)).map(
    (raw) => JSON.parse(raw) as ServiceRun,
  );
  const counted = runs.map(async (run) => {
    const texts = await redis.hgetall(keys.serviceEnds(run.id));
    const ends = Object.fromEntries(Object.entries(texts).map(([kind, count]) => [kind, Number(count)]));
    const ended = Object.values(ends).reduce((sum, count) => sum + count, 0);
    return { ...run, ends, open: run.lines - ended };
  });
  return (await Promise.all(counted)).toSorted((a, b) => b.at - a.at || b.id.localeCompare(a.id));
}

/** Runs that ended long ago leave; their lines have left by themselves. */
export async function cutServiceRuns(store: Store, now: number): Promise<void> {
  const old = (await serviceRuns(store)).filter(({ at }) => at < now - KEPT_DAYS * DAY_S * 1_000);
  for (const { id } of old) await store.redis.hdel(store.keys.serviceRuns, id);
}

export async function serviceRun({ redis, keys }: Store, id: string): Promise<ServiceRun | undefined> {
  const raw = await redis.hget(keys.serviceRuns, id);
  return raw === null ? undefined : (JSON.parse(raw) as ServiceRun);
}

/** All lines of a run, in their order. */
export async function serviceLines({ redis, keys }: Store, run: string): Promise<KeptLine[]> {
  const raws = Object.values(await redis.hgetall(keys.serviceLines(run)));
  return raws.map((raw) => JSON.parse(raw) as KeptLine).toSorted((a, b) => a.line - b.line);
}

export async function serviceLine(
  { redis, keys }: Store,
  run: string,
  line: number,
): Promise<Held<KeptLine> | undefined> {
  const raw = await redis.hget(keys.serviceLines(run), String(line));
  return raw === null ? undefined : { value: JSON.parse(raw) as KeptLine, raw };
}

export async function serviceIntent(
  { redis, keys }: Store,
  id: string,
): Promise<Held<ServiceIntent> | undefined> {
  const raw = await redis.hget(keys.serviceIntents, id);
  return raw === null ? undefined : { value: JSON.parse(raw) as ServiceIntent, raw };
}

/** Adds to a commit the end of a line that is as it was loaded: whoever comes second changes nothing. */
export function endLine(
  { keys }: Store,
  tx: Transaction,
  run: string,
  { value, raw }: Held<KeptLine>,
  end: EndOfLine,
): void {
  const field = String(value.line);
  tx.expect(keys.serviceLines(run), field, raw);
  tx.set(keys.serviceLines(run), field, JSON.stringify({ ...value, end }));
  tx.count(keys.serviceEnds(run), end.kind).expire(keys.serviceEnds(run), KEPT_DAYS * DAY_S);
}
