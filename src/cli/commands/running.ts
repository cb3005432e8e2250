import type { Command } from 'commander';
import { said } from '../words/words.ts';
import { examples, jsonOption } from './shared.ts';

/** Commands for whoever sets Puente up and keeps it running. */
export function addRunningCommands(program: Command): void {
  addStarting(program);
  addExamining(program);
  addAgreeing(program);
  addStanding(program);
  addRoutes(program);
  addServices(program);
}

function addStarting(program: Command): void {
  program
    .command('start')
    .description(said('run the daemon in the foreground until SIGTERM'))
    .addHelpText('after', `\n${said('Example')}:\n  npm start | npx pino-pretty`)
    .action(async () => (await import('../start.ts')).start());

  program
    .command('demo')
    .description(said('run Puente between two simulated systems'))
    .option('--once', said('end when both sides are in step and ten further polls were silent'))
    .option('--port <port>', said('of the web server'), '3000')
    .option(...jsonOption())
    .addHelpText('after', `\n${said('Examples')}:\n  npm run demo\n  npm run demo -- --once`)
    .action(async (options) => (await import('../demo.ts')).demo(options));
}

function addExamining(program: Command): void {
  program
    .command('doctor')
    .description(said('check settings, Redis, both sides, the update method, and where alerts and traces go'))
    .option(...jsonOption())
    .addHelpText('after', examples('doctor'))
    .action(async (options) => (await import('../doctor.ts')).doctor(options));

  program
    .command('probe')
    .description(said('measure what the documents leave open, with test customers that it takes away again'))
    .option('--managementpro-url <url>', said('of a test company'))
    .option('--managementpro-apikey-file <file>', said('which holds its apikey'))
    .option('--aceptabits-url <url>', said('of the sandbox'))
    .option('--aceptabits-token-file <file>', said('which holds its token'))
    .option('--aceptabits-shop <code>', said('a shop of the sandbox'))
    .option('--yes-on-these-systems', said('on the systems of the settings, which the daemon works on'))
    .option('--demo', said('on two simulated systems; needs no settings'))
    .option('--language <language>', said('of the report: es or en; ALERT_LANGUAGE unless told'))
    .option(...jsonOption())
    .addHelpText(
      'after',
      examples(
        'probe --demo',
        'probe --managementpro-url https://prueba.example/wservices/ --managementpro-apikey-file mp.key \\\n      --aceptabits-url https://sandbox.example/api/thirdparty/v1 --aceptabits-token-file a.token --aceptabits-shop pgbsho1',
        'probe --yes-on-these-systems --json > probe.json',
      ),
    )
    .action(async (options) => (await import('../probe.ts')).probeCommand(options));

  program
    .command('hash-password')
    .description(said('read a password from stdin and print its hash, for DASHBOARD_PASSWORD'))
    .option(...jsonOption())
    .addHelpText('after', examples('hash-password'))
    .action(async (options) => (await import('../hash-password.ts')).hashPassword(options));

  program
    .command('quality')
    .description(
      said('report before going live: duplicates, invalid RFCs, e-mails and phones; writes nothing'),
    )
    .option('--csv <file>', said('write every finding to a file, - for stdout'))
    .option('--no-read', said('judge what is known from the last readings instead of reading both sides'))
    .option(...jsonOption())
    .addHelpText('after', examples('quality', 'quality --csv quality.csv', 'quality --json | jq .counts'))
    .action(async (options) => (await import('../quality.ts')).quality(options));
}

