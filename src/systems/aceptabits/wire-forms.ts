/**
 * What Aceptabits is sent: the parameters of its lists, creates and updates (contracts `get-customers`, `add-
 * customer`, `add-service`).
 */
import type { AceptabitsRecord } from '../../domain/customer.ts';
import type { Turn } from '../http.ts';
import type { IsSeen } from '../seen-rows.ts';

export type PageQuery = {
  readonly page: number;
  readonly limit: number;
  readonly search?: string | undefined;
  readonly shop?: string | undefined;
  readonly agent?: string | undefined;
  /** A turn that was taken before. */
  readonly turn?: Turn | undefined;
  /** Rows that it recognises are told as `seen`. */
  readonly isSeen?: IsSeen | undefined;
};

export type Parameters = Readonly<Record<string, string | number | undefined>>;

/** The parameters of `get-customers` and `get-agents`; empty filters are left out. */
export function pageForm({ page, limit, search, shop, agent }: PageQuery): Parameters {
  return {
    page,
    limit,
    search: search || undefined,
    code_shop: shop || undefined,
    code_agent: agent || undefined,
  };
}

export type NewService = {
  readonly shop: string;
  readonly name: string;
  /** Pesos with at most two decimals, such as `100.55`. */
  readonly priceMxn?: string | undefined;
};

export type ServiceQuery = {
  readonly shop?: string | undefined;
  /** In name, code and shop. */
  readonly search?: string | undefined;
  /** Reads down to the service of this code, which is left out; without it, to the end of the list. */
  readonly until?: string | undefined;
};

/** `get-services`, the newest first: whoever reads downwards misses nothing that is added meanwhile. */
export function servicesForm(page: number, limit: number, { shop, search }: ServiceQuery): Parameters {
  return { page, limit, order_list: 2, code_shop: shop || undefined, search: search || undefined };
}

export function serviceForm({ shop, name, priceMxn }: NewService): Parameters {
  return { code_shop: shop, name, price_mxn: priceMxn };
}

export type NewAceptabitsCustomer = {
  readonly shop: string;
  readonly name: string;
  readonly lastname?: string | undefined;
  readonly email: string;
  readonly phone: string;
  readonly agent?: string | undefined;
};

/** `add-customer`: empty optional parameters are left out. */
export function createForm(customer: NewAceptabitsCustomer): Parameters {
  return {
    code_shop: customer.shop,
    name: customer.name,
    lastname: customer.lastname || undefined,
    phone: customer.phone || undefined,
    email: customer.email || undefined,
    code_agent: customer.agent || undefined,
  };
}

/**
 * `edit-customer` (rule 7): `code` and the full customer. An agent that was and stays empty is left out, because
 * `''` would name an agent that does not exist.
 */
export function updateForm(record: AceptabitsRecord, changed: AceptabitsRecord): Parameters {
  const agent = changed.agent ?? record.agent;
  return {
    code: record.key,
    name: changed.name ?? record.name,
    lastname: changed.lastname ?? record.lastname,
    phone: changed.phone ?? record.phone,
    email: changed.email ?? record.email,
    code_agent: agent === '' && !record.agent ? undefined : agent,
  };
}
