import { asText, type JsonObject } from '../json.ts';
import type { Answer } from '../wire.ts';
import { asCustomer, asService, asShop, Refusal, success } from './answers.ts';
import type { AceptabitsStore } from './store.ts';

/** One customer by its code, as a row of the list, and no sooner than the list shows it. */
export function showCustomer(
  query: JsonObject,
  store: AceptabitsStore,
  hidden: (key: string) => boolean,
): Answer {
  const code = codeIn(query, '1374');
  const customer = hidden(code) ? undefined : store.visible(code);
  if (!customer) throw new Refusal('1375');
  return success('0062', asCustomer(customer, store, true));
}

/** One shop by its code; the codes are made up. */
export function showShop(query: JsonObject, store: AceptabitsStore): Answer {
  const shop = store.shop(codeIn(query, '1913'));
  if (!shop) throw new Refusal('1914');
  return success('0091', asShop(shop));
}

/** One service by its code; the codes are made up. */
export function showService(query: JsonObject, store: AceptabitsStore): Answer {
  const service = store.service(codeIn(query, '1915'));
  if (!service) throw new Refusal('1916');
  return success('0092', asService(service, store, true));
}

function codeIn(query: JsonObject, missing: string): string {
  const code = asText(query.code).trim();
  if (!code) throw new Refusal(missing);
  return code;
}