/** What a person agrees to before it is done. */
function addAgreeing(program: Command): void {
  program
    .command('plan')
    .description(said('read both sides and show what would be done; writes nothing'))
    .option('--csv <file>', said('write every line of the plan to a file, - for stdout'))
    .option('--braked <side>', said('instead what a release of this brake would let through; reads nothing'))
    .option(...jsonOption())
    .addHelpText('after', examples('plan --csv plan.csv', 'plan --braked managementpro'))
    .action(async (options) =>
      options.braked === undefined
        ? (await import('../plan.ts')).plan(options)
        : (await import('../release.ts')).brakedPlan(options.braked, options),
    );

  program
    .command('approve')
    .argument('[hash]')
    .description(
      said('approve the lines of the first plan: of the one of this hash, or of the one that waits now'),
    )
    .option(...jsonOption())
    .addHelpText('after', examples('approve q1W2e3R4t5Y6u7I8'))
    .action(async (hash, options) => (await import('../plan.ts')).approvePlan(hash, options));

  program
    .command('refuse')
    .argument('[hash]')
    .description(
      said('refuse the first plan, or the one of this hash: nothing is written until another is approved'),
    )
    .option(...jsonOption())
    .addHelpText('after', examples('refuse q1W2e3R4t5Y6u7I8'))
    .action(async (hash, options) => (await import('../plan.ts')).refuseFirstPlan(hash, options));

  program
    .command('release')
    .argument('<side>', said('managementpro or aceptabits'))
    .argument('<hash>', said('of the brake, as status --json shows it'))
    .description(said('let through the lines that a brake has shown, as far as they still stand'))
    .option(...jsonOption())
    .addHelpText('after', examples('release managementpro q1W2e3R4t5Y6u7I8', 'release managementpro updates'))
    .action(async (side, hash, options) => (await import('../release.ts')).releaseBrake(side, hash, options));
}

function addStanding(program: Command): void {
  program
    .command('status')
    .description(said('how both sides, the links and the queues stand'))
    .option('--verbose', said('also how each side was read, and what reading costs'))
    .option(...jsonOption())
    .addHelpText('after', examples('status', 'status --verbose --lang es', 'status --json | jq .differing'))
    .action(async (options) => (await import('../status.ts')).status(options));

  program
    .command('companies')
    .description(said('every company of COMPANIES_DIR, whoever needs somebody first'))
    .option(...jsonOption())
    .addHelpText(
      'after',
      examples('companies', "companies --json | jq '.[] | select(.now.differing > 0).name'"),
    )
    .action(async (options) => (await import('../companies.ts')).companies(options));

  program
    .command('reconcile')
    .description(said('read both sides completely and decide on every link anew, as every night'))
    .option(...jsonOption())
    .addHelpText('after', examples('reconcile'))
    .action(async (options) => (await import('../queued.ts')).reconcile(options));
}

function addRoutes(program: Command): void {
  program
    .command('agents')
    .description(said('the agents of Aceptabits, and which vendedores lead to them'))
    .option(...jsonOption())
    .addHelpText('after', examples('agents'))
    .action(async (options) => (await import('../agents.ts')).agents(options));

  program
    .command('routes')
    .description(said('sucursales beside shops and vendedores beside agents, and what speaks for each route'))
    .option('--write', said('write ROUTES_FILE: the routes that there are, and those that are proposed'))
    .option(...jsonOption())
    .addHelpText('after', examples('routes', 'routes --write'))
    .action(async (options) => (await import('../routes.ts')).routes(options));
}

function addServices(program: Command): void {
  const services = program.command('services').description(said('services of Aceptabits'));
  services
    .command('add')
    .argument('<name>')
    .description(said('add one service once, the way of a list of one line'))
    .option('--price <pesos>', said('such as 100.55'))
    .option('--shop <code>', said('ACEPTABITS_SHOP unless told'))
    .option(...jsonOption())
    .addHelpText('after', examples('services add "Corte de cabello" --price 180.00'))
    .action(async (name, options) => (await import('../services.ts')).addService(name, options));
  services
    .command('push')
    .argument('<file>', said('CSV with the columns name, price_mxn, shop (or nombre, precio, tienda)'))
    .description(said('add every service of a CSV once; every line is checked before the first is sent'))
    .option('--dry-run', said('check only'))
    .option('--csv <file>', said('what became of every line, - for stdout'))
    .option(...jsonOption())
    .addHelpText(
      'after',
      examples(
        'services push servicios.csv --dry-run',
        'services push servicios.csv --csv resultado.csv',
        'services push servicios.csv --json | jq .made',
      ),
    )
    .action(async (file, options) => (await import('../push-services.ts')).pushServices(file, options));
  services
    .command('list')
    .description(said('the services of Aceptabits, the newest first'))
    .option('--search <words>', said('in name, code and shop'))
    .option('--shop <code>', said('of one shop'))
    .option(...jsonOption())
    .addHelpText('after', examples('services list', 'services list --search corte --json'))
    .action(async (options) => (await import('../services.ts')).listServices(options));
}
