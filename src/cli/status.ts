/** `puente status`: from the whole of the figures, the few sentences that a person wants in the morning. */
import { SIDES, type Side } from '../domain/customer.ts';
import { wordsIn } from '../report/alerts/words/words.ts';
import { matchCases } from '../report/matches.ts';
import { readStatus, type Status, type WaitKind } from '../report/status.ts';
import { WAIT_KINDS } from '../store/records.ts';
import type { Context } from '../sync/context.ts';
import { canUpdateAceptabits, trialsOf } from '../sync/evaluate/update-method.ts';
import { textsIn } from '../web/texts/texts.ts';
import { age, bold, paragraph, printJson, say } from './print.ts';
import { withApp } from './session.ts';
import { said, spokenLanguage } from './words/words.ts';

export type StatusOptions = {
  readonly json?: boolean;
  /** Adds how each side was read and what reading it costs. */
  readonly verbose?: boolean;
};

export function status({ json, verbose = false }: StatusOptions): Promise<void> {
  return withApp(async ({ context, engine }) => {
    const now = await readStatus(context, engine.queues);
    if (json) return printJson(now);
    showStatus(now, await doubtsOf(context), verbose);
    if (!canUpdateAceptabits(context, await trialsOf(context)))
      say(
        paragraph(
          said(
            'Aceptabits takes no changes of existing customers (ACEPTABITS_CUSTOMER_UPDATE_PATH): what it lacks is typed in by hand (puente handwork).',
          ),
        ),
      );
  });
}

/** Neither created nor matched (rules 3 and 9): Aceptabits' own, a probe's, and whoever has no evidence at all. */
const NO_PEOPLE: readonly WaitKind[] = ['platform', 'probe', 'nobody'];

/** Doubtful matches as the pages count them: each pair once, although two customers wait. */
export async function doubtsOf(context: Context): Promise<number> {
  return (await matchCases(context)).length;
}

/** How things stand, in sentences: how many differ and since when, each side, and what waits. */
export function showStatus(now: Status, doubts: number, verbose = false): void {
  say(bold(paragraph(leading(now))));
  say(said('Linked customers: {count}.', { count: number(now.links) }));
  if (!now.approved) say(paragraph(said('The first plan waits for your approval: nothing is written yet.')));
  for (const side of SIDES) {
    say(`\n${bold(wordsIn(spokenLanguage()).sides[side])}`);
    for (const line of sideLines(now, side, verbose)) say(paragraph(line, '  '));
  }
  sayWaits({ ...now, waiting: { ...now.waiting, ambiguous: doubts } });
  for (const queue of now.pausedQueues)
    say(paragraph(said('The queue {queue} is paused: nothing of it runs until it is resumed.', { queue })));
}

const number = (count: number) => count.toLocaleString(wordsIn(spokenLanguage()).locale);

/** The one sentence that says whether there is anything to look at. */
function leading({ at, differing, oldestDifferenceAt = at, sides }: Status): string {
  if (differing > 0)
    return said('Differing now: {count}; the oldest has waited for {oldest}.', {
      count: number(differing),
      oldest: age(at - oldestDifferenceAt),
    });
  if (SIDES.some((side) => sides[side].completeAt === undefined))
    return said('Not known yet: both systems are still to be read whole.');
  return SIDES.some((side) => sides[side].circuit.open || sides[side].readingTrouble !== undefined)
    ? said('In step as far as was read: a system cannot be read whole now.')
    : said('All in step: nobody differs between the two systems.');
}

function sideLines(now: Status, side: Side, verbose: boolean): string[] {
  const { lastScan, created, updated, reading } = now.sides[side];
  return [
    ...readingLines(now, side),
    said('Puente has created {created} and updated {updated}.', {
      created: number(created),
      updated: number(updated),
    }),
    ...troubleLines(now, side),
    ...(verbose && lastScan ? [certificateLine(lastScan)] : []),
    ...(verbose
      ? [
          said('It costs {requests} requests and {rows} rows a day.', {
            requests: number(reading.requestsPerDay),
            rows: number(reading.rowsPerDay),
          }),
        ]
      : []),
  ];
}

function certificateLine({ complete, why }: NonNullable<Status['sides'][Side]['lastScan']>): string {
  return complete
    ? said('Last reading complete: {why}.', { why })
    : said('Last reading incomplete: {why}.', { why });
}

/** Who is known of a side, since when, and how soon an edit is seen there. */
function readingLines({ at, sides }: Status, side: Side): string[] {
  const { completeAt, reading } = sides[side];
  const { editAgeMs, nextWholeAt } = reading;
  const [known, within] = [number(sides[side].known), age(editAgeMs)];
  return [
    completeAt === undefined
      ? said('Known customers: {known}; it was never read whole.', { known })
      : said('Known customers: {known}; read whole {since} ago.', { known, since: age(at - completeAt) }),
    nextWholeAt === undefined
      ? said('An edit is seen within {within}, at every reading.', { within })
      : said('An edit is seen within {within}; the next whole reading is in {next}.', {
          within,
          next: age(Math.max(0, nextWholeAt - at)),
        }),
  ];
}

/** What keeps a side from going on, where anything does. */
function troubleLines({ at, sides }: Status, side: Side): string[] {
  const { circuit, brake, readingTrouble: trouble, createTrouble } = sides[side];
  const words = [trouble?.errorClass, trouble?.code, trouble?.detail].filter(Boolean).join(' ');
  const reason = brake && wordsIn(spokenLanguage()).brakes[brake.reason];
  return [
    circuit.open &&
      said('Nothing is asked of it for now ({reason}); it is tried by itself.', {
        reason: circuit.reason ?? '',
      }),
    brake &&
      said('Braked: {reason} ({count} of {of}).', {
        reason: reason ?? '',
        count: number(brake.count),
        of: number(brake.of),
      }),
    trouble &&
      said('It cannot be read whole since {since}: {words}', { since: age(at - trouble.since), words }),
    createTrouble &&
      said(
        'Creates end without a clear answer ({code}) since {since}: one customer is tried alone, the others wait unsent.',
        { code: createTrouble.code, since: age(at - createTrouble.since) },
      ),
  ].filter((line) => typeof line === 'string');
}

function sayWaits({ waiting, apart }: Status): void {
  const named = textsIn(spokenLanguage()).waits;
  const list = (title: string, kinds: readonly WaitKind[]) => {
    const some = kinds.filter((kind) => waiting[kind] > 0);
    if (some.length > 0) say(`\n${bold(title)}`);
    for (const kind of some) say(paragraph(`${named[kind]}: ${number(waiting[kind])}`, '  '));
  };
  list(
    said('Waiting:'),
    WAIT_KINDS.filter((kind) => !NO_PEOPLE.includes(kind)),
  );
  list(said('Left alone:'), NO_PEOPLE);
  if (apart.others > 0)
    say(
      paragraph(
        said('Of other shops, left alone (ACEPTABITS_SHOPS): {count}.', { count: number(apart.others) }),
      ),
    );
}
