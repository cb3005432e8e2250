import { basename } from 'node:path';
import { type App, type AppOptions, createApp } from '../app.ts';
import { companyFiles, type FleetConfig, loadFleet, readCompany } from '../config/companies.ts';
import type { Config } from '../config/config.ts';
import { ConfigError, loadConfig } from '../config/load.ts';
import { orGivenUp, RedisAway } from '../store/connection.ts';
import { livingDaemons } from '../store/daemons.ts';
import { type Lines, linesTo } from '../telemetry/lines.ts';
import { createLog, type Log } from '../telemetry/log.ts';
import { COMPANY } from './company.ts';
import { EXIT, Exit } from './exit.ts';
import { said } from './words/words.ts';

/**
 * The settings of the one company that this process is about, or one line per variable that is wrong. `instead` holds
 * what the command line says in the place of some of them.
 */
export function settings(instead: NodeJS.ProcessEnv = {}): Config {
  const [fleet, name] = [fleetSettings(), process.env[COMPANY]];
  if (fleet !== undefined) return companyNamed(name, fleet, instead);
  // Whoever names one of many does not mean the one that the variables of this shell happen to be about.
  if (name !== undefined) throw noCompanies();
  return orLines(() => loadConfig({ ...process.env, ...instead }));
}

/** Those of a process that works for several companies; undefined where COMPANIES_DIR is not set. */
export function fleetSettings(): FleetConfig | undefined {
  return orLines(() => loadFleet(process.env));
}

/** For a command about many companies, or one of them. */
export function noCompanies(): Exit {
  return new Exit(EXIT.usage, said('COMPANIES_DIR is not set: this process works for one company'));
}

function companyNamed(name: string | undefined, fleet: FleetConfig, instead: NodeJS.ProcessEnv): Config {
  const files = companyFiles(fleet.companiesDir) ?? [];
  const names = files.map((file) => basename(file, '.env'));
  if (name === undefined)
    throw new Exit(
      EXIT.usage,
      said('there are several companies: name one with --company ({names})', { names: names.join(', ') }),
    );
  const file = files[names.indexOf(name)];
  if (file === undefined)
    throw new Exit(
      EXIT.notThere,
      said('there is no {name}.env among the companies ({names})', { name, names: names.join(', ') }),
    );
  const { config, wrong } = readCompany(file, fleet, instead);
  if (config === undefined) throw new Exit(EXIT.usage, wrong.join('\n'));
  return config;
}

function orLines<T>(load: () => T): T {
  try {
    return load();
  } catch (error) {
    if (error instanceof ConfigError) throw new Exit(EXIT.usage, error.lines.join('\n'));
    throw error;
  }
}

/** The log of one company; commands log to stderr, so that stdout holds their answer alone. */
export function logFor(config: Config, lines: Lines, level = config.log.level, company?: string): Log {
  const secrets = [
    config.managementpro.apikey,
    config.aceptabits.token,
    config.http.password,
    config.http.viewer?.password,
  ];
  return createLog({
    level,
    company,
    pii: config.log.pii,
    secrets,
    destination: lines,
  });
}

/** A person waits for the answer of a command, so it does not wait for Redis for long. */
export const REDIS_WITHIN_MS = 10_000;
/** For its last words. */
const ENDS_WITHIN_MS = 500;

/** Runs a command on the state and the clients, without working on any queue. */
export async function withApp<T>(
  command: (app: App, config: Config) => Promise<T>,
  options: Partial<AppOptions> = {},
  instead: NodeJS.ProcessEnv = {},
): Promise<T> {
  const config = settings(instead);
  const log = logFor(config, linesTo(2), 'error');
  return unlessGone(async () => {
    const app = await createApp(config, { log, patienceMs: REDIS_WITHIN_MS, ...options });
    try {
      return await orGivenUp(command(app, config), app.gone);
    } finally {
      await orGivenUp(app.close(), app.gone);
    }
  });
}

/** What still waits for a Redis that has gone away in the middle must not keep the process. */
export async function unlessGone<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RedisAway) setTimeout(() => process.exit(), ENDS_WITHIN_MS).unref();
    throw error;
  }
}

/** Commands that hand work to the daemon say so when there is none. */
export async function requireDaemon(app: App): Promise<void> {
  if ((await livingDaemons(app.context.store)) > 0) return;
  throw new Exit(
    EXIT.notThere,
    said('no Puente daemon is running on this namespace: start one with npm start'),
  );
}

/** Who decided, for the history. */
export function whoami(): string {
  return `cli:${process.env.SUDO_USER ?? process.env.USER ?? 'unknown'}`;
}
