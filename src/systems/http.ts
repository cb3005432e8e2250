import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import got, { type Got, type OptionsInit, RequestError, TimeoutError } from 'got';
import type { Side } from '../domain/customer.ts';
import { type Verdict, verdictOf } from '../domain/error-table.ts';
import { SideError } from '../domain/errors.ts';

/**
 * The one way to either API: one `got` instance with one keep-alive agent per side, time-outs written
 * down, no retries, no redirects, and every failure turned into a `SideError`.
 */

/** All times in milliseconds. */
export type TransportLimits = {
  readonly connectMs: number;
  /** From the request's start to the last byte of the answer. */
  readonly answerMs: number;
  /** The same for lists, which may be long. */
  readonly listMs: number;
  readonly bodyBytesMax: number;
  /** A side that asks us to wait and names no time, or one that is over, is not asked again at once. */
  readonly retryAfterMsMin: number;
  readonly retryAfterMsMax: number;
  readonly detailCharsMax: number;
  readonly socketsMax: number;
};

const TRANSPORT_LIMITS: TransportLimits = {
  connectMs: 5_000,
  answerMs: 30_000,
  listMs: 60_000,
  bodyBytesMax: 64 * 1024 * 1024,
  retryAfterMsMin: 1_000,
  retryAfterMsMax: 3_600_000,
  detailCharsMax: 300,
  socketsMax: 32,
};

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
};

export type HttpRequest = {
  readonly operation: string;
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly json?: unknown;
  /** Lists may take longer. */
  readonly list?: boolean;
  /** It writes one customer, or reads the one that is to be written: a refusal of it may concern that one alone. */
  readonly ofCustomer?: boolean;
  /** Asked right before the request is handed to the socket; false refuses it as `too-late`. */
  readonly mayStillSend?: (() => boolean) | undefined;
  /** A turn that was taken before; without one, or when it is used up, the request waits for its own. */
  readonly turn?: Turn | undefined;
};

/** A complete answer whose body is JSON (`body`) or is not (`undefined`). */
export type Answer = {
  readonly status: number;
  readonly body: unknown;
  readonly retryAfterMs: number | undefined;
};

/** What a client made of an answer: a value, or why it is none. `detail` may hold secrets; they are removed. */
export type Reading<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly verdict: Verdict; readonly detail?: string | undefined };

export type Transport = {
  /** @throws SideError, and whatever the gate throws; nothing else */
  call<T>(request: HttpRequest, read: (answer: Answer) => Reading<T>): Promise<T>;
  /** Waits until so many requests may be sent in a row. @throws what the gate throws */
  turn(requests?: number): Promise<Turn>;
  close(): void;
};

export type TransportSetup = TransportOptions & {
  readonly side: Side;
  readonly headers?: Readonly<Record<string, string>>;
  /** Removed from every text that leaves this file: a server may echo them. */
  readonly secrets: readonly string[];
};

class TooLate extends Error {}

