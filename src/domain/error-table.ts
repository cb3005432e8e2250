import type { Side } from './customer.ts';
import type { ErrorClass } from './errors.ts';

/**
 * The one table of codes (rule 11): every code that the two APIs document, successes too, and
 * the outcomes that no document names. The retry policy, the dashboard and the docs all read it.
 */

/** What is done about a class; `none` is for successes. */
export const ACTIONS = {
  credentials: 'open-circuit',
  request: 'fail',
  data: 'park-until-record-changes',
  reference: 'park-until-settings-change',
  trouble: 'retry',
  pace: 'wait',
  unknown: 'retry-then-park',
} as const satisfies Record<ErrorClass, string>;
export type Action = (typeof ACTIONS)[ErrorClass] | 'none';

export type Meaning = { readonly es: string; readonly en: string };

export type ErrorRow = {
  readonly code: string;
  /** `undefined` for the outcomes that both sides share. */
  readonly side: Side | undefined;
  readonly kind: 'success' | 'error';
  /** `undefined` for successes. */
  readonly errorClass: ErrorClass | undefined;
  readonly action: Action;
  /** True when the request certainly changed nothing. */
  readonly clearNo: boolean;
  readonly meaning: Meaning;
};

/** What one answer or failure means; the client makes a `SideError` of it. */
export type Verdict = {
  readonly code: string;
  readonly errorClass: ErrorClass;
  readonly clearNo: boolean;
};

/** Classes whose documented refusals say for certain that nothing was changed. */
const CLEAR_CLASSES: readonly ErrorClass[] = ['credentials', 'request', 'data', 'reference', 'pace'];

function success(side: Side, code: string, es: string, en: string): ErrorRow {
  return {
    code,
    side,
    kind: 'success',
    errorClass: undefined,
    action: 'none',
    clearNo: false,
    meaning: { es, en },
  };
}

function row(
  side: Side | undefined,
  errorClass: ErrorClass,
  code: string,
  es: string,
  en: string,
  clearNo = CLEAR_CLASSES.includes(errorClass),
): ErrorRow {
  return { code, side, kind: 'error', errorClass, action: ACTIONS[errorClass], clearNo, meaning: { es, en } };
}

function refusal(errorClass: ErrorClass, code: string, es: string, en: string): ErrorRow {
  return row('aceptabits', errorClass, code, es, en);
}

function tokenRefused(code: string): ErrorRow {
  return refusal(
    'credentials',
    code,
    'Aceptabits no reconoce el token: revise ACEPTABITS_TOKEN.',
    'Aceptabits does not recognise the token: check ACEPTABITS_TOKEN.',
  );
}

function priceRefused(code: string): ErrorRow {
  return refusal(
    'data',
    code,
    'El precio no es un número de cero en adelante con dos decimales a lo más.',
    'The price is not a number from zero up with at most two decimals.',
  );
}

function createFailed(code: string): ErrorRow {
  return refusal(
    'trouble',
    code,
    'Aceptabits no pudo crear el cliente por un problema propio; quizá sí lo creó.',
    'Aceptabits could not create the customer, for a reason of its own; it may have created it.',
  );
}

function notEditable(code: string): ErrorRow {
  return refusal(
    'data',
    code,
    'Aceptabits no deja modificar ni borrar este registro: es de la plataforma.',
    "Aceptabits lets nobody change or delete this record: it is the platform's own.",
  );
}

function keyMissing(code: string): ErrorRow {
  return refusal(
    'request',
    code,
    'Faltó el código del registro que se pidió.',
    'The code of the record asked for was missing.',
  );
}

function nobody(code: string): ErrorRow {
  return refusal(
    'data',
    code,
    'Nada en Aceptabits tiene ese código.',
    'Nothing in Aceptabits has this code.',
  );
}

function shared(
  errorClass: ErrorClass,
  code: string,
  clearNo: boolean,
  meaning: readonly [es: string, en: string],
): ErrorRow {
  return row(undefined, errorClass, code, meaning[0], meaning[1], clearNo);
}

