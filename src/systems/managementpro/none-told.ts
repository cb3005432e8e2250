import { IMPOSSIBLE, type NoneTeller, passOver } from '../none-told.ts';
import type { ListQuery } from './wire-forms.ts';

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
  of: NoneTelling<Row, End>,
): AskList<Row, End> {
  const list = new List(ask, teller, of);
  return (query, onRows) => list.ask(query, onRows);
}

/** Asks, and remembers whom the answers have shown: the controls ask for them. */
class List<Row, End extends Counts> {
  readonly #ask: AskList<Row, End>;
  readonly #teller: NoneTeller;
  readonly #of: NoneTelling<Row, End>;
  readonly #known: Known = {};

  constructor(ask: AskList<Row, End>, teller: NoneTeller, of: NoneTelling<Row, End>) {
    this.#ask = ask;
    this.#teller = teller;
    this.#of = of;
  }

  async ask(query: ListQuery, onRows: (rows: Row[]) => Promise<void>): Promise<End> {
    try {
      return await this.#asking(query, onRows);
    } catch (error) {
      const asked = [...(query.keys ?? []), ...(query.search === undefined ? [] : [query.search])];
      const controls = {
        empty: { ask: () => this.#ask(impossible(query), async () => {}), asked: [IMPOSSIBLE] },
        somebody: () => (isPlainList(query) ? this.#isSomebodyListed(query) : this.#isSomebodyFound(query)),
      };
      if (!(await this.#teller.meansNone(error, kindOf(query), asked, controls))) throw error;
      return query.keys === undefined ? this.#of.none : this.#besideKnown(query, query.keys, error, onRows);
    }
  }

  /** Asks, and notes a clave that it shows. */
  async #asking(query: ListQuery, onRows: (rows: Row[]) => Promise<void>): Promise<End> {
    let shown: string | undefined;
    const end = await this.#ask(query, async (rows) => {
      shown ??= rows.map(this.#of.keyOf).find((key) => key !== undefined && canBeAsked(key));
      await onRows(rows);
    });
    if (query.active !== undefined && shown !== undefined) this.#known[estadoOf(query)] = shown;
    return end;
  }

  /** A clave of this estado that is none of `keys`; the list itself is asked where none is known. */
  async #knownOf(active: boolean, keys: readonly string[] = []): Promise<string | undefined> {
    const name = active ? 'active' : 'inactive';
    if (keys.includes(this.#known[name] ?? '')) this.#known[name] = undefined;
    if (this.#known[name] === undefined)
      await this.#asking({ active, limit: 1 }, async () => {}).catch(passOver);
    return keys.includes(this.#known[name] ?? '') ? undefined : this.#known[name];
  }

  async #shows(query: ListQuery, key: string): Promise<boolean> {
    let found = false;
    const look = async (rows: Row[]) => {
      if (rows.some((row) => this.#of.keyOf(row) === key)) found = true;
    };
    await this.#ask(query, look).catch(passOver);
    return found;
  }

  /** By its clave or a search, as the question was put: somebody of its estado, or of the other. */
  async #isSomebodyFound(query: ListQuery): Promise<boolean | 'nobody'> {
    let isAnybodyKnown = false;
    for (const active of [query.active ?? true, !(query.active ?? true)]) {
      const key = await this.#knownOf(active);
      if (key === undefined) continue;
      isAnybodyKnown = true;
      const by = query.search === undefined ? { keys: [key.trim()] } : { search: key.trim() };
      if (await this.#shows({ active, ...by, limit: query.limit }, key)) return true;
      // It may have left its estado meanwhile; the next question finds another.
      this.#known[active ? 'active' : 'inactive'] = undefined;
    }
    return isAnybodyKnown ? false : 'nobody';
  }

  /** The list of one estado holds nobody: none of those known is shown by the clave, and the other list shows somebody. */
  async #isSomebodyListed({ active = true, limit }: ListQuery): Promise<boolean | 'nobody'> {
    const own = this.#known[active ? 'active' : 'inactive'];
    if (own !== undefined && (await this.#shows({ active, ...byClave(own, limit) }, own))) return false;
    this.#known[active ? 'active' : 'inactive'] = undefined;
    this.#known[active ? 'inactive' : 'active'] = undefined;
    return (await this.#knownOf(!active)) !== undefined || 'nobody';
  }

  /** Beside a known clave of the same estado the others are absent if only that one comes back. */
  async #besideKnown(
    query: ListQuery,
    keys: readonly string[],
    error: unknown,
    onRows: (rows: Row[]) => Promise<void>,
  ): Promise<End> {
    const beside = await this.#knownOf(query.active ?? true, keys);
    if (beside === undefined) return this.#of.none;
    let isThere = false;
    const end = await this.#ask(
      { ...query, keys: [beside.trim(), ...keys], limit: query.limit + 1 },
      async (rows) => {
        if (rows.some((row) => this.#of.keyOf(row) === beside)) isThere = true;
        const others = rows.filter((row) => this.#of.keyOf(row) !== beside);
        if (others.length > 0) await onRows(others);
      },
    );
    if (isThere) return { ...end, received: end.received - 1, claimed: end.claimed && end.claimed - 1 };
    this.#known[estadoOf(query)] = undefined;
    this.#teller.forget(kindOf(query));
    throw error;
  }
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
