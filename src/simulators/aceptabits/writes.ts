import { asText, type JsonObject } from '../json.ts';
import { normalised } from '../normalise.ts';
import type { Answer } from '../wire.ts';
import { asCustomer, asService, Refusal, success } from './answers.ts';
import type { CustomerFields, StoredCustomer } from './records.ts';
import type { AceptabitsSettings } from './settings.ts';
import type { AceptabitsStore } from './store.ts';

type Texts = Pick<StoredCustomer, 'name' | 'lastname' | 'phone' | 'email'>;

/** Undocumented codes for an undocumented method. */
const unknownCustomer = '1293';
const notEditable = '1294';

/** Creates a customer in a shop, whether or not there is one like it. */
export function addCustomer(body: JsonObject, store: AceptabitsStore, settings: AceptabitsSettings): Answer {
  const code_shop = asText(body.code_shop).trim();
  const texts: Texts = { name: '', lastname: null, phone: null, email: null, ...sentTexts(body, settings) };
  if (!code_shop) throw new Refusal('1285');
  if (!texts.name.trim()) throw new Refusal('1277');
  if (!store.shop(code_shop)) throw new Refusal('1286');
  const code_agent = agentOfShop(body.code_agent, code_shop, store);
  return success('0052', asCustomer(store.write({ ...texts, code_shop, code_agent }), store, false));
}

/** Edits the customer that `code` names (`code_customer` in older settings); the shop and the agent stay unless they are sent. */
export function updateCustomer(
  body: JsonObject,
  store: AceptabitsStore,
  settings: AceptabitsSettings,
): Answer {
  const existing = store.current(asText(body.code ?? body.code_customer));
  if (!existing) throw new Refusal(unknownCustomer);
  if (existing.isEditable === 0) throw new Refusal(notEditable);
  const edited = { ...existing, ...unsent(settings), ...sentTexts(body, settings) };
  if (!edited.name.trim()) throw new Refusal('1277');
  const code_shop = asText(body.code_shop).trim() || existing.code_shop;
  if (!store.shop(code_shop)) throw new Refusal('1286');
  const agent = 'code_agent' in body ? body.code_agent : edited.code_agent;
  const code_agent = agentOfShop(agent, code_shop, store);
  const answered = settings.ignoreUpdates ? existing : store.write({ ...edited, code_shop, code_agent });
  return success('0053', asCustomer(answered, store, false));
}

/** Creates a service in a shop, for 0 pesos unless told. */
export function addService(body: JsonObject, store: AceptabitsStore): Answer {
  const name = asText(body.name);
  const code_shop = asText(body.code_shop).trim();
  if (!name.trim()) throw new Refusal('1224');
  if (!code_shop) throw new Refusal('1225');
  const price_mxn = priceOf(body.price_mxn);
  if (!store.shop(code_shop)) throw new Refusal('1226');
  return success('0046', asService(store.addService({ name, price_mxn, code_shop }), store));
}

function unsent(settings: AceptabitsSettings): CustomerFields {
  return settings.omitted === 'keep'
    ? {}
    : { name: '', lastname: null, phone: null, email: null, code_agent: null };
}

/** The texts that the write carries; null stays null, and what is left out is left out. */
function sentTexts(body: JsonObject, settings: AceptabitsSettings): Partial<Texts> {
  const text = (value: unknown) => normalised(asText(value), settings.normalise);
  const optional = (['lastname', 'phone', 'email'] as const)
    .filter((key) => key in body)
    .map((key) => [key, body[key] === null ? null : text(body[key])]);
  return { ...('name' in body ? { name: text(body.name) } : {}), ...Object.fromEntries(optional) };
}

function agentOfShop(value: unknown, code_shop: string, store: AceptabitsStore): string | null {
  const code = asText(value).trim();
  if (!code) return null;
  const agent = store.agent(code);
  if (!agent) throw new Refusal('1287');
  if (agent.code_shop !== code_shop) throw new Refusal('1288');
  return code;
}

/** Three codes have one description; here they tell no number, a negative one and too many decimals apart. */
function priceOf(value: unknown): number {
  const text = asText(value).trim();
  if (!text) return 0;
  const price = Number(text);
  if (!Number.isFinite(price)) throw new Refusal('1343');
  if (price < 0) throw new Refusal('1344');
  if (!/^\d+(\.\d{1,2})?$/.test(text)) throw new Refusal('1607');
  return price;
}
