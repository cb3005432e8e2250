import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { addCustomerCommands } from './commands/customers.ts';
import { addDecidingCommands } from './commands/deciding.ts';
import { addRunningCommands } from './commands/running.ts';
import { COMPANY } from './company.ts';
import { said, term } from './words/words.ts';

/** Read at run time: imports of JSON are none of what plain Node runs without a word. */
const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

/**
 * Every command of Puente. Each is loaded only when it runs, so that `--help` is quick and the daemon carries
 * neither the demo nor the simulators.
 */
export function createProgram(): Command {
  const program = new Command('puente')
    .description(said('Keeps the customers of ManagementPro and Aceptabits in step.'))
    .version(manifest.version, '-V, --version', said('output the version number'))
    .helpOption('-h, --help', said('display help for command'))
    .helpCommand('help [command]', said('display help for command'))
    .configureHelp({ styleTitle: term })
    .configureOutput({ outputError: (line, write) => write(inOurWords(line)) })
    .option('--lang <language>', said('es or en; that of the shell (LANG) unless told'))
    .showHelpAfterError(said('(puente --help shows every command)'))
    // Thrown, so that main.ts gives wrong use its own exit code.
    .exitOverride()
    .option('--company <name>', said('which company of COMPANIES_DIR the command is about'))
    .hook('preAction', () => {
      const { company } = program.opts<{ company?: string }>();
      if (company !== undefined) process.env[COMPANY] = company;
    })
    .addHelpText(
      'after',
      [
        '',
        said(
          'Exit codes: 0 done · 1 failed · 2 wrong use or settings · 3 no daemon is running, or nothing of that name · 4 refused, look again',
        ),
        '',
        `${said('Examples')}:`,
        `  npm run -s puente -- doctor                 ${said('is everything set up?')}`,
        `  npm run -s puente -- quality                ${said('what should be mended before going live?')}`,
        `  npm run -s puente -- plan --csv plan.csv    ${said('what would be done, nothing is written')}`,
        `  npm run -s puente -- approve                ${said('let the first sync begin')}`,
        `  npm run -s puente -- why 0000000004         ${said('why is this customer as it is?')}`,
        '  npm run -s puente -- status --json | jq .differing',
        `  npm run -s puente -- companies              ${said('who of many needs somebody?')}`,
        `  npm run -s puente -- --company acme status  ${said('a command about one of them')}`,
      ].join('\n'),
    );
  addRunningCommands(program);
  addDecidingCommands(program);
  addCustomerCommands(program);
  program
    .command('completion')
    .argument('<shell>', said('bash or zsh'))
    .description(said('print a script that completes commands and options'))
    .addHelpText('after', `\n${said('Example')}:\n  eval "$(npm run -s puente -- completion bash)"`)
    .action(async (shell) => (await import('./completion.ts')).completion(shell, createProgram()));
  return program;
}

/** Commander's own complaints in the language of this process: their beginnings are ours to say. */
function inOurWords(line: string): string {
  return line
    .replace(/^error: (?:unknown command|unknown option|missing required argument|too many arguments)/u, term)
    .replace(/\(Did you mean (.+?)\?\)/u, (_, word: string) => said('(Did you mean {word}?)', { word }));
}
