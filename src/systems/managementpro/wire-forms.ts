/**
 * What ManagementPro is sent: the forms of `addCliente`, and the questions to its lists (contract `managementpro-
 * clientes`).
 */
import type { ManagementProRecord } from '../../domain/customer.ts';
import type { Paging } from '../../domain/profile.ts';
import type { Turn } from '../http.ts';
import type { IsSeen } from '../seen-rows.ts';
import type { Cliente } from './wire.ts';

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
    // The blanks that a list pads a clave with are none of it.
    clave: cliente.clave.trim(),
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

export function detailForm(key: string): ClienteForm {
  return { cliente: key };
}
