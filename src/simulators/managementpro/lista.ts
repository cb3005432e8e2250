import { asText, type JsonObject } from '../json.ts';
import { shuffled } from '../random.ts';
import type { Answer } from '../wire.ts';
import { asCliente, asListRow, info, Refusal } from './answers.ts';
import type { StoredCliente } from './cliente.ts';
import type { ManagementProSettings } from './settings.ts';

const defaultRegistros = 10;

/** One customer by its clave, whatever its estado. */
export function getCliente(data: JsonObject, visible: (clave: string) => StoredCliente | undefined): Answer {
  const clave = asText(data.cliente);
  if (!clave) throw new Refusal(400, 'El campo cliente es requerido');
  const cliente = visible(clave);
  if (!cliente) throw new Refusal(404, `El cliente ${clave} no existe`);
  return info('Consulta realizada correctamente', { cliente: asCliente(cliente) });
}

/** The customers that fit all filters, up to `registros` of them. An empty filter filters nothing. */
export function getClienteLista(
  data: JsonObject,
  clientes: readonly StoredCliente[],
  settings: ManagementProSettings,
  random: () => number,
): Answer {
  const matching = clientes.filter(filterOf(data));
  const ordered = settings.order === 'shuffled' ? shuffled(random, matching) : matching.sort(byClave);
  const returned = ordered.slice(0, limitOf(data, settings));
  const count = settings.registros === 'matching' ? matching.length : returned.length;
  return info('Consulta realizada correctamente', {
    cliente: returned.map((cliente) => asListRow(cliente, settings.catalogos)),
    registros: settings.numbersAsText ? String(count) : count,
  });
}

function limitOf(data: JsonObject, settings: ManagementProSettings): number {
  const asked = Number(asText(data.registros));
  const limit = Number.isInteger(asked) && asked > 0 ? asked : defaultRegistros;
  return settings.cap > 0 ? Math.min(limit, settings.cap) : limit;
}

function filterOf(data: JsonObject): (cliente: StoredCliente) => boolean {
  const wanted = asText(data.busqueda).trim().toLowerCase();
  const estado = asText(data.estado).trim();
  const lists = (['clave', 'sucursal', 'grupo_comercial', 'vendedor'] as const)
    .map((key) => ({ key, claves: separated(asText(data[key])) }))
    .filter(({ claves }) => claves.size > 0);
  return (cliente) =>
    (!estado || cliente.estado === estado) &&
    lists.every(({ key, claves }) => claves.has(cliente[key])) &&
    (!wanted || searchable(cliente).some((text) => text.includes(wanted)));
}

/** Lower case by record, made once: a record is never changed in place, and a large company is searched all the time. */
const lowered = new WeakMap<StoredCliente, readonly string[]>();

function searchable(cliente: StoredCliente): readonly string[] {
  const known = lowered.get(cliente);
  if (known !== undefined) return known;
  const { clave, descripcion, razon_social, rfc } = cliente;
  const texts = [clave, descripcion, razon_social, rfc].map((text) => text.toLowerCase());
  lowered.set(cliente, texts);
  return texts;
}

function separated(text: string): Set<string> {
  return new Set(
    text
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  );
}

function byClave(one: StoredCliente, other: StoredCliente): number {
  return one.clave < other.clave ? -1 : one.clave > other.clave ? 1 : 0;
}
