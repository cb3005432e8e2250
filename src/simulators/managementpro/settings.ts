import { goodManners, type Manners } from '../manners.ts';
import type { Normalisation } from '../normalise.ts';
import type { ClienteFields, Referencias } from './cliente.ts';
import { defaultVendedores, type Vendedor } from './vendedores.ts';

/** Clave → description, for each catalogue that a customer refers to. */
export type Catalogos = Record<keyof Referencias, Record<string, string>>;

/** Every point on which the contract leaves the server free, and its speed. All may change at any time. */
export type ManagementProSettings = Manners & {
  /** Silent upper limit on `registros`; 0 for none. */
  cap: number;
  /** `shuffled`: another order with each request. */
  order: 'clave' | 'shuffled';
  /** What the answer's own `registros` counts: the rows in it, or all that match. */
  registros: 'returned' | 'matching';
  /**
   * What an edit does to the fields that it does not carry: `blank` empties all of them, also what no write can carry
   * (esquema_precio, grupo_impuesto, the delivery lines), `blankForm` only those that the write form has.
   */
  omitted: 'keep' | 'blank' | 'blankForm';
  /** The field by which a write sets AC or BA; no document names one, so undefined is a server that takes none. */
  estadoIn: 'estado' | 'estatus' | undefined;
  /** An edit is accepted, and changes nothing. */
  ignoreUpdates: boolean;
  /** Applied to the texts of API writes, in this order. */
  normalise: Normalisation[];
  /** How long after an API write the reads still show what was there before, in ms of the clock. */
  listLagMs: number;
  /** How new claves look. */
  claves: 'sequential' | 'gaps' | 'text';
  /** How the methods show a clave: the list, `GetCliente`, and the answer to a write. See `KeyForm`. */
  claveIn: { list: KeyForm; one: KeyForm; write: KeyForm };
  /** How a list shows the claves of sucursal, vendedor and grupo comercial. */
  referencesAs: KeyForm;
  /** What the server fills in where a create leaves it empty, such as a counter vendedor. */
  defaultsAtCreate: ClienteFields;
  /** The answer's `registros` as "2" instead of 2. */
  numbersAsText: boolean;
  /** Errors with HTTP 4xx/5xx instead of 200. */
  httpErrors: boolean;
  /** Real time before each answer, in ms. */
  latencyMs: number;
  /** The lists can be read in pages by further filters; how these are called is not known, so it is set here. */
  paging: Paging | undefined;
  catalogos: Catalogos;
  /** What `GetVendedorLista` tells of the salespeople in `catalogos`, by clave. */
  vendedores: Record<string, Partial<Vendedor>>;
};

/**
 * A key as it is stored; padded with blanks as `"0000000015  "` or with zeros to ten digits; bare as `"15"`; or as the number 15. While any is in use, a
 * customer is found by every form of their clave.
 */
export type KeyForm = 'exact' | 'blanks' | 'zeros' | 'bare' | 'number';

/** The names of the filters for the page (from 1) and its size (`registros` where it is not sent), and of the answer. */
export type Paging = { page: string; size: string; info: string };

/** A well-behaved server with the contract's own examples in its catalogues. */
export function defaultManagementProSettings(): ManagementProSettings {
  return {
    ...goodManners(),
    cap: 0,
    order: 'clave',
    registros: 'returned',
    omitted: 'keep',
    estadoIn: 'estado',
    ignoreUpdates: false,
    normalise: [],
    listLagMs: 0,
    claves: 'sequential',
    numbersAsText: false,
    httpErrors: false,
    latencyMs: 0,
    claveIn: { list: 'exact', one: 'exact', write: 'exact' },
    referencesAs: 'exact',
    defaultsAtCreate: {},
    paging: undefined,
    catalogos: defaultCatalogos(),
    vendedores: defaultVendedores(),
  };
}

function defaultCatalogos(): Catalogos {
  return {
    sucursal: { '0001': 'Sucursal 1', '0002': 'Sucursal 2' },
    segmento: { '0000': 'Sin segmento', '0001': 'Mayoreo', '0002': 'Menudeo' },
    giro_comercial: { '0000': 'Sin giro comercial', '0001': 'Comercio', '0002': 'Servicios' },
    grupo_comercial: { '0000000000': 'Sin grupo comercial', '0000000001': 'Grupo Sureste' },
    condicion_venta: { CONT: 'Contado', CRED: 'Crédito' },
    vendedor: {
      '0000000001': 'Vendedor 1',
      '0000000002': 'Francisco Perez lopez',
      '0000000003': 'María Fernanda Ruiz Canul',
      '0000000004': 'José Luis Ek Chan',
      '0000000005': 'Patricia Gómez Sánchez',
      '0000000006': 'Raúl Domínguez Peña',
    },
  };
}
