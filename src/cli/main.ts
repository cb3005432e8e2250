#!/usr/bin/env node
import { CommanderError } from 'commander';
import { EXIT, Exit } from './exit.ts';
import { createProgram } from './program.ts';

// `puente history | head` is no failure: whoever reads has seen enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(EXIT.ok);
});

/** The one entry of Puente: what goes wrong is one clear line on stderr and an exit code for scripts. */
try {
  await createProgram().parseAsync();
  process.exitCode ??= EXIT.ok;
} catch (error) {
  if (error instanceof CommanderError) {
    // Commander has printed its own line by now; asking for help is no wrong use.
    const asked = ['commander.helpDisplayed', 'commander.version'].includes(error.code);
    process.exitCode = asked ? EXIT.ok : EXIT.usage;
  } else {
    process.exitCode = error instanceof Exit ? error.code : EXIT.failed;
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  }
}
