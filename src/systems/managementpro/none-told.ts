import { IMPOSSIBLE, type NoneTeller, passOver } from '../none-told.ts';
import type { ListQuery } from './wire.ts';

/** A question to the list, whose rows are handed over; `key` names a row that has a clave. */
export type AskList<Row, End> = (query: ListQuery, onRows: (rows: Row[]) => Promise<void>) => Promise<End>;

type Counts = { readonly received: number; readonly claimed: number | undefined };

export type NoneTelling<Row, End> = {
  readonly keyOf: (row: Row) => string | undefined;
  /** The end of a list that holds nobody. */
  readonly none: End;
};

/** The newest clave that an answer to each estado has shown. */
type Known = { active?: string | undefined; inactive?: string | undefined };

/**
 * `GetClienteLista` where an empty list may be told as an error (rule 2): answers such a question as an empty list
 * once control questions have shown that this is what the error means. A clave is asked for beside a known one.
 */
export function tellingNone<Row, End extends Counts>(
  ask: AskList<Row, End>,
  teller: NoneTeller,
  { keyOf, none }: NoneTelling<Row, End>,
): AskList<Row, End> {
  const known: Known = {};

  /** Asks, and notes a clave that it shows. */
  async function asking(query: ListQuery, onRows: (rows: Row[]) => Promise<void>): Promise<End> {
    let shown: string | undefined;
    const end = await ask(query, async (rows) => {
      shown ??= rows.map(keyOf).find((key) => key !== undefined && canBeAsked(key));
      await onRows(rows);
    });
    if (query.active !== undefined && shown !== undefined) known[estadoOf(query)] = shown;
    return end;
  }

  /** A clave of this estado that is none of `keys`; the list itself is asked where none is known. */
  async function knownOf(active: boolean, keys: readonly string[] = []): Promise<string | undefined> {
    const name = active ? 'active' : 'inactive';
    if (keys.includes(known[name] ?? '')) known[name] = undefined;
    if (known[name] === undefined) await asking({ active, limit: 1 }, async () => {}).catch(passOver);
    return keys.includes(known[name] ?? '') ? undefined : known[name];
  }

  async function shows(query: ListQuery, key: string): Promise<boolean> {
    let found = false;
    const look = async (rows: Row[]) => {
      if (rows.some((row) => keyOf(row) === key)) found = true;
    };
    await ask(query, look).catch(passOver);
    return found;
  }

  /** By its clave or a search, as the question was put: somebody of its estado, or of the other. */
  async function isSomebodyFound(query: ListQuery): Promise<boolean | 'nobody'> {
    let isAnybodyKnown = false;
    for (const active of [query.active ?? true, !(query.active ?? true)]) {
      const key = await knownOf(active);
      if (key === undefined) continue;
      isAnybodyKnown = true;
      const by = query.search === undefined ? { keys: [key.trim()] } : { search: key.trim() };
      if (await shows({ active, ...by, limit: query.limit }, key)) return true;
      // It may have left its estado meanwhile; the next question finds another.
      known[active ? 'active' : 'inactive'] = undefined;
    }
    return isAnybodyKnown ? false : 'nobody';
  }

  /** The list of one estado holds nobody: none of those known is shown by the clave, and the other list shows somebody. */
  async function isSomebodyListed({ active = true, limit }: ListQuery): Promise<boolean | 'nobody'> {
    const own = known[active ? 'active' : 'inactive'];
    if (own !== undefined && (await shows({ active, ...byClave(own, limit) }, own))) return false;
    known[active ? 'active' : 'inactive'] = undefined;
    known[active ? 'inactive' : 'active'] = undefined;
    return (await knownOf(!active)) !== undefined || 'nobody';
  }

  /** Beside a known clave of the same estado the others are absent if only that one comes back. */
  async function besideKnown(
    query: ListQuery,
    keys: readonly string[],
    error: unknown,
    onRows: (rows: Row[]) => Promise<void>,
  ): Promise<End> {
    const beside = await knownOf(query.active ?? true, keys);
    if (beside === undefined) return none;
    let isThere = false;
    const end = await ask(
      { ...query, keys: [beside.trim(), ...keys], limit: query.limit + 1 },
      async (rows) => {
        if (rows.some((row) => keyOf(row) === beside)) isThere = true;
        const others = rows.filter((row) => keyOf(row) !== beside);
        if (others.length > 0) await onRows(others);
      },
    );
    if (isThere) return { ...end, received: end.received - 1, claimed: end.claimed && end.claimed - 1 };
    known[estadoOf(query)] = undefined;
    teller.forget(kindOf(query));
    throw error;
  }

  return async (query, onRows) => {
    try {
      return await asking(query, onRows);
    } catch (error) {
      const asked = [...(query.keys ?? []), ...(query.search === undefined ? [] : [query.search])];
      const controls = {
        empty: { ask: () => ask(impossible(query), async () => {}), asked: [IMPOSSIBLE] },
        somebody: () => (isPlainList(query) ? isSomebodyListed(query) : isSomebodyFound(query)),
      };
      if (!(await teller.meansNone(error, kindOf(query), asked, controls))) throw error;
      return query.keys === undefined ? none : besideKnown(query, query.keys, error, onRows);
    }
  };
}

const estadoOf = ({ active }: ListQuery) => (active === false ? 'inactive' : 'active');

const isPlainList = ({ keys, search }: ListQuery) => keys === undefined && search === undefined;

/** The same method and filters, asked for what cannot be there. */
function impossible(query: ListQuery): ListQuery {
  return query.search === undefined ? { ...query, keys: [IMPOSSIBLE] } : { ...query, search: IMPOSSIBLE };
}

function kindOf(query: ListQuery): string {
  const filter = query.keys ? 'clave' : query.search === undefined ? 'list' : 'busqueda';
  return `${filter} ${query.active === undefined ? '' : estadoOf(query)}`;
}

/** The filter takes several claves with commas between them. */
function canBeAsked(key: string): boolean {
  return key.trim() !== '' && !key.includes(',');
}

/** A clave that the list pads with blanks is searched for, as a look-up does: a filter may not find it by another form. */
function byClave(key: string, limit: number): Pick<ListQuery, 'keys' | 'search' | 'limit'> {
  return key.trim() === key ? { keys: [key], limit } : { search: key.trim(), limit: SEARCH_ROWS_MAX };
}

/** A search shows as well whom the clave is only a part of. */
const SEARCH_ROWS_MAX = 1_000;
