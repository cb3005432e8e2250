import { setTimeout as sleep } from 'node:timers/promises';
import { SideError } from '../domain/errors.ts';
import type { Measured } from '../domain/profile.ts';
import type { Told } from '../systems/probing.ts';

/** What the measures of one run share. */
export type Run = {
  readonly tag: string;
  readonly now: () => number;
  /** How long a write may stay unseen before the measure is given up. */
  readonly lagWithinMs: number;
  /** Throws when the probe is to end. */
  readonly check: () => void;
  /** Tells a person what is being measured. */
  readonly step: (what: string) => void;
  /** Notes a customer that this run is about to make, and then its key; durable before the request goes out. */
  readonly noteIntent: () => Promise<void>;
  readonly noteMade: (key: string) => Promise<void>;
};

/** The probe was told to end. What it has made is tidied up all the same. */
export class Stopped extends Error {}

const LOOK_EVERY_MS = 150;

export type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** The measures so far, and why each other one could not be made. */
export type Findings = {
  readonly measured: Writable<Measured>;
  readonly untold: Record<string, string>;
  readonly times: number[];
  requests: number;
};

export function newFindings(): Findings {
  return { measured: {}, untold: {}, times: [], requests: 0 };
}

/** Makes one measure. One that fails leaves its reason and stops none of the others. */
export async function measure(
  run: Run,
  { untold }: Findings,
  name: keyof Measured,
  work: () => Promise<void>,
): Promise<void> {
  run.step(name);
  try {
    run.check();
    await work();
  } catch (error) {
    if (!(error instanceof SideError) && !(error instanceof Untold)) throw error;
    untold[name] = error instanceof SideError ? inWords(error) : error.message;
  }
}

/** A measure that could not be made, with the reason. */
export class Untold extends Error {}

function inWords({ facts }: SideError): string {
  return [facts.operation, facts.code, facts.detail].filter(Boolean).join(' ');
}

/** What an answer holds; a refusal leaves the measure unmade. */
export function given<T>(told: Told<T>): T {
  if (told.reading.ok) return told.reading.value;
  const { verdict, detail } = told.reading;
  throw new Untold([`HTTP ${told.status}`, verdict.code, detail].filter(Boolean).join(' '));
}

/** Reads until `look` has something to show; undefined after the longest wait. */
export async function untilShown<T>(
  run: Run,
  withinMs: number,
  look: () => Promise<T | undefined>,
): Promise<{ readonly value: T; readonly ms: number } | undefined> {
  const from = run.now();
  for (;;) {
    const value = await look();
    const ms = run.now() - from;
    if (value !== undefined) return { value, ms };
    if (ms >= withinMs) return undefined;
    run.check();
    await sleep(LOOK_EVERY_MS);
  }
}

export function medianOf(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** As few words as tell a refusal apart; `value` is taken out of the message. */
export function refusalIn<T>(told: Told<T>, value: string) {
  if (told.reading.ok) return undefined;
  const { verdict, detail = '' } = told.reading;
  return { status: told.status, code: verdict.code, message: detail.replaceAll(value, '…') };
}

/** How long a create took to be seen, or had not been seen; undefined where none was made. */
export type Lag = Measured['lag'];

/** As long as a create took to be seen, and as much again. */
export function patience(run: Run, lag: Lag): number {
  return lag !== undefined && 'ms' in lag
    ? Math.min(run.lagWithinMs, 2 * lag.ms + 4 * LOOK_EVERY_MS)
    : run.lagWithinMs;
}