/** One transport per API. */
export function createTransport(setup: TransportSetup): Transport {
  const limits = { ...TRANSPORT_LIMITS, ...setup.limits };
  const agents = keepAliveAgents(limits);
  const client = createClient(setup, limits, agents);
  return {
    async call(request, read) {
      if (request.turn?.take() !== true) await setup.gate?.admit(1);
      const startedAt = setup.now();
      try {
        const value = await attempt(client, request, read, setup, limits);
        report(setup, request, 'ok', startedAt);
        return value;
      } catch (error) {
        if (error instanceof SideError) report(setup, request, error.facts.code, startedAt, error);
        throw error;
      }
    },
    async turn(requests = 1) {
      await setup.gate?.admit(requests);
      return turnOf(requests);
    },
    close() {
      agents.http.destroy();
      agents.https.destroy();
    },
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

type Agents = { http: HttpAgent; https: HttpsAgent };

function keepAliveAgents({ socketsMax }: TransportLimits): Agents {
  const options = { keepAlive: true, maxSockets: socketsMax };
  return { http: new HttpAgent(options), https: new HttpsAgent(options) };
}

function createClient(setup: TransportSetup, limits: TransportLimits, agent: Agents): Got {
  return got.extend({
    agent,
    retry: { limit: 0 },
    throwHttpErrors: false,
    followRedirect: false,
    decompress: true,
    responseType: 'text',
    headers: { accept: 'application/json', ...setup.headers },
    timeout: {
      lookup: limits.connectMs,
      connect: limits.connectMs,
      secureConnect: limits.connectMs,
    },
  });
}

async function attempt<T>(
  client: Got,
  request: HttpRequest,
  read: (answer: Answer) => Reading<T>,
  setup: TransportSetup,
  limits: TransportLimits,
): Promise<T> {
  let answer: Answer | undefined;
  let reading: Reading<T>;
  try {
    answer = await exchange(client, request, setup, limits);
    reading = read(answer);
  } catch (error) {
    reading = failureOf(setup.side, error);
  }
  if (reading.ok) return reading.value;
  const { verdict, detail } = reading;
  throw new SideError({
    side: setup.side,
    operation: request.operation,
    ...verdict,
    ofCustomer: request.ofCustomer === true,
    httpStatus: answer?.status,
    retryAfterMs: answer?.retryAfterMs,
    detail: detail === undefined ? undefined : cleaned(detail, setup.secrets, limits.detailCharsMax),
  });
}

async function exchange(
  client: Got,
  request: HttpRequest,
  setup: TransportSetup,
  limits: TransportLimits,
): Promise<Answer> {
  const tooLarge = new AbortController();
  const pending = client(request.url, optionsOf(request, limits, tooLarge.signal));
  pending.on('downloadProgress', ({ transferred }: { transferred: number }) => {
    if (transferred > limits.bodyBytesMax) tooLarge.abort();
  });
  const { statusCode, body, headers } = await pending;
  const answeredAt = Date.parse(headers.date ?? '');
  return {
    status: statusCode,
    body: parsed(body),
    retryAfterMs: retryAfterMs(
      headers['retry-after'],
      Number.isNaN(answeredAt) ? setup.now() : answeredAt,
      limits,
    ),
  };
}

function optionsOf(request: HttpRequest, limits: TransportLimits, signal: AbortSignal) {
  const { method, query, json, mayStillSend } = request;
  const options = {
    method,
    signal,
    timeout: { request: request.list ? limits.listMs : limits.answerMs },
    hooks: { beforeRequest: [() => refuseWhenLate(mayStillSend)] },
  } satisfies OptionsInit;
  const searchParams = query && Object.fromEntries(Object.entries(query).filter(([, v]) => v !== undefined));
  return {
    ...options,
    ...(searchParams ? { searchParams } : {}),
    ...(json === undefined ? {} : { json }),
    responseType: 'text' as const,
  };
}

function refuseWhenLate(mayStillSend: (() => boolean) | undefined): undefined {
  if (mayStillSend && !mayStillSend()) throw new TooLate('The time for sending this had passed.');
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/**
 * Seconds or an HTTP date → milliseconds of waiting, within the limits; undefined when it is neither. A date goes by
 * the clock that told it, hence by the time `answeredAt` that the answer bears: ours may be wrong.
 */
export function retryAfterMs(
  header: string | undefined,
  answeredAt: number,
  {
    retryAfterMsMin: min,
    retryAfterMsMax: max,
  }: Pick<TransportLimits, 'retryAfterMsMin' | 'retryAfterMsMax'>,
): number | undefined {
  const text = header?.trim();
  if (!text) return undefined;
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - answeredAt;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, min), max);
}

/** Phases of got's time-outs in which nothing of the request can have been written yet. */
const CONNECT_PHASES = ['lookup', 'connect', 'secureConnect'];
/** Errors of making a connection; certificates are checked before the request is written. */
const UNSENT_CODES =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EAI_FAIL|EHOSTUNREACH|ENETUNREACH|ERR_TLS_CERT\w*|CERT_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+)$/;
const RESET_CODES = [
  'ECONNRESET',
  'EPIPE',
  'ECONNABORTED',
  'ERR_HTTP_CONTENT_LENGTH_MISMATCH',
  'ERR_STREAM_PREMATURE_CLOSE',
];

/** The verdict on a request that brought no complete answer. */
function failureOf(side: Side, error: unknown): { ok: false; verdict: Verdict; detail: string } {
  return { ok: false, verdict: verdictOf(side, failureCode(error)), detail: words(error) };
}

function failureCode(error: unknown): string {
  if (!(error instanceof RequestError)) return 'unknown';
  if (error.cause instanceof TooLate) return 'too-late';
  if (error instanceof TimeoutError) return CONNECT_PHASES.includes(error.event) ? 'refused' : 'timeout';
  if (UNSENT_CODES.test(error.code) || failedToConnect(error)) return 'refused';
  if (error.code === 'ETIMEDOUT') return 'timeout';
  if (RESET_CODES.includes(error.code) || /^(EPROTO|ERR_SSL)/.test(error.code)) return 'reset';
  return 'unreadable';
}

function failedToConnect({ cause }: RequestError): boolean {
  return cause instanceof Error && 'syscall' in cause && cause.syscall === 'connect';
}

function words(error: unknown): string {
  if (!(error instanceof Error)) return 'An error without words.';
  return error.name === 'AbortError' ? 'The answer was larger than allowed.' : error.message;
}

/** The text without secrets and control characters, and not longer than `charsMax`. */
function cleaned(text: string, secrets: readonly string[], charsMax: number): string {
  const forms = secrets.filter((s) => s !== '').flatMap((s) => [s, encodeURIComponent(s)]);
  const free = forms.reduce((rest, secret) => rest.replaceAll(secret, '[secret]'), text);
  return free.replace(/\p{Cc}+/gu, ' ').slice(0, charsMax);
}