/** Each method has its own numbers for a token that is refused. */
const TOKEN_CODES = [
  ...['0000', '0003', '1192', '1223', '1227', '1235', '1236', '1273', '1274', '1276', '1289'],
  ...['1373', '1376', '1446', '1450', '1463', '1466'],
];

const ACEPTABITS_ROWS: readonly ErrorRow[] = [
  success('aceptabits', '0039', 'Se leyó la lista de tiendas.', 'The list of shops was read.'),
  success('aceptabits', '0044', 'El producto quedó modificado.', 'The product was changed.'),
  success('aceptabits', '0046', 'El servicio quedó creado.', 'The service was created.'),
  success('aceptabits', '0047', 'El servicio quedó modificado.', 'The service was changed.'),
  success('aceptabits', '0048', 'Se leyó la lista de agentes.', 'The list of agents was read.'),
  success('aceptabits', '0051', 'Se leyó la lista de clientes.', 'The list of customers was read.'),
  success('aceptabits', '0052', 'El cliente quedó creado.', 'The customer was created.'),
  success('aceptabits', '0053', 'El cliente quedó modificado.', 'The customer was changed.'),
  success('aceptabits', '0062', 'Se leyó el cliente.', 'The customer was read.'),
  success('aceptabits', '0076', 'El servicio quedó borrado.', 'The service was deleted.'),
  success('aceptabits', '0079', 'El cliente quedó borrado.', 'The customer was deleted.'),
  ...TOKEN_CODES.map(tokenRefused),
  ...['1374', '1447', '1464'].map(keyMissing),
  ...['1375', '1448', '1465'].map(nobody),
  ...['1449', '1615'].map(notEditable),
  refusal(
    'request',
    '1571',
    'Faltó el número de página de tiendas.',
    'The page number of shops was missing.',
  ),
  ...['1377', '1378'].map((code) =>
    refusal(
      'trouble',
      code,
      'Aceptabits no pudo leer el cliente por un problema propio.',
      'Aceptabits could not read the customer, for a reason of its own.',
    ),
  ),
  refusal('request', '1575', 'Faltó el número de página.', 'The page number was missing.'),
  refusal('request', '1576', 'Faltó el tamaño de página.', 'The page size was missing.'),
  refusal(
    'request',
    '1583',
    'Faltó el número de página de agentes.',
    'The page number of agents was missing.',
  ),
  refusal('request', '1584', 'Faltó el tamaño de página de agentes.', 'The page size of agents was missing.'),
  refusal(
    'request',
    '1285',
    'Faltó la tienda del cliente: revise ACEPTABITS_SHOP y las rutas.',
    'The shop of the customer was missing: check ACEPTABITS_SHOP and the routes.',
  ),
  refusal('request', '1225', 'Faltó la tienda del servicio.', 'The shop of the service was missing.'),
  refusal('data', '1277', 'El cliente no tiene nombre.', 'The customer has no name.'),
  refusal('data', '1224', 'El servicio no tiene nombre.', 'The service has no name.'),
  ...['1343', '1344', '1607'].map(priceRefused),
  refusal(
    'reference',
    '1286',
    'La tienda indicada para el cliente no existe en Aceptabits.',
    'The shop named for the customer does not exist in Aceptabits.',
  ),
  refusal(
    'reference',
    '1287',
    'El agente indicado para el cliente no existe en Aceptabits.',
    'The agent named for the customer does not exist in Aceptabits.',
  ),
  refusal(
    'reference',
    '1288',
    'El agente es de otra tienda que el cliente.',
    'The agent belongs to another shop than the customer.',
  ),
  refusal(
    'reference',
    '1226',
    'La tienda indicada para el servicio no existe en Aceptabits.',
    'The shop named for the service does not exist in Aceptabits.',
  ),
  refusal(
    'trouble',
    '1275',
    'Aceptabits no pudo leer su lista de clientes.',
    'Aceptabits could not read its list of customers.',
  ),
  refusal(
    'trouble',
    '1237',
    'Aceptabits no pudo leer su lista de agentes.',
    'Aceptabits could not read its list of agents.',
  ),
  ...['1290', '1291'].map(createFailed),
  refusal(
    'trouble',
    '1228',
    'Aceptabits no pudo crear el servicio por un problema propio; quizá sí lo creó.',
    'Aceptabits could not create the service, for a reason of its own; it may have created it.',
  ),
];

