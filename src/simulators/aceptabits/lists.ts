import type { JsonObject } from '../json.ts';
import type { Answer } from '../wire.ts';
import { asAgent, asCustomer, Refusal, success } from './answers.ts';
import type { AceptabitsStore } from './store.ts';

const limitMax = 100;

type Page = { page: number; limit: number };

/** Customers, newest first, filtered and cut into pages. `hidden` keeps some out of the list. */
export function getCustomers(
  query: JsonObject,
  store: AceptabitsStore,
  hidden: (key: string) => boolean,
): Answer {
  const asked = pageOf(query, '1575', '1576');
  const found = store
    .newestFirst()
    .filter(({ code, code_shop }) => !hidden(code) && fits(query.code_shop, code_shop))
    .filter(({ code_agent }) => fits(query.code_agent, code_agent))
    .map((customer) => asCustomer(customer, store, true))
    .filter((row) => contains(row, query.search, searchedInCustomers));
  return success('0051', paged(found, asked));
}

/** Agents, newest first, filtered and cut into pages. */
export function getAgents(
  query: JsonObject,
  store: AceptabitsStore,
  hidden: (key: string) => boolean,
): Answer {
  const asked = pageOf(query, '1583', '1584');
  const customersOf = countedByAgent(store);
  const found = store
    .agentsNewestFirst()
    .filter(({ code, code_shop }) => !hidden(code) && fits(query.code_shop, code_shop))
    .map((agent) => asAgent(agent, store, customersOf.get(agent.code) ?? 0))
    .filter((row) => contains(row, query.search, searchedInAgents));
  return success('0048', paged(found, asked));
}

const searchedInAgents = ['code', 'name', 'lastname', 'phone', 'email', 'code_shop', 'name_shop'];
const searchedInCustomers = [...searchedInAgents, 'code_agent', 'name_agent'];

/** A page or limit that is no positive whole number counts as missing: no other code is documented for it. */
function pageOf(query: JsonObject, noPage: string, noLimit: string): Page {
  const page = positive(query.page);
  if (page === undefined) throw new Refusal(noPage);
  const limit = positive(query.limit);
  if (limit === undefined) throw new Refusal(noLimit);
  return { page, limit: Math.min(limit, limitMax) };
}

function positive(value: unknown): number | undefined {
  const text = typeof value === 'string' ? value.trim() : '';
  return /^\d+$/.test(text) && Number(text) > 0 ? Number(text) : undefined;
}

function fits(wanted: unknown, value: string | null): boolean {
  return typeof wanted !== 'string' || wanted === '' || wanted === value;
}

function contains(row: JsonObject, search: unknown, keys: readonly string[]): boolean {
  if (typeof search !== 'string' || search === '') return true;
  const wanted = search.toLowerCase();
  return keys.some((key) =>
    String(row[key] ?? '')
      .toLowerCase()
      .includes(wanted),
  );
}

/** Past the last page the list is empty and `from` and `to` are null. */
function paged(rows: JsonObject[], { page, limit }: Page): JsonObject {
  const start = (page - 1) * limit;
  const data = rows.slice(start, start + limit);
  return {
    data,
    current_page: page,
    last_page: Math.max(1, Math.ceil(rows.length / limit)),
    per_page: limit,
    from: data.length > 0 ? start + 1 : null,
    to: data.length > 0 ? start + data.length : null,
    total: rows.length,
  };
}

function countedByAgent(store: AceptabitsStore): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { code_agent } of store.people.all()) {
    if (code_agent) counts.set(code_agent, (counts.get(code_agent) ?? 0) + 1);
  }
  return counts;
}
