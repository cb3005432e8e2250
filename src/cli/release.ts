import { brakeOf, release } from '../sync/brakes.ts';
import { sideNamed } from './customers.ts';
import { EXIT, Exit } from './exit.ts';
import { printJson, say } from './print.ts';
import { whoami, withApp } from './session.ts';

/** Lets through exactly what a brake has shown (rule 10). */
export function releaseBrake(
  side: string,
  hash: string,
  options: { readonly json?: boolean },
): Promise<void> {
  const where = sideNamed(side);
  return withApp(async ({ context, engine }) => {
    const brake = await brakeOf(context, where);
    if (brake === undefined) throw new Exit(EXIT.refused, `refused: ${where} is not braked`);
    if (!(await release(context, where, hash, whoami())))
      throw new Exit(
        EXIT.refused,
        `refused: the brake is about something else by now (${brake.reason}, ${brake.count} of ${brake.of}): ${brake.hash}`,
      );
    await engine.queues.scan[where].add('poll', {}, { priority: 1 });
    if (options.json) printJson({ side: where, hash, released: true });
    else say(`Released: ${brake.reason}, ${brake.count} of ${brake.of} customers of ${where}.`);
  });
}
