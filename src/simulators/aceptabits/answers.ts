import type { JsonObject } from '../json.ts';
import type { Answer } from '../wire.ts';
import type { Editable, StoredAgent, StoredCustomer, StoredService, StoredShop } from './records.ts';
import type { AceptabitsStore } from './store.ts';
import { createdAtFormat } from './time.ts';

/** A documented error code on its way to the answer. */
export class Refusal extends Error {
  readonly code: string;
  /** Shown only by servers that are set to. */
  readonly shown: string | undefined;

  constructor(code: string, shown?: string) {
    super(code);
    this.code = code;
    this.shown = shown;
  }
}

export function success(code: string, data: JsonObject): Answer {
  return { status: 200, body: { status: true, success: { code }, data } };
}

export function failure(status: 400 | 401 | 500, code: string, message?: string): Answer {
  return { status, body: { status: false, error: { code, ...(message && { message }) } } };
}

/** The customer as the API shows it; `isEditable` is a text in the lists and a number after a write. */
export function asCustomer(customer: StoredCustomer, store: AceptabitsStore, inList: boolean): JsonObject {
  const agent = store.agent(customer.code_agent);
  return {
    code: customer.code,
    name: customer.name,
    lastname: customer.lastname,
    phone: customer.phone,
    email: customer.email,
    created_at: customer.created_at,
    created_at_format: createdAtFormat(customer.created_at),
    code_shop: customer.code_shop,
    name_shop: shopName(store, customer.code_shop),
    code_agent: customer.code_agent,
    name_agent: agent ? agentName(agent) : null,
    total_orders: customer.total_agent_orders + customer.total_no_agent_orders,
    total_agent_orders: customer.total_agent_orders,
    total_no_agent_orders: customer.total_no_agent_orders,
    isEditable: editable(customer.isEditable, inList),
  };
}

/** What `search` looks into: the record's own texts, as the document of the list names them. */
export function ownTexts(record: StoredAgent | StoredCustomer): readonly (string | null)[] {
  const { code, name, lastname, phone, email, code_shop } = record;
  return [code, name, lastname, phone, email, code_shop, 'code_agent' in record ? record.code_agent : null];
}

/** And the names of what it belongs to. */
export function foreignTexts(
  record: StoredAgent | StoredCustomer,
  store: AceptabitsStore,
): readonly (string | null)[] {
  const agent = 'code_agent' in record ? store.agent(record.code_agent) : undefined;
  return [shopName(store, record.code_shop), agent ? agentName(agent) : null];
}

export function asAgent(agent: StoredAgent, store: AceptabitsStore, totalCustomers: number): JsonObject {
  return {
    code: agent.code,
    name: agent.name,
    lastname: agent.lastname,
    email: agent.email,
    phone: agent.phone,
    created_at: agent.created_at,
    created_at_format: createdAtFormat(agent.created_at),
    code_shop: agent.code_shop,
    name_shop: shopName(store, agent.code_shop),
    total_customers: totalCustomers,
    total_orders: agent.total_orders,
    active_account: String(agent.active_account),
    isEditable: String(agent.isEditable),
  };
}

function editable(isEditable: Editable, inList: boolean): Editable | string {
  return inList ? String(isEditable) : isEditable;
}

export function asService(service: StoredService, store: AceptabitsStore, inList: boolean): JsonObject {
  return {
    code: service.code,
    name: service.name,
    price_mxn: service.price_mxn,
    code_shop: service.code_shop,
    name_shop: shopName(store, service.code_shop),
    created_at: service.created_at,
    created_at_format: createdAtFormat(service.created_at),
    isEditable: editable(service.isEditable, inList),
  };
}

/** A shop with what its search looks into; the document's own example is cut off. */
export function asShop(shop: StoredShop): JsonObject {
  return {
    ...shop,
    created_at_format: createdAtFormat(shop.created_at),
    isEditable: editable(shop.isEditable, true),
  };
}

function shopName(store: AceptabitsStore, code: string): string | null {
  return store.shop(code)?.name ?? null;
}

/** The contract shows the agent "Francisco" "Perez lopez" as "Francisco Perez" next to a customer. */
function agentName({ name, lastname }: StoredAgent): string {
  return [name, lastname?.trim().split(/\s+/)[0]].filter(Boolean).join(' ');
}
