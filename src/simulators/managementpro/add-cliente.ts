/** `addCliente`: a create or an edit by the clave that it carries, keeping or blanking what it leaves out. */
import { asText, isObject, type JsonObject } from '../json.ts';
import { normalised } from '../normalise.ts';
import type { Answer } from '../wire.ts';
import { info, Refusal } from './answers.ts';
import {
  type ClienteFields,
  type Direccion,
  newCliente,
  type Referencias,
  type StoredCliente,
  sinDireccion,
  sinInternos,
  sinReferencias,
  sinTextos,
  type Textos,
  withFields,
} from './cliente.ts';
import { foldedClave, shownClave, takesAllForms } from './key-forms.ts';
import type { ManagementProSettings } from './settings.ts';
import type { ClienteStore } from './store.ts';

const textKeys = Object.keys(sinTextos) as (keyof Textos)[];
const referenceKeys = Object.keys(sinReferencias) as (keyof Referencias)[];
const addressKeys = Object.keys(sinDireccion) as (keyof Direccion)[];

/** The e-mails have other names in a write than in the reads. */
const writtenAs: Partial<Record<keyof Textos, string>> = {
  email_1: 'contacto_email_1',
  email_2: 'contacto_email_2',
};

/** Creates the customer when `clave` is empty, edits the one that it names otherwise. */
export function addCliente(data: JsonObject, store: ClienteStore, settings: ManagementProSettings): Answer {
  const clave = asText(data.clave);
  const shown = (stored: string) => shownClave(stored, settings.claveIn.write);
  if (!clave) {
    const asked = withFields(newCliente(''), sent(data, settings));
    const added = store.write(checked(data, filledIn(asked, settings), settings));
    return info(`Cliente agregado: ${added.clave}`, { cliente: { clave: shown(added.clave) } });
  }
  const existing = store.current(clave) ?? inAnotherForm(clave, store, settings);
  if (!existing) throw new Refusal(404, `El cliente ${clave} no existe`);
  const base = settings.omitted === 'keep' ? existing : emptied(existing, settings.omitted === 'blank');
  const edited = checked(data, withFields(base, sent(data, settings)), settings);
  if (!settings.ignoreUpdates) store.write(edited);
  return info(`Cliente actualizado: ${existing.clave}`, { cliente: { clave: shown(existing.clave) } });
}

function inAnotherForm(clave: string, store: ClienteStore, settings: ManagementProSettings) {
  if (!takesAllForms(settings)) return undefined;
  return store.people.all().find((one) => foldedClave(one.clave) === foldedClave(clave));
}

/** A new customer with what the server fills in by itself where the create says nothing. */
function filledIn(cliente: StoredCliente, { defaultsAtCreate }: ManagementProSettings): StoredCliente {
  const empty = Object.entries(defaultsAtCreate).filter(
    ([key]) => cliente[key as keyof StoredCliente] === '',
  );
  return withFields(cliente, Object.fromEntries(empty));
}

/** Everything that a write can carry is blank, and what only the ERP itself sets where that is `internal` too. */
function emptied(cliente: StoredCliente, internal: boolean): StoredCliente {
  const form = { ...sinTextos, ...sinReferencias, direccion: sinDireccion };
  return withFields(cliente, { ...form, ...(internal && sinInternos) });
}

/** The fields that the write carries, under the names of the store. Unknown ones are passed over. */
function sent(data: JsonObject, settings: ManagementProSettings): ClienteFields {
  const text = (value: unknown, key: string) => normalised(asText(value), settings.normalise, key);
  const fields: Record<string, unknown> = {};
  for (const key of textKeys) {
    const written = writtenAs[key] ?? key;
    if (written in data) fields[key] = text(data[written], key);
  }
  for (const key of referenceKeys) {
    if (key in data) fields[key] = referredClave(key, data[key]);
  }
  const estado = settings.estadoIn && asText(data[settings.estadoIn]);
  if (estado === 'AC' || estado === 'BA') fields.estado = estado;
  if ('direccion' in data) fields.direccion = sentAddress(data.direccion, text);
  return fields as ClienteFields;
}

function sentAddress(value: unknown, text: (value: unknown, key: string) => string): Partial<Direccion> {
  if (!isObject(value)) throw new Refusal(400, 'El campo direccion no es válido');
  const present = addressKeys.filter((key) => key in value);
  return Object.fromEntries(present.map((key) => [key, text(value[key], key)]));
}

function referredClave(key: keyof Referencias, value: unknown): string {
  if (value === null) return '';
  if (!isObject(value))
    throw new Refusal(400, `El campo ${key} no es válido, se espera un objeto con la clave`);
  return asText(value.clave);
}

/** The customer as it may be stored, or the refusal that names the field. */
function checked(data: JsonObject, cliente: StoredCliente, settings: ManagementProSettings): StoredCliente {
  if (!cliente.descripcion.trim()) throw new Refusal(400, 'El campo descripcion es requerido');
  for (const key of referenceKeys) {
    const clave = cliente[key];
    if (clave && key in data && !(clave in settings.catalogos[key])) {
      throw new Refusal(400, `El campo ${key} no es válido, la clave ${clave} no existe`);
    }
  }
  return cliente;
}
