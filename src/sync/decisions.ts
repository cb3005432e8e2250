import { personsShown } from '../domain/another-person.ts';
import { FIELDS, type Field, otherSide, type Side } from '../domain/customer.ts';
import { equal } from '../domain/equality.ts';
import { fieldNoted, type Link } from '../domain/link.ts';
import type { Verdict } from '../domain/match.ts';
import type { Transaction } from '../store/commit.ts';
import { record } from '../store/history.ts';
import { type LoneNote, type Subject, subjectId } from '../store/records.ts';
import { type Context, routesOf } from './context.ts';
import { askAnew, changeLink, changeLone } from './decide/change-link.ts';
import { expectNote } from './decide/file-decision.ts';
import { linkStateOf } from './evaluate/link-state.ts';
import { NEWS } from './work.ts';

/** What a person decides. Each answers false when what the person saw has moved since: look again, decide again. */

type Shown = { readonly [S in Side]: string };

/** Sets a field of a link to a person's value, on both sides, provided both still show what the person saw (rule 4). */
export async function setField(
  ctx: Context,
  clave: string,
  field: Field,
  value: string,
  seen: Shown,
  by: string,
  cause = 'a person chose the value',
): Promise<boolean> {
  const routes = await routesOf(ctx);
  return changeLink(
    ctx,
    clave,
    (loaded, link) => {
      const { shown } = linkStateOf(ctx, loaded, routes);
      // A field that a side does not tell, or that has no route, cannot be set: it would wait for ever.
      const moved = (side: Side) => {
        const now = shown[side]?.[field];
        return now === undefined || !equal(field, now, seen[side]);
      };
      if (moved('managementpro') || moved('aceptabits')) return undefined;
      const wanted = fieldNoted(link.wanted, field, { value, seen, by, at: ctx.now() });
      return { ...thawed(link, field), wanted };
    },
    {
      cause: `${cause}: ${field}`,
      by,
      changes: [{ field, old: seen.managementpro, new: value }],
      // The value that loses stays in the history, whichever side had it.
      conflict: { field, base: undefined, ...seen, winner: by },
    },
  );
}

/** Decides a conflict, or any difference, for what one side shows (rule 4). */
export function takeSide(
  ctx: Context,
  clave: string,
  field: Field,
  side: Side,
  seen: Shown,
  by: string,
): Promise<boolean> {
  return setField(ctx, clave, field, seen[side], seen, by, `a person took ${side}`);
}

/** Who looked like another person is this customer after all, and stays it when some of their values are edited (rule 2). */
export async function vouch(ctx: Context, clave: string, by: string): Promise<boolean> {
  const routes = await routesOf(ctx);
  return changeLink(
    ctx,
    clave,
    (loaded, link) => ({ ...link, vouched: personsShown(linkStateOf(ctx, loaded, routes)) }),
    { cause: 'a person says it is the same customer', by },
  );
}

/** Nothing is copied between a link's sides, and a customer without a link is not created, until it is resumed. */
export async function pause(ctx: Context, asked: Subject, by: string): Promise<boolean> {
  const [loaded] = await ctx.store.load([asked]);
  if (loaded === undefined) return false;
  const paused = ctx.now();
  if (loaded.link === undefined) return changeLone(ctx, loaded, { ...loaded.lone, paused }, 'paused', by);
  return changeLink(ctx, loaded.link.clave, (_, link) => ({ ...link, paused }), { cause: 'paused', by });
}

export async function unpause(ctx: Context, asked: Subject, by: string): Promise<boolean> {
  const [loaded] = await ctx.store.load([asked]);
  if (loaded === undefined) return false;
  const { paused: _, ...lone } = loaded.lone;
  if (loaded.link === undefined) return changeLone(ctx, loaded, lone, 'resumed', by);
  const { clave } = loaded.link;
  return changeLink(ctx, clave, (__, { paused, ...link }) => link, { cause: 'resumed', by });
}

/** A field that flipped back and forth is delivered again; the other program that edits it has been stopped (rule 5). */
export function unfreeze(ctx: Context, clave: string, by: string, field?: Field): Promise<boolean> {
  return changeLink(
    ctx,
    clave,
    (_, link) => {
      const freed: readonly Field[] = field === undefined ? FIELDS : [field];
      if (!freed.some((one) => link.frozen?.[one] !== undefined)) return undefined;
      return freed.reduce(thawed, link);
    },
    { cause: `no longer frozen${field === undefined ? '' : `: ${field}`}`, by },
  );
}

function thawed(link: Link, field: Field): Link {
  const [frozen, turns] = [
    fieldNoted(link.frozen, field, undefined),
    fieldNoted(link.turns, field, undefined),
  ];
  return { ...link, frozen, turns };
}

/** A person's word on a pair of lone customers: the same person, or different people (rule 3). */
export async function judgePair(
  ctx: Context,
  clave: string,
  code: string,
  verdict: Verdict,
  by: string,
): Promise<boolean> {
  const subjects: Subject[] = [
    { side: 'managementpro', key: clave },
    { side: 'aceptabits', key: code },
  ];
  const loaded = await ctx.store.load(subjects);
  if (loaded.length !== 2 || (verdict === 'same' && loaded.some(({ link }) => link !== undefined)))
    return false;
  const { store } = ctx;
  const tx = store.transaction();
  for (const [index, subject] of subjects.entries()) {
    const one = loaded[index];
    const note: LoneNote = one?.lone ?? {};
    const peer = subject.side === 'managementpro' ? code : clave;
    const others = verdict === 'same' ? await takeBackSame(ctx, tx, subject, note, peer) : note.verdicts;
    const verdicts = { ...others, [peer]: verdict };
    if (one !== undefined) expectNote(ctx, tx, one);
    tx.set(store.keys.lone, subjectId(subject), JSON.stringify({ ...note, verdicts }));
    askAnew(ctx, tx, one?.link === undefined ? subject : one.subject);
  }
  tx.count(store.keys.state, NEWS);
  record(store, tx, {
    at: ctx.now(),
    kind: 'decision',
    clave,
    code,
    cause: verdict === 'same' ? 'the same person' : 'different people',
    by,
  });
  return tx.commit();
}

/**
 * Nobody is the same as two customers of the other side: the latest word holds, whoever is linked by now (rule 3). What
 * was said before is taken from the notes of the others, too, or their words would go on calling them the same. Answers
 * the verdicts that are left on the customer itself.
 */
export async function takeBackSame(
  ctx: Context,
  tx: Transaction,
  { side, key }: Subject,
  { verdicts = {} }: LoneNote,
  peer: string,
): Promise<NonNullable<LoneNote['verdicts']>> {
  const { redis, keys } = ctx.store;
  const left = Object.entries(verdicts).filter(([, verdict]) => verdict !== 'same');
  const before = Object.keys(verdicts).filter((other) => verdicts[other] === 'same' && other !== peer);
  for (const other of before) {
    const subject = { side: otherSide(side), key: other };
    const raw = await redis.hget(keys.lone, subjectId(subject));
    const note = raw === null ? {} : (JSON.parse(raw) as LoneNote);
    tx.expect(keys.lone, subjectId(subject), raw ?? undefined);
    if (raw === null || note.verdicts?.[key] !== 'same') continue;
    const { [key]: _, ...others } = note.verdicts;
    tx.set(keys.lone, subjectId(subject), JSON.stringify({ ...note, verdicts: others }));
    askAnew(ctx, tx, subject);
  }
  return Object.fromEntries(left);
}
