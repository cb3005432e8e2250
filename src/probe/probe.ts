import { SIDES, type Side } from '../domain/customer.ts';
import { SideError } from '../domain/errors.ts';
import type { Profile } from '../domain/profile.ts';
import { keepProfile, type ProbeNotes, probeNotes, type System } from '../store/profiles.ts';
import type { Store } from '../store/store.ts';
import type { AceptabitsSetup } from '../systems/aceptabits/client.ts';
import { probeAceptabits } from '../systems/aceptabits/probing.ts';
import { createManagementPro, type ManagementProSetup } from '../systems/managementpro/client.ts';
import { probeManagementPro } from '../systems/managementpro/probing.ts';
import { measureAceptabits } from './aceptabits.ts';
import { measureManagementPro } from './managementpro.ts';
import { type Findings, medianOf, newFindings, type Run, Stopped, Untold } from './run.ts';
import { type Savings, savingsBy } from './savings.ts';
import { newTag } from './test-customers.ts';
import { type Tidied, type Tidying, tidyingOfAceptabits, tidyingOfManagementPro, tidyUp } from './tidy.ts';

/**
 * `puente probe`: measures what the documents leave open (design section 7). Each side is measured by itself; whatever
 * happens meanwhile, its test customers are taken away at the end, or named with the reason.
 */

export type ProbeOptions = {
  readonly store: Store;
  readonly managementpro: ManagementProSetup;
  readonly aceptabits: AceptabitsSetup & { readonly shop: string };
  readonly random: () => number;
  /** How long a write may stay unseen before a measure is given up, ms. */
  readonly lagWithinMs: number;
  readonly stop: AbortSignal;
  readonly onStep?: ((side: Side, what: string) => void) | undefined;
};

/** What a side's part has found. */
export type SideReport = {
  readonly side: Side;
  readonly profile: Profile;
  readonly untold: Readonly<Record<string, string>>;
  readonly requests: number;
  /** From the first question until the last test customer was taken away. */
  readonly ms: number;
  readonly savings: Savings | undefined;
  readonly tidied: Tidied;
  /** Why it ended before its end, in words. */
  readonly ended?: string | undefined;
};

export type ProbeReport = { readonly sides: readonly SideReport[]; readonly stopped: boolean };

/** Well within the time after which a probe counts as dead. */
const RENEW_EVERY_MS = 15_000;

/** Another probe is at the same system; two would take each other's customers away. */
export class AlreadyProbing extends Error {}

/** @throws AlreadyProbing before anything is asked */
export async function probe(options: ProbeOptions): Promise<ProbeReport> {
  const tag = newTag(options.random);
  await using leases = new AsyncDisposableStack();
  for (const side of SIDES) {
    const notes = probeNotes(options.store, systemOf(options, side));
    if (!(await notes.lease(tag))) throw new AlreadyProbing(`another probe is at this ${side}`);
    const renewing = setInterval(() => notes.lease(tag).catch(() => undefined), RENEW_EVERY_MS);
    leases.defer(() => clearInterval(renewing));
    leases.defer(() => notes.release(tag));
  }
  const sides: SideReport[] = [];
  for (const side of SIDES) sides.push(await probeSide(options, side, tag));
  return { sides, stopped: options.stop.aborted };
}

/** What is the same on both sides. */
type Probing = {
  readonly measure: (run: Run, found: Findings) => Promise<void>;
  readonly tidying: (run: Run, found: Findings) => Tidying;
  readonly close: () => void;
};

async function probeSide(options: ProbeOptions, side: Side, tag: string): Promise<SideReport> {
  const system = systemOf(options, side);
  const notes = probeNotes(options.store, system);
  const found = newFindings();
  const from = options.managementpro.now();
  // Taking away goes on after whoever ends the probe has had enough of measuring.
  let isTidying = false;
  const check = () => {
    if (options.stop.aborted && !isTidying) throw new Stopped('It was told to end.');
  };
  const probing = open(options, side, found, check);
  try {
    const run = runOf(options, { side, tag, notes, check });
    const { ended, failure } = await measureAll(probing, run, found);
    isTidying = true;
    const tidied = await tidyUp(notes, probing.tidying(run, found));
    if (failure !== undefined) throw failure;
    return await reportOf(options, system, { found, tidied, ended, from });
  } finally {
    probing.close();
  }
}

/** Whatever ends the measuring, the tidying follows. */
async function measureAll(
  { measure }: Probing,
  run: Run,
  found: Findings,
): Promise<{ readonly ended?: string; readonly failure?: unknown }> {
  try {
    await measure(run, found);
    return {};
  } catch (error) {
    if (error instanceof Stopped || error instanceof Untold) return { ended: error.message };
    if (!(error instanceof SideError)) return { failure: error };
    return { ended: [error.message, error.facts.detail].filter(Boolean).join(': ') };
  }
}

function runOf(
  { managementpro, lagWithinMs, onStep }: ProbeOptions,
  { side, tag, notes, check }: { side: Side; tag: string; notes: ProbeNotes; check: () => void },
): Run {
  return {
    tag,
    now: managementpro.now,
    lagWithinMs,
    check,
    step(what) {
      onStep?.(side, what);
    },
    noteIntent: () => notes.noteTag(tag),
    noteMade: (key) => notes.noteMade(key, tag),
  };
}

function systemOf({ managementpro, aceptabits }: ProbeOptions, side: Side): System {
  return side === 'managementpro'
    ? { side, url: managementpro.url, secret: managementpro.apikey }
    : { side, url: aceptabits.url, secret: aceptabits.token };
}

function open(options: ProbeOptions, side: Side, found: Findings, check: () => void): Probing {
  const observe = ({ ms }: { readonly ms: number }) => {
    found.requests += 1;
    found.times.push(ms);
  };
  if (side === 'aceptabits') {
    const asks = probeAceptabits({ ...options.aceptabits, observe }, check);
    const { shop } = options.aceptabits;
    return {
      measure: (run, into) => measureAceptabits(run, { asks, shop }, into),
      tidying: (run, { measured }) => tidyingOfAceptabits(run, asks, measured.lag),
      close: asks.close,
    };
  }
  const asks = probeManagementPro({ ...options.managementpro, observe }, check);
  const client = createManagementPro({ ...options.managementpro, observe });
  return {
    measure: (run, into) => measureManagementPro(run, { asks, client }, into),
    tidying: (run, { measured }) => tidyingOfManagementPro(run, asks, measured.lag),
    close() {
      asks.close();
      client.close();
    },
  };
}

async function reportOf(
  { store, managementpro }: ProbeOptions,
  system: System,
  {
    found,
    tidied,
    ended,
    from,
  }: { found: Findings; tidied: Tidied; ended: string | undefined; from: number },
): Promise<SideReport> {
  const { measured, times, requests, untold } = found;
  if (times.length > 0)
    measured.speed = { medianMs: Math.round(medianOf(times)), slowestMs: Math.round(Math.max(...times)) };
  if (tidied.done.length + tidied.left.length > 0) measured.tidied = { works: tidied.left.length === 0 };
  const at = managementpro.now();
  const profile: Profile = { side: system.side, at, measured };
  // One that broke off has measured less than an earlier one may have.
  if (ended === undefined) await keepProfile(store, system, profile);
  const savings = ended === undefined ? await savingsBy(profile) : undefined;
  return { side: system.side, profile, untold, requests, ms: at - from, savings, tidied, ended };
}
