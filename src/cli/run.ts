import type { CommanderError } from 'commander';
import { EXIT, Exit } from './exit.ts';
import { languageFor } from './language.ts';
import { speak } from './words/words.ts';

/** The one way into Puente: what goes wrong is one clear line on stderr and an exit code for scripts. */
export async function run(args: readonly string[]): Promise<number> {
  try {
    speak(languageFor(languageAsked(args)));
    await carryOut(args);
    return EXIT.ok;
  } catch (error) {
    if (isOfCommander(error)) {
      // Commander has printed its own line by now; asking for help is no wrong use.
      const asked = ['commander.helpDisplayed', 'commander.version'].includes(error.code);
      return asked ? EXIT.ok : EXIT.usage;
    }
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof Exit ? error.code : EXIT.failed;
  }
}

/** The daemon is started by one word, and needs none of what reads a command line. */
async function carryOut(args: readonly string[]): Promise<void> {
  if (args.length === 1 && args[0] === 'start') return (await import('./start.ts')).start();
  const { createProgram } = await import('./program.ts');
  await createProgram().parseAsync(args, { from: 'user' });
}

function isOfCommander(error: unknown): error is CommanderError {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('commander.');
}

/** Known before the commands are, for their help speaks it too. */
function languageAsked(args: readonly string[]): string | undefined {
  const at = args.findIndex((arg) => /^--lang(=|$)/u.test(arg));
  if (at < 0) return undefined;
  return args[at]?.slice('--lang='.length) || args[at + 1];
}
