import { z } from 'zod';
import type { Decoded, ManagementProRecord } from '../../domain/customer.ts';
import { foldKey } from '../../domain/keys.ts';
import { key, notUnderstood, propertyOf, text } from '../wire-text.ts';

/**
 * ManagementPro's wire (contract `managementpro-clientes`): the only place that knows its Spanish names.
 * `GetCliente` and `GetClienteLista` show the same customer in two shapes; one schema takes both.
 */

/** How PHP writes an object without properties. It says nothing, as `{}` does, and not that a value is empty. */
const emptyObject = z.tuple([]).transform(() => ({ clave: undefined, descripcion: undefined }));

/** `sucursal` is a text in one reading and an object in the other; null is an empty reference. */
export const reference = z
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

export function activeOf(estado: string | undefined): boolean | undefined {
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
    // A link keeps the form of the list, whatever form the other method has.
    clave: listed.clave,
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
  if (detailed?.clave === undefined) return listed;
  return listed?.clave !== undefined && foldKey(detailed.clave) === foldKey(listed.clave) ? listed : detailed;
}

function present(cliente: Cliente): Partial<Cliente> {
  return Object.fromEntries(Object.entries(cliente).filter(([, value]) => value !== undefined));
}
