import type { Paging } from '../domain/profile.ts';
import { type ManagementProProbing, PAGE_NAMES, SIZE_NAMES } from '../systems/managementpro/probing.ts';
import { given } from './run.ts';

/**
 * A page says that ManagementPro's lists can be paged by further filters, and the names of these are cut off. All likely
 * names are sent at once: where the second page shows others than the first, halves of them tell which name it was.
 */

const ROWS = 2;

/** The filters that page the customers' list; undefined where no likely name does. */
export async function findPaging(asks: Pick<ManagementProProbing, 'list'>): Promise<Paging | undefined> {
  const first = await keysOf(asks, {});
  if (first.length < ROWS) return undefined;
  const sizes = sizesOf(SIZE_NAMES);
  const turns = async (filters: Readonly<Record<string, string>>) => {
    const second = await keysOf(asks, filters);
    return second.length > 0 && second.every((key) => !first.includes(key));
  };
  const page = await narrowed(PAGE_NAMES, (names) => turns({ ...sizes, ...pagesOf(names) }));
  if (page === undefined) return undefined;
  // As `registros` limits an answer that is no page, it may limit a page as well.
  if (await turns(pagesOf([page]))) return { page, size: 'registros' };
  const size = await narrowed(SIZE_NAMES, (names) => turns({ ...sizesOf(names), ...pagesOf([page]) }));
  return size === undefined ? undefined : { page, size };
}

/** The one name of several that does it, found by halves. */
async function narrowed(
  names: readonly string[],
  does: (names: readonly string[]) => Promise<boolean>,
): Promise<string | undefined> {
  if (!(await does(names))) return undefined;
  let left = names;
  while (left.length > 1) {
    const half = left.slice(0, Math.ceil(left.length / 2));
    left = (await does(half)) ? half : left.slice(half.length);
  }
  return left[0];
}

const pagesOf = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, '2']));
const sizesOf = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, String(ROWS)]));

async function keysOf(
  asks: Pick<ManagementProProbing, 'list'>,
  filters: Readonly<Record<string, string>>,
): Promise<string[]> {
  const { rows } = given(await asks.list({ active: true, limit: ROWS }, filters));
  return rows.flatMap((row) => (row.ok ? [row.record.key] : []));
}
