import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Fault } from './faults.ts';
import type { JsonObject } from './json.ts';

/** An object goes out as JSON, a text as an HTML page. */
export type Answer = { status: number; body: JsonObject | string; headers?: Record<string, string> };

type Packed = { status: number; headers: Record<string, string | number>; bytes: Buffer };

const slowChunks = 8;

/** Sends a complete and correct response. */
export function send(response: ServerResponse, answer: Answer): void {
  const { status, headers, bytes } = packed(answer);
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
  due: Answer,
  fault: Fault,
  closing: AbortSignal,
): Promise<void> {
  if (fault.kind === 'slow') return drip(response, packed(due), fault.delayMs ?? 1000, closing);
  if (fault.delayMs) await pause(fault.delayMs, undefined, { signal: closing });
  switch (fault.kind) {
    case 'timeout':
      return; // The connection stays open and silent until the caller leaves or the server closes.
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'cutoff':
      return cutOff(response, packed(due), fault.cut ?? 'connection');
    case 'empty':
      return sendBytes(response, {
        status: 200,
        headers: { 'content-type': 'application/json' },
        bytes: Buffer.alloc(0),
      });
    case 'garbage':
      return sendBytes(response, { ...packed(due), status: 200, bytes: unreadable });
    case 'html502':
      return send(response, page(502, 'Bad Gateway'));
    case 'pace429':
      return send(response, {
        status: 429,
        headers: retryAfter(fault),
        body: { message: 'Too Many Attempts.' },
      });
    case 'pace503':
      return send(response, page(503, 'Service Temporarily Unavailable', retryAfter(fault)));
    case 'wrongShape':
      return send(response, {
        status: 200,
        body: { resultado: 'ok', elementos: [{ id: 1, nombre: 'Uno' }] },
      });
    case 'error500':
    case 'unauthorized':
    case 'emptyList':
    case 'halfList':
    case 'missingKeys':
    case 'blankField':
      return send(response, due);
  }
}

/** Neither UTF-8 nor JSON nor a compressed form of it. */
const unreadable = Buffer.from([
  0x00, 0xff, 0xfe, 0x7b, 0xc3, 0x28, 0xa0, 0xa1, 0x22, 0xe2, 0x28, 0x0d, 0x1f, 0x9b,
]);

function packed(answer: Answer): Packed {
  const html = typeof answer.body === 'string';
  const bytes = Buffer.from(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
  const type = html ? 'text/html; charset=utf-8' : 'application/json';
  return { status: answer.status, headers: { 'content-type': type, ...answer.headers }, bytes };
}

function sendBytes(response: ServerResponse, { status, headers, bytes }: Packed): void {
  response.writeHead(status, { ...headers, 'content-length': bytes.length }).end(bytes);
}

function retryAfter(fault: Fault): Record<string, string> {
  return { 'retry-after': String(fault.retryAfterSeconds ?? 1) };
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
async function drip(
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
