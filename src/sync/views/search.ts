import { z } from 'zod';
import { SIDES, type Side } from '../../domain/customer.ts';
import { searchedWords, wordsOf } from '../../domain/words.ts';
import { type Loaded, type Subject, subjectId, subjectOf } from '../../store/records.ts';
import { countWord, keysByWord } from '../../store/roster.ts';
import type { Context } from '../context.ts';
import { WAIT_KINDS } from '../status.ts';
import { contactOf, pageAt, pageOf, personOf } from './people.ts';
import { pageShape, personShape, waitKindShape } from './shapes.ts';

/** What a list of customers may be narrowed to: how they stand, or what they wait for. */
export const CUSTOMER_STATES = ['all', 'linked', 'lone', 'differing', ...WAIT_KINDS] as const;
export type CustomerState = (typeof CUSTOMER_STATES)[number];

export const customerQuery = z.object({
  text: z.string().max(200).default(''),
  state: z.enum(CUSTOMER_STATES).default('all'),
  page: z.coerce.number().int().min(1).default(1),
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

/** A text that so many customers share is not gone through to its end. */
const FOUND_MAX = 5_000;
const BATCH = 500;

/** Customers by anything a person may know of them, 50 a page. Reads indexes, and the records of one page. */
export async function searchCustomers(ctx: Context, query: CustomerQuery): Promise<CustomerPage> {
  const groups = searchedWords(query.text);
  if (groups.length === 0) return listed(ctx, query);
  const { ids, more } = await found(ctx, groups);
  const fitting = await inState(ctx, ids, query.state);
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

/** The customers of whom every group names a word. The rarest group is read; common ones are only checked. */
async function found(ctx: Context, groups: readonly Group[]): Promise<{ ids: string[]; more: boolean }> {
  const sized = await Promise.all(groups.map(async (group) => ({ group, size: await sizeOf(ctx, group) })));
  const [rarest, ...others] = sized.sort((a, b) => a.size - b.size);
  if (rarest === undefined || rarest.size === 0) return { ids: [], more: false };
  let ids = await idsOf(ctx, rarest.group);
  const common: Group[] = [];
  for (const { group, size } of others) {
    if (size > FOUND_MAX) common.push(group);
    else {
      const also = new Set(await idsOf(ctx, group));
      ids = ids.filter((id) => also.has(id));
    }
  }
  if (common.length > 0) ids = await thatHave(ctx, ids, common);
  return { ids, more: rarest.size > FOUND_MAX };
}

async function sizeOf({ store }: Context, group: Group): Promise<number> {
  const counts = await Promise.all(
    group.flatMap((word) => SIDES.map((side) => countWord(store, side, word))),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

async function idsOf({ store }: Context, group: Group): Promise<string[]> {
  const lists = await Promise.all(
    group.flatMap((word) =>
      SIDES.map(async (side) => store.subjectsOf(side, await keysByWord(store, side, word, FOUND_MAX))),
    ),
  );
  return [...new Set(lists.flat().map(subjectId))];
}

/** Words that very many customers have are looked for in the records of the few that the others have left. */
async function thatHave(
  { store }: Context,
  ids: readonly string[],
  groups: readonly Group[],
): Promise<string[]> {
  const kept: string[] = [];
  for (let at = 0; at < ids.length; at += BATCH)
    for (const loaded of await store.load(ids.slice(at, at + BATCH).map(subjectOf))) {
      const words = SIDES.flatMap((side) => wordsIn(loaded, side));
      const has = (group: Group) => group.some((form) => words.some((word) => word.startsWith(form)));
      if (groups.every(has)) kept.push(subjectId(loaded.subject));
    }
  return kept;
}

function wordsIn(loaded: Loaded, side: Side): string[] {
  const record = loaded[side]?.record;
  return record === undefined ? [] : wordsOf(record);
}

async function inState(ctx: Context, ids: readonly string[], state: CustomerState): Promise<string[]> {
  if (state === 'all') return [...ids];
  const kept: string[] = [];
  for (const { key } of setsOf(ctx, state))
    for (let at = 0; at < ids.length; at += BATCH) {
      const batch = ids.slice(at, at + BATCH);
      const scores = await ctx.store.redis.zmscore(key, batch);
      kept.push(...batch.filter((_, index) => scores[index] != null));
    }
  return kept;
}

// ── rows ──────────────────────────────────────────────────────────────────────────────────────

async function rowsOf(ctx: Context, ids: readonly string[]): Promise<CustomerRow[]> {
  if (ids.length === 0) return [];
  const { store } = ctx;
  const loaded = await store.load(ids.map(subjectOf));
  const subjects = loaded.map(({ subject }) => subject);
  const since = await store.redis.zmscore(store.keys.differs, subjects.map(subjectId));
  return loaded.map((one, index) => rowOf(one, since[index]));
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
