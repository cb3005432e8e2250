import { setTimeout as pause } from 'node:timers/promises';
import { SideError } from '../domain/errors.ts';
import type { ListShape } from '../domain/profile.ts';
import type { Answer, Reading } from './answer.ts';
import type { HttpRequest, Transport } from './http.ts';

/**
 * What `puente probe` asks beside the calls of the daemon: it wants to see an answer as it came, a refusal too, and
 * asks some questions that the daemon never would.
 */

/** One answer, whatever it says. */
export type Told<T> = {
  readonly status: number;
  /** The time by the server's clock, ms since 1970. */
  readonly toldAt: number | undefined;
  readonly contentType: string;
  readonly askedAt: number;
  readonly ms: number;
  readonly body: unknown;
  readonly reading: Reading<T>;
};

/** Sends a request and takes whatever answer comes. @throws SideError where none came, or one that is no text */
export type Ask = <T>(request: HttpRequest, read: (answer: Answer) => Reading<T>) => Promise<Told<T>>;

const TRIES = 4;
const PAUSE_MS = 400;
const PAUSE_MS_MAX = 60_000;

/**
 * Waits where the side asks for it, and repeats what changes nothing when the side is in trouble. A write is repeated
 * after a clear no alone. `onAnswer` counts.
 */
export function asker(transport: Transport, now: () => number, stop: () => void): Ask {
  return async (request, read) => {
    for (let tries = 1; ; tries += 1) {
      stop();
      const told = await ask(transport, now, request, read).catch((error: unknown) => {
        if (tries === TRIES || !request.reads || !isTrouble(error)) throw error;
        return undefined;
      });
      const waits = told === undefined ? PAUSE_MS : waitFor(told, request.reads);
      if (told !== undefined && (waits === undefined || tries === TRIES)) return told;
      await pause(Math.min(waits ?? 0, PAUSE_MS_MAX) * (waits === PAUSE_MS ? tries : 1));
    }
  };
}

function isTrouble(error: unknown): boolean {
  return (
    error instanceof SideError && error.facts.errorClass === 'trouble' && error.facts.code !== 'unreadable'
  );
}

/** How long to wait before asking again, undefined where the answer stands. */
function waitFor<T>({ reading }: Told<T> & { readonly retryAfterMs?: number | undefined }, reads: boolean) {
  if (reading.ok) return undefined;
  const { errorClass, clearNo, code } = reading.verdict;
  if (errorClass === 'pace') return clearNo || reads ? 1_000 : undefined;
  return reads && errorClass === 'trouble' && code !== 'unreadable' ? PAUSE_MS : undefined;
}

async function ask<T>(
  transport: Transport,
  now: () => number,
  request: HttpRequest,
  read: (answer: Answer) => Reading<T>,
): Promise<Told<T>> {
  const askedAt = now();
  return transport.call(request, (answer) => {
    const { status, toldAt, contentType = '', body } = answer;
    const told = { status, toldAt, contentType, askedAt, ms: now() - askedAt, body, reading: read(answer) };
    return { ok: true, value: told };
  });
}

/** How a list is written; `keyName` tells a row that stands without its array. */
export function shapeOf(list: unknown, keyName: string): ListShape {
  if (Array.isArray(list)) return 'array';
  if (list === null) return 'null';
  if (typeof list === 'string') return 'text';
  if (typeof list !== 'object') return 'other';
  return Object.hasOwn(list, keyName) ? 'row' : 'object';
}
