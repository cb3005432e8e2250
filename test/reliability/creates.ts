import { setTimeout as sleep } from 'node:timers/promises';
import { otherSide, type Side } from '../../src/domain/customer.ts';
import type { Fault } from '../../src/simulators/faults.ts';
import { type Subject, subjectId } from '../../src/store/records.ts';
import { type Rig, startRig } from '../rig.ts';
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

export type CellResult = {
  readonly creates: number;
  readonly faults: number;
  /** Records on the target beyond one a customer. */
  readonly duplicates: number;
  /** Customers without a record on the target, and without a reason that a person can see. */
  readonly lost: number;
  /** Customers set aside for a person. */
  readonly parked: number;
  /** Those of them that no other customer equals: they could have been told apart. */
  readonly needless: number;
  /** False when something still moved at the end of the time given. */
  readonly settled: boolean;
};

/** A second of life is ten milliseconds here. */
const SECOND_MS = 10;
const TIMINGS = {
  createQuietMs: 120 * SECOND_MS,
  // Not compressed: between an intent and its request lies work of this machine.
  sendWithinMs: 10_000,
  lagMs: 120 * SECOND_MS,
  retryMs: 20,
};
const ANSWER_WITHIN_MS = 30 * SECOND_MS;
/** Known and linked before: more than one page, so that a clock that is behind hides newcomers in the list. */
const BACKGROUND = 120;
const POLL_EVERY_MS = 15 * SECOND_MS;
const SETTLED_WITHIN_MS = 60_000;

type Person = { readonly name: string; readonly email: string; readonly phone: string };

/** Six kinds of customers, from fully known to a single word; every tenth has a twin that nothing tells apart. */
function newcomer(number: number): Person {
  const n = number % 10 === 9 ? number - 5 : number;
  const phone = `+52999${String(2_000_000 + n)}`;
  switch (n % 6) {
    case 0:
      return { name: `Comercializadora Maya ${n}`, email: `compras${n}@maya.mx`, phone };
    case 1:
      return { name: `Comercializadora ${n}`, email: `ventas${n}@comercial.mx`, phone: '' };
    case 2:
      return { name: `Abarrotes Doña Lupe ${n}`, email: '', phone };
    case 3:
      return { name: `Ferretería Núm. ${n}`, email: '', phone: '' };
    case 4:
      return { name: `Tlapalería${n}`, email: '', phone: '' };
    default:
      return { name: 'Público en general', email: `mostrador${n}@maya.mx`, phone: '' };
  }
}

function addPerson(rig: Rig, side: Side, { name, email, phone }: Person): string {
  return side === 'managementpro'
    ? rig.managementpro.people.create({ descripcion: name, email_1: email, telefono_1: phone })
    : rig.aceptabits.people.create({ name, email: email || null, phone: phone || null });
}

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
  for (let n = 0; n < BACKGROUND; n += 1) {
    const person = { name: `Conocida Número ${n} Canché`, email: `conocida${n}@maya.mx`, phone: '' };
    addPerson(rig, 'managementpro', person);
    addPerson(rig, 'aceptabits', person);
  }
  await driveUntilSettled(rig, 10, SETTLED_WITHIN_MS);
  return rig;
}

function nameSent(target: Side, body: unknown): string | undefined {
  const sent = body as { name?: string; data?: { clave?: string; descripcion?: string } };
  if (target === 'aceptabits') return sent.name;
  return sent.data?.clave === '' ? sent.data.descripcion : undefined;
}

/** As many requests of each name fail as there are customers of that name; later ones go well. */
function faultOf({ kind, moment, target }: Cell, people: readonly Person[]): Fault {
  const left = new Map<string, number>();
  for (const { name } of people) left.set(name, (left.get(name) ?? 0) + 1);
  return {
    on: target === 'aceptabits' ? 'add-customer' : 'addCliente',
    when: moment,
    kind,
    cut: 'json',
    times: Number.POSITIVE_INFINITY,
    // The server that lets its caller wait in vain carries the request out after the caller has left.
    ...(kind === 'timeout' && moment === 'after' && { commitDelayMs: 35 * SECOND_MS }),
    matches: (body) => {
      const name = nameSent(target, body);
      const open = left.get(name ?? '') ?? 0;
      if (name !== undefined && open > 0) left.set(name, open - 1);
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

function identity({ name, email, phone }: Person): string {
  return [name, email, phone].join('|');
}

function peopleOn(rig: Rig, side: Side): Person[] {
  return side === 'managementpro'
    ? rig.managementpro.people.all().map(({ descripcion, email_1, telefono_1 }) => ({
        name: descripcion,
        email: email_1,
        phone: telefono_1,
      }))
    : rig.aceptabits.people.all().map(({ name, lastname, email, phone }) => ({
        name: lastname ? `${name} ${lastname}` : name,
        email: email ?? '',
        phone: phone ?? '',
      }));
}

function counted(identities: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const id of identities) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}

async function census(rig: Rig, target: Side, people: readonly Person[], keys: readonly string[]) {
  const { store } = rig.app.context;
  const made = counted(peopleOn(rig, target).map(identity));
  const wanted = counted(people.map(identity));
  const subjects = keys.map((key): Subject => ({ side: otherSide(target), key }));
  const loaded = new Map((await store.load(subjects)).map((entry) => [subjectId(entry.subject), entry]));
  const linkedAs = await store.subjectsOf(otherSide(target), keys);
  const standing = linkedAs.map((subject) => loaded.get(subjectId(subject)));
  const alone = standing.map((entry) => entry?.link === undefined);
  const waiting = standing.map((entry) => (entry?.waits.length ?? 0) > 0);
  return {
    duplicates: sum([...wanted].map(([id, count]) => Math.max(0, (made.get(id) ?? 0) - count))),
    lost: people.filter((person, at) => alone[at] && !waiting[at] && identity(person) !== '').length,
    parked: people.filter((_, at) => alone[at] && waiting[at]).length,
    needless: people.filter(
      (person, at) => alone[at] && waiting[at] && (wanted.get(identity(person)) ?? 0) < 2,
    ).length,
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
