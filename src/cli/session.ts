import { type App, type AppOptions, createApp } from '../app.ts';
import type { Config } from '../config/config.ts';
import { ConfigError, loadConfig } from '../config/load.ts';
import { livingDaemons } from '../store/daemons.ts';
import { type Lines, linesTo } from '../telemetry/lines.ts';
import { createLog, type Log } from '../telemetry/log.ts';
import { EXIT, Exit } from './exit.ts';
import { said } from './words/words.ts';

/** The settings of this process, or one line per variable that is wrong. */
export function settings(env: NodeJS.ProcessEnv = process.env): Config {
  try {
    return loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) throw new Exit(EXIT.usage, error.lines.join('\n'));
    throw error;
  }
}

/** The log of a process; commands log to stderr, so that stdout holds their answer alone. */
export function logFor(config: Config, lines: Lines, level = config.log.level): Log {
  const secrets = [
    config.managementpro.apikey,
    config.aceptabits.token,
    config.http.password,
    config.http.viewer?.password,
  ];
  return createLog({
    level,
    pii: config.log.pii,
    secrets,
    destination: lines,
  });
}

/** A person waits for the answer of a command, so it does not wait for Redis for long. */
const REDIS_WITHIN_MS = 10_000;

/** Runs a command on the state and the clients, without working on any queue. */
export async function withApp<T>(
  command: (app: App, config: Config) => Promise<T>,
  options: Partial<AppOptions> = {},
  env: NodeJS.ProcessEnv = process.env,
): Promise<T> {
  const config = settings(env);
  const giveUp = AbortSignal.timeout(REDIS_WITHIN_MS);
  const app = await createApp(config, { log: logFor(config, linesTo(2), 'error'), giveUp, ...options });
  try {
    return await command(app, config);
  } finally {
    await app.close();
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
