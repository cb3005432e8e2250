import type { AceptabitsRecord, Decoded, ManagementProRecord, Side } from '../../domain/customer.ts';
import type { Intent } from '../../domain/intent.ts';
import type { RecordOf } from '../../domain/record.ts';
import { hashFields } from '../../store/hash-fields.ts';
import type { Context } from '../context.ts';
import { park } from '../decide/park.ts';
import { type Evaluated, evaluate } from '../evaluate/evaluate.ts';
import { isCalledDifferent } from '../evaluate/open-creates.ts';
import { type Surroundings, surroundings } from '../evaluate/surroundings.ts';
import { GivenUp, Later } from '../job-errors.ts';
import { observe } from '../observe/observe.ts';

const ROWS_MAX = 1_000;

/** Enough of a name to find few others by it, where no server of ours has cut it off. */
const NAME_CHARS = 24;

type LoneOutcome = Extract<Evaluated, { kind: 'lone' }>;

/** What a search goes by. */
type Person = Intent['customer'];

/**
 * A list is one answer, may have lost rows, and grows old: nobody is created before a search, another answer, has
 * shown who is there now (rules 2 and 3). What it tells that was not known is observed, and the rules are asked once
 * more: a clerk may just have given somebody known this customer's e-mail. Throws `Later` when they do not say
 * `create` any more; parks where somebody is found who cannot be understood, and may be this customer.
 */
export async function searchBefore(
  ctx: Context,
  target: Side,
  { loaded, fingerprint }: LoneOutcome,
  customer: Person,
  { reading }: Surroundings,
  job: string,
): Promise<void> {
  // What a reading under way has not shown yet is judged together with it, and not decided on before (rule 10).
  const sequence = reading[target] ?? (await ctx.store.nextSequence());
  const unread =
    target === 'aceptabits'
      ? await observeFound(ctx, target, await likeInA(ctx, customer), sequence)
      : await observeFound(ctx, target, await namedInM(ctx, customer, NAME_CHARS), sequence);
  const [one] = await evaluate(ctx, await ctx.store.load([loaded.subject]), await surroundings(ctx));
  if (one?.kind !== 'lone' || one.plan.kind !== 'create' || one.fingerprint !== fingerprint)
    throw new Later(0, 'a search before a create tells what was not known');
  if (!(await mayHide(ctx, target, one, unread))) return;
  const detail = 'a search finds somebody who cannot be understood and could be the one';
  const reason = { errorClass: 'unknown', code: 'cannot-tell-apart', detail, fingerprint } as const;
  await park(ctx, target, loaded.subject, reason, job);
  throw new GivenUp(detail);
}

/** Observes what a search has found. Answers the rows that cannot be understood, by their keys where they have one. */
async function observeFound<S extends Side>(
  ctx: Context,
  side: S,
  rows: readonly Decoded<RecordOf<S>>[],
  sequence: number,
): Promise<(string | undefined)[]> {
  await observe(ctx, side, rows, sequence);
  return rows.flatMap((row) => (row.ok ? [] : [row.key]));
}

/** Whoever is linked is somebody else, and so is whom a person has called different. */
async function mayHide(
  ctx: Context,
  target: Side,
  { loaded }: LoneOutcome,
  unread: readonly (string | undefined)[],
): Promise<boolean> {
  const { keys, redis } = ctx.store;
  const open = unread.filter((key) => key === undefined || !isCalledDifferent(loaded, key));
  const named = open.filter((key) => key !== undefined);
  if (named.length < open.length) return true;
  if (named.length === 0) return false;
  const linked = await hashFields(redis, target === 'aceptabits' ? keys.codes : keys.links, named);
  return linked.includes(null);
}

async function likeInA(ctx: Context, { email, phone, name }: Person): Promise<Decoded<AceptabitsRecord>[]> {
  const texts = [email || phone, name.slice(0, NAME_CHARS).trim()].filter((text) => text !== '');
  return (await Promise.all(texts.map((text) => ctx.clients.aceptabits.search(text)))).flat();
}

/** Of both estados; `busqueda` looks into names only, and into keys. */
export async function namedInM(
  ctx: Context,
  { name }: Person,
  chars: number,
): Promise<Decoded<ManagementProRecord>[]> {
  const search = name.slice(0, chars).trim();
  // Searching for nothing would list everybody.
  if (search === '') return [];
  const answers = await Promise.all(
    [true, false].map((active) => ctx.clients.managementpro.list({ active, search, limit: ROWS_MAX })),
  );
  return answers.flatMap(({ rows }) => rows);
}