/** ManagementPro documents codes without meanings: what they mean is in the message (`classifyManagementPro`). */
const MANAGEMENTPRO_ROWS: readonly ErrorRow[] = [
  success('managementpro', '200', 'ManagementPro hizo lo pedido.', 'ManagementPro did what was asked.'),
  row(
    'managementpro',
    'unknown',
    '404',
    'ManagementPro se negó sin que el código diga por qué; nunca significa «no existe».',
    'ManagementPro refused and the code does not say why; it never means "not found".',
  ),
  row(
    'managementpro',
    'unknown',
    '405',
    'ManagementPro no pudo hacer la consulta y el código no dice por qué; nunca significa «no existe».',
    'ManagementPro could not do the look-up and the code does not say why; it never means "not found".',
  ),
];

const UNKNOWN_ROW = shared('unknown', 'unknown', false, [
  'El sistema contestó algo que su documentación no explica.',
  'The system answered something that its documentation does not explain.',
]);

const SHARED_ROWS: readonly ErrorRow[] = [
  shared('credentials', 'http-401', true, [
    'El sistema rechazó la llave.',
    'The system refused the credentials.',
  ]),
  // A 403 may come from a proxy on the way back, after the work was done; only a 401 is documented.
  shared('credentials', 'http-403', false, [
    'El sistema, o algo en el camino, prohibió la petición.',
    'The system, or something on the way to it, forbade the request.',
  ]),
  shared('pace', 'http-429', true, ['El sistema pide ir más despacio.', 'The system asks us to go slower.']),
  shared('pace', 'http-503', false, [
    'El sistema está ocupado y dijo cuánto esperar.',
    'The system is busy and said how long to wait.',
  ]),
  shared('trouble', 'http-5xx', false, [
    'El sistema, o algo en el camino, falló; no se sabe si hizo lo pedido.',
    'The system, or something on the way to it, failed; whether it did what was asked is not known.',
  ]),
  shared('trouble', 'timeout', false, [
    'El sistema no contestó a tiempo; no se sabe si hizo lo pedido.',
    'The system did not answer in time; whether it did what was asked is not known.',
  ]),
  shared('trouble', 'reset', false, [
    'La conexión se cortó; no se sabe si el sistema hizo lo pedido.',
    'The connection broke; whether the system did what was asked is not known.',
  ]),
  shared('trouble', 'unreadable', false, [
    'La respuesta no se entiende; no se sabe si el sistema hizo lo pedido.',
    'The answer cannot be understood; whether the system did what was asked is not known.',
  ]),
  shared('trouble', 'stale', false, [
    'Contestó una memoria intermedia (caché) en el camino, y no el sistema: sáquela del camino.',
    'A cache on the way answered, and not the system: take it out of the way.',
  ]),
  shared('trouble', 'redirect', false, [
    'El sistema manda a otra dirección, y Puente no la sigue: revise la URL configurada.',
    'The system sends us to another address, which Puente does not follow: check the URL that is set.',
  ]),
  shared('trouble', 'refused', true, [
    'No hubo conexión con el sistema; nada se envió.',
    'There was no connection to the system; nothing was sent.',
  ]),
  shared('trouble', 'too-late', true, [
    'Ya no había tiempo de enviar sin riesgo; nada se envió.',
    'There was no time left to send safely; nothing was sent.',
  ]),
  shared('request', 'no-update-method', true, [
    'No hay método para modificar clientes: fije ACEPTABITS_CUSTOMER_UPDATE_PATH.',
    'There is no method for changing customers: set ACEPTABITS_CUSTOMER_UPDATE_PATH.',
  ]),
  shared('unknown', 'method-missing', true, [
    'El sistema no tiene ese método: contestó con una página o con 404.',
    'The system has no such method: it answered with a page or with 404.',
  ]),
  shared('unknown', 'not-landed', false, [
    'El sistema aceptó el valor y no lo guardó, tres veces.',
    'The system took the value and did not keep it, three times.',
  ]),
  shared('unknown', 'incomplete-record', true, [
    'El registro se leyó sin datos que antes tenía; al enviarlo así podrían perderse. Nada se envió.',
    'The record was read without something that it had; sent back like that, it could lose it. Nothing was sent.',
  ]),
  shared('unknown', 'cannot-tell-apart', false, [
    'Un alta no tuvo respuesta clara y nada dice qué cliente creó: una persona decide.',
    'A create had no clear answer, and nothing tells which customer it made: a person decides.',
  ]),
  shared('unknown', 'like-erased', true, [
    'Puede ser alguien cuyos datos se borraron aquí: reanude esa clave (puente resume), o diga que son personas distintas (puente matches different).',
    'This may be somebody whose data were erased here: resume that key (puente resume), or say that they are different people (puente matches different).',
  ]),
  shared('trouble', 'create-unclear', true, [
    'El alta se envió tres veces sin respuesta clara y no dejó rastro: se intenta una vez más cada noche.',
    'Its create was sent three times without a clear answer, and left no trace: it is tried once more each night.',
  ]),
  shared('unknown', 'no-name', false, [
    'Ninguna lectura ha dicho su nombre: corrija el registro en su sistema.',
    'No reading has told its name: correct the record in its system.',
  ]),
  UNKNOWN_ROW,
];

