import { z } from 'zod';
import type { Decoded, ManagementProRecord } from '../../domain/customer.ts';
import { classifyManagementPro, verdictOf } from '../../domain/error-table.ts';
import type { Paging } from '../../domain/profile.ts';
import type { Answer, Reading } from '../answer.ts';
import type { Turn } from '../http.ts';
import type { IsSeen } from '../seen-rows.ts';
import { count, key, notUnderstood, propertyOf, rowsOf, text } from '../wire-text.ts';

/**
 * ManagementPro's wire (contract `managementpro-clientes`): the only place that knows its Spanish names.
 * `GetCliente` and `GetClienteLista` show the same customer in two shapes; one schema takes both.
 */

/** How PHP writes an object without properties. It says nothing, as `{}` does, and not that a value is empty. */
const emptyObject = z.tuple([]).transform(() => ({ clave: undefined, descripcion: undefined }));

/** `sucursal` is a text in one reading and an object in the other; null is an empty reference. */
const reference = z
  .union([z.object({ clave: text, descripcion: text }), emptyObject, text])
  .transform((value) => (typeof value === 'string' ? { clave: value, descripcion: undefined } : value));

/** Every part of the address that is text is kept, named in the contract or not. */
const direccion = z
  .record(z.string(), z.unknown())
  .nullish()
  .transform((value) => (value ? textsOf(value) : undefined));

/**
 * Parts that are shown only. One that is malformed does not hide whose row it is: a customer that is not seen to be
 * there would be created a second time. It says nothing, and no write goes by that reading (`unreadParts`).
 */
const shownText = text.catch(undefined);
const shownReference = reference.catch(undefined);

const clienteSchema = z.object({
  clave: key,
  descripcion: text,
  razon_social: text,
  rfc: text,
  vendedor: reference,
  sucursal: reference,
  grupo_comercial: shownReference,
  segmento: shownReference,
  giro_comercial: shownReference,
  condicion_venta: shownReference,
  telefono_1: text,
  telefono_2: shownText,
  telefono_3: shownText,
  direccion_1: shownText,
  direccion_2: shownText,
  direccion_3: shownText,
  direccion_entrega_1: shownText,
  direccion_entrega_2: shownText,
  direccion_entrega_3: shownText,
  direccion: direccion.catch(undefined),
  contacto_1: shownText,
  email_1: text,
  contacto_2: shownText,
  email_2: shownText,
  esquema_precio: shownText,
  grupo_impuesto: shownText,
  estado: text,
  estatus: text,
});

export const PARTS = Object.keys(clienteSchema.shape);

/** A customer as read, byte for byte, undefined where the key was missing or a part that is shown only was malformed. */
export type Cliente = z.infer<typeof clienteSchema>;

export type ReadCliente =
  | {
      readonly ok: true;
      readonly cliente: Cliente;
      /** Names of the parts that are there and could not be read. */
      readonly unread: readonly string[];
    }
  | { readonly ok: false; readonly key: string | undefined; readonly reason: string };

function textsOf(value: Readonly<Record<string, unknown>>): Record<string, string> {
  const texts = Object.entries(value).flatMap(([name, part]) => {
    const read = text.safeParse(part);
    return read.success && read.data !== undefined ? [[name, read.data] as const] : [];
  });
  return Object.fromEntries(texts);
}

/** Reads one customer of either shape. */
export function readCliente(value: unknown): ReadCliente {
  const read = clienteSchema.safeParse(value);
  return read.success
    ? { ok: true, cliente: read.data, unread: unreadParts(value, read.data) }
    : notUnderstood(propertyOf(value, 'clave'), read.error);
}

/** Sent back without them, the customer could lose them (rule 6). An address that is nothing has nothing to lose. */
function unreadParts(value: unknown, cliente: Cliente): string[] {
  return PARTS.filter((name) => {
    const part = propertyOf(value, name);
    const read = propertyOf(cliente, name);
    if (read !== undefined) return lostWithin(part, read);
    return part !== undefined && part !== null && part !== '' && !isEmptyArray(part);
  });
}

/** Whether a part of an address, or the clave of a reference, has lost letters on its way. */
function lostWithin(part: unknown, read: unknown): boolean {
  if (typeof part === 'string')
    return typeof propertyOf(read, 'clave') !== 'string' && typeof read !== 'string';
  return Object.entries(part ?? {}).some(
    ([name, value]) =>
      typeof value === 'string' && name !== 'descripcion' && propertyOf(read, name) === undefined,
  );
}

