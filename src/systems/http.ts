import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Got, OptionsInit, Request } from 'got';
import type { Side } from '../domain/customer.ts';
import { verdictOf } from '../domain/error-table.ts';
import { SideError } from '../domain/errors.ts';
import {
  type Answer,
  type ArrivingAnswer,
  arriving,
  type Head,
  headOf,
  parsed,
  type Reading,
  refusedByHead,
  together,
  withWords,
} from './answer.ts';
import { Broken, brokenBy, cleaned, TooLate } from './broken.ts';
import { type Connections, createConnections, type ProxySettings } from './connections.ts';
import { type Patience, patienceOf } from './patience.ts';
import { deadConnection, learnSilence, type Silence } from './silence.ts';

/**
 * The one way to either API: one `got` instance with one keep-alive agent per side, time-outs written
 * down, no redirects, and every failure turned into a `SideError`. Nothing is tried again but a read whose
 * kept connection had died before it: that request has reached nobody.
 */

/** All times in milliseconds. */
export type TransportLimits = {
  readonly connectMs: number;
  /** Waited in all from the request's start to the last byte of the answer. */
  readonly answerMs: number;
  /** The same for lists, which may be long. */
  readonly listMs: number;
  /** Of an answer that is read in one piece. */
  readonly bodyBytesMax: number;
  /** A side that asks us to wait and names no time, or one that is over, is not asked again at once. */
  readonly retryAfterMsMin: number;
  readonly retryAfterMsMax: number;
  readonly detailCharsMax: number;
  readonly socketsMax: number;
};

const TRANSPORT_LIMITS: TransportLimits = {
  connectMs: 5_000,
  answerMs: 60_000,
  listMs: 60_000,
  bodyBytesMax: 64 * 1024 * 1024,
  retryAfterMsMin: 1_000,
  retryAfterMsMax: 3_600_000,
  detailCharsMax: 300,
  socketsMax: 32,
};

/** Who asks, for the other side's logs; a cache on the way is to ask the side itself each time. */
const USER_AGENT = 'Puente (customer sync)';
const HEADERS = { accept: 'application/json', 'user-agent': USER_AGENT, 'cache-control': 'no-cache' };

/** Awaited before each request, or before several in a row: the rate limit and the circuit. What it throws passes through untouched. */
export type Gate = { admit(requests: number): Promise<void> };

/**
 * Leave for some requests in a row, waited for before the first of them: what must not grow old between a note, or a
 * reading, and the write that goes by it, takes its turn first (rules 6 and 8).
 */
export type Turn = {
  /** True while there is leave left, and takes one request's part of it. */
  take(): boolean;
};

export type CallEvent = {
  readonly side: Side;
  readonly operation: string;
  /** `ok` or the code of the error. */
  readonly outcome: string;
  readonly ms: number;
  readonly error?: SideError;
};

export type TransportOptions = {
  readonly now: () => number;
  readonly gate?: Gate | undefined;
  readonly observe?: ((event: CallEvent) => void) | undefined;
  readonly limits?: Partial<TransportLimits> | undefined;
  readonly proxy?: ProxySettings | undefined;
};

export type HttpRequest = {
  readonly operation: string;
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly json?: unknown;
  /** Lists may take longer. */
  readonly list?: boolean;
  /** It changes nothing, so that it may be sent a second time where the first one has reached nobody. */
  readonly reads: boolean;
  /** It writes one customer, or reads the one that is to be written: a refusal of it may concern that one alone. */
  readonly ofCustomer?: boolean;
  /** Asked right before the request is handed to the socket; false refuses it as `too-late`. */
  readonly mayStillSend?: (() => boolean) | undefined;
  /** A turn that was taken before; without one, or when it is used up, the request waits for its own. */
  readonly turn?: Turn | undefined;
};

export type Transport = {
  /** @throws SideError, and whatever the gate throws; nothing else */
  call<T>(request: HttpRequest, read: (answer: Answer) => Reading<T>): Promise<T>;
  /** Waits until so many requests may be sent in a row. @throws what the gate throws */
  turn(requests?: number): Promise<Turn>;
  /** The same for answers of any length; what `read` throws by itself passes through untouched. */
  stream<T>(request: HttpRequest, read: (answer: ArrivingAnswer) => Promise<Reading<T>>): Promise<T>;
  close(): void;
};

export type TransportSetup = TransportOptions & {
  readonly side: Side;
  readonly headers?: Readonly<Record<string, string>>;
  /** Removed from every text that leaves this file: a server may echo them. */
  readonly secrets: readonly string[];
};

/** One transport per API. */
export function createTransport(setup: TransportSetup): Transport {
  const limits = { ...TRANSPORT_LIMITS, ...setup.limits };
  const connections = createConnections(limits.socketsMax, setup.proxy);
  const clients = clientsOf(setup, limits, connections);
  const wired = { setup, limits, connections, clients, silence: learnSilence() };
  const stream: Transport['stream'] = async (request, read) => {
    if (request.turn?.take() !== true) await setup.gate?.admit(1);
    const startedAt = setup.now();
    try {
      const value = await attempt(wired, request, read);
      report(setup, request, 'ok', startedAt);
      return value;
    } catch (error) {
      if (error instanceof SideError) report(setup, request, error.facts.code, startedAt, error);
      throw error;
    }
  };
  return {
    stream,
    call: (request, read) =>
      stream(request, async ({ texts, ...head }) => {
        const text = await together(texts, limits.bodyBytesMax);
        const body = parsed(text);
        return withWords(read({ ...head, body }), body, text);
      }),
    async turn(requests = 1) {
      await setup.gate?.admit(requests);
      return turnOf(requests);
    },
    close: connections.close,
  };
}