export const ERROR_TABLE: readonly ErrorRow[] = [...ACEPTABITS_ROWS, ...MANAGEMENTPRO_ROWS, ...SHARED_ROWS];

function index(side: Side): ReadonlyMap<string, ErrorRow> {
  return new Map(ERROR_TABLE.filter((r) => r.side === side || r.side === undefined).map((r) => [r.code, r]));
}

const BY_SIDE: Readonly<Record<Side, ReadonlyMap<string, ErrorRow>>> = {
  managementpro: index('managementpro'),
  aceptabits: index('aceptabits'),
};

/**
 * The row that explains a code of a side: its own, the one of the 5xx family (`http-502`, or a 5xx of
 * ManagementPro's envelope), else `unknown`.
 */
export function explain(side: Side, code: string): ErrorRow {
  const rows = BY_SIDE[side];
  const family = /^(http-)?5\d\d$/.test(code) ? rows.get('http-5xx') : undefined;
  return rows.get(code) ?? family ?? UNKNOWN_ROW;
}

/** An answer that is not a success, as far as it could be read. */
export type Refusal = {
  readonly status: number;
  /** The envelope's code, `undefined` when there was none. */
  readonly code?: string | undefined;
  /** The envelope's message (ManagementPro only). */
  readonly message?: string | undefined;
  /** Whether the answer said how long to wait. */
  readonly waits: boolean;
};

/** The verdict of a table row under a code of its own choosing. */
export function verdictOf(side: Side, code: string): Verdict {
  const { errorClass, clearNo } = explain(side, code);
  return { code, errorClass: errorClass ?? 'unknown', clearNo };
}

/** What HTTP alone says, before any code: pace comes first, because it concerns the whole side. */
function pace(side: Side, { status, waits }: Refusal): Verdict | undefined {
  if (status === 429) return verdictOf(side, 'http-429');
  if (status === 503 && waits) return verdictOf(side, 'http-503');
  return undefined;
}

