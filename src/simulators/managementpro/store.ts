import { growth } from '../growth.ts';
import { laggedTable } from '../lagged-table.ts';
import { clavesIssuer } from './claves.ts';
import { type ClienteFields, newCliente, type StoredCliente, withFields } from './cliente.ts';
import type { ManagementProSettings } from './settings.ts';

/** What a person does inside the ERP: no HTTP, no validation, effective at once in every reading. */
export type ClientePeople = {
  all(): readonly StoredCliente[];
  get(clave: string): StoredCliente | undefined;
  /** @returns the clave, a new one unless the fields bring their own */
  create(fields: ClienteFields): string;
  edit(clave: string, fields: ClienteFields): void;
  setEstado(clave: string, estado: 'AC' | 'BA'): void;
  remove(clave: string): void;
};

/** The customers of one company: what is stored, what readings show, and the two ways to write. */
export type ClienteStore = {
  people: ClientePeople;
  current(clave: string): StoredCliente | undefined;
  visible(clave: string): StoredCliente | undefined;
  allVisible(): readonly StoredCliente[];
  /** An API write: a new clave when `cliente` has none, shown by the reads after the lag that is set. */
  write(cliente: StoredCliente): StoredCliente;
  /** So many new customers come into being by people's hands. */
  grow(count: number): void;
};

/** An empty store on the caller's clock (ms). */
export function createClienteStore(
  settings: ManagementProSettings,
  now: () => number,
  random: () => number,
): ClienteStore {
  const table = laggedTable<StoredCliente>();
  const claves = clavesIssuer(random);
  const existing = (clave: string): StoredCliente => {
    const cliente = table.current(clave);
    if (!cliente) throw new Error(`No customer ${clave} in the simulated ManagementPro.`);
    return cliente;
  };
  const people: ClientePeople = {
    all: () => table.allCurrent(),
    get: (clave) => table.current(clave),
    create(fields) {
      const clave = fields.clave ?? claves.next(settings.claves);
      claves.use(clave);
      table.putNow(clave, withFields(newCliente(clave), fields));
      return clave;
    },
    edit: (clave, fields) => table.putNow(clave, { ...withFields(existing(clave), fields), clave }),
    setEstado: (clave, estado) => people.edit(clave, { estado }),
    remove: (clave) => table.remove(existing(clave).clave),
  };
  return {
    people,
    current: (clave) => table.current(clave),
    visible: (clave) => table.visible(clave, now()),
    allVisible: () => table.allVisible(now()),
    write(cliente) {
      const clave = cliente.clave || claves.next(settings.claves);
      const stored = { ...cliente, clave };
      table.put(
        clave,
        stored,
        settings.listLagMs > 0 ? now() + settings.listLagMs : Number.NEGATIVE_INFINITY,
      );
      return stored;
    },
    grow: growth(random, ({ name, legalName, rfc, email, phone }) => {
      people.create({ descripcion: name, razon_social: legalName, rfc, email_1: email, telefono_1: phone });
    }),
  };
}
