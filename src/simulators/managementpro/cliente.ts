/** The address, with all the keys that the reads show; a write form shows six of them. */
export type Direccion = {
  calle: string;
  numero_exterior: string;
  numero_interior: string;
  cruzamiento_1: string;
  cruzamiento_2: string;
  colonia: string;
  codigo_postal: string;
  municipio: string;
  ciudad: string;
  estado: string;
  pais: string;
};

/** The texts of a customer that an API write may carry. The e-mails bear their reading names here. */
export type Textos = {
  descripcion: string;
  razon_social: string;
  rfc: string;
  telefono_1: string;
  telefono_2: string;
  telefono_3: string;
  contacto_1: string;
  email_1: string;
  contacto_2: string;
  email_2: string;
};

/** The claves of a customer that point into a catalogue; "" points nowhere. */
export type Referencias = {
  sucursal: string;
  segmento: string;
  giro_comercial: string;
  vendedor: string;
  grupo_comercial: string;
  condicion_venta: string;
};

/** What the ERP holds about a customer. Texts are kept byte for byte, trailing spaces included. */
export type StoredCliente = Readonly<
  Textos &
    Referencias & {
      clave: string;
      direccion: Readonly<Direccion>;
      direccion_1: string;
      direccion_2: string;
      direccion_3: string;
      direccion_entrega_1: string;
      direccion_entrega_2: string;
      direccion_entrega_3: string;
      esquema_precio: string;
      grupo_impuesto: string;
      estado: 'AC' | 'BA';
    }
>;

/** What a person may fill in; whatever is left out keeps its value, or its default in a new customer. */
export type ClienteFields = Partial<Omit<StoredCliente, 'direccion'>> & { direccion?: Partial<Direccion> };

export const sinDireccion: Direccion = {
  calle: '',
  numero_exterior: '',
  numero_interior: '',
  cruzamiento_1: '',
  cruzamiento_2: '',
  colonia: '',
  codigo_postal: '',
  municipio: '',
  ciudad: '',
  estado: '',
  pais: '',
};

export const sinTextos: Textos = {
  descripcion: '',
  razon_social: '',
  rfc: '',
  telefono_1: '',
  telefono_2: '',
  telefono_3: '',
  contacto_1: '',
  email_1: '',
  contacto_2: '',
  email_2: '',
};

export const sinReferencias: Referencias = {
  sucursal: '',
  segmento: '',
  giro_comercial: '',
  vendedor: '',
  grupo_comercial: '',
  condicion_venta: '',
};

/** What no write can carry. */
export const sinInternos = {
  direccion_entrega_1: '',
  direccion_entrega_2: '',
  direccion_entrega_3: '',
  esquema_precio: '',
  grupo_impuesto: '',
} as const;

/** What a new customer refers to unless told otherwise. */
const referenciasIniciales: Referencias = {
  ...sinReferencias,
  sucursal: '0001',
  segmento: '0000',
  giro_comercial: '0000',
  grupo_comercial: '0000000000',
};

/** A new customer with the defaults of the ERP. */
export function newCliente(clave: string): StoredCliente {
  return {
    clave,
    ...sinTextos,
    ...referenciasIniciales,
    direccion: sinDireccion,
    ...resumen(sinDireccion),
    direccion_entrega_1: '',
    direccion_entrega_2: '',
    direccion_entrega_3: '',
    esquema_precio: '1',
    grupo_impuesto: '',
    estado: 'AC',
  };
}

/** The three lines that the ERP makes of an address, the blank after a street without number included. */
function resumen(direccion: Direccion): Pick<StoredCliente, 'direccion_1' | 'direccion_2' | 'direccion_3'> {
  const numero = direccion.numero_exterior && `No.${direccion.numero_exterior}`;
  return {
    direccion_1: direccion.calle || numero ? `${direccion.calle} ${numero}` : '',
    direccion_2: direccion.colonia,
    direccion_3: direccion.codigo_postal,
  };
}

/** The customer with a person's or a write's fields over it; the address lines follow the address. */
export function withFields(cliente: StoredCliente, fields: ClienteFields): StoredCliente {
  const direccion = { ...cliente.direccion, ...fields.direccion };
  const lines = fields.direccion ? resumen(direccion) : {};
  return { ...cliente, ...lines, ...fields, direccion };
}