function byStatus(side: Side, status: number): Verdict {
  if (status === 401 || status === 403) return verdictOf(side, `http-${status}`);
  // A 503 that names no wait is trouble like any other 5xx; its own row is for the one that does.
  if (status === 503) return verdictOf(side, 'http-5xx');
  if (status >= 400) return verdictOf(side, `http-${status}`);
  return verdictOf(side, 'unreadable');
}

/** A refusal sent with a 5xx may have been sent after the work was done, whatever its code says. */
function doubted(verdict: Verdict, status: number): Verdict {
  return status >= 500 ? { ...verdict, clearNo: false } : verdict;
}

/** Aceptabits' refusals go by their code, and by HTTP where there is none (rule 11). */
export function classifyAceptabits(refusal: Refusal): Verdict {
  const side = 'aceptabits';
  const { status, code } = refusal;
  const paced = pace(side, refusal);
  if (paced) return paced;
  if (code === undefined) return byStatus(side, status);
  const known = BY_SIDE.aceptabits.get(code);
  if (known?.side === side && known.errorClass) return doubted(verdictOf(side, code), status);
  // An undocumented code is not explained by HTTP either, except where HTTP names the class itself.
  const inferred = byStatus(side, status);
  const named = inferred.errorClass === 'trouble' || inferred.errorClass === 'credentials';
  return status >= 400 && named
    ? { ...inferred, code, clearNo: false }
    : { code, errorClass: 'unknown', clearNo: false };
}

const CREDENTIAL_WORDS = /api[\s_-]?key|\btoken\b|autentic|credencial|no autorizad/;
const REFERENCE_WORDS =
  /\b(sucursal|vendedor|segmento|giro[\s_]comercial|grupo[\s_]comercial|condicion[\s_](de[\s_])?venta)\b/;
const DATA_WORDS =
  /\b(descripcion|razon[\s_]social|rfc|direccion|calle|colonia|codigo[\s_]postal|ciudad|municipio|pais|telefono(_\d)?|contacto(_email)?(_\d)?|email(_\d)?|e-mail|correo|nombre)\b/;
/** Words without which a message that names a field may be about something that went wrong after the write. */
const REFUSING_WORDS =
  /requerid|obligatori|falta|vaci|invalid|no (es|son) valid|no valid|incorrect|formato|longitud|excede|maxim|minim|duplicad|ya existe|no existe|no se encontr|no encontrad|desconocid|no permitid/;

/** Lower case without accents, and without what stands in quotes: a customer's own text must not decide. */
function bare(message: string): string {
  return message
    .replace(/"[^"]*"|«[^»]*»|'[^']*'/g, ' ')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase();
}

function classOfMessage(text: string): ErrorClass {
  if (CREDENTIAL_WORDS.test(text)) return 'credentials';
  if (REFERENCE_WORDS.test(text)) return 'reference';
  return DATA_WORDS.test(text) ? 'data' : 'unknown';
}

/**
 * ManagementPro documents 404 and 405 without a meaning, so its message decides; a message that names
 * neither the apikey, nor a reference, nor a field of the customer stays unknown, never "not found".
 */
export function classifyManagementPro(refusal: Refusal): Verdict {
  const side = 'managementpro';
  const { status, code, message } = refusal;
  const paced = pace(side, refusal);
  if (paced) return paced;
  if (code === undefined) return byStatus(side, status);
  const text = bare(message ?? '');
  const errorClass = classOfMessage(text);
  const refused = status < 500 && (errorClass === 'credentials' || REFUSING_WORDS.test(text));
  if (errorClass !== 'unknown') return { code, errorClass, clearNo: refused };
  if (/^5\d\d$/.test(code)) return verdictOf(side, code);
  const inferred = byStatus(side, status);
  return inferred.errorClass === 'trouble' && status >= 500
    ? { ...inferred, code }
    : { code, errorClass: inferred.errorClass === 'credentials' ? 'credentials' : 'unknown', clearNo: false };
}
