import type { Decoded, ManagementProRecord } from '../../domain/customer.ts';
import type { ListShape } from '../../domain/profile.ts';
import type { Answer, Reading } from '../answer.ts';
import { createTransport } from '../http.ts';
import { type Ask, asker, shapeOf, type Told } from '../probing.ts';
import { propertyOf, rowsOf } from '../wire-text.ts';
import type { ManagementProSetup } from './client.ts';
import { decodeCliente, PARTS, recordOf } from './wire.ts';
import { readDetail, readEnvelope, readList, readVendedores, readWritten } from './wire-answers.ts';
import { type ClienteForm, detailForm, type ListQuery, listForm } from './wire-forms.ts';

/** A list as it came. */
export type ToldRows = {
  readonly rows: readonly Decoded<ManagementProRecord>[];
  readonly claimed: number | undefined;
  readonly claimedAsText: boolean;
  readonly shape: ListShape;
  /** Names in a row that no document shows. */
  readonly unknownFields: readonly string[];
};

/** What a test customer is made of, in canonical names. */
export type TestCustomer = {
  readonly name: string;
  readonly legalName: string;
  readonly email: string;
  readonly phone: string;
};

export type ManagementProProbing = {
  /** `without` registros asks for no number. */
  list(query: ListQuery, filters?: Readonly<Record<string, string>>): Promise<Told<ToldRows>>;
  listUnasked(): Promise<Told<ToldRows>>;
  one(key: string): Promise<Told<ManagementProRecord>>;
  create(customer: TestCustomer, like: ManagementProRecord | undefined): Promise<Told<string | undefined>>;
  /** Sends name and phone of the customer, and nothing else. */
  editPart(key: string, customer: Pick<TestCustomer, 'name' | 'phone'>): Promise<Told<string | undefined>>;
  /** Sends the whole of a test customer with BA; the name of that field in a write is in no document. */
  putAside(key: string, customer: TestCustomer): Promise<Told<string | undefined>>;
  withWrongKey(): Promise<Told<unknown>>;
  salespeople(): Promise<Told<unknown>>;
  close(): void;
};

/** Names under which such services page a list; which of them this one has, only trying tells. */
export const PAGE_NAMES = [
  'pagina',
  'page',
  'num_pagina',
  'numero_pagina',
  'pagina_actual',
  'no_pagina',
  'pag',
  'p',
  'hoja',
];
export const SIZE_NAMES = [
  'por_pagina',
  'registros_pagina',
  'registros_por_pagina',
  'limite',
  'limit',
  'per_page',
  'tamano',
  'tamano_pagina',
  'page_size',
];

/** Asks one ManagementPro company what its documents leave open. */
export function probeManagementPro(setup: ManagementProSetup, stop: () => void): ManagementProProbing {
  const { url, apikey, ...options } = setup;
  const transport = createTransport({ side: 'managementpro', secrets: [apikey], ...options });
  const ask = asker(transport, options.now, stop);
  const call = callerOf(ask, url, apikey);
  return {
    list: (query, filters) => call('GetClienteLista', { ...listForm(query), ...filters }, readRows),
    listUnasked: () =>
      call('GetClienteLista', { ...listForm({ active: true, limit: 1 }), registros: undefined }, readRows),
    one: (key) => call('GetCliente', detailForm(key), readOne),
    create: (customer, like) =>
      call('addCliente', { ...testForm(customer), ...referencesOf(like), clave: '' }, readWritten),
    editPart: (clave, { name, phone }) =>
      call('addCliente', { clave, descripcion: name, telefono_1: phone }, readWritten),
    putAside: (clave, customer) =>
      call('addCliente', { ...testForm(customer), clave, estado: 'BA', estatus: 'BA' }, readWritten),
    withWrongKey: () =>
      callerOf(ask, url, wrong(apikey))(
        'GetClienteLista',
        listForm({ active: true, limit: 1 }),
        readEnvelope,
      ),
    salespeople: () => call('GetVendedorLista', { registros: '1' }, readVendedores),
    close: transport.close,
  };
}

/** Of the same length and letters: a key that is refused for its form would show another refusal. */
function wrong(apikey: string): string {
  return [...apikey]
    .reverse()
    .join('')
    .replace(/./, (letter) => (letter === '0' ? '1' : '0'));
}

type Call = <T>(action: string, data: ClienteForm, read: (answer: Answer) => Reading<T>) => Promise<Told<T>>;

function callerOf(ask: Ask, url: string, apikey: string): Call {
  return (action, data, read) =>
    ask(
      {
        operation: action,
        reads: action !== 'addCliente',
        method: 'POST',
        list: action === 'GetClienteLista',
        url,
        json: { apikey, provider: 'catalogos', action, data },
      },
      read,
    );
}

function readRows(answer: Answer): Reading<ToldRows> {
  const read = readList(answer);
  if (!read.ok) return read;
  const data = propertyOf(answer.body, 'data');
  const list = propertyOf(data, 'cliente');
  const [first] = rowsOf(list, 'clave') ?? [];
  return {
    ok: true,
    value: {
      rows: read.value.rows.map(decodeCliente),
      claimed: read.value.claimed,
      claimedAsText: typeof propertyOf(data, 'registros') === 'string',
      shape: shapeOf(list, 'clave'),
      unknownFields: Object.keys(first ?? {}).filter((name) => !PARTS.includes(name)),
    },
  };
}

function readOne(answer: Answer): Reading<ManagementProRecord> {
  const read = readDetail(answer);
  if (!read.ok) return read;
  if (read.value.ok) return { ok: true, value: recordOf(read.value.cliente) };
  return {
    ok: false,
    verdict: { code: 'unreadable', errorClass: 'trouble', clearNo: false },
    detail: read.value.reason,
  };
}

/** Every text that the document shows, so that what is left out or blanked later is seen. */
function testForm({ name, legalName, email, phone }: TestCustomer): ClienteForm {
  return {
    descripcion: name,
    razon_social: legalName,
    rfc: 'XAXX010101000',
    direccion: {
      calle: 'Calle de la Prueba',
      colonia: 'Colonia de la Prueba',
      codigo_postal: '97000',
      ciudad: 'Mérida'.normalize('NFD').replace(/\p{M}/gu, ''),
      estado: 'Yucatan',
      pais: 'Mexico',
    },
    telefono_1: phone,
    telefono_2: '',
    telefono_3: '',
    contacto_1: 'Contacto de la prueba',
    contacto_email_1: email,
    contacto_2: '',
    contacto_email_2: '',
  };
}

/** A company may demand references of a new customer: those of one that it has. */
function referencesOf(like: ManagementProRecord | undefined): ClienteForm {
  const { shop, rest } = like ?? {};
  return {
    ...(shop && { sucursal: { clave: shop } }),
    ...(rest?.group && { grupo_comercial: { clave: rest.group } }),
  };
}
