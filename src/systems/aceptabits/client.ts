/** The client of one Aceptabits account: every method that the engine needs, in the canonical words. */
import type { AceptabitsRecord, Decoded } from '../../domain/customer.ts';
import { verdictOf } from '../../domain/error-table.ts';
import { SideError } from '../../domain/errors.ts';
import { createTransport, type Transport, type TransportOptions, type Turn } from '../http.ts';
import { NoneTeller, type NoneTellerOptions } from '../none-told.ts';
import { keyOf } from '../tally.ts';
import { ATTEMPTS_MAX, type Call, PAGE_MAX } from './call.ts';
import { tellingNone } from './none-told.ts';
import { unlessSeen } from './seen-page.ts';
import { servicesDown } from './services.ts';
import { type Agent, decodeAgent, decodeCustomer, decodeShop, type Service, type Shop } from './wire.ts';
import { type Page, readCreated, readPage, readService, readShown, readUpdated } from './wire-answers.ts';
import {
  createForm,
  type NewAceptabitsCustomer,
  type NewService,
  type PageQuery,
  pageForm,
  type ServiceQuery,
  serviceForm,
  updateForm,
} from './wire-forms.ts';

export type { Agent, Service, Shop } from './wire.ts';
export type { Page, SeenRow } from './wire-answers.ts';
export type { NewAceptabitsCustomer, NewService, PageQuery } from './wire-forms.ts';

export type AceptabitsSetup = TransportOptions & {
  /** The base of all methods, with or without a slash at its end. */
  readonly url: string;
  readonly token: string;
  /** `Authorization` unless told. */
  readonly authHeader?: string | undefined;
  /** What stands before the token, `Bearer ` (with its blank) unless told. */
  readonly authPrefix?: string | undefined;
  /** `ACEPTABITS_CUSTOMER_UPDATE_PATH`; undefined, no updates. */
  readonly updatePath?: string | undefined;
  /** Who is told how this server says that nobody fits, and who may confirm that nobody is there (rule 2). */
  readonly none?: Omit<NoneTellerOptions, 'now'> | undefined;
};

export type OpenAceptabits = {
  readonly record: AceptabitsRecord;
  /** False where the row cannot be understood: the record is its key alone, and says nothing to write by. */
  readonly understood: boolean;
  /** Sends the full customer with name, lastname, phone, email and agent as in `changed` (rule 7). */
  save(changed: AceptabitsRecord, mayStillSend?: () => boolean): Promise<void>;
  /** What the reading and the write leave of their turn is for the reading back. */
  readonly turn: Turn;
};

/** Every call may throw `SideError` and nothing else but what the gate throws. */
export type Aceptabits = {
  /** One page of `get-customers`, at most 100 rows. */
  page(query: PageQuery): Promise<Page<AceptabitsRecord>>;
  /** All customers that `search` finds. */
  search(text: string): Promise<Decoded<AceptabitsRecord>[]>;
  /**
   * The row of the customer with exactly this code; undefined = absent according to this reading. One request where
   * `show-customer` is there; whether it is, the first answer tells.
   */
  lookup(code: string, turn?: Turn): Promise<Decoded<AceptabitsRecord> | undefined>;
  /**
   * Reads a customer for changing it; undefined = absent according to this reading. The turn of the write is taken with
   * that of the reading, before it, so that what is saved is one round trip old (rule 6).
   */
  open(code: string): Promise<OpenAceptabits | undefined>;
  readonly canUpdate: boolean;
  create(
    customer: NewAceptabitsCustomer,
    mayStillSend?: () => boolean,
    turn?: Turn,
  ): Promise<AceptabitsRecord>;
  /** All agents of all shops. */
  agents(): Promise<Agent[]>;
  /** All shops of the account. */
  shops(): Promise<Shop[]>;
  /** Services, the newest first. */
  services(query: ServiceQuery): Promise<Service[]>;
  addService(service: NewService, mayStillSend?: () => boolean, turn?: Turn): Promise<Service>;
  /** Waits for the turn of the next requests under the rate limit, before what must not grow old meanwhile. */
  turn(requests?: number): Promise<Turn>;
  /** The cheapest authenticated read. */
  ping(): Promise<void>;
  close(): void;
};

/** A client of one Aceptabits account. */
export function createAceptabits(setup: AceptabitsSetup): Aceptabits {
  const { url, token, authHeader = 'Authorization', authPrefix = 'Bearer ', updatePath, ...options } = setup;
  const headers = { [authHeader]: `${authPrefix}${token}` };
  const transport = createTransport({ side: 'aceptabits', secrets: [token], headers, ...options });
  const call = callerOf(transport, url);
  const teller = new NoneTeller({ now: options.now, ...setup.none });
  const page = tellingNone((query) => customers(call, query), teller, keyOf);
  const search = (text: string, turn?: Turn) =>
    wholeList('get-customers', (at) => page({ ...at, search: text, turn }));
  const lookup = lookerOf(call, search);
  return {
    page,
    search: (text) => search(text),
    lookup,
    open: async (code) => open(call, lookup, updatePath, code, await transport.turn(REQUESTS_OF_UPDATE)),
    canUpdate: updatePath !== undefined,
    create: (customer, mayStillSend, turn) =>
      call('add-customer', { json: createForm(customer), ofCustomer: true, mayStillSend, turn }, readCreated),
    agents: () => all(call, 'get-agents', decodeAgent),
    shops: () => all(call, 'get-shops', decodeShop),
    services: (query) => servicesDown(call, query),
    addService: (service, mayStillSend, turn) =>
      call('add-service', { json: serviceForm(service), mayStillSend, turn }, readService),
    turn: transport.turn,
    ping: async () => void (await page({ page: 1, limit: 1 })),
    close: transport.close,
  };
}

