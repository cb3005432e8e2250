import { setTimeout as sleep } from 'node:timers/promises';
import { otherSide, SIDES, type Side } from '../../src/domain/customer.ts';
import type { Fault } from '../../src/simulators/faults.ts';
import { type Rig, startRig } from '../rig.ts';
import { type Census, census } from './creates-census.ts';
import { ACQUAINTANCES, addPerson, newcomer, type Person } from './creates-people.ts';
import { driveUntilSettled, pollBeside } from './driven.ts';

/** Rule 8 measured: customers new on one side, each of whose first requests to the other side meets a fault. */

export const KINDS = ['reset', 'timeout', 'error500', 'html502', 'cutoff', 'empty', 'garbage'] as const;
export const MOMENTS = ['before', 'after'] as const;
/** How long the target's lists lag, seconds of life. */
export const LAGS_S = [0, 3, 90] as const;
/** How wrong the clock is, minutes: the target's own, or, as ManagementPro shows none, Puente's. */
export const CLOCKS_MIN = [0, -10, 10] as const;

export type Cell = {
  readonly kind: (typeof KINDS)[number];
  readonly moment: (typeof MOMENTS)[number];
  readonly lagS: (typeof LAGS_S)[number];
  readonly clockMin: (typeof CLOCKS_MIN)[number];
  readonly target: Side;
};

export type CellResult = Census & {
  readonly creates: number;
  readonly faults: number;
  /** False when something still moved at the end of the time given. */
  readonly settled: boolean;
};

/** A second of life is ten milliseconds here. */
const SECOND_MS = 10;
const TIMINGS = {
  createQuietMs: 120 * SECOND_MS,
  createTroubleMs: 3_600 * SECOND_MS,
  // Not compressed: between an intent and its request lies work of this machine.
  sendWithinMs: 10_000,
  lagMs: 120 * SECOND_MS,
  retryMs: 20,
};
const ANSWER_WITHIN_MS = 30 * SECOND_MS;
const POLL_EVERY_MS = 15 * SECOND_MS;
/**
 * Where each first create ends unclear, the side is in trouble again every few customers, and each trouble takes two
 * quiet times (rule 8): some 40 s for a hundred on a free core.
 */
const SETTLED_WITHIN_MS = 240_000;

async function openCell({ target, clockMin }: Cell, redisUrl: string): Promise<Rig> {
  const offMs = target === 'managementpro' ? clockMin * 60_000 : 0;
  const rig = await startRig({
    redisUrl,
    app: {
      now: () => Date.now() + offMs,
      timings: TIMINGS,
      transportLimits: { answerMs: ANSWER_WITHIN_MS },
      // The circuit would only slow the measurement down: it has tests of its own.
      gateLimits: { troublesToOpen: 1_000_000 },
    },
  });
  for (const person of ACQUAINTANCES) for (const side of SIDES) addPerson(rig, side, person);
  await driveUntilSettled(rig, 10, SETTLED_WITHIN_MS);
  return rig;
}

/** Who is to be created, by name and e-mail; undefined of an update. */
function whoIsSent(target: Side, body: unknown): string | undefined {
  type Sent = {
    name?: string;
    email?: string | null;
    data?: { clave?: string; descripcion?: string; contacto_email_1?: string };
  };
  const { name = '', email, data } = body as Sent;
  if (target === 'aceptabits') return who({ name, email: email ?? '' });
  return data?.clave === ''
    ? who({ name: data.descripcion ?? '', email: data.contacto_email_1 ?? '' })
    : undefined;
}

/** Many may bear one name ("Público en general"): a name alone would have one of them meet the faults of all. */
const who = ({ name, email }: Pick<Person, 'name' | 'email'>) => `${name}|${email}`;

/** As many requests for each customer fail as there are customers like it, who are its twins; later ones go well. */
function faultOf({ kind, moment, target }: Cell, people: readonly Person[]): Fault {
  const left = new Map<string, number>();
  for (const person of people) left.set(who(person), (left.get(who(person)) ?? 0) + 1);
  return {
    on: target === 'aceptabits' ? 'add-customer' : 'addCliente',
    when: moment,
    kind,
    cut: 'json',
    times: Number.POSITIVE_INFINITY,
    // The server that lets its caller wait in vain carries the request out after the caller has left.
    ...(kind === 'timeout' && moment === 'after' && { commitDelayMs: 35 * SECOND_MS }),
    matches: (body) => {
      const sent = whoIsSent(target, body);
      const open = left.get(sent ?? '') ?? 0;
      if (sent !== undefined && open > 0) left.set(sent, open - 1);
      return open > 0;
    },
  };
}

/** One cell of the matrix: `creates` customers appear, and the engine runs until nothing moves any more. */
export async function measureCell(cell: Cell, creates: number, redisUrl: string): Promise<CellResult> {
  const { target, lagS, clockMin } = cell;
  const rig = await openCell(cell, redisUrl);
  try {
    rig[target].settings.listLagMs = lagS * SECOND_MS;
    if (target === 'aceptabits') rig.aceptabits.settings.clockSkewMs = clockMin * 60_000;
    const people = Array.from({ length: creates }, (_, n) => newcomer(n));
    const faults = rig[target].faults;
    faults.add(faultOf(cell, people));
    const keys = people.map((person) => addPerson(rig, otherSide(target), person));
    const settled = await driveUntilSettled(rig, POLL_EVERY_MS, SETTLED_WITHIN_MS);
    // What was created too often may still be hidden by the lag.
    await sleep(lagS * SECOND_MS);
    for (const side of [target, otherSide(target)]) await pollBeside(rig, side);
    await driveUntilSettled(rig, POLL_EVERY_MS, SETTLED_WITHIN_MS);
    return { creates, faults: faults.hits(), settled, ...(await census(rig, target, people, keys)) };
  } finally {
    await rig.close();
  }
}
