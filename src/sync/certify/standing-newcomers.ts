/** Newcomers whom a brake holds, as long as nothing has changed that could decide otherwise of them (rule 10). */
import type { Subject } from '../../store/records.ts';
import type { Context } from '../context.ts';
import { takeSnapshot } from '../evaluate/snapshot.ts';
import { matchingGeneration } from '../work.ts';
import type { Newcomer } from './newcomers.ts';

/** What was known when each of them was decided on, the brakes among it, and who was held then. */
type Standing = { readonly known: string; readonly brakes: string; readonly held: readonly Newcomer[] };

/**
 * Of this process alone: whoever begins anew looks at everybody once more. A wave of thousands costs nothing so while a
 * person thinks about it.
 */
const standing = new WeakMap<Context, Standing>();

/** What may change the decision on a newcomer: records, links, a person's word, routes, and lines that were agreed to. */
export async function whatIsKnown({ store: { redis, keys } }: Context): Promise<string> {
  const [news, agreed] = await Promise.all([
    redis.hmget(keys.state, matchingGeneration, 'routes-reviewed'),
    redis.hlen(keys.agreed),
  ]);
  return JSON.stringify([...news, agreed]);
}

/** Those of whom nothing else can be found out, where this is what is known; nobody where anything has changed. */
export async function standingNewcomers(ctx: Context, known: string): Promise<readonly Newcomer[]> {
  const before = standing.get(ctx);
  if (before?.known !== known) return [];
  const { braked } = await takeSnapshot(ctx);
  return JSON.stringify(braked) === before.brakes ? before.held : [];
}

/**
 * Decides on newcomers who were put off, by `take`, and remembers those whom a brake holds. `known` is what was known
 * before the first of them was looked at: whatever has come since has all of them looked at again.
 */
export async function takeNewcomers(
  ctx: Context,
  known: string,
  { found, before }: { readonly found: readonly Newcomer[]; readonly before: readonly Newcomer[] },
  take: (batch: Subject[]) => Promise<void>,
): Promise<void> {
  // Asked first: a brake that comes off meanwhile is another state of things at the next poll.
  const { braked } = await takeSnapshot(ctx);
  for (let at = 0; at < found.length; at += TAKEN_AT_ONCE)
    await take(found.slice(at, at + TAKEN_AT_ONCE).map(({ subject }) => subject));
  const held = [...before, ...found].filter(
    ({ subject: { side } }) => braked[side]?.newcomers || braked[side]?.whole,
  );
  if (held.length === 0) standing.delete(ctx);
  else standing.set(ctx, { known, brakes: JSON.stringify(braked), held });
}

const TAKEN_AT_ONCE = 500;
