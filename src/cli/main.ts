#!/usr/bin/env node
import { Command } from 'commander';
import { EXIT, Exit } from './exit.ts';

/**
 * The one entry of Puente. Each command is loaded only when it runs, so that `--help` is quick and the daemon
 * carries neither the demo nor the simulators.
 */
const program = new Command('puente')
  .description('Keeps the customers of ManagementPro and Aceptabits in step.')
  .showHelpAfterError('(puente --help shows every command)')
  .addHelpText(
    'after',
    `
Exit codes: 0 done · 1 failed · 2 wrong use or settings · 3 no daemon is running · 4 refused, look again

Examples:
  npm run -s puente -- doctor                 is everything set up?
  npm run -s puente -- plan --csv plan.csv    what would be done, nothing is written
  npm run -s puente -- approve                let the first sync begin
  npm run -s puente -- resync 0000000004      read one customer now
  npm run -s puente -- status --json | jq .differing`,
  );

const json = ['--json', 'print JSON for programs'] as const;

program
  .command('start')
  .description('run the daemon in the foreground until SIGTERM')
  .addHelpText('after', '\nExample:\n  npm start | npx pino-pretty')
  .action(async () => (await import('./start.ts')).start());

program
  .command('demo')
  .description('run Puente between two simulated systems')
  .option('--once', 'end when both sides are in step and ten further polls were silent')
  .option('--port <port>', 'of the web server', '3000')
  .option(...json)
  .addHelpText('after', '\nExamples:\n  npm run demo\n  npm run demo -- --once')
  .action(async (options) => (await import('./demo.ts')).demo(options));

program
  .command('plan')
  .description('read both sides and show what would be done; writes nothing')
  .option('--csv <file>', 'write every line of the plan to a file')
  .option(...json)
  .addHelpText('after', '\nExample:\n  npm run -s puente -- plan --csv plan.csv')
  .action(async (options) => (await import('./plan.ts')).plan(options));

program
  .command('approve [hash]')
  .description('approve the first plan: the one of this hash, or the one that waits now')
  .option(...json)
  .addHelpText('after', '\nExample:\n  npm run -s puente -- approve q1W2e3R4t5Y6u7I8')
  .action(async (hash, options) => (await import('./plan.ts')).approvePlan(hash, options));

program
  .command('status')
  .description('how both sides, the links and the queues stand')
  .option(...json)
  .addHelpText('after', '\nExample:\n  npm run -s puente -- status')
  .action(async (options) => (await import('./status.ts')).status(options));

program
  .command('resync [key]')
  .description('read one customer (clave or code), or with --all both sides, ahead of everything else')
  .option('--all', 'both sides')
  .option(...json)
  .addHelpText(
    'after',
    '\nExamples:\n  npm run -s puente -- resync 0000000004\n  npm run -s puente -- resync --all',
  )
  .action(async (key, options) => (await import('./queued.ts')).resync(key, options));

program
  .command('reconcile')
  .description('read both sides completely and decide on every link anew, as every night')
  .option(...json)
  .addHelpText('after', '\nExample:\n  npm run -s puente -- reconcile')
  .action(async (options) => (await import('./queued.ts')).reconcile(options));

program
  .command('doctor')
  .description('check settings, Redis, credentials, shop, routes and clocks')
  .option(...json)
  .addHelpText('after', '\nExample:\n  npm run -s puente -- doctor')
  .action(async (options) => (await import('./doctor.ts')).doctor(options));

try {
  await program.parseAsync();
  process.exitCode ??= EXIT.ok;
} catch (error) {
  process.exitCode = error instanceof Exit ? error.code : EXIT.failed;
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
}
