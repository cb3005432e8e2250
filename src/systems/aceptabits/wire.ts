import { z } from 'zod';
import type { AceptabitsRecord, Decoded } from '../../domain/customer.ts';
import { key, notUnderstood, propertyOf, text } from '../wire-text.ts';

/** Aceptabits' wire (contracts `get-customers`, `add-customer`, `get-agents`, `add-service`). */

/** `-1` yes, `0` no, as number or text; anything else says nothing. */
const flag = z
  .unknown()
  .optional()
  .transform((value) => {
    const written = typeof value === 'number' || typeof value === 'string' ? String(value).trim() : undefined;
    return written === '-1' ? true : written === '0' ? false : undefined;
  });

const customerSchema = z.object({
  code: key,
  name: text,
  lastname: text,
  phone: text,
  email: text,
  created_at: text,
  code_shop: text,
  code_agent: text,
  name_agent: text,
  isEditable: flag,
});

/** Reads one customer; null and `''` are empty, a missing key is undefined. */
export function decodeCustomer(value: unknown): Decoded<AceptabitsRecord> {
  const read = customerSchema.safeParse(value);
  if (!read.success) return notUnderstood(propertyOf(value, 'code'), read.error);
  const { data } = read;
  return {
    ok: true,
    record: {
      key: data.code,
      name: data.name,
      lastname: data.lastname,
      email: data.email,
      phone: data.phone,
      agent: data.code_agent,
      agentName: data.name_agent,
      shop: data.code_shop,
      editable: data.isEditable,
      createdAt: data.created_at,
    },
  };
}

export type Agent = {
  /** The code. */
  readonly key: string;
  readonly name: string;
  readonly lastname: string;
  readonly email: string;
  readonly phone: string;
  readonly shop: string;
  /** Whether the account can log in; undefined when not said. */
  readonly active: boolean | undefined;
};

const agentSchema = z
  .object({
    code: key,
    name: text,
    lastname: text,
    email: text,
    phone: text,
    code_shop: text,
    active_account: flag,
  })
  .transform(
    ({ code, name, lastname, email, phone, code_shop, active_account }): Agent => ({
      key: code,
      name: name ?? '',
      lastname: lastname ?? '',
      email: email ?? '',
      phone: phone ?? '',
      shop: code_shop ?? '',
      active: active_account,
    }),
  );

/** Reads one agent. */
export function decodeAgent(value: unknown): Decoded<Agent> {
  const read = agentSchema.safeParse(value);
  return read.success
    ? { ok: true, record: read.data }
    : notUnderstood(propertyOf(value, 'code'), read.error);
}

export type Shop = {
  /** The code. */
  readonly key: string;
  readonly name: string;
  readonly email: string;
  readonly phone: string;
};

const shopSchema = z.object({ code: key, name: text, email: text, phone: text }).transform(
  ({ code, name, email, phone }): Shop => ({
    key: code,
    name: name ?? '',
    email: email ?? '',
    phone: phone ?? '',
  }),
);

/** Reads one shop. */
export function decodeShop(value: unknown): Decoded<Shop> {
  const read = shopSchema.safeParse(value);
  return read.success
    ? { ok: true, record: read.data }
    : notUnderstood(propertyOf(value, 'code'), read.error);
}

export type Service = {
  /** The code. */
  readonly key: string;
  readonly name: string;
  /** In pesos, as the server wrote it. */
  readonly priceMxn: string;
  readonly shop: string;
};

export const serviceSchema = z.object({ code: key, name: text, price_mxn: text, code_shop: text }).transform(
  ({ code, name, price_mxn, code_shop }): Service => ({
    key: code,
    name: name ?? '',
    priceMxn: price_mxn ?? '',
    shop: code_shop ?? '',
  }),
);

/** Reads one service of a list. */
export function decodeService(value: unknown): Decoded<Service> {
  const read = serviceSchema.safeParse(value);
  return read.success
    ? { ok: true, record: read.data }
    : notUnderstood(propertyOf(value, 'code'), read.error);
}
