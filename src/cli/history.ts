/** `puente history`: what happened to everybody or to one customer, each event as a line of its story. */
import type { z } from 'zod';
import { EVENT_KINDS } from '../domain/events.ts';
import { causeIn } from '../report/causes.ts';
import { type HistoryPage, historyQuery, historyView } from '../report/history.ts';
import { customerNamed } from './customers.ts';
import { EXIT, Exit } from './exit.ts';
import { printJson, say, table } from './print.ts';
import { withApp } from './session.ts';
import { said, spokenLanguage, term } from './words/words.ts';

type Options = {
  readonly json?: boolean;
  readonly side?: string;
  readonly kind?: string;
  readonly by?: string;
  readonly job?: string;
  readonly before?: string;
};

/** What happened, the newest first. */
export function history(key: string | undefined, options: Options): Promise<void> {
  const { json, by: person, ...filters } = options;
  const parsed = historyQuery.safeParse({ ...filters, person });
  if (!parsed.success) throw new Exit(EXIT.usage, wrongFilters(parsed.error).join('\n'));
  return withApp(async ({ context }, { timezone }) => {
    const subject = key === undefined ? undefined : await customerNamed(context, key);
    let page = await historyView(context, { ...parsed.data, subject });
    // One look goes through so many events and no more; what is rare stands behind them.
    while (page.rows.length === 0 && page.next !== undefined)
      page = await historyView(context, { ...parsed.data, subject, before: page.next });
    if (json) return printJson(page);
    if (page.rows.length === 0) return say(said('Nothing of that is on record.'));
    const clock = new Intl.DateTimeFormat('sv-SE', {
      timeZone: timezone,
      dateStyle: 'short',
      timeStyle: 'medium',
    });
    const cells = page.rows.map((event) => {
      const { id, at, kind, side = '', clave = '', code = '', by = '', job } = event;
      return [id, clock.format(at), term(kind), term(side), clave, code, storyOf(event), by || (job ?? '')];
    });
    say(table(['id', 'when', 'what', 'in', 'clave', 'code', 'story', 'who'].map(term), cells));
    if (page.next !== undefined) say(said('There is more: --before {id}', { id: page.next }));
  });
}

/** What may stand behind an option is told in the words of the command line, not in those of a validator. */
function wrongFilters({ issues }: z.ZodError): string[] {
  const possible = {
    side: said('managementpro or aceptabits'),
    kind: EVENT_KINDS.join(', '),
    before: said('the id of an event, such as 1795300000000-0'),
  };
  const names = Object.entries(possible).filter(([name]) => issues.some(({ path }) => path[0] === name));
  if (names.length === 0) return [said('a filter is too long')];
  return names.map(([name, values]) => `--${name}: ${values}`);
}

function storyOf({ cause, changes = [], conflict }: HistoryPage['rows'][number]): string {
  const changed = changes.map((change) => `${term(change.field)}: ${change.old} → ${change.new}`);
  const contested =
    conflict === undefined ? [] : [`${conflict.managementpro} | ${conflict.aceptabits}: ${conflict.winner}`];
  return [causeIn(spokenLanguage(), cause), ...changed, ...contested].join('\n');
}
