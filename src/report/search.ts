import { z } from 'zod';
import { SIDES, type Side } from '../domain/customer.ts';
import type { Link } from '../domain/link.ts';
import { looselySought, meetsLoosely, searchedWords } from '../domain/search-words.ts';
import { hashFields, scoresOf } from '../store/hash-fields.ts';
import { type Loaded, type Subject, subjectId, subjectOf, WAIT_KINDS } from '../store/records.ts';
import { countWord, type Sought, subjectsByWord, wordsOfAll, wordsOfKeys } from '../store/roster.ts';
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
/** A word of no more customers than this is read to its end, and so is a state. */
const READ_MAX = 3_000;
/** Customers with one common word that are checked for the other common ones, and for their state. */
const CHECKED_MAX = 6_000;

/** Customers by anything a person may know of them, 50 a page. Reads indexes, and the records of one page. */
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

// ── with a text: from the index of words ──────────────────────────────────────────────────────

type Group = readonly string[];
type Found = { readonly ids: string[]; readonly more: boolean };

/** The customers of a state of whom every group names a word, begun from whichever is the smaller. */
async function found(ctx: Context, groups: readonly Group[], state: CustomerState): Promise<Found> {
  if (state === 'all') return byWords(ctx, groups, []);
  const sets = setsOf(ctx, state);
  const sizes = await Promise.all(sets.map(({ key }) => ctx.store.redis.zcard(key)));
  if (sizes.every((size) => size <= READ_MAX)) return inSets(ctx, sets, groups);
  const states = sets.map(({ key }) => key);
  return byWords(ctx, groups, states);
}

/** A small state is read to its end, and its customers' words are checked on both sides. */
async function inSets(
  { store }: Context,
  sets: ReturnType<typeof setsOf>,
  groups: readonly Group[],
): Promise<Found> {
  const lists = await Promise.all(sets.map(({ key }) => store.redis.zrange(key, '0', '-1')));
  const subjects = lists.flat().map(subjectOf);
  const codes = await codesOf(store, subjects);
  const m = await wordsOfKeys(
    store,
    'managementpro',
    subjects.map(({ side, key }) => (side === 'managementpro' ? key : '')),
  );
  const a = await wordsOfKeys(store, 'aceptabits', codes);
  const fitting = subjects.filter((_, index) => meets(`${m[index]}${a[index]}`, groups));
  return { ids: fitting.map(subjectId), more: false };
}

async function codesOf(store: Context['store'], subjects: readonly Subject[]): Promise<string[]> {
  if (subjects.length === 0) return [];
  const links = await hashFields(
    store.redis,
    store.keys.links,
    subjects.map(({ side, key }) => (side === 'managementpro' ? key : '')),
  );
  return subjects.map(({ side, key }, index) => {
    const link = links[index];
    return side === 'aceptabits' ? key : link ? (JSON.parse(link) as Link).code : '';
  });
}

/** The rarest group is read, the other rare ones are read and compared, and the common ones only checked. */
async function byWords(ctx: Context, groups: readonly Group[], states: readonly string[]): Promise<Found> {
  const sized = await Promise.all(groups.map(async (group) => ({ group, size: await sizeOf(ctx, group) })));
  const [rarest, ...others] = sized.sort((a, b) => a.size - b.size);
  if (rarest === undefined || rarest.size === 0) return { ids: [], more: false };
  const rare = others.filter(({ size }) => size <= READ_MAX);
  const common = others.filter(({ size }) => size > READ_MAX).map(({ group }) => group);
  const max = rare.length > 0 ? READ_MAX : FOUND_MAX;
  const first = await withWord(ctx, rarest.group, { groups: common, states, max });
  let { ids } = first;
  for (const { group } of rare) {
    const also = new Set((await withWord(ctx, group, { groups: [], states: [], max: READ_MAX })).ids);
    ids = ids.filter((id) => also.has(id));
  }
  return { ids, more: first.more };
}

async function sizeOf({ store }: Context, group: Group): Promise<number> {
  const counts = await Promise.all(
    group.flatMap((word) => SIDES.map((side) => countWord(store, side, word))),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Who has a word of the group and, on the same side, words of all the common ones. */
async function withWord(
  { store }: Context,
  group: Group,
  sought: Pick<Sought, 'groups' | 'states' | 'max'>,
): Promise<Found> {
  const lists = await Promise.all(
    group.flatMap((beginning) =>
      SIDES.map((side) => subjectsByWord(store, { ...sought, side, beginning, checks: CHECKED_MAX })),
    ),
  );
  const ids = [...new Set(lists.flatMap((list) => list.ids))];
  return { ids, more: lists.some(({ more }) => more) };
}

/** `words` has each word after a blank, so that a form is found only where a word begins. */
function meets(words: string, groups: readonly Group[]): boolean {
  return groups.every((group) => group.some((form) => words.includes(` ${form}`)));
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
    for await (const { key, words } of wordsOfAll(ctx.store, side, LOOSELY_MAX)) {
      if (alike.length >= FOUND_MAX) break;
      if (meetsLoosely(words, groups)) alike.push({ side, key });
    }
  const loaded = await ctx.store.load(alike);
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
  for (const one of side === undefined ? SIDES : [side]) {
    const known = await ctx.store.redis.hexists(ctx.store.keys.records(one), key);
    if (known === 1) return (await ctx.store.subjectsOf(one, [key]))[0];
  }
  const linked = await ctx.store.redis.hexists(ctx.store.keys.links, key);
  return linked === 1 && side !== 'aceptabits' ? { side: 'managementpro', key } : undefined;
}
