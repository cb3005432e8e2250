import { CommanderError } from 'commander';
import { EXIT, Exit } from './exit.ts';
import { languageFor } from './language.ts';
import { createProgram } from './program.ts';
import { speak } from './words/words.ts';

/** The one way into Puente: what goes wrong is one clear line on stderr and an exit code for scripts. */
export async function run(args: readonly string[]): Promise<number> {
  try {
    speak(languageFor(languageAsked(args)));
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

/** Known before the commands are, for their help speaks it too. */
function languageAsked(args: readonly string[]): string | undefined {
  const at = args.findIndex((arg) => /^--lang(=|$)/u.test(arg));
  if (at < 0) return undefined;
  return args[at]?.slice('--lang='.length) || args[at + 1];
}
