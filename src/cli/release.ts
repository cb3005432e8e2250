/** `puente release`: what a brake holds, as lines, and a person's leave for them. */
import type { BrakeReason } from '../domain/brake.ts';
import type { Side } from '../domain/customer.ts';
import { allowUpdates } from '../people/allow-updates.ts';
import { release } from '../people/release-brake.ts';
import { wordsIn } from '../report/alerts/words/words.ts';
import { brakePlan } from '../report/brake-plan.ts';
import { brakesOf } from '../sync/evaluate/brake-state.ts';
import { readNow } from '../sync/jobs/queues.ts';
import { writeCsv } from './csv.ts';
import { sideNamed } from './customers.ts';
import { EXIT, Exit } from './exit.ts';
import { bold, printJson, say, table } from './print.ts';
import { whoami, withApp } from './session.ts';
import { said, spokenLanguage, term } from './words/words.ts';

const SHOWN_MAX = 20;

/** Why a side is braked: its name, or in Spanish the words of the pages. */
function reasonOf(reason: BrakeReason): string {
  return spokenLanguage() === 'es' ? wordsIn('es').brakes[reason] : reason;
}

/** What stands in place of a hash where not a brake is meant, but updates that have stopped by themselves. */
const UPDATES = 'updates';

async function releaseUpdates(side: Side, options: { readonly json?: boolean }): Promise<void> {
  return withApp(async ({ context, engine }) => {
    if (!(await allowUpdates(context, side, whoami())))
      throw new Exit(EXIT.refused, said('refused: no updates of {side} have stopped', { side: term(side) }));
    await readNow(engine.queues, [side]);
    if (options.json) printJson({ side, released: true });
    else
      say(
        said('The updates of {side} go on, one customer at a time until five were compared.', {
          side: term(side),
        }),
      );
  });
}

/** Lets through the lines that a brake has shown under a hash, as far as they still stand (rule 10). */
export function releaseBrake(
  side: string,
  hash: string,
  options: { readonly json?: boolean },
): Promise<void> {
  const where = sideNamed(side);
  if (hash === UPDATES) return releaseUpdates(where, options);
  return withApp(async ({ context, engine }) => {
    const brakes = await brakesOf(context, where);
    const brake = brakes.find((standing) => standing.hash === hash) ?? brakes[0];
    if (brake === undefined)
      throw new Exit(EXIT.refused, said('refused: {side} is not braked', { side: term(where) }));
    if (!(await release(context, where, hash, whoami())))
      throw new Exit(
        EXIT.refused,
        said(
          'refused: no such lines were shown within a day; now the brake is about {reason}, {count} of {of}: {hash}',
          { ...brake, reason: reasonOf(brake.reason) },
        ),
      );
    await readNow(engine.queues, [where]);
    if (options.json) printJson({ side: where, hash, released: true });
    else
      say(
        said('Released: all lines of {hash} that still stand ({reason}, {side}).', {
          hash,
          reason: reasonOf(brake.reason),
          side: term(where),
        }),
      );
  });
}

const COLUMNS = ['action', 'side', 'clave', 'code', 'name', 'moved', 'detail'] as const;

/** Writes all that a release would let through, and says how to do it; of the gravest brake where there are several. */
export function brakedPlan(
  side: string,
  options: { readonly json?: boolean; readonly csv?: string },
): Promise<void> {
  const where = sideNamed(side);
  return withApp(async ({ context }) => {
    const [brake, ...more] = await brakesOf(context, where);
    if (brake === undefined)
      throw new Exit(EXIT.refused, said('refused: {side} is not braked', { side: term(where) }));
    const lines = await Array.fromAsync(brakePlan(context, where));
    const { reason, field, count, of, hash } = brake;
    if (options.csv !== undefined)
      await writeCsv(
        options.csv,
        COLUMNS,
        lines.map((line) => COLUMNS.map((column) => line[column])),
      );
    if (options.json) return printJson({ side: where, reason, field, count, of, hash, items: lines });
    if (options.csv === '-') return;
    const shown = lines
      .slice(0, SHOWN_MAX)
      .map((line) => [
        term(line.action),
        term(line.side ?? ''),
        line.clave ?? '',
        line.code ?? '',
        line.name,
        line.moved,
        line.detail,
      ]);
    say(table(COLUMNS.map(term), shown));
    if (lines.length > SHOWN_MAX)
      say(
        said('{shown} of {count} are shown; --csv FILE or --json has them all.', {
          shown: SHOWN_MAX,
          count: lines.length,
        }),
      );
    say(
      said('Let it through with: {command}', {
        command: bold(`npm run -s puente -- release ${where} ${hash}`),
      }),
    );
    for (const standing of more)
      say(
        said('{side} is also braked for {reason}, shown once this is done.', {
          side: term(where),
          reason: reasonOf(standing.reason),
        }),
      );
  });
}
