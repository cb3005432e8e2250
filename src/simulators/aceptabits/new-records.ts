import type { CustomerFields, StoredAgent, StoredCustomer, StoredService, StoredShop } from './records.ts';

/** Makes the codes and the dates of new records. */
export type Stamps = { code(prefix: string, length: number): string; createdAt(): string };

/** Records with nothing in them but what everybody gets. */
export function newCustomer(code_shop: string, stamps: Stamps): StoredCustomer {
  return {
    code: stamps.code('pgbcus', 17),
    name: '',
    lastname: null,
    phone: null,
    email: null,
    created_at: stamps.createdAt(),
    code_shop,
    code_agent: null,
    total_agent_orders: 0,
    total_no_agent_orders: 0,
    isEditable: -1,
  };
}

export function newAgent(code_shop: string, stamps: Stamps): StoredAgent {
  return {
    code: stamps.code('pgbage', 16),
    name: '',
    lastname: null,
    email: null,
    phone: null,
    created_at: stamps.createdAt(),
    code_shop,
    total_orders: 0,
    active_account: -1,
    isEditable: -1,
  };
}

export function newShop(stamps: Stamps): StoredShop {
  return {
    code: stamps.code('pgbsho', 17),
    name: '',
    description: null,
    website: null,
    address: null,
    phone: null,
    email: null,
    created_at: stamps.createdAt(),
    isEditable: -1,
  };
}

export function newService(stamps: Stamps, code_shop = ''): StoredService {
  return {
    code: stamps.code('pgbser', 17),
    name: '',
    price_mxn: 0,
    created_at: stamps.createdAt(),
    code_shop,
    isEditable: -1,
  };
}

/** The customer that comes with each agent, as the contract shows one. */
export function customerOfAgent({ code, code_shop, created_at }: StoredAgent): CustomerFields {
  const nobody = { name: 'Cliente agente', lastname: 'General agente', phone: '', email: '' };
  return { ...nobody, code_agent: code, code_shop, created_at, isEditable: 0 };
}