function isEmptyArray(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

/** The clave of a customer of either shape, without reading the rest. */
export function keyOfCliente(value: unknown): string | undefined {
  return key.safeParse(propertyOf(value, 'clave')).data;
}

/** The same as a canonical record. */
export function decodeCliente(value: unknown): Decoded<ManagementProRecord> {
  const read = readCliente(value);
  return read.ok ? { ok: true, record: recordOf(read.cliente) } : read;
}

/** The canonical record of a customer as read. */
export function recordOf(cliente: Cliente): ManagementProRecord {
  return {
    key: cliente.clave,
    name: cliente.descripcion,
    email: cliente.email_1,
    phone: cliente.telefono_1,
    salesperson: cliente.vendedor?.clave,
    salespersonName: cliente.vendedor?.descripcion,
    shop: cliente.sucursal?.clave,
    active: activeOf(cliente.estado ?? cliente.estatus),
    legalName: cliente.razon_social,
    rfc: cliente.rfc,
    rest: restOf(cliente),
  };
}

function activeOf(estado: string | undefined): boolean | undefined {
  const letters = estado?.trim().toUpperCase();
  return letters === 'AC' ? true : letters === 'BA' ? false : undefined;
}

const ADDRESS_NAMES: Readonly<Record<string, string>> = {
  calle: 'street',
  numero_exterior: 'exteriorNumber',
  numero_interior: 'interiorNumber',
  cruzamiento_1: 'crossStreet1',
  cruzamiento_2: 'crossStreet2',
  colonia: 'neighbourhood',
  codigo_postal: 'postalCode',
  municipio: 'municipality',
  ciudad: 'city',
  estado: 'state',
  pais: 'country',
};

/** What is shown only, flat, without the keys that were missing or are empty. */
function restOf(cliente: Cliente): Record<string, string> {
  const address = Object.entries(cliente.direccion ?? {}).map(([name, value]) => [
    Object.hasOwn(ADDRESS_NAMES, name) ? ADDRESS_NAMES[name] : `address.${name}`,
    value,
  ]);
  const shown = {
    phone2: cliente.telefono_2,
    phone3: cliente.telefono_3,
    contact1: cliente.contacto_1,
    contact2: cliente.contacto_2,
    email2: cliente.email_2,
    shopName: cliente.sucursal?.descripcion,
    group: cliente.grupo_comercial?.clave,
    groupName: cliente.grupo_comercial?.descripcion,
    segment: cliente.segmento?.clave,
    lineOfBusiness: cliente.giro_comercial?.clave,
    terms: cliente.condicion_venta?.clave,
    priceScheme: cliente.esquema_precio,
    taxGroup: cliente.grupo_impuesto,
    addressLine1: cliente.direccion_1,
    addressLine2: cliente.direccion_2,
    addressLine3: cliente.direccion_3,
    deliveryLine1: cliente.direccion_entrega_1,
    deliveryLine2: cliente.direccion_entrega_2,
    deliveryLine3: cliente.direccion_entrega_3,
  };
  return Object.fromEntries([...Object.entries(shown), ...address].filter(([, value]) => value));
}

/**
 * One customer out of its two readings. `GetCliente` is the later one and wins; what it does not carry
 * (vendedor, grupo comercial, the delivery lines) comes from the list.
 */
export function joined(listed: Cliente, detailed: Cliente): Cliente {
  return {
    ...listed,
    ...present(detailed),
    sucursal: joinedReference(listed.sucursal, detailed.sucursal),
    vendedor: joinedReference(listed.vendedor, detailed.vendedor),
    grupo_comercial: joinedReference(listed.grupo_comercial, detailed.grupo_comercial),
    direccion:
      listed.direccion || detailed.direccion ? { ...listed.direccion, ...detailed.direccion } : undefined,
    estado: detailed.estatus ?? detailed.estado ?? listed.estado,
  };
}

/**
 * A customer read in both ways as the list alone shows it: what only `GetCliente` tells would be gone again with
 * the next scan, and look like a changed record each time.
 */
export function asListed(listed: Cliente, read: Cliente): Cliente {
  const told = (name: string) => Reflect.get(listed, name) !== undefined;
  const address = Object.entries(read.direccion ?? {}).filter(([name]) =>
    Object.hasOwn(listed.direccion ?? {}, name),
  );
  return {
    ...(Object.fromEntries(Object.entries(read).filter(([name]) => told(name))) as Cliente),
    ...(listed.direccion && { direccion: Object.fromEntries(address) }),
  };
}

function joinedReference(listed: Cliente['sucursal'], detailed: Cliente['sucursal']): Cliente['sucursal'] {
  return detailed?.clave === undefined || detailed.clave === listed?.clave ? listed : detailed;
}

function present(cliente: Cliente): Partial<Cliente> {
  return Object.fromEntries(Object.entries(cliente).filter(([, value]) => value !== undefined));
}

/** The write form of `addCliente`; keys whose value is undefined do not travel. */
export type ClienteForm = Readonly<Record<string, unknown>>;

/**
 * The complete structure for a customer just read, with the four merged fields as in `changed` where
 * they differ (rule 6). Everything else goes back as it was read, so that nothing is lost on a server
 * that blanks what is omitted; an empty reference is omitted, because `""` names no entry of a catalogue.
 */
export function changedForm(cliente: Cliente, changed: ManagementProRecord): ClienteForm {
  const salesperson = changed.salesperson ?? cliente.vendedor?.clave;
  const emptied = salesperson === '' && !!cliente.vendedor?.clave;
  return {
    clave: cliente.clave,
    descripcion: changed.name ?? cliente.descripcion,
    razon_social: cliente.razon_social,
    rfc: cliente.rfc,
    direccion: cliente.direccion,
    sucursal: referenceForm(cliente.sucursal?.clave),
    segmento: referenceForm(cliente.segmento?.clave),
    giro_comercial: referenceForm(cliente.giro_comercial?.clave),
    vendedor: emptied ? { clave: '' } : referenceForm(salesperson),
    grupo_comercial: referenceForm(cliente.grupo_comercial?.clave),
    condicion_venta: referenceForm(cliente.condicion_venta?.clave),
    telefono_1: changed.phone ?? cliente.telefono_1,
    telefono_2: cliente.telefono_2,
    telefono_3: cliente.telefono_3,
    contacto_1: cliente.contacto_1,
    contacto_email_1: changed.email ?? cliente.email_1,
    contacto_2: cliente.contacto_2,
    contacto_email_2: cliente.email_2,
  };
}

function referenceForm(clave: string | undefined): { clave: string } | undefined {
  return clave ? { clave } : undefined;
}

/** What a new customer may carry; `address` bears ManagementPro's own names (`calle`, `codigo_postal`…). */
export type NewManagementProCustomer = {
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly salesperson?: string | undefined;
  readonly shop?: string | undefined;
  readonly legalName?: string | undefined;
  readonly rfc?: string | undefined;
  readonly segment?: string | undefined;
  readonly lineOfBusiness?: string | undefined;
  readonly group?: string | undefined;
  readonly terms?: string | undefined;
  readonly address?: Readonly<Record<string, string>> | undefined;
};

/** The simplified structure for a new customer: it has no place for e-mail, phone or references. */
export function simpleForm(customer: NewManagementProCustomer): ClienteForm {
  return {
    clave: '',
    descripcion: customer.name,
    razon_social: customer.legalName,
    rfc: customer.rfc,
    direccion: customer.address,
  };
}

/** The complete structure for a new customer. */
export function completeForm(customer: NewManagementProCustomer): ClienteForm {
  return {
    ...simpleForm(customer),
    sucursal: referenceForm(customer.shop),
    segmento: referenceForm(customer.segment),
    giro_comercial: referenceForm(customer.lineOfBusiness),
    vendedor: referenceForm(customer.salesperson),
    grupo_comercial: referenceForm(customer.group),
    condicion_venta: referenceForm(customer.terms),
    telefono_1: customer.phone,
    contacto_email_1: customer.email,
  };
}

/** `GetClienteLista`'s filters; `keys` are joined by commas. */
export type ListQuery = {
  readonly active: boolean | undefined;
  readonly search?: string | undefined;
  readonly keys?: readonly string[] | undefined;
  readonly limit: number;
  /** Which page of it, on a server whose lists can be paged: by filters whose names `puente probe` has found. */
  readonly page?: { readonly number: number; readonly by: Paging } | undefined;
  /** A turn that was taken before. */
  readonly turn?: Turn | undefined;
  /** Whose bytes have been seen is handed over by its clave, not parsed. */
  readonly isSeen?: IsSeen | undefined;
};

export function listForm({ active, search, keys, limit, page }: ListQuery): ClienteForm {
  return {
    busqueda: search ?? '',
    estado: active === undefined ? '' : active ? 'AC' : 'BA',
    clave: keys?.join(',') ?? '',
    sucursal: '',
    grupo_comercial: '',
    vendedor: '',
    registros: String(limit),
    ...(page && { [page.by.size]: String(limit), [page.by.page]: String(page.number) }),
  };
}

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

export function detailForm(key: string): ClienteForm {
  return { cliente: key };
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
