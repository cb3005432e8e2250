import type { Command } from 'commander';
import { said } from '../words/words.ts';
import { examples, jsonOption, pageOption } from './shared.ts';

/** Commands for what waits for a person; the same words as on the dashboard. */
export function addDecidingCommands(program: Command): void {
  addConflicts(program);
  addMatches(program);

  program
    .command('handwork')
    .description(said('what a person has to type into Aceptabits'))
    .option('--csv <file>', said('write all of it to a file, - for stdout'))
    .option(...pageOption())
    .option(...jsonOption())
    .addHelpText('after', examples('handwork', 'handwork --csv handwork.csv'))
    .action(async (options) => (await import('../handwork.ts')).handwork(options));

  program
    .command('history')
    .argument('[key]', said('clave or code of one customer'))
    .description(said('every write and decision, the newest first'))
    .option('--side <side>', said('the written side'))
    .option('--kind <kind>', said('linked, created, updated, conflict, decision, parked…'))
    .option('--by <person>', said('who decided'))
    .option('--job <run>', said('the job that wrote, as queue and job: write-aceptabits/20'))
    .option('--before <id>', said('older than this event'))
    .option(...jsonOption())
    .addHelpText(
      'after',
      examples('history', 'history 0000000004', 'history --kind updated --side aceptabits'),
    )
    .action(async (key, options) => (await import('../history.ts')).history(key, options));

  program
    .command('undo')
    .argument('[event]', said('id of an event of the history'))
    .description(said('put back what an event, a job or an approved run replaced; shows it first'))
    .option('--job <run>', said('everything that this job wrote: write-aceptabits/20'))
    .option('--approval <id>', said('everything since this approval or release, up to the next one'))
    .option('--yes', said('do it'))
    .option('--hash <hash>', said('only if exactly the preview of this hash would be put back'))
    .option(...jsonOption())
    .addHelpText(
      'after',
      examples('undo 1795300000000-0', 'undo --job write-aceptabits/20 --yes --hash q1W2e3R4t5Y6u7I8'),
    )
    .action(async (event, options) => (await import('../undo.ts')).undoRun(event, options));
}

const seenOption = () =>
  ['--seen <mark>', said('only if the values are still those of this mark in the list')] as const;

function addConflicts(program: Command): void {
  const conflicts = program
    .command('conflicts')
    .description(said('fields that both sides changed, differently'));
  conflicts
    .command('list', { isDefault: true })
    .description(said('all conflicts that wait, the oldest first'))
    .option(...pageOption())
    .option(...jsonOption())
    .addHelpText('after', examples('conflicts list'))
    .action(async (options) => (await import('../conflicts.ts')).listConflicts(options));
  conflicts
    .command('take')
    .argument('<key>', said('clave or code'))
    .argument('<field>', said('name, email, phone or salesperson'))
    .argument('<side>', said('managementpro or aceptabits'))
    .description(said('give both sides what one of them shows'))
    .option(...seenOption())
    .option(...jsonOption())
    .addHelpText('after', examples('conflicts take 0000000004 email aceptabits'))
    .action(async (key, field, side, options) =>
      (await import('../conflicts.ts')).takeConflict(key, field, side, options),
    );
  conflicts
    .command('resolve')
    .argument('<key>', said('clave or code'))
    .argument('<field>', said('name, email, phone or salesperson'))
    .argument('[value]')
    .description(said('give both sides another value'))
    .option('--empty', said('empty the field on both sides; never a name'))
    .option(...seenOption())
    .option(...jsonOption())
    .addHelpText('after', examples('conflicts resolve 0000000004 email ana@correo.mx'))
    .action(async (key, field, value, options) =>
      (await import('../conflicts.ts')).resolveConflict(key, field, value, options),
    );
}

function addMatches(program: Command): void {
  const matches = program.command('matches').description(said('customers who may be the same person'));
  matches
    .command('list', { isDefault: true })
    .description(said('all pairs that wait, with the evidence for and against'))
    .option(...pageOption())
    .option(...jsonOption())
    .addHelpText('after', examples('matches list'))
    .action(async (options) => (await import('../matches.ts')).listMatches(options));
  for (const [verdict, description] of [
    ['same', 'they are the same person: link them'],
    ['different', 'they are different people: never link them'],
  ] as const)
    matches
      .command(verdict)
      .argument('<clave>')
      .argument('<code>')
      .description(said(description))
      .option(...jsonOption())
      .addHelpText('after', examples(`matches ${verdict} 0000000004 QWERTY`))
      .action(async (clave, code, options) =>
        (await import('../matches.ts')).judge(clave, code, verdict, options),
      );
}
