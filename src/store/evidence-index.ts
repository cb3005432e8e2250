import type { Side } from '../domain/customer.ts';
import type { IndexKind } from '../domain/evidence.ts';
import { placeOf } from './evidence-places.ts';
import type { Store } from './store.ts';

/** The index of rule 3: who of a side carries which e-mail, phone or name, by keyed digests of the values. */

/** Customers that share one piece of evidence beyond this many say nothing more by being counted. */
const SHARING_MAX = 11;
/** Sorts behind every key, in whatever script it is written. */
const LAST_CHARACTER = '\u{10ffff}';
/** Questions of one round trip. */
const ASKED_AT_ONCE = 500;

type Question = { readonly side: Side; readonly kind: IndexKind; readonly value: string };

/** For each question the keys of that side that carry the value, at most `SHARING_MAX`. */
export async function sharing(store: Store, questions: readonly Question[]): Promise<string[][]> {
  const keys: string[][] = [];
  for (let at = 0; at < questions.length; at += ASKED_AT_ONCE)
    for (const found of await askedAtOnce(store, questions.slice(at, at + ASKED_AT_ONCE))) keys.push(found);
  return keys;
}

async function askedAtOnce(store: Store, questions: readonly Question[]): Promise<string[][]> {
  const pipeline = store.redis.pipeline();
  const prefixes = questions.map(({ kind, value }) => placeOf(store, kind, value, ''));
  questions.forEach(({ side }, index) => {
    const prefix = prefixes[index] ?? '';
    const range = [`[${prefix}`, `[${prefix}${LAST_CHARACTER}`] as const;
    pipeline.zrangebylex(store.keys.evidence(side), ...range, 'LIMIT', 0, SHARING_MAX);
  });
  const answers = (await pipeline.exec()) ?? [];
  return answers.map(([error, members], index) => {
    if (error) throw error;
    return (members as string[]).map((found) => found.slice(prefixes[index]?.length));
  });
}
