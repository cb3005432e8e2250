/**
 * What is around the rows of ManagementPro's answers, and whether an answer is one at all (contract `managementpro-
 * clientes`).
 */
import { z } from 'zod';
import type { Decoded } from '../../domain/customer.ts';
import { classifyManagementPro, verdictOf } from '../../domain/error-table.ts';
import type { Answer, Reading } from '../answer.ts';
import { count, key, notUnderstood, propertyOf, rowsOf, text } from '../wire-text.ts';
import { activeOf, type ReadCliente, readCliente, reference } from './wire.ts';

const envelope = z.object({ type: z.string(), code: text, message: text, data: z.unknown().optional() });

/** The `data` of a successful answer, or what the refusal means. */
export function readEnvelope({ status, body, retryAfterMs }: Answer): Reading<unknown> {
  const read = envelope.safeParse(body);
  const waits = retryAfterMs !== undefined;
  if (!read.success) return { ok: false, verdict: classifyManagementPro({ status, waits }) };
  const { type, code, message, data } = read.data;
  if (type === 'info' && code === '200' && status < 300) return { ok: true, value: data };
  const refused = type === 'error' ? code || 'unknown' : undefined;
  return {
    ok: false,
    verdict: classifyManagementPro({ status, waits, code: refused, message }),
    detail: message,
  };
}

/** A successful answer without the content that it should have. */
export function unreadable(detail: string): Reading<never> {
  return { ok: false, verdict: verdictOf('managementpro', 'unreadable'), detail };
}

const listSchema = z
  .object({ cliente: z.unknown(), registros: count })
  .transform(({ cliente, registros }, { addIssue }) => {
    const rows = rowsOf(cliente, 'clave');
    if (!rows) addIssue('no rows');
    return { rows: rows ?? [], claimed: registros };
  });

/** Rows not yet decoded, and the answer's own count, whichever of its two meanings it has. */
export type ListData = z.infer<typeof listSchema>;

/** The answer of `GetClienteLista`. */
export function readList(answer: Answer): Reading<ListData> {
  const data = readEnvelope(answer);
  if (!data.ok) return data;
  const read = listSchema.safeParse(data.value);
  return read.success ? { ok: true, value: read.data } : unreadable('The answer holds no list of customers.');
}

export type Salesperson = {
  /** The clave. */
  readonly key: string;
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  /** Clave of the sucursal. */
  readonly shop: string;
  readonly shopName: string;
  readonly active: boolean | undefined;
};

const vendedorSchema = z.object({
  clave: key,
  descripcion: text,
  email: text,
  telefono_1: text,
  sucursal: reference,
  estatus: text,
});

/** Reads one vendedor. */
function decodeVendedor(value: unknown): Decoded<Salesperson> {
  const read = vendedorSchema.safeParse(value);
  if (!read.success) return notUnderstood(propertyOf(value, 'clave'), read.error);
  const { clave, descripcion = '', email = '', telefono_1: phone = '', sucursal, estatus } = read.data;
  const { clave: shop = '', descripcion: shopName = '' } = sucursal ?? {};
  const active = activeOf(estatus);
  return { ok: true, record: { key: clave, name: descripcion, email, phone, shop, shopName, active } };
}

/** The rows of `GetVendedorLista`. */
export function readVendedores(answer: Answer): Reading<Decoded<Salesperson>[]> {
  const data = readEnvelope(answer);
  if (!data.ok) return data;
  const rows = rowsOf(propertyOf(data.value, 'vendedor'), 'clave');
  return rows
    ? { ok: true, value: rows.map(decodeVendedor) }
    : unreadable('The answer holds no list of salespeople.');
}

/** The customer of `GetCliente`. */
export function readDetail(answer: Answer): Reading<ReadCliente> {
  const data = readEnvelope(answer);
  if (!data.ok) return data;
  return { ok: true, value: readCliente(propertyOf(data.value, 'cliente')) };
}

/** The clave that `addCliente` answers, undefined when there is none. */
export function readWritten(answer: Answer): Reading<string | undefined> {
  const data = readEnvelope(answer);
  if (!data.ok) return data;
  const read = key.safeParse(propertyOf(propertyOf(data.value, 'cliente'), 'clave'));
  return { ok: true, value: read.success ? read.data : undefined };
}
