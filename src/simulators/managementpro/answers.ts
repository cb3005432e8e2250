import type { JsonObject } from '../json.ts';
import type { Answer } from '../wire.ts';
import { type StoredCliente, sinDireccion } from './cliente.ts';
import { shownClave } from './key-forms.ts';
import type { Catalogos, KeyForm, ManagementProSettings } from './settings.ts';
import { sinDatos } from './vendedores.ts';

/** A refusal on its way to the answer: `status` is used only when errors show in HTTP. */
export class Refusal extends Error {
  readonly status: number;
  /** Instead of the action's own. */
  readonly code: string | undefined;

  constructor(status: number, message: string, code?: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** A successful answer; its code is always "200". */
export function info(message: string, data: JsonObject): Answer {
  return { status: 200, body: { type: 'info', code: '200', message, data } };
}

/** The contract's error. `GetCliente` and `GetVendedorLista` show code 405 there, the others 404, whatever is wrong. */
export function errorAnswer(code: string, message: string, status: number): Answer {
  return { status, body: { type: 'error', code, message } };
}

/** The error code that the contract shows for an action. */
export function errorCode(action: string): string {
  return action === 'GetCliente' || action === 'GetVendedorLista' ? '405' : '404';
}

/** A customer as `GetCliente` shows it: claves as texts, `estatus`, no vendedor. */
export function asCliente(cliente: StoredCliente, form: KeyForm): JsonObject {
  return {
    clave: shownClave(cliente.clave, form),
    descripcion: cliente.descripcion,
    razon_social: cliente.razon_social,
    rfc: cliente.rfc,
    direccion_1: cliente.direccion_1,
    direccion_2: cliente.direccion_2,
    direccion_3: cliente.direccion_3,
    telefono_1: cliente.telefono_1,
    telefono_2: cliente.telefono_2,
    telefono_3: cliente.telefono_3,
    direccion: cliente.direccion,
    contacto_1: cliente.contacto_1,
    email_1: cliente.email_1,
    contacto_2: cliente.contacto_2,
    email_2: cliente.email_2,
    condicion_venta: cliente.condicion_venta,
    esquema_precio: cliente.esquema_precio,
    sucursal: cliente.sucursal,
    segmento: cliente.segmento,
    giro_comercial: cliente.giro_comercial,
    grupo_impuesto: cliente.grupo_impuesto,
    estatus: cliente.estado,
  };
}

/** A customer as `GetClienteLista` shows it: catalogue entries as objects, `estado`, no segmento. */
export function asListRow(cliente: StoredCliente, settings: ManagementProSettings): JsonObject {
  const { catalogos, claveIn, referencesAs } = settings;
  const entry = (kind: keyof Catalogos) => ({
    clave: shownClave(cliente[kind], referencesAs),
    descripcion: (Object.hasOwn(catalogos[kind], cliente[kind]) && catalogos[kind][cliente[kind]]) || '',
  });
  return {
    clave: shownClave(cliente.clave, claveIn.list),
    descripcion: cliente.descripcion,
    razon_social: cliente.razon_social,
    rfc: cliente.rfc,
    vendedor: entry('vendedor'),
    sucursal: entry('sucursal'),
    grupo_comercial: entry('grupo_comercial'),
    telefono_1: cliente.telefono_1,
    telefono_2: cliente.telefono_2,
    telefono_3: cliente.telefono_3,
    direccion_1: cliente.direccion_1,
    direccion_2: cliente.direccion_2,
    direccion_3: cliente.direccion_3,
    direccion_entrega_1: cliente.direccion_entrega_1,
    direccion_entrega_2: cliente.direccion_entrega_2,
    direccion_entrega_3: cliente.direccion_entrega_3,
    direccion: cliente.direccion,
    contacto_1: cliente.contacto_1,
    email_1: cliente.email_1,
    contacto_2: cliente.contacto_2,
    email_2: cliente.email_2,
    estado: cliente.estado,
  };
}

/** A row of `GetVendedorLista`. */
export function asVendedor(clave: string, { catalogos, vendedores }: ManagementProSettings): JsonObject {
  const { sucursal, direccion, email, telefono_1, telefono_2, telefono_3, estatus, ...rest } = {
    ...sinDatos,
    ...vendedores[clave],
  };
  return {
    clave,
    descripcion: catalogos.vendedor[clave] ?? '',
    ...rest,
    sucursal: { clave: sucursal, descripcion: catalogos.sucursal[sucursal] ?? '' },
    direccion: { ...sinDireccion, ...direccion },
    email,
    telefono_1,
    telefono_2,
    telefono_3,
    estatus,
  };
}
