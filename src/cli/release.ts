import type { Side } from '../domain/customer.ts';
import { allowUpdates } from '../people/allow-updates.ts';
import { release } from '../people/release-brake.ts';
import { brakePlan } from '../report/brake-plan.ts';
import { brakesOf } from '../sync/evaluate/brake-state.ts';
import { readNow } from '../sync/jobs/queues.ts';
import { writeCsv } from './csv.ts';
import { sideNamed } from './customers.ts';
import { EXIT, Exit } from './exit.ts';
import { bold, printJson, say, table } from './print.ts';
import { whoami, withApp } from './session.ts';

const SHOWN_MAX = 20;

/** What stands in place of a hash where not a brake is meant, but updates that have stopped by themselves. */
const UPDATES = 'updates';

async function releaseUpdates(side: Side, options: { readonly json?: boolean }): Promise<void> {
  return withApp(async ({ context, engine }) => {
    if (!(await allowUpdates(context, side, whoami())))
      throw new Exit(EXIT.refused, `refused: no updates of ${side} have stopped`);
    await readNow(engine.queues, [side]);
    if (options.json) printJson({ side, released: true });
    else say(`The updates of ${side} go on, one customer at a time until five were compared.`);
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
    if (brake === undefined) throw new Exit(EXIT.refused, `refused: ${where} is not braked`);
    if (!(await release(context, where, hash, whoami())))
      throw new Exit(
        EXIT.refused,
        `refused: no such lines were shown within a day; now the brake is about ${brake.reason}, ${brake.count} of ${brake.of}: ${brake.hash}`,
      );
    await readNow(engine.queues, [where]);
    if (options.json) printJson({ side: where, hash, released: true });
    else say(`Released: all lines of ${hash} that still stand (${brake.reason}, ${where}).`);
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
    if (brake === undefined) throw new Exit(EXIT.refused, `refused: ${where} is not braked`);
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
    const shown = lines.slice(0, SHOWN_MAX).map((line) => COLUMNS.map((column) => line[column] ?? ''));
    say(table([...COLUMNS], shown));
    if (lines.length > SHOWN_MAX)
      say(`${SHOWN_MAX} of ${lines.length} are shown; --csv FILE or --json has them all.`);
    say(`Let it through with: ${bold(`npm run -s puente -- release ${where} ${hash}`)}`);
    for (const standing of more)
      say(`${where} is also braked for ${standing.reason}, shown once this is done.`);
  });
}
