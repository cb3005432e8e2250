/** -1: can be edited; 0: cannot. */
export type Editable = 0 | -1;

/** What Aceptabits holds about a customer. */
export type StoredCustomer = Readonly<{
  code: string;
  name: string;
  lastname: string | null;
  phone: string | null;
  email: string | null;
  /** UTC in microseconds, such as 2024-08-08T23:57:37.000000Z */
  created_at: string;
  code_shop: string;
  code_agent: string | null;
  total_agent_orders: number;
  total_no_agent_orders: number;
  isEditable: Editable;
}>;

/** What a person may fill in; what is left out keeps its value, or its default in a new customer. */
export type CustomerFields = Partial<StoredCustomer>;

/** What Aceptabits holds about a sales agent, who belongs to one shop. */
export type StoredAgent = Readonly<{
  code: string;
  name: string;
  lastname: string | null;
  email: string | null;
  phone: string | null;
  created_at: string;
  code_shop: string;
  total_orders: number;
  active_account: Editable;
  isEditable: Editable;
}>;

export type StoredShop = Readonly<{
  code: string;
  name: string;
  description: string | null;
  website: string | null;
  address: string | null;
  phone: string | null;
  email: string | null;
  created_at: string;
  isEditable: Editable;
}>;

export type StoredService = Readonly<{
  code: string;
  name: string;
  price_mxn: number;
  created_at: string;
  code_shop: string;
  isEditable: Editable;
}>;
