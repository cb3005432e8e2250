import { personsShown } from '../domain/another-person.ts';
import { FIELDS, type Field, mayBeEmptied, otherSide, type Side } from '../domain/customer.ts';
import { equal, isEmpty } from '../domain/equality.ts';
import { fieldNoted, type Link } from '../domain/link.ts';
import type { Verdict } from '../domain/match.ts';
import type { Transaction } from '../store/commit.ts';
import { type HistoryEvent, record } from '../store/history.ts';
import { type Loaded, type LoneNote, type Subject, subjectId } from '../store/records.ts';
import { type Context, routesOf } from './context.ts';
import { markWork, NEWS } from './observe.ts';
import { expectNote } from './settled.ts';
import { linkStateOf } from './standing.ts';

/** What a person decides. Each answers false when what the person saw has moved since: look again, decide again. */

type Shown = { readonly [S in Side]: string };

async function changeLink(
  ctx: Context,
  clave: string,
  change: (loaded: Loaded, link: Link) => Link | undefined,
  event: Omit<HistoryEvent, 'at' | 'kind'>,
): Promise<boolean> {
  const [loaded] = await ctx.store.load([{ side: 'managementpro', key: clave }]);
  const link = loaded?.link && change(loaded, loaded.link);
  if (loaded === undefined || link === undefined) return false;
  const { store } = ctx;
  const tx = store.transaction().expect(store.keys.links, clave, loaded.rawLink);
  tx.set(store.keys.links, clave, JSON.stringify(link));
  record(store, tx, { at: ctx.now(), kind: 'decision', clave, code: link.code, ...event });
  askAnew(ctx, tx, loaded.subject);
  return tx.commit();
}

/** What was decided without a person's word is decided anew by the next poll: the job that it asked for may be in hand. */
function askAnew(ctx: Context, tx: Transaction, subject: Subject): void {
  markWork(ctx, tx, subjectId(subject));
  tx.remove(ctx.store.keys.passed, subjectId(subject));
}

/**
 * Sets a field of a link to a person's value, on both sides, provided both still show what the person saw (rule 4).
 * A name is never emptied, whoever asks for it.
 */
export async function setField(
  ctx: Context,
  clave: string,
  field: Field,
  value: string,
  seen: Shown,
  by: string,
  cause = 'a person chose the value',
): Promise<boolean> {
  if (isEmpty(value) && !mayBeEmptied(field)) return false;
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

/** Replaces what is noted of a customer without a link; false when nobody has its key, or it is linked by now. */
async function changeLone(
  ctx: Context,
  { subject, managementpro, aceptabits, rawLone }: Loaded,
  note: LoneNote,
  cause: string,
  by: string,
): Promise<boolean> {
  if (managementpro === undefined && aceptabits === undefined) return false;
  const { store } = ctx;
  const isM = subject.side === 'managementpro';
  const tx = store.transaction().expect(isM ? store.keys.links : store.keys.codes, subject.key, undefined);
  tx.expect(store.keys.lone, subjectId(subject), rawLone);
  tx.set(store.keys.lone, subjectId(subject), JSON.stringify(note));
  record(store, tx, {
    at: ctx.now(),
    kind: 'decision',
    clave: isM ? subject.key : undefined,
    code: isM ? undefined : subject.key,
    cause,
    by,
  });
  askAnew(ctx, tx, subject);
  return tx.commit();
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

/** What was parked is tried again, although nothing that is known here has changed (section 5). */
export async function unpark(ctx: Context, asked: Subject, by: string): Promise<boolean> {
  const [loaded] = await ctx.store.load([asked]);
  if (loaded === undefined) return false;
  const cause = 'what was parked is tried again';
  if (loaded.link === undefined) {
    const { parked: was, ...lone } = loaded.lone;
    return was !== undefined && changeLone(ctx, loaded, lone, cause, by);
  }
  return changeLink(
    ctx,
    loaded.link.clave,
    (_, { parked, ...link }) => (parked === undefined ? undefined : { ...link, sent: untried(link.sent) }),
    { cause, by },
  );
}

/** A write that was accepted and did not land gets its tries anew (rule 5). */
function untried(sent: Link['sent']): Link['sent'] {
  const anew = (notes: NonNullable<Link['sent']>[Side]) =>
    Object.fromEntries(Object.entries(notes ?? {}).map(([field, note]) => [field, { ...note, tries: 0 }]));
  return sent && { managementpro: anew(sent.managementpro), aceptabits: anew(sent.aceptabits) };
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
