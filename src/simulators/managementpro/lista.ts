import { asText, type JsonObject } from '../json.ts';
import { shuffled } from '../random.ts';
import type { Answer } from '../wire.ts';
import { asCliente, asListRow, asVendedor, info, Refusal } from './answers.ts';
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
  const asRow = (cliente: StoredCliente) => asListRow(cliente, settings.catalogos);
  return listAnswer('cliente', ordered, asRow, data, settings);
}

/** All salespeople, up to `registros` of them. */
export function getVendedorLista(
  data: JsonObject,
  hidden: (key: string) => boolean,
  settings: ManagementProSettings,
): Answer {
  const claves = Object.keys(settings.catalogos.vendedor).filter((clave) => !hidden(clave));
  return listAnswer('vendedor', claves.sort(), (clave) => asVendedor(clave, settings), data, settings);
}

/** The first rows, or those of the page that is asked for, with what the answer says about them. */
function listAnswer<T>(
  name: string,
  matching: readonly T[],
  asRow: (record: T) => JsonObject,
  data: JsonObject,
  settings: ManagementProSettings,
): Answer {
  const { paging } = settings;
  const limit = limitOf((paging && data[paging.size]) ?? data.registros, settings);
  const page = paging && positive(data[paging.page]);
  const start = ((page ?? 1) - 1) * limit;
  const returned = matching.slice(start, start + limit);
  const count = settings.registros === 'matching' ? matching.length : returned.length;
  return info('Consulta realizada correctamente', {
    [name]: returned.map(asRow),
    registros: settings.numbersAsText ? String(count) : count,
    ...(paging && page && { [paging.info]: pageInfo(page, limit, matching.length) }),
  });
}

function pageInfo(pagina: number, registros_por_pagina: number, total_registros: number): JsonObject {
  const total_paginas = Math.max(1, Math.ceil(total_registros / registros_por_pagina));
  return { pagina, total_paginas, registros_por_pagina, total_registros };
}

function limitOf(asked: unknown, { cap }: ManagementProSettings): number {
  const limit = positive(asked) ?? defaultRegistros;
  return cap > 0 ? Math.min(limit, cap) : limit;
}

function positive(value: unknown): number | undefined {
  const number = Number(asText(value));
  return Number.isInteger(number) && number > 0 ? number : undefined;
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
