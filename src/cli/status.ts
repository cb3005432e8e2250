/** `puente status`: from the whole of the figures, the few sentences that a person wants in the morning. */
import { SIDES, type Side } from '../domain/customer.ts';
import type { Language } from '../domain/language.ts';
import { wordsIn } from '../report/alerts/words/words.ts';
import { readStatus, type Status, type WaitKind } from '../report/status.ts';
import { WAIT_KINDS } from '../store/records.ts';
import { canUpdateAceptabits, trialsOf } from '../sync/evaluate/update-method.ts';
import { textsIn } from '../web/texts/texts.ts';
import { age, bold, paragraph, printJson, say } from './print.ts';
import { withApp } from './session.ts';
import { STATUS_WORDS } from './status-words.ts';
import { spokenLanguage } from './words/words.ts';

export type StatusOptions = {
  readonly json?: boolean;
  /** Adds how each side was read and what reading it costs. */
  readonly verbose?: boolean;
};

export function status({ json, verbose = false }: StatusOptions): Promise<void> {
  return withApp(async ({ context, engine }) => {
    const now = await readStatus(context, engine.queues);
    if (json) return printJson(now);
    const language = spokenLanguage();
    showStatus(now, { language, verbose });
    if (!canUpdateAceptabits(context, await trialsOf(context)))
      say(paragraph(STATUS_WORDS[language].noUpdateMethod));
  });
}

type Shown = { readonly language: Language; readonly verbose: boolean };

/** Neither created nor matched (rules 3 and 9): Aceptabits' own, a probe's, and whoever has no evidence at all. */
const NO_PEOPLE: readonly WaitKind[] = ['platform', 'probe', 'nobody'];

/** How things stand, in sentences: how many differ and since when, each side, and what waits. */
export function showStatus(now: Status, shown: Shown): void {
  const words = STATUS_WORDS[shown.language];
  const number = numbersIn(shown.language);
  const oldest = now.oldestDifferenceAt ?? now.at;
  const differing = words.differing(number(now.differing), age(now.at - oldest));
  const isRead = SIDES.every((side) => now.sides[side].completeAt !== undefined);
  const none = isRead ? words.inStep : words.notRead;
  say(bold(paragraph(now.differing === 0 ? none : differing)));
  say(words.links(number(now.links)));
  if (!now.approved) say(paragraph(words.planWaits));
  for (const side of SIDES) {
    say(`\n${bold(wordsIn(shown.language).sides[side])}`);
    for (const line of sideLines(now, side, shown)) say(paragraph(line, '  '));
  }
  sayWaits(now, shown);
  for (const queue of now.pausedQueues) say(paragraph(words.paused(queue)));
}

const numbersIn = (language: Language) => {
  const { locale } = wordsIn(language);
  return (count: number) => count.toLocaleString(locale);
};

function sideLines(now: Status, side: Side, { language, verbose }: Shown): string[] {
  const words = STATUS_WORDS[language];
  const number = numbersIn(language);
  const { known, completeAt, lastScan, created, updated, reading } = now.sides[side];
  const { editAgeMs, nextWholeAt, requestsPerDay, rowsPerDay } = reading;
  const within = age(editAgeMs);
  return [
    completeAt === undefined
      ? words.neverRead(number(known))
      : words.read(number(known), age(now.at - completeAt)),
    nextWholeAt === undefined
      ? words.seenAtPolls(within)
      : words.seenWithin(within, age(Math.max(0, nextWholeAt - now.at))),
    words.wrote(number(created), number(updated)),
    ...troubleLines(now, side, language),
    ...(verbose && lastScan ? [words.certificate(lastScan.complete, lastScan.why)] : []),
    ...(verbose ? [words.cost(number(requestsPerDay), number(rowsPerDay))] : []),
  ];
}

/** What keeps a side from going on, where anything does. */
function troubleLines({ at, sides }: Status, side: Side, language: Language): string[] {
  const words = STATUS_WORDS[language];
  const number = numbersIn(language);
  const { circuit, brake, readingTrouble: trouble, createTrouble } = sides[side];
  const said = [trouble?.errorClass, trouble?.code, trouble?.detail].filter(Boolean).join(' ');
  return [
    ...(circuit.open ? [words.circuit(circuit.reason ?? '')] : []),
    ...(brake
      ? [words.brake(wordsIn(language).brakes[brake.reason], number(brake.count), number(brake.of))]
      : []),
    ...(trouble ? [words.trouble(age(at - trouble.since), said)] : []),
    ...(createTrouble ? [words.creates(createTrouble.code, age(at - createTrouble.since))] : []),
  ];
}

function sayWaits(now: Status, { language }: Shown): void {
  const words = STATUS_WORDS[language];
  const number = numbersIn(language);
  const named = textsIn(language).waits;
  const list = (title: string, kinds: readonly WaitKind[]) => {
    const some = kinds.filter((kind) => now.waiting[kind] > 0);
    if (some.length > 0) say(`\n${bold(title)}`);
    for (const kind of some) say(paragraph(`${named[kind]}: ${number(now.waiting[kind])}`, '  '));
  };
  list(
    words.waits,
    WAIT_KINDS.filter((kind) => !NO_PEOPLE.includes(kind)),
  );
  list(words.alone, NO_PEOPLE);
  if (now.apart.others > 0) say(paragraph(words.others(number(now.apart.others))));
}
