import { z } from 'zod';
import type { AceptabitsRecord, Decoded } from '../../domain/customer.ts';
import { classifyAceptabits, verdictOf } from '../../domain/error-table.ts';
import type { Answer, Reading } from '../answer.ts';
import type { Turn } from '../http.ts';
import type { IsSeen } from '../seen-rows.ts';
import { count, key, notUnderstood, propertyOf, rowsOf, text } from '../wire-text.ts';

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

const serviceSchema = z.object({ code: key, name: text, price_mxn: text, code_shop: text }).transform(
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

/** The service that `add-service` answers. */
export function readService(answer: Answer): Reading<Service> {
  const data = readEnvelope(answer);
  if (!data.ok) return data;
  const read = serviceSchema.safeParse(data.value);
  return read.success ? { ok: true, value: read.data } : unreadable('No service was answered.');
}

const envelope = z.union([
  z.object({ status: z.literal(true), data: z.unknown().optional() }),
  z.object({ status: z.literal(false), error: z.object({ code: key }) }),
]);

/** The `data` of a successful answer, or what the refusal means. */
export function readEnvelope({ status, body, retryAfterMs }: Answer): Reading<unknown> {
  const read = envelope.safeParse(body);
  const waits = retryAfterMs !== undefined;
  if (read.success && read.data.status && status < 300) return { ok: true, value: read.data.data };
  const code = read.success && !read.data.status ? read.data.error.code : undefined;
  return { ok: false, verdict: classifyAceptabits({ status, waits, code }), detail: messageOf(body) };
}

/** Web frameworks say what is wrong in `message`; the contract has no such field. */
function messageOf(body: unknown): string | undefined {
  const message = propertyOf(body, 'message');
  return typeof message === 'string' ? message : undefined;
}

/** A successful answer without the content that it should have. */
function unreadable(detail: string): Reading<never> {
  return { ok: false, verdict: verdictOf('aceptabits', 'unreadable'), detail };
}

const pageSchema = z.object({
  data: z.unknown().transform((list, { addIssue }) => {
    const rows = rowsOf(list, 'code');
    if (!rows) addIssue('no rows');
    return rows ?? [];
  }),
  current_page: count,
  last_page: count,
  per_page: count,
  total: count,
});

/** One page of a list, its rows decoded. */
export type PageOf<R> = {
  readonly rows: readonly R[];
  readonly received: number;
  readonly page: number | undefined;
  readonly lastPage: number | undefined;
  readonly perPage: number | undefined;
  readonly total: number | undefined;
  /** Who stands on it like the last time, where whoever asks has asked for that too: these are none of `rows`. */
  readonly seen?: readonly SeenRow[] | undefined;
};

export type Page<R> = PageOf<Decoded<R>>;

/** A row whose bytes have been seen before: nothing of it has been decoded. */
export type SeenRow = { readonly key: string; readonly shop: string | undefined };

/** A page of customers or agents. */
export function readPage<R>(answer: Answer, decode: (row: unknown) => R): Reading<PageOf<R>> {
  const data = readEnvelope(answer);
  if (!data.ok) return data;
  const read = pageSchema.safeParse(data.value);
  if (!read.success) return unreadable('The answer holds no page of rows.');
  const { data: rows, current_page, last_page, per_page, total } = read.data;
  return {
    ok: true,
    value: {
      rows: rows.map(decode),
      received: rows.length,
      page: current_page,
      lastPage: last_page,
      perPage: per_page,
      total,
    },
  };
}

/** The customer that `add-customer` answers; without a readable code the answer is no clear yes. */
export function readCreated(answer: Answer): Reading<AceptabitsRecord> {
  const data = readEnvelope(answer);
  if (!data.ok) return data;
  const decoded = decodeCustomer(data.value);
  return decoded.ok ? { ok: true, value: decoded.record } : unreadable(decoded.reason);
}

/** Whether a web server answered, because Aceptabits has no such method; a 5xx says nothing about that. */
export function hasNoMethod({ status, body, html }: Answer): boolean {
  return (
    (body === undefined || !envelope.safeParse(body).success) &&
    status < 500 &&
    (html || [404, 405].includes(status))
  );
}

/** What `show-customer` says of a code: its row, that nobody has it, or that there is no such method. */
export type Shown =
  | { readonly kind: 'row'; readonly row: Decoded<AceptabitsRecord> }
  | { readonly kind: 'nobody' | 'no-method' };

const NOBODY = '1375';

/** `show-customer` of this code. */
export function readShown(answer: Answer, code: string): Reading<Shown> {
  if (hasNoMethod(answer)) return { ok: true, value: { kind: 'no-method' } };
  const data = readEnvelope(answer);
  // A documented refusal is an absence (rule 2); one that a 5xx brings is their trouble.
  if (!data.ok && data.verdict.code === NOBODY && answer.status < 500)
    return { ok: true, value: { kind: 'nobody' } };
  if (!data.ok) return data;
  const row = decodeCustomer(data.value);
  if (row.ok && row.record.key !== code) return unreadable('The answer shows another customer.');
  if (!row.ok && row.key !== code) return unreadable('The answer shows no customer of this code.');
  return { ok: true, value: { kind: 'row', row } };
}

/** An update says yes by its envelope; what it holds beside that is not documented. */
export function readUpdated(answer: Answer): Reading<void> {
  if (hasNoMethod(answer)) return { ok: false, verdict: verdictOf('aceptabits', 'method-missing') };
  const data = readEnvelope(answer);
  return data.ok ? { ok: true, value: undefined } : data;
}

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
