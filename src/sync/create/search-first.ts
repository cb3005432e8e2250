/** The search before every create, and what it may stand in for (rules 2 and 3). */
import type { Side } from '../../domain/customer.ts';
import { loose } from '../../domain/equality.ts';
import { evidenceOf } from '../../domain/evidence.ts';
import { match } from '../../domain/match.ts';
import { customerOf, shownBy } from '../../domain/record.ts';
import { termsToSearch, wordsToSearch } from '../../domain/search-terms.ts';
import { hashFields } from '../../store/hash-fields.ts';
import { countWords } from '../../store/words.ts';
import type { Context } from '../context.ts';
import { park } from '../decide/park.ts';
import { evaluate, type LoneOutcome } from '../evaluate/evaluate.ts';
import { isCalledDifferent } from '../evaluate/open-creates.ts';
import { takeSnapshot } from '../evaluate/snapshot.ts';
import { GivenUp, Later } from '../job-errors.ts';
import { newcomersAreRead } from '../observe/newcomers.ts';
import { observe } from '../observe/observe.ts';
import type { Rows } from '../observe/reading-a-side.ts';
import { type Told, toldLately } from './asked-lately.ts';
import type { Creating, Person } from './creating.ts';
import { arePartnersThere } from './made-anew.ts';
import { SEARCH } from './search-of-side.ts';

/**
 * A list is one answer, may have lost rows, and grows old: nobody is created before a search, another answer, has
 * shown who is there now (rules 2 and 3). What it tells that was not known is observed, and the rules are asked once
 * more: a clerk may just have given somebody known this customer's e-mail. Throws `Later` when they do not say
 * `create` any more; parks where somebody is found who cannot be understood, and may be this customer.
 *
 * Where no complete reading since has shown who is there, the search is made for the purpose: under any spelling, and
 * after a reading of the newcomers. False where it cannot tell, or where a namesake's partner cannot be asked for: a
 * complete reading decides then.
 */
export async function searchBefore(of: Creating, customer: Person, by: 'scan' | 'search'): Promise<boolean> {
  const { ctx, target, loaded, fingerprint } = of;
  const found = by === 'scan' ? await foundLike(of, customer) : await foundByAll(of, customer);
  if (found === undefined) return false;
  const [evaluated] = await evaluate(ctx, await ctx.store.load([loaded.subject]), await takeSnapshot(ctx));
  if (evaluated?.kind !== 'lone' || evaluated.plan.kind !== 'create' || evaluated.fingerprint !== fingerprint)
    throw new Later(0, 'a search before a create tells what was not known');
  if (await mayHide(ctx, target, evaluated, found.unread))
    await setAside(of, {
      code: 'cannot-tell-apart',
      detail: 'a search finds somebody who cannot be understood and could be the one',
    });
  const erased = await likeErased(of, evaluated, found.erased);
  if (erased !== undefined)
    await setAside(of, {
      code: LIKE_ERASED,
      detail: `a search finds ${erased}, of whom all that was kept was erased`,
    });
  return arePartnersThere(of, evaluated.widowsIfGone);
}

/** Code of a create that waits because the customer may be somebody erased. */
export const LIKE_ERASED = 'like-erased';

async function setAside(
  { ctx, target, loaded, fingerprint, job }: Creating,
  reason: { readonly code: string; readonly detail: string },
): Promise<never> {
  await park(ctx, target, loaded.subject, { errorClass: 'unknown', ...reason, fingerprint }, job);
  throw new GivenUp(reason.detail);
}

/** Whoever a search shows and is not remembered. */
type Found = Pick<Told, 'unread' | 'erased'>;

async function foundLike(of: Creating, customer: Person): Promise<Found> {
  const begun = await of.ctx.store.nextSequence();
  return observeFound(of, await SEARCH[of.target].like(of.ctx, customer), begun);
}

