import { personsShown } from '../domain/another-person.ts';
import type { Cause } from '../domain/causes.ts';
import { FIELDS, type Field, mayBeEmptied, SIDES, type Side } from '../domain/customer.ts';
import { equal, isEmpty } from '../domain/equality.ts';
import { fieldNoted, keyOn, type Link } from '../domain/link.ts';
import { record } from '../store/history.ts';
import { isErased, unmarkErased } from '../store/personal.ts';
import { type LoneNote, pairOf, type Subject } from '../store/records.ts';
import { type Context, routesOf } from '../sync/context.ts';
import { changeLink, changeLone } from '../sync/decide/change-link.ts';
import { linkStateOf } from '../sync/evaluate/link-state.ts';

/** What a person decides. Each answers false when what the person saw has moved since: look again, decide again. */

type Shown = { readonly [S in Side]: string };

/** A value for a field, said by whoever saw both sides as they were then. */
type Said = { readonly field: Field; readonly value: string; readonly seen: Shown };

/**
 * Sets a field of a link to a person's value, on both sides, provided both still show what the person saw (rule 4).
 * A name is never emptied, whoever asks for it.
 */
export async function setField(
  ctx: Context,
  clave: string,
  said: Said,
  by: string,
  cause: Cause = { code: 'chosen', field: said.field },
): Promise<boolean> {
  const { field, value, seen } = said;
  if (isEmpty(value) && !mayBeEmptied(field)) return false;
  const routes = await routesOf(ctx);
  if (await isSaid(ctx, clave, said)) return true;
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
      cause,
      by,
      changes: [{ field, old: seen.managementpro, new: value }],
      // The value that loses stays in the history, whichever side had it.
      conflict: { field, base: undefined, ...seen, winner: by },
    },
  );
}

/** The same word twice is one: the second click of a hurried hand, or somebody else's on the same page. */
async function isSaid(ctx: Context, clave: string, { field, value, seen }: Said): Promise<boolean> {
  const [loaded] = await ctx.store.load([{ side: 'managementpro', key: clave }]);
  const wanted = loaded?.link?.wanted?.[field];
  if (wanted === undefined || wanted.value !== value) return false;
  return SIDES.every((side) => equal(field, wanted.seen[side], seen[side]));
}

/** Decides a conflict, or any difference, for what one side shows (rule 4). */
export function takeSide(
  ctx: Context,
  clave: string,
  { field, side, seen }: { readonly field: Field; readonly side: Side; readonly seen: Shown },
  by: string,
): Promise<boolean> {
  return setField(ctx, clave, { field, value: seen[side], seen }, by, { code: 'took', side, field });
}

/** Who looked like another person is this customer after all, and stays it when some of their values are edited (rule 2). */
export async function vouch(ctx: Context, clave: string, by: string): Promise<boolean> {
  const routes = await routesOf(ctx);
  return changeLink(
    ctx,
    clave,
    (loaded, link) => ({ ...link, vouched: personsShown(linkStateOf(ctx, loaded, routes)) }),
    { cause: { code: 'same-customer' }, by },
  );
}

/** Nothing is copied between a link's sides, and a customer without a link is not created, until it is resumed. */
export async function pause(
  ctx: Context,
  asked: Subject,
  by: string,
  note: Pick<LoneNote, 'leftOut'> = {},
): Promise<boolean> {
  const [loaded] = await ctx.store.load([asked]);
  if (loaded === undefined) return false;
  const paused = ctx.now();
  if (loaded.link === undefined)
    return changeLone(ctx, loaded, { ...loaded.lone, ...note, paused }, { code: 'paused' }, by);
  return changeLink(ctx, loaded.link.clave, (_, link) => ({ ...link, paused }), {
    cause: { code: 'paused' },
    by,
  });
}

export async function unpause(ctx: Context, asked: Subject, by: string): Promise<boolean> {
  const [loaded] = await ctx.store.load([asked]);
  if (loaded === undefined) return false;
  const { paused: _, leftOut: __, ...lone } = loaded.lone;
  if (loaded.link === undefined && (await isErased(ctx.store, asked))) return unerase(ctx, asked, by);
  if (loaded.link === undefined) return changeLone(ctx, loaded, lone, { code: 'resumed' }, by);
  const { clave } = loaded.link;
  // Whose data were erased is observed again, because a person says so. Before the link goes on: a crash between leaves
  // it paused and the person asks again, while a link that went on unobserved would stay so.
  for (const side of SIDES) await unmarkErased(ctx.store, { side, key: keyOn(side, loaded.link) });
  return changeLink(ctx, clave, (___, { paused, ...link }) => link, { cause: { code: 'resumed' }, by });
}

/** Of somebody erased who has no link nothing but the mark is left: the next reading shows a customer who is new here. */
function unerase({ store, now }: Context, subject: Subject, by: string): Promise<boolean> {
  const tx = store.transaction().remove(store.keys.erased(subject.side), subject.key);
  const keys = pairOf({ subject, link: undefined });
  record(store, tx, { at: now(), kind: 'decision', ...keys, cause: { code: 'resumed' }, by });
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
    { cause: { code: 'unfrozen', ...(field !== undefined && { field }) }, by },
  );
}

function thawed(link: Link, field: Field): Link {
  const [frozen, turns] = [
    fieldNoted(link.frozen, field, undefined),
    fieldNoted(link.turns, field, undefined),
  ];
  return { ...link, frozen, turns };
}
