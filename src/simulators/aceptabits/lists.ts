/** The lists of Aceptabits: customers, agents, shops and services, filtered, ordered and cut into pages. */
import { asText, type JsonObject } from '../json.ts';
import { emptyListErrorFor } from '../manners.ts';
import { searchForm, searchIndex } from '../search.ts';
import type { Answer } from '../wire.ts';
import {
  asAgent,
  asCustomer,
  asService,
  asShop,
  foreignTexts,
  ownTexts,
  Refusal,
  success,
} from './answers.ts';
import type { StoredAgent, StoredCustomer, StoredService, StoredShop } from './records.ts';
import type { AceptabitsSettings } from './settings.ts';
import type { AceptabitsStore } from './store.ts';

const limitMax = 100;

type Page = { page: number; limit: number };

/** Customers, newest first, filtered and cut into pages. `hidden` keeps some out of the list. */
export function getCustomers(
  query: JsonObject,
  store: AceptabitsStore,
  hidden: (key: string) => boolean,
  settings: AceptabitsSettings,
): Answer {
  const { page, limit } = pageOf(query, '1575', '1576');
  const asked = { page, limit: Math.min(limit, settings.pageMax) };
  const found = store
    .newestFirst()
    .filter(
      ({ code, code_shop, code_agent }) =>
        !hidden(code) && fits(query.code_shop, code_shop) && fits(query.code_agent, code_agent),
    );
  const asRow = (customer: StoredCustomer) => asCustomer(customer, store, true);
  const matching = searchedRecords(found, store, query.search, settings);
  if (matching.length === 0) refuseEmpty(query, settings);
  return success('0051', paged(matching, asRow, asked));
}

/** Agents, newest first, filtered and cut into pages. */
export function getAgents(
  query: JsonObject,
  store: AceptabitsStore,
  hidden: (key: string) => boolean,
  settings: AceptabitsSettings,
): Answer {
  const asked = pageOf(query, '1583', '1584');
  const customersOf = countedByAgent(store);
  const found = store
    .agentsNewestFirst()
    .filter(({ code, code_shop }) => !hidden(code) && fits(query.code_shop, code_shop));
  const asRow = (agent: StoredAgent) => asAgent(agent, store, customersOf.get(agent.code) ?? 0);
  return success('0048', paged(searchedRecords(found, store, query.search, settings), asRow, asked));
}

/** Some servers tell that nobody fits as an error. */
function refuseEmpty(query: JsonObject, settings: AceptabitsSettings): void {
  const search = asText(query.search);
  const error = emptyListErrorFor(settings, search ? 'search' : 'list', search);
  if (error) throw new Refusal(error.code, error.message);
}

/** Shops, newest first. The codes for a missing limit are those of the numbering, not seen. */
export function getShops(
  query: JsonObject,
  store: AceptabitsStore,
  hidden: (key: string) => boolean,
): Answer {
  const asked = pageOf(query, '1571', '1572');
  const found = store.shopsNewestFirst().filter(({ code }) => !hidden(code));
  const textsOf = ({ name, code, description, website, address, phone, email }: StoredShop) => [
    name,
    code,
    description,
    website,
    address,
    phone,
    email,
  ];
  return success('0039', paged(searched(found, textsOf, query.search), asShop, asked));
}

/** Services in the order of their creation, which has to be asked for. The codes of the three are made up. */
export function getServices(
  query: JsonObject,
  store: AceptabitsStore,
  hidden: (key: string) => boolean,
): Answer {
  const asked = pageOf(query, '1910', '1911');
  if (query.order_list !== '1' && query.order_list !== '2') throw new Refusal('1912');
  const newest = store.servicesNewestFirst();
  const found = (query.order_list === '1' ? newest.toReversed() : newest).filter(
    ({ code, code_shop }) => !hidden(code) && fits(query.code_shop, code_shop),
  );
  const textsOf = ({ name, code, code_shop }: StoredService) => [
    name,
    code,
    code_shop,
    store.shop(code_shop)?.name,
  ];
  const asRow = (service: StoredService) => asService(service, store, true);
  return success('0045', paged(searched(found, textsOf, query.search), asRow, asked));
}

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

const indexed = searchIndex(ownTexts);

/** Customers or agents by their own texts and by the names of what they belong to. */
function searchedRecords<T extends StoredCustomer | StoredAgent>(
  records: readonly T[],
  store: AceptabitsStore,
  search: unknown,
  { searchFolds }: AceptabitsSettings,
): readonly T[] {
  if (typeof search !== 'string' || search === '') return records;
  const wanted = searchForm(search, searchFolds);
  const foreign = (record: T) =>
    foreignTexts(record, store).map((text) => searchForm(text ?? '', searchFolds));
  return records.filter((record) =>
    [...indexed(record, searchFolds), ...foreign(record)].some((text) => text.includes(wanted)),
  );
}

/** The records of which one of the texts that the document lists contains what is searched for. */
function searched<T>(
  records: readonly T[],
  textsOf: (record: T) => readonly (string | null | undefined)[],
  search: unknown,
): readonly T[] {
  if (typeof search !== 'string' || search === '') return records;
  const wanted = search.toLowerCase();
  return records.filter((record) => textsOf(record).some((text) => text?.toLowerCase().includes(wanted)));
}

/** Past the last page the list is empty and `from` and `to` are null. */
function paged<T>(
  records: readonly T[],
  asRow: (record: T) => JsonObject,
  { page, limit }: Page,
): JsonObject {
  const start = (page - 1) * limit;
  const data = records.slice(start, start + limit).map(asRow);
  return {
    data,
    current_page: page,
    last_page: Math.max(1, Math.ceil(records.length / limit)),
    per_page: limit,
    from: data.length > 0 ? start + 1 : null,
    to: data.length > 0 ? start + data.length : null,
    total: records.length,
  };
}

function countedByAgent(store: AceptabitsStore): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { code_agent } of store.people.all()) {
    if (code_agent) counts.set(code_agent, (counts.get(code_agent) ?? 0) + 1);
  }
  return counts;
}