function callerOf(transport: Transport, url: string): Call {
  const base = url.endsWith('/') ? url : `${url}/`;
  return (path, { parameters, ...request }, read) =>
    transport.call(
      {
        operation: path,
        reads: request.json === undefined,
        method: request.json === undefined ? 'GET' : 'POST',
        url: new URL(path.replace(/^\/+/, ''), base).href,
        list: request.query !== undefined,
        ...(parameters && { query: parameters }),
        ...request,
      },
      read,
    );
}

async function customers(call: Call, query: PageQuery): Promise<Page<AceptabitsRecord>> {
  const request = { query: pageForm(query), turn: query.turn };
  const { isSeen } = query;
  if (isSeen)
    return unlessSeen(
      await call('get-customers', request, (answer) => readPage(answer, (row) => row)),
      isSeen,
    );
  return call('get-customers', request, (answer) => readPage(answer, decodeCustomer));
}

type Search = (text: string, turn?: Turn) => Promise<Decoded<AceptabitsRecord>[]>;
type Look = (code: string, turn?: Turn) => Promise<Decoded<AceptabitsRecord> | undefined>;

/**
 * `show-customer`, or the search for the code where that method is not there. Where it has been, a page of a deploy in its
 * place is no reason not to ask it the next time: the search may be behind.
 */
function lookerOf(call: Call, search: Search): Look {
  let shows = true;
  let hasShown = false;
  return async (code, turn) => {
    if (shows) {
      const shown = await call('show-customer', { parameters: { code }, turn }, (answer) =>
        readShown(answer, code),
      );
      if (shown.kind === 'no-method') shows = hasShown;
      else {
        hasShown = true;
        return shown.kind === 'row' ? shown.row : undefined;
      }
    }
    return exact(await search(code, turn), code);
  };
}

async function all<R extends Keyed>(
  call: Call,
  path: string,
  decode: (row: unknown) => Decoded<R>,
): Promise<R[]> {
  const read: ReadPage<R> = (query) =>
    call(path, { query: pageForm(query) }, (answer) => readPage(answer, decode));
  const rows = await wholeList(path, read);
  return rows.flatMap((row) => (row.ok ? [row.record] : []));
}

function exact(
  rows: readonly Decoded<AceptabitsRecord>[],
  code: string,
): Decoded<AceptabitsRecord> | undefined {
  const found = rows.find((row) => keyOf(row) === code);
  if (!found && rows.some((row) => keyOf(row) === undefined)) {
    throw refusalOf('get-customers', 'unreadable', 'A row of the look-up has no code.');
  }
  return found;
}

type Keyed = { readonly key: string };
type ReadPage<R> = (query: { page: number; limit: number }) => Promise<Page<R>>;

/**
 * All rows of a list that is small: pages are read in turn until one reading shows as many different rows
 * as every page of it claimed.
 */
async function wholeList<R extends Keyed>(operation: string, read: ReadPage<R>): Promise<Decoded<R>[]> {
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
    const rows = await steadyList(read);
    if (rows) return rows;
  }
  throw refusalOf(operation, 'unreadable', 'The pages did not agree with the total that they claimed.');
}

async function steadyList<R extends Keyed>(read: ReadPage<R>): Promise<Decoded<R>[] | undefined> {
  const byKey = new Map<string, Decoded<R>>();
  const keyless: Decoded<R>[] = [];
  const totals = new Set<number | undefined>();
  for (let page = 1, lastPage = 1; page <= lastPage; page += 1) {
    const answer = await read({ page, limit: PAGE_MAX });
    lastPage = Math.max(lastPage, answer.lastPage ?? 1);
    totals.add(answer.total);
    const before = byKey.size;
    // A total beyond the last page or an empty page among full ones cannot agree: another reading decides.
    for (const row of answer.rows) {
      const key = keyOf(row);
      if (key === undefined) keyless.push(row);
      else byKey.set(key, row);
    }
    // A server may name any number of pages; one that brings nothing new is the last that is asked for.
    if (byKey.size === before) break;
  }
  const rows = [...byKey.values(), ...keyless];
  return totals.size === 1 && totals.has(rows.length) ? rows : undefined;
}

function refusalOf(operation: string, code: string, detail: string): SideError {
  return new SideError({ side: 'aceptabits', operation, ...verdictOf('aceptabits', code), detail });
}

/** The reading and the write. */
const REQUESTS_OF_UPDATE = 2;

async function open(
  call: Call,
  lookup: Look,
  updatePath: string | undefined,
  code: string,
  turn: Turn,
): Promise<OpenAceptabits | undefined> {
  const row = await lookup(code, turn);
  if (!row) return undefined;
  const record = row.ok ? row.record : { key: code };
  return {
    record,
    understood: row.ok,
    turn,
    async save(changed, mayStillSend) {
      if (updatePath === undefined)
        throw refusalOf('edit-customer', 'no-update-method', 'No update path is set.');
      const json = updateForm(record, changed);
      await call(updatePath, { json, ofCustomer: true, mayStillSend, turn }, readUpdated);
    },
  };
}
