#!/usr/bin/env node
import './lean-builtins.ts';
import { EXIT } from './exit.ts';
import { run } from './run.ts';

// `puente history | head` is no failure: whoever reads has seen enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(EXIT.ok);
});

process.exitCode = await run(process.argv.slice(2));
