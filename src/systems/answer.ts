import type { IncomingMessage } from 'node:http';
import type { Request } from 'got';
import type { Side } from '../domain/customer.ts';
import { type Verdict, verdictOf } from '../domain/error-table.ts';
import { Broken, brokenBy } from './broken.ts';
import { decoded } from './charset.ts';
import type { Patience } from './patience.ts';

/** One answer: its head, its text as it arrives, and what may be made of it. */

/** A complete answer whose body is JSON (`body`) or is not (`undefined`). */
export type Answer = {
  readonly status: number;
  readonly body: unknown;
  readonly retryAfterMs: number | undefined;
  /** A page for people, as a web server shows it where no method is. */
  readonly html?: boolean | undefined;
  /** The time by the server's clock, ms since 1970, where the answer bears one. */
  readonly toldAt?: number | undefined;
  readonly contentType?: string | undefined;
};

/** The same, while it still arrives; its text comes in pieces. */
export type ArrivingAnswer = Omit<Answer, 'body'> & { readonly texts: AsyncIterable<string> };

/** What a client made of an answer: a value, or why it is none. `detail` may hold secrets; they are removed. */
export type Reading<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly verdict: Verdict; readonly detail?: string | undefined };

/** What is known of an answer by the time that it breaks off. */
export type Head = Omit<Answer, 'body'>;
/** `answeredAt` holds where the answer tells no time of its own. */
export function headOf(
  { statusCode = 0, headers }: IncomingMessage,
  answeredAt: number,
  bounds: WaitBounds,
): Head {
  const told = Date.parse(headers.date ?? '');
  const at = Number.isNaN(told) ? answeredAt : told;
  const contentType = headers['content-type'];
  const html = /^text\/html\b/i.test(contentType ?? '');
  const toldAt = Number.isNaN(told) ? undefined : told;
  return {
    status: statusCode,
    html,
    toldAt,
    contentType,
    retryAfterMs: retryAfterMs(headers['retry-after'], at, bounds),
  };
}

/** A redirect is followed by nobody: what would be sent to the other address is a customer, and our credentials. */
function redirectOf(side: Side, { statusCode = 0, headers }: IncomingMessage): Reading<never> | undefined {
  if (statusCode < 300 || statusCode > 399) return undefined;
  // The query may hold what was searched for.
  const location = headers.location?.replace(/[?#].*$/s, '') ?? 'not told';
  return {
    ok: false,
    verdict: verdictOf(side, 'redirect'),
    detail: `HTTP ${statusCode}, Location: ${location}`,
  };
}

/** An answer that lay longer than this somewhere on the way is not what the side holds now, in seconds. */
const AGE_MAX_S = 1;

/**
 * What a cache on the way had kept, although each request asks for nothing kept (`http.ts`): an edit that it does not
 * show yet would be written over, and one that it still shows would be somebody's putting back.
 */
function staleOf(side: Side, { headers }: IncomingMessage): Reading<never> | undefined {
  if (!(Number(headers.age) > AGE_MAX_S)) return undefined;
  return { ok: false, verdict: verdictOf(side, 'stale'), detail: `Age: ${headers.age}` };
}

/** What the head of an answer refuses, whatever the body holds; what a write has met on its way is no cache's. */
export function refusedByHead(
  side: Side,
  response: IncomingMessage,
  isRead: boolean,
): Reading<never> | undefined {
  return redirectOf(side, response) ?? (isRead ? staleOf(side, response) : undefined);
}

export function arriving(
  stream: Request,
  response: IncomingMessage,
  head: Head,
  patience: Patience,
): ArrivingAnswer {
  // An error page is an error in any bytes.
  const contentType = response.headers['content-type'] ?? '';
  return {
    ...head,
    texts: textsOf(stream, head.status < 300 ? contentType : 'text/html; charset=utf-8', patience),
  };
}

async function* textsOf(stream: Request, contentType: string, patience: Patience): AsyncGenerator<string> {
  try {
    yield* decoded(patiently(stream, patience), contentType);
  } catch (error) {
    throw brokenBy(error);
  }
}

async function* patiently(stream: Request, patience: Patience): AsyncGenerator<Buffer> {
  const chunks = stream[Symbol.asyncIterator]();
  for (;;) {
    const { done, value } = await patience(chunks.next());
    if (done) return;
    yield value;
  }
}

/** @throws Broken when the text grows beyond what is allowed */
export async function together(texts: AsyncIterable<string>, charsMax: number): Promise<string> {
  const parts: string[] = [];
  let chars = 0;
  for await (const part of texts) {
    chars += part.length;
    if (chars > charsMax) throw new Broken('unreadable', 'The answer was larger than allowed.');
    parts.push(part);
  }
  return parts.join('');
}

/** A login page, an error page or a warning says in its first words what it is. */
const WORDS_FROM_MAX = 4_000;
const WORDS_MAX = 160;

/** What stands before any JSON, as a person reads it; undefined where nothing does. */
export function wordsBefore(text: string): string | undefined {
  const [before = ''] = text.slice(0, WORDS_FROM_MAX).split(/[{[]/, 1);
  const words = before
    .replace(/<[^>]*>?/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return words === '' ? undefined : `No JSON, but: ${words.slice(0, WORDS_MAX)}`;
}

/** A refusal that nobody has said anything about, with the words that came instead of JSON. */
export function withWords<T>(reading: Reading<T>, body: unknown, text: string): Reading<T> {
  if (reading.ok || reading.detail !== undefined || body !== undefined) return reading;
  return { ...reading, detail: text.trim() === '' ? 'The answer is empty.' : wordsBefore(text) };
}

export function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** The least and the most that a side may make us wait. */
export type WaitBounds = { readonly retryAfterMsMin: number; readonly retryAfterMsMax: number };

/**
 * Seconds or an HTTP date → milliseconds of waiting, within the limits; undefined when it is neither. A date goes by
 * the clock that told it, hence by the time `answeredAt` that the answer bears: ours may be wrong.
 */
export function retryAfterMs(
  header: string | undefined,
  answeredAt: number,
  { retryAfterMsMin: min, retryAfterMsMax: max }: WaitBounds,
): number | undefined {
  const text = header?.trim();
  if (!text) return undefined;
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - answeredAt;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, min), max);
}
