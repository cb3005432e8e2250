import { z } from 'zod';
import { SIDES, type Side } from '../domain/customer.ts';
import { looselySought, meetsLoosely, searchedWords } from '../domain/search-words.ts';
import { scoresOf } from '../store/hash-fields.ts';
import { type Loaded, type Subject, subjectId, subjectOf, WAIT_KINDS } from '../store/records.ts';
import { keyOfLine, subjectsByWords, wordsOfAll } from '../store/words.ts';
import type { Context } from '../sync/context.ts';
import { contactOf, pageAt, pageOf, personOf } from './rows.ts';
import { pageShape, personShape, waitKindShape } from './shapes.ts';

/** What a list of customers may be narrowed to: how they stand, or what they wait for. */
export const CUSTOMER_STATES = ['all', 'linked', 'lone', 'differing', ...WAIT_KINDS] as const;
export type CustomerState = (typeof CUSTOMER_STATES)[number];

/** Whatever is no number of a page is the first. */
const pageNumber = z.coerce.number().int().min(1).catch(1).default(1);

export const customerQuery = z.object({
  text: z.string().max(200).default(''),
  state: z.enum(CUSTOMER_STATES).default('all'),
  page: pageNumber,
});
export type CustomerQuery = z.infer<typeof customerQuery>;

export const customerRow = personShape.extend({
  email: z.string(),
  phone: z.string(),
  rfc: z.string(),
  linked: z.boolean(),
  /** False for ManagementPro's BA. */
  active: z.boolean(),
  waits: z.array(waitKindShape),
  /** Since when its two sides differ. */
  differsSince: z.number().optional(),
});
export type CustomerRow = z.infer<typeof customerRow>;

export const customerPage = pageShape.extend({
  rows: z.array(customerRow),
  /** True when there are more than are counted here: a longer text narrows the search. */
  more: z.boolean(),
});
export type CustomerPage = z.infer<typeof customerPage>;

/** So many are found by common words; whoever looks for one of more types another word. */
const FOUND_MAX = 1_000;

/** Customers by anything a person may know of them, 50 a page. Reads what lists hold, and the records of one page. */
export async function searchCustomers(ctx: Context, query: CustomerQuery): Promise<CustomerPage> {
  const groups = searchedWords(query.text);
  if (groups.length === 0) return listed(ctx, query);
  const begun = await found(ctx, groups, query.state);
  const { ids: fitting, more } = begun.ids.length > 0 ? begun : await foundLoosely(ctx, query);
  const place = pageAt(query.page, fitting.length);
  const rows = await rowsOf(ctx, fitting.slice(place.from, place.to));
  return { ...pageOf(place), rows, more };
}

// ── without a text: straight from the sets ────────────────────────────────────────────────────

/** The sets that make up a state, the newest of `linked` and `lone` first, of what waits the oldest. */
function setsOf({ store: { keys } }: Context, state: CustomerState): { key: string; newest: boolean }[] {
  const linked = { key: keys.linked, newest: true };
  const lone = { key: keys.lones, newest: true };
  switch (state) {
    case 'all':
      return [linked, lone];
    case 'linked':
      return [linked];
    case 'lone':
      return [lone];
    case 'differing':
      return [{ key: keys.differs, newest: false }];
    default:
      return [{ key: keys.waitsOf(state), newest: false }];
  }
}

async function listed(ctx: Context, { state, page }: CustomerQuery): Promise<CustomerPage> {
  const { redis } = ctx.store;
  const sets = setsOf(ctx, state);
  const sizes = await Promise.all(sets.map(({ key }) => redis.zcard(key)));
  const place = pageAt(
    page,
    sizes.reduce((sum, size) => sum + size, 0),
  );
  const ids: string[] = [];
  let before = 0;
  for (const [index, { key, newest }] of sets.entries()) {
    const size = sizes[index] ?? 0;
    const [from, to] = [Math.max(0, place.from - before), Math.min(size, place.to - before) - 1];
    if (from <= to)
      ids.push(
        ...(newest
          ? await redis.zrevrange(key, from, to)
          : await redis.zrange(key, String(from), String(to))),
      );
    before += size;
  }
  return { ...pageOf(place), rows: await rowsOf(ctx, ids), more: false };
}

