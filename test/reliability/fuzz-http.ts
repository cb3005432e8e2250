import fc from 'fast-check';
import { type Sent, sentOf } from './fuzz-bytes.ts';
import type { Answered, Target } from './fuzz-calls.ts';
import { type Lane, startLanes } from './fuzz-server.ts';
import { faultOfError } from './fuzz-typed.ts';

/** Calls of the real clients over real HTTP, each answered by garbage of its own. */

export type HttpFuzz = {
  readonly calls: number;
  /** Calls that answered records alone, or nothing. */
  readonly typed: number;
  /** Calls that answered a parked row among others. */
  readonly parked: number;
  /** Calls that ended with a `SideError`. */
  readonly errors: number;
  /** What was found wrong, one line a call. */
  readonly findings: readonly string[];
};

/** A call that takes longer never ends. A scan may make its 5,000 requests within this, on a core that others use too. */
const CALL_WITHIN_MS = 120_000;
/** Enough to keep one core busy; more would only wait for each other. */
const LANES = 8;
/** Drawn at once: all answers of a long run would not fit into memory. */
const BATCH = 500;

type Ending = Answered | { readonly error: unknown };

async function ending(call: Promise<Answered>): Promise<Ending> {
  const late = Promise.withResolvers<Answered>();
  const timer = setTimeout(late.resolve, CALL_WITHIN_MS, { parked: 0, fault: 'never ends' });
  try {
    return await Promise.race([call, late.promise]);
  } catch (error) {
    return { error };
  } finally {
    clearTimeout(timer);
  }
}

function faultOf(ended: Ending): string | undefined {
  return 'error' in ended ? faultOfError(ended.error) : ended.fault;
}

class Tally {
  readonly counts = { calls: 0, typed: 0, parked: 0, errors: 0 };
  readonly findings: string[] = [];

  add(ended: Ending, finding: string | undefined): void {
    this.counts.calls += 1;
    if (finding !== undefined) this.findings.push(finding);
    else this.counts['error' in ended ? 'errors' : ended.parked > 0 ? 'parked' : 'typed'] += 1;
  }
}

/** The answer to call number `n` follows from the seed and `n` alone, whatever the number of calls. */
function* draws(target: Target, calls: number, seed: number): Generator<readonly [number, Sent]> {
  const sent = sentOf(target.examples);
  for (let from = 0; from < calls; from += BATCH) {
    const drawn = fc.sample(sent, { numRuns: Math.min(BATCH, calls - from), seed: seed + from });
    yield* drawn.map((answer, at) => [from + at, answer] as const);
  }
}

async function work(target: Target, lane: Lane, open: ReturnType<typeof draws>, tally: Tally): Promise<void> {
  for (const [number, sent] of open) {
    const at = number % target.methods.length;
    lane.answer(target.operation, sent);
    const ended = await ending((target.methods[at] as Target['methods'][number])(lane));
    const endless = lane.requests() > target.requestsMax ? 'asks without end' : undefined;
    const fault = faultOf(ended) ?? endless;
    const where = `${target.name}, method ${at}, call ${number}`;
    tally.add(ended, fault && `${where}: ${fault}, on ${JSON.stringify(sent)}`);
  }
}

/** `calls` calls of a target's methods in turn, several at once. */
export async function fuzzOverHttp(target: Target, calls: number, seed: number): Promise<HttpFuzz> {
  const { lanes, close } = await startLanes(LANES);
  const tally = new Tally();
  const open = draws(target, calls, seed);
  await Promise.all(lanes.map((lane) => work(target, lane, open, tally)));
  close();
  return { ...tally.counts, findings: tally.findings };
}
