/** The client of one ManagementPro company: every method that the engine needs, in the canonical words. */
import type { Decoded, ManagementProRecord } from '../../domain/customer.ts';
import { foldKey } from '../../domain/keys.ts';
import type { Answer, ArrivingAnswer, Reading } from '../answer.ts';
import { createTransport, type TransportOptions, type Turn } from '../http.ts';
import { NoneTeller, type NoneTellerOptions } from '../none-told.ts';
import { type RawRow, readRows } from './list-stream.ts';
import { type Exact, exact, lookup, type ReadList } from './lookup.ts';
import { tellingNone } from './none-told.ts';
import { asListed, type Cliente, decodeCliente, joined, keyOfCliente, recordOf } from './wire.ts';
import { readDetail, readVendedores, readWritten, type Salesperson, unreadable } from './wire-answers.ts';
import {
  type ClienteForm,
  changedForm,
  completeForm,
  detailForm,
  type ListQuery,
  listForm,
  type NewManagementProCustomer,
  simpleForm,
} from './wire-forms.ts';

export type { Salesperson } from './wire-answers.ts';
export type { ListQuery, NewManagementProCustomer } from './wire-forms.ts';

export type ManagementProSetup = TransportOptions & {
  readonly url: string;
  readonly apikey: string;
  /** Who is told how this server says that nobody fits, and who may confirm that nobody is there (rule 2). */
  readonly none?: Omit<NoneTellerOptions, 'now'> | undefined;
};

export type ListAnswer = {
  readonly rows: readonly Decoded<ManagementProRecord>[];
  readonly received: number;
  /** The answer's own `registros`, whichever of its two meanings it has. */
  readonly claimed: number | undefined;
  /** Where the answer's syntax broke so that rows may be missing, in words. */
  readonly broken?: string | undefined;
};

/** A row as it came: its clave, where it has one, tells whether the rest is worth decoding. */
export type Row = {
  readonly key: string | undefined;
  /** True where its bytes have been seen before; then it cannot be decoded, and need not be. */
  readonly isSeen?: boolean;
  decoded(): Decoded<ManagementProRecord>;
};

/** Gets rows while they arrive, at most 200 at a time. */
export type OnRows = (rows: readonly Row[]) => Promise<void>;

export type OpenManagementPro = {
  /** As a list shows it. */
  readonly record: ManagementProRecord;
  /** The same with what `GetCliente` alone tells. */
  readonly whole: ManagementProRecord;
  /** Sends the whole customer with name, email, phone and salesperson as in `changed` (rule 6). */
  save(changed: ManagementProRecord, mayStillSend?: () => boolean): Promise<void>;
  /** What the reading and the write leave of their turn is for the reading back. */
  readonly turn: Turn;
};

/** Every call may throw `SideError` and nothing else but what the gate throws. */
export type ManagementPro = {
  /** `GetClienteLista`. */
  list(query: ListQuery): Promise<ListAnswer>;
  /**
   * The same for answers of any length: rows are handed over batch by batch while they arrive, and decoded by whom
   * they are news to. What was handed over before an answer broke off stays valid.
   */
  read(query: ListQuery, onRows: OnRows): Promise<Omit<ListAnswer, 'rows'>>;
  /**
   * The rows of the customers with these claves in both estados (rule 2), understood or not. A clave that is not in
   * the map is absent according to this reading.
   */
  lookup(keys: readonly string[], turn?: Turn): Promise<Map<string, Decoded<ManagementProRecord>>>;
  /**
   * Reads a customer for changing it; undefined = absent according to this reading. The turn of all its requests and of
   * the write is taken before the first of them, so that what is saved is one round trip old (rule 6).
   */
  open(key: string): Promise<OpenManagementPro | undefined>;
  /** `addCliente` with the complete structure; answers the new clave. */
  create(customer: NewManagementProCustomer, mayStillSend?: () => boolean, turn?: Turn): Promise<string>;
  /** `addCliente` with the simplified structure: no e-mail, phone nor references. */
  createSimple(customer: NewManagementProCustomer, mayStillSend?: () => boolean): Promise<string>;
  /** Waits for the turn of the next requests under the rate limit, before what must not grow old meanwhile. */
  turn(requests?: number): Promise<Turn>;
  /** `GetVendedorLista`, all of it: for more and more until there are fewer than asked for. */
  salespeople(): Promise<Salesperson[]>;
  /** The cheapest authenticated read. */
  ping(): Promise<void>;
  close(): void;
};

