import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { encoded, written } from './bytes.ts';
import type { Fault } from './faults.ts';
import type { JsonObject } from './json.ts';
import { goodManners, type Manners } from './manners.ts';

/** An object goes out as JSON, a text as an HTML page. */
export type Answer = { status: number; body: JsonObject | string; headers?: Record<string, string> };

export type Packed = { status: number; headers: Record<string, string | number>; bytes: Buffer };

const slowChunks = 8;

/** Sends a complete and correct response. */
export function send(response: ServerResponse, { status, headers, bytes }: Packed): void {
  response.writeHead(status, headers).end(bytes);
}

/** An HTML page as web servers make them when no application answers. */
export function page(status: number, title: string, headers: Record<string, string> = {}): Answer {
  const heading = `<h1>${status} ${title}</h1>`;
  return {
    status,
    headers,
    body: `<html>\n<head><title>${title}</title></head>\n<body>${heading}</body>\n</html>\n`,
  };
}

/** Sends `due`, or what the fault makes of it. The request has been carried out, or not, before this. */
export async function misbehave(
  response: ServerResponse,
  due: Packed,
  fault: Fault,
  closing: AbortSignal,
): Promise<void> {
  if (fault.kind === 'slow') return drip(response, due, fault.delayMs ?? 1000, closing);
  if (fault.delayMs) await pause(fault.delayMs, undefined, { signal: closing });
  switch (fault.kind) {
    case 'timeout':
      return; // The connection stays open and silent until the caller leaves or the server closes.
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'cutoff':
      return cutOff(response, due, fault.cut ?? 'connection');
    case 'empty':
      return sendBytes(response, {
        status: 200,
        headers: { 'content-type': 'application/json' },
        bytes: Buffer.alloc(0),
      });
    case 'garbage':
      return sendBytes(response, { ...due, status: 200, bytes: unreadable });
    case 'html502':
      return send(response, packed(page(502, 'Bad Gateway')));
    case 'pace429':
      return send(
        response,
        packed({ status: 429, headers: retryAfter(fault), body: { message: 'Too Many Attempts.' } }),
      );
    case 'pace503':
      return send(response, packed(page(503, 'Service Temporarily Unavailable', retryAfter(fault))));
    case 'wrongShape':
      return send(response, packed({ status: 200, body: elsewhere }));
    case 'redirect':
      return send(response, packed(redirection(fault)));
    case 'wrongType':
      return send(response, { ...due, headers: { ...due.headers, 'content-type': 'text/html' } });
    case 'error500':
    case 'unauthorized':
    case 'emptyList':
    case 'halfList':
    case 'missingKeys':
    case 'blankField':
      return send(response, due);
  }
}

/** JSON of another service. */
const elsewhere = { resultado: 'ok', elementos: [{ id: 1, nombre: 'Uno' }] };

function redirection({ redirectStatus = 302, location = 'https://login.example/entrar' }: Fault): Answer {
  return page(redirectStatus, 'Found', { location });
}

/** Neither UTF-8 nor JSON nor a compressed form of it. */
const unreadable = Buffer.from([
  0x00, 0xff, 0xfe, 0x7b, 0xc3, 0x28, 0xa0, 0xa1, 0x22, 0xe2, 0x28, 0x0d, 0x1f, 0x9b,
]);

/** The bytes and headers of an answer, as the server's manners have it. Pages are UTF-8 everywhere. */
export function packed(answer: Answer, manners: Manners = goodManners()): Packed {
  const html = typeof answer.body === 'string';
  const bytes =
    typeof answer.body === 'string'
      ? Buffer.from(answer.body)
      : encoded(written(answer.body), manners.charset);
  const type = html ? 'text/html; charset=utf-8' : typeOf(manners);
  return { status: answer.status, headers: { 'content-type': type, ...answer.headers }, bytes };
}

function typeOf({ contentType = 'application/json', charset, charsetDeclared }: Manners): string {
  return charsetDeclared ? `${contentType}; charset=${charset}` : contentType;
}

function sendBytes(response: ServerResponse, { status, headers, bytes }: Packed): void {
  response.writeHead(status, { ...headers, 'content-length': bytes.length }).end(bytes);
}

function retryAfter({ retryAfterSeconds = 1, retryAfterDate }: Fault): Record<string, string> {
  const date = new Date(Date.now() + retryAfterSeconds * 1000).toUTCString();
  return { 'retry-after': retryAfterDate ? date : String(retryAfterSeconds) };
}

function cutOff(response: ServerResponse, whole: Packed, cut: 'connection' | 'json'): void {
  const half = whole.bytes.subarray(0, Math.floor(whole.bytes.length / 2));
  if (cut === 'json') {
    sendBytes(response, { ...whole, bytes: half });
  } else {
    response.writeHead(whole.status, { ...whole.headers, 'content-length': whole.bytes.length });
    response.write(half, () => response.destroy());
  }
}

/** Sends the body piece by piece over `durationMs`. */
export async function drip(
  response: ServerResponse,
  whole: Packed,
  durationMs: number,
  closing: AbortSignal,
): Promise<void> {
  response.writeHead(whole.status, { ...whole.headers, 'content-length': whole.bytes.length });
  const step = Math.ceil(whole.bytes.length / slowChunks);
  for (let start = 0; start < whole.bytes.length; start += step) {
    await pause(durationMs / slowChunks, undefined, { signal: closing });
    response.write(whole.bytes.subarray(start, start + step));
  }
  response.end();
}
