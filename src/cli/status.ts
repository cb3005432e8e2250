import { SIDES, type Side } from '../domain/customer.ts';
import { readStatus, type SideStatus, type Status, type WaitKind } from '../report/status.ts';
import { WAIT_KINDS } from '../store/records.ts';
import { age, printJson, say, table } from './print.ts';
import { withApp } from './session.ts';

export function status(options: { readonly json?: boolean }): Promise<void> {
  return withApp(async ({ context, engine }) => {
    const now = await readStatus(context, engine.queues);
    if (options.json) printJson(now);
    else showStatus(now);
  });
}

/** Neither created nor matched (rules 3 and 9): Aceptabits' own, a probe's, and whoever has no evidence at all. */
const NO_PEOPLE: readonly WaitKind[] = ['platform', 'probe', 'nobody'];

/** The picture that leads everywhere: how many differ, since when, and how each side is. */
export function showStatus(now: Status): void {
  const oldest = now.oldestDifferenceAt === undefined ? 'none' : age(now.at - now.oldestDifferenceAt);
  say(
    table(
      ['differing now', 'oldest undelivered', 'links', 'first plan'],
      [[now.differing, oldest, now.links, now.approved ? 'approved' : 'waits']],
    ),
  );
  say(
    table(
      ['side', 'known', 'last complete scan', 'certificate', 'circuit', 'brake', 'created', 'updated'],
      SIDES.map((side) => sideRow(now, side, now.sides[side])),
    ),
  );
  say(
    table(
      ['side', 'an edit is seen within', 'next whole reading', 'requests a day', 'rows a day'],
      SIDES.map((side) => readingRow(now, side)),
    ),
  );
  const troubles = SIDES.flatMap((side) => troubleRow(now, side));
  if (troubles.length > 0)
    say(table(['cannot be read whole', 'since', 'class', 'code', 'what it says'], troubles));
  const counted = (kinds: readonly WaitKind[]) =>
    kinds.filter((kind) => now.waiting[kind] > 0).map((kind) => [kind, now.waiting[kind]]);
  const waits = counted(WAIT_KINDS.filter((kind) => !NO_PEOPLE.includes(kind)));
  if (waits.length > 0) say(table(['waits', 'customers'], waits));
  const alone = counted(NO_PEOPLE);
  if (alone.length > 0) say(table(['left alone, no people', 'customers'], alone));
  for (const side of SIDES) sayCreateTrouble(now, side);
  for (const queue of now.pausedQueues)
    say(`The queue ${queue} is paused: nothing of it runs until it is resumed.`);
}

function sayCreateTrouble({ at, sides }: Status, side: (typeof SIDES)[number]): void {
  const trouble = sides[side].createTrouble;
  if (trouble === undefined) return;
  const { since, code, nextAt } = trouble;
  const next = nextAt > at ? `in ${age(nextAt - at)}` : 'now';
  say(
    `Creates in ${side} end without a clear answer (${code}) since ${age(at - since)}: one customer is tried alone, ${next}; the others wait unsent.`,
  );
}

function readingRow({ at, sides }: Status, side: Side): (string | number)[] {
  const { nextWholeAt, editAgeMs, requestsPerDay, rowsPerDay } = sides[side].reading;
  const next = nextWholeAt === undefined ? 'every poll' : `in ${age(Math.max(0, nextWholeAt - at))}`;
  return [side, age(editAgeMs), next, requestsPerDay, rowsPerDay];
}

function troubleRow(now: Status, side: Side): string[][] {
  const { readingTrouble: trouble } = now.sides[side];
  if (trouble === undefined) return [];
  const { since, errorClass = '', code, detail = '' } = trouble;
  return [[side, `${age(now.at - since)} ago`, errorClass, code, detail]];
}

function sideRow(
  now: Status,
  side: string,
  { known, completeAt, lastScan, circuit, brake, created, updated }: SideStatus,
): (string | number)[] {
  return [
    side,
    known,
    completeAt === undefined ? 'never' : `${age(now.at - completeAt)} ago`,
    lastScan === undefined ? '' : `${lastScan.complete ? 'complete' : 'incomplete'}: ${lastScan.why}`,
    circuit.open ? `open (${circuit.reason})` : 'closed',
    brake === undefined ? '' : `${brake.reason} ${brake.count}/${brake.of}`,
    created,
    updated,
  ];
}