function turnOf(requests: number): Turn {
  let left = requests;
  return {
    take() {
      left -= 1;
      return left >= 0;
    },
  };
}

/** Settings and connections are merged once, and not for each request. */
type Clients = { readonly kept: Got; readonly fresh: Got };

type Wired = {
  readonly setup: TransportSetup;
  readonly limits: TransportLimits;
  readonly connections: Connections;
  readonly clients: () => Promise<Clients>;
  readonly silence: Silence;
};

function report(
  setup: TransportSetup,
  { operation }: HttpRequest,
  outcome: string,
  startedAt: number,
  error?: SideError,
): void {
  const { side, now } = setup;
  setup.observe?.({ side, operation, outcome, ms: now() - startedAt, ...(error ? { error } : {}) });
}

/** Loaded with the first request: a process that is starting, or only shows what is known, has none. */
function clientsOf(
  setup: TransportSetup,
  limits: TransportLimits,
  { kept, fresh }: Connections,
): () => Promise<Clients> {
  let made: Promise<Clients> | undefined;
  return () => {
    made ??= import('got').then(({ default: got }) => {
      const client = createClient(got, setup, limits);
      return { kept: client.extend({ agent: kept }), fresh: client.extend({ agent: fresh }) };
    });
    return made;
  };
}

function createClient(got: Got, setup: TransportSetup, limits: TransportLimits): Got {
  return got.extend({
    retry: { limit: 0 },
    throwHttpErrors: false,
    followRedirect: false,
    decompress: true,
    headers: { ...HEADERS, ...setup.headers },
    timeout: {
      lookup: limits.connectMs,
      connect: limits.connectMs,
      secureConnect: limits.connectMs,
    },
  });
}

type Reader<T> = (answer: ArrivingAnswer) => Promise<Reading<T>>;
type Outcome<T> = { readonly reading: Reading<T>; readonly head?: Head | undefined };

async function attempt<T>(wired: Wired, request: HttpRequest, read: Reader<T>): Promise<T> {
  const { setup, limits } = wired;
  const { reading, head } = await readOnce(wired, request, read);
  if (reading.ok) return reading.value;
  const { verdict, detail } = reading;
  throw new SideError({
    side: setup.side,
    operation: request.operation,
    ...verdict,
    ofCustomer: request.ofCustomer === true,
    httpStatus: head?.status,
    retryAfterMs: head?.retryAfterMs,
    detail: detail === undefined ? undefined : cleaned(detail, setup.secrets, limits.detailCharsMax),
  });
}

/** On a kept connection first. A read that found it dead is sent once more on a fresh one; a write never is. */
async function readOnce<T>(
  wired: Wired,
  request: HttpRequest,
  read: Reader<T>,
  fresh = false,
): Promise<Outcome<T>> {
  const { setup, limits, connections, silence } = wired;
  const { kept, fresh: anew } = await wired.clients();
  const stream = (fresh ? anew : kept).stream(request.url, optionsOf(request));
  // Whoever waits for the stream hears of an error by that; after it nobody does, and nobody needs to.
  stream.on('error', () => {});
  let head: Head | undefined;
  try {
    const patience = patienceOf(request.list ? limits.listMs : limits.answerMs);
    const response = await silence.heard(responseOf(stream, patience), () => {
      // A write is waited for: nobody knows whether it has arrived.
      if (request.reads && !fresh && stream.reusedSocket) stream.destroy(deadConnection());
    });
    head = headOf(response, setup.now(), limits);
    const reading =
      refusedByHead(setup.side, response, request.reads) ??
      (await read(arriving(stream, response, head, patience)));
    return { head, reading };
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    if (error.code === 'reset') connections.dropIdle();
    const unheard = head === undefined && error.code === 'reset' && stream.reusedSocket === true;
    if (unheard && request.reads && !fresh) return readOnce(wired, request, read, true);
    return {
      head,
      reading: { ok: false, verdict: verdictOf(setup.side, error.code), detail: error.detail },
    };
  } finally {
    if (!stream.readableEnded) stream.destroy();
  }
}

async function responseOf(stream: Request, patience: Patience): Promise<IncomingMessage> {
  try {
    const [response] = await patience(once(stream, 'response'));
    return response;
  } catch (error) {
    throw brokenBy(error);
  }
}

function optionsOf({ method, query, json, mayStillSend }: HttpRequest) {
  const searchParams = query && Object.fromEntries(Object.entries(query).filter(([, v]) => v !== undefined));
  return {
    method,
    ...(mayStillSend && { hooks: { beforeRequest: [() => refuseWhenLate(mayStillSend)] } }),
    ...(searchParams ? { searchParams } : {}),
    ...(json === undefined ? {} : { json }),
  } satisfies OptionsInit;
}

function refuseWhenLate(mayStillSend: () => boolean): undefined {
  if (!mayStillSend()) throw new TooLate('The time for sending this had passed.');
}
