/** From the environment of the process to a checked configuration, or to one line for each thing that is wrong. */
import type { Routes } from '../domain/customer.ts';
import { type Config, configFrom } from './config.ts';
import { newCustomerDefaults } from './defaults.ts';
import { contents, type Environment, readEnvironment } from './environment.ts';
import { type Checked, checkJson } from './json.ts';
import { wrongWithShops } from './own-shops.ts';
import { wrongWithRedis } from './redis.ts';
import { NO_ROUTES, routes } from './routes.ts';
import { aboutSetting, SETTING_NAMES, type SettingName, type Settings, settings } from './settings.ts';

/** The start stops here. `lines` has one line per variable: its name, what is wrong, an example; no secrets. */
export class ConfigError extends Error {
  readonly lines: string[];

  constructor(lines: string[]) {
    super(lines.join('\n'));
    this.name = 'ConfigError';
    this.lines = lines;
  }
}

/**
 * Reads every setting from `env`, the files that `NAME_FILE` and ROUTES_FILE name included.
 * `file` is the `.env` they were written in, where it is another than the process's own.
 * Throws ConfigError when any is missing, wrong, or not ours.
 */
export function loadConfig(env: NodeJS.ProcessEnv, file?: string): Config {
  const environment = readEnvironment(env, file);
  const parsed = settings.safeParse(environment.values);
  const lines = [...environment.lines, ...linesFrom(parsed.error?.issues ?? [], environment)];
  // The JSON settings are checked even when another variable is wrong, so that one start shows all of it.
  const defaults = checkJson(environment.values.MANAGEMENTPRO_DEFAULTS ?? '{}', newCustomerDefaults);
  const routing = readRoutes(environment.values.ROUTES_FILE);
  if (!defaults.ok) lines.push(line('MANAGEMENTPRO_DEFAULTS', defaults.wrong));
  if (!routing.ok) lines.push(line('ROUTES_FILE', routing.wrong));
  if (routing.ok && parsed.success) lines.push(...foreignShops(parsed.data, routing.value));
  if (parsed.success) lines.push(...wrongWithRedis(parsed.data).map(([name, wrong]) => line(name, wrong)));
  lines.push(...openToStrangers(environment), ...viewerNamedAlike(environment), ...mailByHalf(environment));
  if (lines.length > 0 || !parsed.success || !defaults.ok || !routing.ok) throw new ConfigError(lines);
  return configFrom(parsed.data, { defaults: defaults.value, routes: routing.value });
}

/** One line for each variable: the first thing that is wrong with it. */
export function linesFrom(
  issues: { path: PropertyKey[]; message: string }[],
  { reported }: Pick<Environment, 'reported'>,
): string[] {
  return SETTING_NAMES.filter((name) => !reported.has(name)).flatMap((name) => {
    const issue = issues.find(({ path }) => path[0] === name);
    return issue === undefined ? [] : [line(name, issue.message)];
  });
}

export function line(name: SettingName, wrong: string): string {
  return `${name}: ${wrong}; example: ${aboutSetting(name).example}`;
}

function readRoutes(file: string | undefined): Checked<Routes> {
  if (file === undefined) return { ok: true, value: NO_ROUTES };
  const source = contents(file);
  return source === undefined
    ? { ok: false, wrong: 'names a file that cannot be read' }
    : checkJson(source, routes);
}

/** Whoever is created has to be ours afterwards. */
function foreignShops(
  { ACEPTABITS_SHOPS: own = 'all', ACEPTABITS_SHOP: shop }: Settings,
  routes: Routes,
): string[] {
  const wrong = wrongWithShops(own, shop, routes);
  return wrong === undefined ? [] : [line('ACEPTABITS_SHOPS', wrong)];
}

/** Customer data is shown to whoever reaches the port, so a port that others reach needs a password. */
export function openToStrangers({ values, reported }: Environment): string[] {
  const guarded = values.DASHBOARD_PASSWORD !== undefined || reported.has('DASHBOARD_PASSWORD');
  if (guarded || isLoopback(values.HTTP_HOST ?? 'localhost')) return [];
  return [line('DASHBOARD_PASSWORD', 'is missing, and HTTP_HOST is not a loopback address')];
}

/** With one name for both, nobody could say who is meant. */
export function viewerNamedAlike({ values }: Environment): string[] {
  const same = (values.DASHBOARD_VIEWER ?? 'viewer') === (values.DASHBOARD_USER ?? 'puente');
  if (values.DASHBOARD_VIEWER_PASSWORD === undefined || !same) return [];
  return [line('DASHBOARD_VIEWER', 'must be another name than DASHBOARD_USER')];
}

/** A mail that has no server, or that goes to nobody, would be missed only on the day that it is needed. */
function mailByHalf({ values, reported }: Environment): string[] {
  const isSet = (name: SettingName) => values[name] !== undefined || reported.has(name);
  const [server, to] = [isSet('SMTP_URL'), isSet('ALERT_EMAIL_TO')];
  if (server && !to) return [line('ALERT_EMAIL_TO', 'is missing, and SMTP_URL is set')];
  if (!server && (to || isSet('ALERT_EMAIL_FROM')))
    return [line('SMTP_URL', 'is missing, and mails are to be sent')];
  return [];
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
}
