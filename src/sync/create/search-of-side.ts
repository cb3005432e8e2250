/** How somebody is looked for on either side: before a create, and after one without a clear answer (rules 3 and 8). */
import type { AceptabitsRecord, Decoded, Side } from '../../domain/customer.ts';
import type { Intent } from '../../domain/intent.ts';
import type { RecordOf } from '../../domain/record.ts';
import { PAGE_MAX } from '../../systems/aceptabits/call.ts';
import { isLastPage } from '../../systems/aceptabits/pass.ts';
import { NEW_MEMORY, type ScanMemory } from '../../systems/managementpro/scan.ts';
import type { Context } from '../context.ts';
import type { Rows } from '../observe/reading-a-side.ts';
import type { Person } from './creating.ts';

type SearchOfSide = {
  /** Whoever may be this person, by the surest of what is known of them. */
  like(ctx: Context, person: Person): Promise<Rows>;
  /** Whoever one of the terms finds; undefined where the answers may not hold all of them. */
  all(ctx: Context, terms: readonly string[]): Promise<Rows | undefined>;
  /** How many an answer can hold: a word that as many have finds nobody in particular. */
  answerMax(ctx: Context): Promise<number>;
  /** Whom a create may have made, the customers understood. */
  newest(ctx: Context, intent: Intent): Promise<readonly RecordOf<Side>[]>;
};

const ROWS_MAX = 1_000;
/** Enough of a name to find few others by it, where no server of ours has cut it off. */
const NAME_CHARS = 24;
/** Enough of a name to be found by, little enough to survive a server that cuts off. */
const SEARCHED_CHARS = 10;
/** Pages of newest customers that are read down at most; the search finds what lies deeper. */
const PAGES_MAX = 20;

const managementpro: SearchOfSide = {
  like: (ctx, { name }) => named(ctx, name.slice(0, NAME_CHARS)),
  all: async (ctx, terms) => {
    const answers = await Promise.all(terms.flatMap((search) => inBothEstados(ctx, search)));
    const cap = await capOf(ctx);
    const isBelow = answers.every(({ received, claimed }) => isBelowCap(received, claimed, cap));
    return isBelow ? answers.flatMap(({ rows }) => rows) : undefined;
  },
  answerMax: capOf,
  newest: async (ctx, { customer }) => understood(await named(ctx, customer.name.slice(0, SEARCHED_CHARS))),
};

const aceptabits: SearchOfSide = {
  like: ({ clients }, { email, phone, name }) => {
    const texts = [email || phone, name.slice(0, NAME_CHARS).trim()].filter((text) => text !== '');
    return searched(clients, texts);
  },
  all: ({ clients }, terms) => searched(clients, terms),
  answerMax: async () => PAGE_MAX,
  // A clock that is wrong, or an order that is not kept, hides a customer from the newest pages, not from a search.
  newest: async (ctx, intent) => {
    const { email, phone, name } = intent.customer;
    const text = email || phone || name.slice(0, SEARCHED_CHARS);
    const pages = await newestPages(ctx, intent);
    return [...pages, ...understood(await searched(ctx.clients, text === '' ? [] : [text]))];
  },
};

export const SEARCH: { readonly [S in Side]: SearchOfSide } = { managementpro, aceptabits };

async function searched({ aceptabits }: Context['clients'], texts: readonly string[]) {
  return (await Promise.all(texts.map((text) => aceptabits.search(text)))).flat();
}

/** `busqueda` looks into names only, and into keys; searching for nothing would list everybody. */
async function named(ctx: Context, beginning: string): Promise<Rows> {
  const search = beginning.trim();
  if (search === '') return [];
  return (await Promise.all(inBothEstados(ctx, search))).flatMap(({ rows }) => rows);
}

function inBothEstados({ clients }: Context, search: string) {
  return [true, false].map((active) => clients.managementpro.list({ active, search, limit: ROWS_MAX }));
}

async function capOf({ store }: Context): Promise<number> {
  const { cap = ROWS_MAX } = (await store.getState<ScanMemory>('scan-memory')) ?? NEW_MEMORY;
  return cap;
}

/** An answer's own count means what was asked for, or all there are. */
function isBelowCap(received: number, claimed: number | undefined, cap: number): boolean {
  return received < cap && (claimed === undefined || claimed === ROWS_MAX || claimed <= received);
}

/** Newest first, down to the first page on which every customer was known before the intent, in each shop it went to. */
async function newestPages(ctx: Context, intent: Intent): Promise<AceptabitsRecord[]> {
  const lists = (intent.shops ?? [undefined]).map((shop) => newestOf(ctx, intent, shop));
  return (await Promise.all(lists)).flat();
}

async function newestOf(ctx: Context, intent: Intent, shop: string | undefined): Promise<AceptabitsRecord[]> {
  const found: AceptabitsRecord[] = [];
  for (let page = 1; page <= PAGES_MAX; page += 1) {
    const answer = await ctx.clients.aceptabits.page({ page, limit: PAGE_MAX, shop });
    const good = understood(answer.rows);
    found.push(...good);
    const stored = await ctx.store.storedRecords(
      'aceptabits',
      good.map(({ key }) => key),
    );
    const isKnown = stored.every((known) => known !== undefined && known.firstSeen < intent.sequence);
    if (isKnown || isLastPage(answer, page, PAGE_MAX)) break;
  }
  return found;
}

function understood<R>(rows: readonly Decoded<R>[]): R[] {
  return rows.flatMap((row) => (row.ok ? [row.record] : []));
}
