import type { Side } from '../../domain/customer.ts';
import type { RecordOf } from '../../domain/record.ts';
import type { Creating } from './creating.ts';

/**
 * Creates of one poll ask for the same words, which half of a trade has in its names. A question that was put after a
 * customer was first seen, and moments ago, has told what one of its own would tell; whatever is its own, its e-mail or
 * the rarest word of its name, nobody else has asked for.
 */

/** As old a search may become anyway, while a create waits for its turn under the rate limit. */
const LATELY_MS = 5_000;
/** Answers are small and soon forgotten. */
const KEPT_MAX = 50;

/** What a search has told; whatever was news in it is observed by then. */
export type Told = {
  /** Keys of those who cannot be understood; undefined for one without a key. */
  readonly unread: readonly (string | undefined)[];
  /** Of whom all that was kept was erased: known while a create asks, and filed nowhere. */
  readonly erased: readonly RecordOf<Side>[];
  /** False where the answer may hold fewer than there are. */
  readonly isWhole: boolean;
};

type Question = { readonly at: number; readonly begun: Promise<number>; readonly told: Promise<Told> };

const lately = new WeakMap<Creating['ctx']['store'], Map<string, Question>>();

/** How one asks that has not been told: with a `tick` that is taken before, for questions put together the same one. */
type Asking = {
  readonly since: number;
  readonly tick: () => Promise<number>;
  readonly ask: (begun: number) => Promise<Told>;
};

/** What the target told of a text after the tick `since`, by a search of somebody else's or by `ask`. */
export async function toldLately(
  { ctx, target }: Creating,
  text: string,
  { since, tick, ask }: Asking,
): Promise<Told> {
  const asked = lately.get(ctx.store) ?? new Map<string, Question>();
  lately.set(ctx.store, asked);
  const [name, now] = [`${target} ${text}`, ctx.now()];
  const known = asked.get(name);
  // Not before the customer was seen: until then nobody had asked for its sake.
  if (known !== undefined && Math.abs(now - known.at) < LATELY_MS && (await known.begun) > since)
    return known.told;
  const begun = tick();
  const question = { at: now, begun, told: begun.then(ask) };
  asked.delete(name);
  asked.set(name, question);
  for (const old of [...asked.keys()].slice(0, -KEPT_MAX)) asked.delete(old);
  try {
    return await question.told;
  } catch (error) {
    // Whoever asks next asks anew.
    if (asked.get(name) === question) asked.delete(name);
    throw error;
  }
}