type Call = <T>(
  action: string,
  data: ClienteForm,
  read: (answer: Answer) => Reading<T>,
  options?: {
    list?: boolean;
    ofCustomer?: boolean;
    mayStillSend?: (() => boolean) | undefined;
    turn?: Turn | undefined;
  },
) => Promise<T>;

/** No row is as long; beyond it, a quote too many has swallowed what follows. */
const ROW_CHARS_MAX = 1_000_000;

/** A client of one ManagementPro company. */
export function createManagementPro(setup: ManagementProSetup): ManagementPro {
  const { url, apikey, ...options } = setup;
  const transport = createTransport({ side: 'managementpro', secrets: [apikey], ...options });
  const call: Call = (action, data, read, extra) =>
    transport.call(
      {
        operation: action,
        reads: action !== 'addCliente',
        method: 'POST',
        url,
        json: { apikey, provider: 'catalogos', action, data },
        ...extra,
      },
      read,
    );
  const asked: ReadList = (query, onRows) =>
    transport.stream(
      {
        operation: 'GetClienteLista',
        method: 'POST',
        reads: true,
        list: true,
        url,
        json: { apikey, provider: 'catalogos', action: 'GetClienteLista', data: listForm(query) },
        turn: query.turn,
      },
      (answer: ArrivingAnswer) => readRows(answer, ROW_CHARS_MAX, onRows, query.isSeen),
    );
  const teller = new NoneTeller({ now: options.now, ...setup.none });
  const rows = tellingNone(asked, teller, {
    keyOf: ({ value, failure, seen }) => seen ?? (failure ? failure.key : keyOfCliente(value)),
    none: { received: 0, claimed: 0, broken: undefined },
  });
  return {
    list: (query) => listed(rows, query),
    read: (query, onRows) => rows(query, (batch) => onRows(batch.map(rowOf))),
    lookup: (keys, turn) => lookup((query, onRows) => rows({ ...query, turn }, onRows), keys),
    open: async (key) => open(call, rows, key, await transport.turn(REQUESTS_OF_UPDATE)),
    create: (customer, mayStillSend, turn) => create(call, completeForm(customer), mayStillSend, turn),
    createSimple: (customer, mayStillSend) => create(call, simpleForm(customer), mayStillSend),
    turn: transport.turn,
    salespeople: () => salespeople(call),
    ping: async () => void (await listed(rows, { active: true, limit: 1 })),
    close: transport.close,
  };
}

/** Where the syntax breaks somebody stands whom nobody can read: left out, they would pass for absent. */
async function listed(read: ReadList, query: ListQuery): Promise<ListAnswer> {
  const rows: Decoded<ManagementProRecord>[] = [];
  const end = await read(query, async (batch) => void rows.push(...batch.map((row) => rowOf(row).decoded())));
  if (end.broken !== undefined) rows.push({ ok: false, key: undefined, reason: end.broken });
  return { ...end, rows };
}

function rowOf({ value, failure, bytes, seen }: RawRow): Row {
  if (failure) return { key: failure.key, isSeen: false, decoded: () => failure };
  if (seen !== undefined) return { key: seen, isSeen: true, decoded: () => decodeCliente(value) };
  const decoded = () => {
    const row = decodeCliente(value);
    return row.ok ? { ...row, bytes } : row;
  };
  return { key: keyOfCliente(value), isSeen: false, decoded };
}

