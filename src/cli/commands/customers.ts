import type { Command } from 'commander';
import { said } from '../words/words.ts';
import { examples, jsonOption } from './shared.ts';

/** Commands on one customer, named by its clave or its code. */
export function addCustomerCommands(program: Command): void {
  program
    .command('why')
    .argument('<key>', said('clave or code'))
    .description(said('why a customer is as it is, and what it waits for'))
    .option(...jsonOption())
    .addHelpText('after', examples('why 0000000004'))
    .action(async (key, options) => (await import('../why.ts')).why(key, options));

  program
    .command('resync')
    .argument('[key]', said('clave or code'))
    .description(said('read one customer, or with --all both sides, ahead of everything else'))
    .option('--all', said('both sides'))
    .option(...jsonOption())
    .addHelpText('after', examples('resync 0000000004', 'resync --all'))
    .action(async (key, options) => (await import('../queued.ts')).resync(key, options));

  const decisions = [
    ['pause', 'copy nothing between both sides of this customer, and create nobody', 'pauseCustomer'],
    ['resume', 'end a pause', 'resumeCustomer'],
    ['vouch', 'it is the same customer, although everything about it changed at once', 'vouchFor'],
  ] as const;
  for (const [name, description, decision] of decisions)
    program
      .command(name)
      .argument('<key>', said('clave or code'))
      .description(said(description))
      .option(...jsonOption())
      .addHelpText('after', examples(`${name} 0000000004`))
      .action(async (key, options) => (await import('../pause.ts'))[decision](key, options));

  program
    .command('retry')
    .argument('[key]', said('clave or code'))
    .description(
      said('try again what is parked, and thaw what is frozen; with --all what is parked of everybody'),
    )
    .option('--all', said('everybody who is parked'))
    .option('--code <code>', said('of all, those whom a side refused by this code'))
    .option('--reason <words>', said('of all, those whose reason holds these words'))
    .option(...jsonOption())
    .addHelpText('after', examples('retry 0000000004', 'retry --all --code 1343'))
    .action(async (key, options) => (await import('../pause.ts')).retryCustomer(key, options));

  addLinks(program);
  addPrivacy(program);
}

function addPrivacy(program: Command): void {
  const privacy = program.command('privacy').description(said('what is kept of a person (docs/privacy.md)'));
  const acts = [
    ['export', 'everything that is kept of a person, as JSON', 'exportPerson'],
    ['erase', 'erase it, but for the keys of the link, which is paused; not in the two systems', 'eraseOne'],
  ] as const;
  for (const [name, description, act] of acts)
    privacy
      .command(name)
      .description(said(description))
      .option('--phone <phone>', said('who shows or showed it, however it is written'))
      .option('--email <email>', said('who shows or showed it'))
      .option('--clave <clave>', said("ManagementPro's key"))
      .option('--code <code>', said("Aceptabits' key"))
      .option(...jsonOption())
      .addHelpText(
        'after',
        examples(`privacy ${name} --phone '999 123 4567'`, `privacy ${name} --clave 0000000004`),
      )
      .action(async (options) => (await import('../privacy.ts'))[act](options));
}

function addLinks(program: Command): void {
  const links = program.command('links').description(said('which customers are one'));
  links
    .command('export')
    .argument('[file]', said('stdout unless told'))
    .description(said('every link as CSV'))
    .option(...jsonOption())
    .addHelpText('after', examples('links export links.csv'))
    .action(async (file, options) => (await import('../links.ts')).exportLinks(file, options));
  links
    .command('import')
    .argument('<file>', said('CSV with the columns clave and code'))
    .description(said('link the pairs of a CSV; every line is checked before the first is linked'))
    .option('--dry-run', said('check only'))
    .option(...jsonOption())
    .addHelpText('after', examples('links import links.csv --dry-run'))
    .action(async (file, options) => (await import('../links.ts')).importLinks(file, options));
  links
    .command('add')
    .argument('<clave>')
    .argument('<code>')
    .description(said('link two customers; a link that either has is taken apart'))
    .option(...jsonOption())
    .addHelpText('after', examples('links add 0000000004 QWERTY'))
    .action(async (clave, code, options) => (await import('../links.ts')).addLink(clave, code, options));
  links
    .command('remove')
    .argument('<key>', said('clave or code'))
    .description(said('take a link apart; both customers stay, paused'))
    .option(...jsonOption())
    .addHelpText('after', examples('links remove 0000000004'))
    .action(async (key, options) => (await import('../links.ts')).removeLink(key, options));
}
