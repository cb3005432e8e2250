import { CommanderError } from 'commander';
import { EXIT, Exit } from './exit.ts';
import { createProgram } from './program.ts';

/** The one way into Puente: what goes wrong is one clear line on stderr and an exit code for scripts. */
export async function run(args: readonly string[]): Promise<number> {
  try {
    await createProgram().parseAsync(args, { from: 'user' });
    return EXIT.ok;
  } catch (error) {
    if (error instanceof CommanderError) {
      // Commander has printed its own line by now; asking for help is no wrong use.
      const asked = ['commander.helpDisplayed', 'commander.version'].includes(error.code);
      return asked ? EXIT.ok : EXIT.usage;
    }
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof Exit ? error.code : EXIT.failed;
  }
}
