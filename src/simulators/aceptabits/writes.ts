/** What Aceptabits does when a customer is created, edited or deleted, documented or not. */
import { asText, type JsonObject } from '../json.ts';
import { normalised } from '../normalise.ts';
import type { Answer } from '../wire.ts';
import { asCustomer, asService, Refusal, success } from './answers.ts';
import type { CustomerFields, StoredCustomer } from './records.ts';
import type { AceptabitsSettings } from './settings.ts';
import type { AceptabitsStore } from './store.ts';

type Texts = Pick<StoredCustomer, 'name' | 'lastname' | 'phone' | 'email'>;

/** Undocumented codes for a method whose page was never seen. */
const noCode = '1292';
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
  const asked = { ...texts, code_shop, code_agent };
  return success('0052', asCustomer(store.write({ ...asked, ...filledIn(asked, settings) }), store, false));
}

/** What the server fills in by itself where the create says nothing. */
function filledIn(asked: CustomerFields, { defaultsAtCreate }: AceptabitsSettings): CustomerFields {
  return Object.fromEntries(
    Object.entries(defaultsAtCreate).filter(([key]) => !asked[key as keyof CustomerFields]),
  );
}

/** Edits the customer that `code` names, or `code_customer` where the method is called otherwise. */
export function editCustomer(body: JsonObject, store: AceptabitsStore, settings: AceptabitsSettings): Answer {
  const code = asText(body.code ?? body.code_customer).trim();
  if (!code) throw new Refusal(noCode);
  const existing = store.current(code);
  if (!existing) throw new Refusal(unknownCustomer);
  if (existing.isEditable === 0) throw new Refusal(notEditable);
  const refused = settings.editRefusals[code];
  if (refused !== undefined) throw new Refusal(refused);
  const carried = edited(body, settings);
  const texts = { ...existing, ...unsent(settings), ...sentTexts(carried, settings) };
  if (!texts.name.trim()) throw new Refusal('1277');
  const code_shop = asText(body.code_shop).trim() || existing.code_shop;
  if (!store.shop(code_shop)) throw new Refusal('1286');
  const agent = 'code_agent' in carried ? carried.code_agent : texts.code_agent;
  const code_agent = agentOfShop(agent, code_shop, store);
  const answered = settings.ignoreUpdates ? existing : store.write({ ...texts, code_shop, code_agent });
  return success('0053', asCustomer(answered, store, false));
}

/** What an update carries and this server heeds. */
function edited(body: JsonObject, { editsOnly, keepsWhenEmpty }: AceptabitsSettings): JsonObject {
  const heeded = editsOnly.filter(
    (key) => key in body && !(keepsWhenEmpty.includes(key) && asText(body[key]).trim() === ''),
  );
  return Object.fromEntries(heeded.map((key) => [key, body[key]]));
}

/** Deletes a customer for good, unless it is the platform's; its orders stay. */
export function deleteCustomer(body: JsonObject, store: AceptabitsStore): Answer {
  const code = asText(body.code).trim();
  if (!code) throw new Refusal('1464');
  const existing = store.current(code);
  if (!existing) throw new Refusal('1465');
  if (existing.isEditable === 0) throw new Refusal('1615');
  store.remove(code);
  return success('0079', asCustomer(existing, store, false));
}

/** Creates a service in a shop, for 0 pesos unless told. */
export function addService(body: JsonObject, store: AceptabitsStore): Answer {
  const name = asText(body.name);
  const code_shop = asText(body.code_shop).trim();
  if (!name.trim()) throw new Refusal('1224');
  if (!code_shop) throw new Refusal('1225');
  const price_mxn = priceOf(body.price_mxn);
  if (!store.shop(code_shop)) throw new Refusal('1226');
  return success('0046', asService(store.addService({ name, price_mxn, code_shop }), store, false));
}

function unsent(settings: AceptabitsSettings): CustomerFields {
  return settings.omitted === 'keep'
    ? {}
    : { name: '', lastname: null, phone: null, email: null, code_agent: null };
}

/** The texts that the write carries; null stays null, and what is left out is left out. */
function sentTexts(body: JsonObject, settings: AceptabitsSettings): Partial<Texts> {
  const text = (value: unknown, key: string) => normalised(asText(value), settings.normalise, key);
  const optional = (['lastname', 'phone', 'email'] as const)
    .filter((key) => key in body)
    .map((key) => [key, body[key] === null ? null : text(body[key], key)]);
  return { ...('name' in body ? { name: text(body.name, 'name') } : {}), ...Object.fromEntries(optional) };
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