/** The list, `GetCliente`, `addCliente`, and `GetCliente` once more; where that is not needed, the reading back. */
const REQUESTS_OF_UPDATE = 4;

async function open(
  call: Call,
  read: ReadList,
  key: string,
  turn: Turn,
): Promise<OpenManagementPro | undefined> {
  const listing: ReadList = (query, onRows) => read({ ...query, turn }, onRows);
  // An inactive customer is not written: no turn is kept for that list.
  const listedAs = (await exact(listing, true, [key]))[0] ?? (await exact(read, false, [key]))[0];
  if (!listedAs) return undefined;
  const detail = () =>
    call('GetCliente', detailForm(key), (answer) => readOpened(answer, listedAs), { ofCustomer: true, turn });
  const first = await detail();
  const cliente = tellsAll(first) ? first : await detail();
  return {
    record: recordOf(asListed(listedAs.cliente ?? cliente, cliente)),
    whole: recordOf(cliente),
    turn,
    save: (changed, mayStillSend) =>
      call('addCliente', changedForm(cliente, changed), (answer) => readSaved(answer, key), {
        ofCustomer: true,
        mayStillSend,
        turn,
      }),
  };
}

/**
 * What `GetCliente` alone tells can be compared with nothing: where one answer does not tell it, the next one decides,
 * because what has been lost on the way would be sent back empty (rule 6).
 */
function tellsAll({ segmento, giro_comercial, condicion_venta }: Cliente): boolean {
  return [segmento, giro_comercial, condicion_venta].every((reference) => !!reference?.clave);
}

function readOpened(answer: Answer, { cliente }: Exact): Reading<Cliente> {
  const detail = readDetail(answer);
  if (!detail.ok) return detail;
  if (!detail.value.ok) return unreadable(detail.value.reason);
  const { unread } = detail.value;
  if (unread.length > 0) return unreadable(`Parts of the record cannot be understood: ${unread.join(', ')}.`);
  if (!cliente) return unreadable('The list shows a record that cannot be understood.');
  if (!isSameOne(cliente, detail.value.cliente)) return unreadable('The answer shows another customer.');
  return { ok: true, value: joined(cliente, detail.value.cliente) };
}

/**
 * A list may pad a clave that `GetCliente` answers as a number. As 15 and 0000000015 may both exist, another form of the
 * clave is the same customer only with the same name.
 */
function isSameOne(listed: Cliente, detailed: Cliente): boolean {
  if (listed.clave === detailed.clave) return true;
  return foldKey(listed.clave) === foldKey(detailed.clave) && listed.descripcion === detailed.descripcion;
}

function readSaved(answer: Answer, key: string): Reading<void> {
  const written = readWritten(answer);
  if (!written.ok) return written;
  if (written.value !== undefined && foldKey(written.value) !== foldKey(key))
    return unreadable('Another customer was written.');
  return { ok: true, value: undefined };
}

const SALESPEOPLE_MIN = 1_000;

async function salespeople(call: Call): Promise<Salesperson[]> {
  let rows: Decoded<Salesperson>[] = [];
  for (let asked = SALESPEOPLE_MIN, before = -1; ; asked *= 4) {
    rows = await call('GetVendedorLista', { registros: String(asked) }, readVendedores, { list: true });
    // As many as before means that the server gives no more, whatever it is asked for.
    if (rows.length < asked || rows.length === before) break;
    before = rows.length;
  }
  return rows.flatMap((row) => (row.ok ? [row.record] : []));
}

function create(
  call: Call,
  form: ClienteForm,
  mayStillSend: (() => boolean) | undefined,
  turn?: Turn,
): Promise<string> {
  return call('addCliente', form, readNewKey, { ofCustomer: true, mayStillSend, turn });
}

function readNewKey(answer: Answer): Reading<string> {
  const written = readWritten(answer);
  if (!written.ok) return written;
  return written.value === undefined
    ? unreadable('No clave was answered.')
    : { ok: true, value: written.value };
}
