/** `puente probe` as a command: which systems are meant, what it may do to them, and how the report is told. */
import type { App } from '../app.ts';
import type { Config } from '../config/config.ts';
import { LANGUAGES, type Language } from '../domain/language.ts';
import { paceOf } from '../probe/pace.ts';
import { AlreadyProbing, type ProbeReport, probe, type SideReport } from '../probe/probe.ts';
import type { Words } from '../probe/words/shape.ts';
import { probeWordsIn } from '../probe/words/words.ts';
import { EXIT, Exit } from './exit.ts';
import { bold, printable, printJson, say, table } from './print.ts';
import { countingBar } from './progress.ts';
import { withApp } from './session.ts';
import { stopSignal } from './stop-signal.ts';
import { said } from './words/words.ts';

export type ProbeCommand = {
  readonly managementproUrl?: string;
  readonly managementproApikeyFile?: string;
  readonly aceptabitsUrl?: string;
  readonly aceptabitsTokenFile?: string;
  readonly aceptabitsShop?: string;
  readonly yesOnTheseSystems?: boolean;
  readonly demo?: boolean;
  readonly language?: string;
  readonly json?: boolean;
};

/** How long a write may stay unseen before its measure is given up. */
const LAG_WITHIN_MS = 15_000;
/** Measures of both sides, for the bar; how many there are depends on what is found. */
const STEPS = 36;

/** Measures both systems and prints what was found; ends non-zero where it broke off, or left a test customer. */
export async function probeCommand(options: ProbeCommand): Promise<void> {
  const language = languageOf(options.language);
  const stop = stopSignal();
  if (options.demo) {
    const { probeDemo } = await import('./demo-probe.ts');
    return probeDemo(stop, (app, config) => measureAndTell(app, config, stop, { ...options, language }));
  }
  const instead = otherSystems(options);
  return withApp((app, config) => measureAndTell(app, config, stop, { ...options, language }), {}, instead);
}

function languageOf(text: string | undefined): Language | undefined {
  const language = LANGUAGES.find((one) => one === text);
  if (text !== undefined && language === undefined)
    throw new Exit(EXIT.usage, said('--language {text} is neither es nor en', { text }));
  return language;
}

const WHICH =
  'say what to measure: a test company and the sandbox by --managementpro-url, --managementpro-apikey-file, --aceptabits-url, --aceptabits-token-file and --aceptabits-shop, or the systems of the settings by --yes-on-these-systems (test customers are created there and taken away again)';

/** The systems that were named instead of the configured ones. Keys come from files, never from the line. */
function otherSystems(options: ProbeCommand): NodeJS.ProcessEnv {
  const managementpro = [options.managementproUrl, options.managementproApikeyFile];
  const aceptabits = [options.aceptabitsUrl, options.aceptabitsTokenFile, options.aceptabitsShop];
  for (const named of [managementpro, aceptabits]) {
    const isWhole = named.every((one) => one !== undefined);
    const isNone = named.every((one) => one === undefined);
    if (!isWhole && (!isNone || !options.yesOnTheseSystems)) throw new Exit(EXIT.usage, said(WHICH));
  }
  return {
    ...named('MANAGEMENTPRO_URL', options.managementproUrl),
    ...named('MANAGEMENTPRO_APIKEY', options.managementproApikeyFile),
    ...named('ACEPTABITS_URL', options.aceptabitsUrl),
    ...named('ACEPTABITS_TOKEN', options.aceptabitsTokenFile),
    ...named('ACEPTABITS_SHOP', options.aceptabitsShop),
  };
}

const SECRETS = ['MANAGEMENTPRO_APIKEY', 'ACEPTABITS_TOKEN'];

function named(name: string, value: string | undefined): NodeJS.ProcessEnv {
  if (value === undefined) return {};
  const [set, unset] = SECRETS.includes(name) ? [`${name}_FILE`, name] : [name, `${name}_FILE`];
  return { [set]: value, [unset]: undefined };
}

async function measureAndTell(
  { context: { store } }: App,
  config: Config,
  stop: AbortSignal,
  {
    json,
    language = config.alertLanguage ?? 'es',
  }: { readonly json?: boolean; readonly language?: Language | undefined },
): Promise<void> {
  const bar = countingBar('probe', STEPS);
  let report: ProbeReport;
  try {
    report = await probe({
      store,
      managementpro: { ...setupOf(config, 'managementpro'), apikey: config.managementpro.apikey },
      aceptabits: {
        ...setupOf(config, 'aceptabits'),
        token: config.aceptabits.token,
        authHeader: config.aceptabits.authHeader,
        authPrefix: config.aceptabits.authPrefix,
        updatePath: config.aceptabits.customerUpdatePath,
        shop: config.aceptabits.shop,
      },
      random: Math.random,
      lagWithinMs: LAG_WITHIN_MS,
      stop,
      onStep: bar.add,
    });
  } catch (error) {
    if (error instanceof AlreadyProbing)
      throw new Exit(
        EXIT.refused,
        said('{what}: wait until it has ended; one that was killed counts as ended within a minute', {
          what: error.message,
        }),
      );
    throw error;
  } finally {
    bar.stop();
  }
  if (json) printJson(report);
  else for (const side of report.sides) tell(side, probeWordsIn(language));
  endBy(report);
}

function setupOf(config: Config, side: 'managementpro' | 'aceptabits') {
  const { url, timeoutMs, maxRps } = config[side];
  const limits = timeoutMs === undefined ? {} : { answerMs: timeoutMs, listMs: timeoutMs };
  const gate = paceOf(maxRps, Date.now);
  return { url, now: Date.now, proxy: config.proxy, limits, ...(gate && { gate }) };
}

function tell(report: SideReport, words: Words): void {
  const { side, profile, untold, savings, tidied, ended } = report;
  const name = side === 'managementpro' ? 'ManagementPro' : 'Aceptabits';
  say(bold(words.title(name, report.requests, report.ms)));
  const told = Object.entries(words.measured).flatMap(([name, [title, told]]) => {
    const value = Reflect.get(profile.measured, name);
    const why = untold[name];
    if (value !== undefined) return [[title, (told as (of: unknown) => string)(value)]];
    return why === undefined ? [] : [[title, words.untold(why)]];
  });
  say(table([words.head.what, words.head.told], told));
  if (savings !== undefined && savings.with < savings.without) say(words.savings(savings));
  if (ended !== undefined) say(printable(words.ended(ended)));
  if (tidied.done.length > 0) say(words.tidied(tidied.done.length, side));
  for (const { key, why } of tidied.left) say(printable(words.left(key, why)));
  say();
}

function endBy({ sides, stopped }: ProbeReport): void {
  const left = sides.reduce((count, { tidied }) => count + tidied.left.length, 0);
  if (left > 0)
    throw new Exit(
      EXIT.failed,
      said('{count} test customers are left; run it again, or take them away by hand', { count: left }),
    );
  if (stopped) throw new Exit(EXIT.failed, said('it was told to end, and has taken its test customers away'));
  if (sides.some(({ ended }) => ended !== undefined))
    throw new Exit(EXIT.failed, said('a side could not be measured'));
}