/** What the search made for the purpose could not read; undefined where it could not have found somebody who is there. */
async function foundByAll(of: Creating, customer: Person): Promise<Found | undefined> {
  const { ctx, target, loaded, snapshot } = of;
  const terms = await termsOf(of, customer);
  const firstSeen = loaded[loaded.subject.side]?.firstSeen;
  if (terms === undefined || firstSeen === undefined) return undefined;
  // What a reading or a search has told before Redis lost something may be lost with it.
  const since = Math.max(firstSeen, snapshot.trustedFrom);
  if (!(await newcomersAreRead(ctx, target, since, snapshot.reading[target]))) return undefined;
  // Its own questions are put together, and begin with one tick.
  let ticked: Promise<number> | undefined;
  const tick = () => {
    ticked ??= ctx.store.nextSequence();
    return ticked;
  };
  const told = await Promise.all(
    terms.map((text) => toldLately(of, text, { since, tick, ask: (begun) => tell(of, text, begun) })),
  );
  if (!told.every(({ isWhole }) => isWhole)) return undefined;
  return { unread: told.flatMap(({ unread }) => unread), erased: told.flatMap(({ erased }) => erased) };
}

async function tell(of: Creating, text: string, begun: number): Promise<Told> {
  const rows = await SEARCH[of.target].all(of.ctx, [text]);
  return rows === undefined
    ? { unread: [], erased: [], isWhole: false }
    : { ...(await observeFound(of, rows, begun)), isWhole: true };
}

async function termsOf({ ctx, target }: Creating, customer: Person): Promise<string[] | undefined> {
  const words = wordsToSearch(customer.name);
  const counts = await countWords(ctx.store, target, words.map(loose));
  const known = new Map(words.map((word, at) => [word, counts[at] ?? 0]));
  const answerMax = await SEARCH[target].answerMax(ctx);
  return termsToSearch(target, customer, (word) => known.get(word) ?? 0, answerMax);
}

/** Observes what a search has found. Answers the rows that cannot be understood, by their keys where they have one. */
async function observeFound({ ctx, target, snapshot }: Creating, rows: Rows, begun: number): Promise<Found> {
  // What a reading under way has not shown yet is judged together with it, and not decided on before (rule 10).
  const { erased } = await observe(ctx, target, rows, snapshot.reading[target] ?? begun);
  return {
    unread: rows.flatMap((row) => (row.ok ? [] : [row.key])),
    erased: rows.flatMap((row) => (row.ok && erased.includes(row.record.key) ? [row.record] : [])),
  };
}

/**
 * The key of somebody of whom nothing is remembered and whom the rules would not take for another (rule 3): created, the
 * customer could be there twice, and the person who wanted to be forgotten stored anew.
 */
async function likeErased(
  { ctx, target, loaded: { subject }, snapshot }: Creating,
  { loaded }: LoneOutcome,
  erased: Found['erased'],
): Promise<string | undefined> {
  const stored = loaded[subject.side];
  if (erased.length === 0 || stored === undefined) return undefined;
  const keys = erased.map(({ key }) => key);
  const linked = await hashFields(ctx.store.redis, ctx.store.keys.linkOf[target], keys);
  const candidates = erased.map((record, index) => ({
    key: record.key,
    evidence: evidenceOf(shownBy(target, record, snapshot.routes)),
    linked: linked[index] !== null,
  }));
  const verdicts = new Map(Object.entries(loaded.lone.verdicts ?? {}));
  const found = match(evidenceOf(customerOf(subject.side, stored, snapshot.routes)), candidates, verdicts);
  if (found.kind === 'none') return undefined;
  return found.kind === 'one' ? found.key : found.candidates[0]?.key;
}

/** Whoever is linked is somebody else, and so is whom a person has called different. */
async function mayHide(
  ctx: Context,
  target: Side,
  { loaded }: LoneOutcome,
  unread: Found['unread'],
): Promise<boolean> {
  const { keys, redis } = ctx.store;
  const open = unread.filter((key) => key === undefined || !isCalledDifferent(loaded, key));
  const named = open.filter((key) => key !== undefined);
  if (named.length < open.length) return true;
  if (named.length === 0) return false;
  const linked = await hashFields(redis, keys.linkOf[target], named);
  return linked.includes(null);
}
