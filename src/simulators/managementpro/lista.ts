/** `GetCliente` and the two lists, with the caps, filters and counts that the contract leaves open. */
import { asText, type JsonObject } from '../json.ts';
import { emptyListErrorFor } from '../manners.ts';
import { shuffled } from '../random.ts';
import { searchForm, searchIndex } from '../search.ts';
import type { Answer } from '../wire.ts';
import { asCliente, asListRow, asVendedor, info, Refusal } from './answers.ts';
import type { StoredCliente } from './cliente.ts';
import { foldedClave, takesAllForms } from './key-forms.ts';
import type { ManagementProSettings } from './settings.ts';
import type { ClienteStore } from './store.ts';

const defaultRegistros = 10;

/** One customer by its clave, whatever its estado. */
export function getCliente(data: JsonObject, store: ClienteStore, settings: ManagementProSettings): Answer {
  const clave = asText(data.cliente);
  if (!clave) throw new Refusal(400, 'El campo cliente es requerido');
  const folded = foldedClave(clave);
  const cliente =
    store.visible(clave) ??
    (takesAllForms(settings)
      ? store.allVisible().find((one) => foldedClave(one.clave) === folded)
      : undefined);
  if (!cliente) throw new Refusal(404, `El cliente ${clave} no existe`);
  return info('Consulta realizada correctamente', { cliente: asCliente(cliente, settings.claveIn.one) });
}

/** The customers that fit all filters, up to `registros` of them. An empty filter filters nothing. */
export function getClienteLista(
  data: JsonObject,
  clientes: readonly StoredCliente[],
  settings: ManagementProSettings,
  random: () => number,
): Answer {
  const matching = clientes.filter(filterOf(data, settings));
  if (matching.length === 0) refuseEmpty(data, settings);
  const ordered = settings.order === 'shuffled' ? shuffled(random, matching) : matching.sort(byClave);
  const asRow = (cliente: StoredCliente) => asListRow(cliente, settings);
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

/** Some servers tell that nobody fits as an error. */
function refuseEmpty(data: JsonObject, settings: ManagementProSettings): void {
  const [clave, busqueda] = [asText(data.clave).trim(), asText(data.busqueda).trim()];
  const other = asText(data.estado).trim() === 'BA' ? 'inactive' : 'list';
  const question = clave ? 'key' : busqueda ? 'search' : other;
  const error = emptyListErrorFor(settings, question, clave || busqueda);
  if (error) throw new Refusal(404, error.message ?? 'No se encontraron registros', error.code);
}

function filterOf(data: JsonObject, settings: ManagementProSettings): (cliente: StoredCliente) => boolean {
  const folds = settings.searchFolds;
  const wanted = searchForm(asText(data.busqueda).trim(), folds);
  const form = takesAllForms(settings) ? foldedClave : String;
  const estado = asText(data.estado).trim();
  const lists = (['clave', 'sucursal', 'grupo_comercial', 'vendedor'] as const)
    .map((key) => ({
      key,
      claves: new Set(separated(asText(data[key])).map(key === 'clave' ? form : String)),
    }))
    .filter(({ claves }) => claves.size > 0);
  return (cliente) =>
    (!estado || cliente.estado === estado) &&
    lists.every(({ key, claves }) => claves.has(key === 'clave' ? form(cliente.clave) : cliente[key])) &&
    (!wanted || searchable(cliente, folds).some((text) => text.includes(wanted)));
}

const searchable = searchIndex(({ clave, descripcion, razon_social, rfc }: StoredCliente) => [
  clave,
  descripcion,
  razon_social,
  rfc,
]);

function separated(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
}

function byClave(one: StoredCliente, other: StoredCliente): number {
  return one.clave < other.clave ? -1 : one.clave > other.clave ? 1 : 0;
}