// ── with a text: through the words of all records ─────────────────────────────────────────────

type Found = { readonly ids: string[]; readonly more: boolean };

/** The customers of a state of whom every group names a word, in the order of their keys. */
async function found(
  ctx: Context,
  groups: readonly (readonly string[])[],
  state: CustomerState,
): Promise<Found> {
  const states = state === 'all' ? [] : setsOf(ctx, state).map(({ key }) => key);
  const lists = await Promise.all(
    SIDES.map((side) => subjectsByWords(ctx.store, { side, groups, states, max: FOUND_MAX })),
  );
  const ids = [...new Set(lists.flatMap((list) => list.ids))].sort();
  return { ids, more: lists.some(({ more }) => more) };
}

/** Records of a side that are gone through where nobody's words begin as what was typed. */
const LOOSELY_MAX = 100_000;

/**
 * Nobody has words that begin so: whoever has what was typed inside a word, or with one typing error. No index knows
 * that, so the words themselves are gone through, as many as cost a person no waiting.
 */
async function foundLoosely(ctx: Context, { text, state }: CustomerQuery): Promise<Found> {
  const groups = looselySought(text);
  if (groups.length === 0) return { ids: [], more: false };
  const alike: Subject[] = [];
  for (const side of SIDES)
    for await (const some of wordsOfAll(ctx.store, side, LOOSELY_MAX)) {
      const met = some.filter(({ words }) => meetsLoosely(words, groups));
      alike.push(...met.map(({ name }) => ({ side, key: keyOfLine(name) })));
      if (alike.length >= FOUND_MAX) break;
    }
  const loaded = await ctx.store.load(alike.slice(0, FOUND_MAX));
  const ids = loaded.map(({ subject }) => subjectId(subject));
  return { ids: await inState(ctx, ids, state), more: alike.length >= FOUND_MAX };
}

async function inState(ctx: Context, ids: readonly string[], state: CustomerState): Promise<string[]> {
  if (state === 'all' || ids.length === 0) return [...ids];
  const scores = await Promise.all(setsOf(ctx, state).map(({ key }) => scoresOf(ctx.store.redis, key, ids)));
  return ids.filter((_, index) => scores.some((held) => held[index] != null));
}

// ── rows ──────────────────────────────────────────────────────────────────────────────────────

async function rowsOf(ctx: Context, ids: readonly string[]): Promise<CustomerRow[]> {
  if (ids.length === 0) return [];
  const { store } = ctx;
  const loaded = await store.load(ids.map(subjectOf));
  const subjects = loaded.map(({ subject }) => subject);
  const since = await scoresOf(store.redis, store.keys.differs, subjects.map(subjectId));
  return loaded.map((customer, index) => rowOf(customer, since[index]));
}

function rowOf(loaded: Loaded, since: string | number | null | undefined): CustomerRow {
  const { managementpro, aceptabits, link, waits } = loaded;
  const m = contactOf('managementpro', managementpro?.record);
  const a = contactOf('aceptabits', aceptabits?.record);
  const kinds = WAIT_KINDS.filter((kind) => waits.some((wait) => wait.kind === kind));
  return {
    ...personOf(loaded),
    email: m?.email || a?.email || '',
    phone: m?.phone || a?.phone || '',
    rfc: m?.rfc ?? '',
    linked: link !== undefined,
    active: managementpro?.record.active !== false,
    waits: kinds,
    ...(since != null && { differsSince: Number(since) }),
  };
}

/** The subject that a person means by a clave, a code, or either; undefined when nobody has it. */
export async function subjectNamed(ctx: Context, key: string, side?: Side): Promise<Subject | undefined> {
  const { redis, keys } = ctx.store;
  for (const one of side === undefined ? SIDES : [side]) {
    // Of whom all was erased there is only the link.
    const places = [keys.records(one), keys.linkOf[one]];
    const known = await Promise.all(places.map((place) => redis.hexists(place, key)));
    if (known.includes(1)) return (await ctx.store.subjectsOf(one, [key]))[0];
  }
  return undefined;
}
