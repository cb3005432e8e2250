/** Lets Aceptabits say by an error that nobody fits, where control questions have shown that this is what it means. */
import { IMPOSSIBLE, type NoneTeller, passOver } from '../none-told.ts';
import type { Page, PageQuery } from './wire.ts';

type AskPage<R> = (query: PageQuery) => Promise<Page<R>>;

/**
 * `get-customers` where an empty list may be told as an error (rule 2): answers such a question as an empty page once
 * control questions have shown that this is what the error means.
 */
export function tellingNone<R>(
  ask: AskPage<R>,
  teller: NoneTeller,
  keyOf: (row: Page<R>['rows'][number]) => string | undefined,
): AskPage<R> {
  let known: string | undefined;

  async function asking(query: PageQuery): Promise<Page<R>> {
    const page = await ask(query);
    known = page.rows.map(keyOf).find((key) => key !== undefined) ?? known;
    return page;
  }

  /** The list shows somebody, and a search for their code shows them too. */
  async function isSomebodyFound({ search }: PageQuery): Promise<boolean | 'nobody'> {
    if (known === undefined || search === undefined)
      known = (await asking({ page: 1, limit: 1 }).catch(passOver)) && known;
    if (known === undefined) return 'nobody';
    if (search === undefined) return true;
    const page = await ask({ page: 1, limit: 100, search: known }).catch(passOver);
    const isShown = page?.rows.some((row) => keyOf(row) === known) ?? false;
    // They may have vanished meanwhile; the next question finds another.
    if (!isShown) known = undefined;
    return isShown;
  }

  return async (query) => {
    try {
      return await asking(query);
    } catch (error) {
      const kind = query.search === undefined ? 'list' : 'search';
      const controls = {
        empty: { ask: () => ask({ ...query, search: IMPOSSIBLE }), asked: [IMPOSSIBLE] },
        somebody: () => isSomebodyFound(query),
      };
      if (!(await teller.meansNone(error, kind, [query.search ?? ''], controls))) throw error;
      return { rows: [], received: 0, page: query.page, lastPage: 1, perPage: query.limit, total: 0 };
    }
  };
}
