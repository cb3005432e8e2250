/** The environment before any value is looked at: secrets from files, and names that nobody knows. */
import { readFileSync } from 'node:fs';
import { aboutSetting, SETTING_NAMES } from './settings.ts';

/** The values that are set, one line for each variable that is wrong, and the names these lines are about. */
export type Environment = { values: Record<string, string>; lines: string[]; reported: Set<string> };

/** Variables that begin so are ours: one that is not in the list is a slip of the pen, not somebody else's. */
const OUR_PREFIXES = ['MANAGEMENTPRO_', 'ACEPTABITS_', 'BRAKE_', 'CONFLICT_POLICY_', 'DASHBOARD_'];

/** Kubernetes and Docker links put such names there for a service that is called, say, `dashboard`. */
const ORCHESTRATOR = /_(SERVICE_HOST|SERVICE_PORT(_\w+)?|PORT(_\d+_(TCP|UDP)(_\w+)?)?)$/;

const SECRETS: string[] = SETTING_NAMES.filter((name) => aboutSetting(name).secret);
const KNOWN = new Set<string>([...SETTING_NAMES, ...SECRETS.map((name) => `${name}_FILE`)]);

/** Trims every value, drops the empty ones, puts the contents of `NAME_FILE` in the place of `NAME`. */
export function readEnvironment(env: NodeJS.ProcessEnv): Environment {
  const set = Object.entries(env).flatMap(([name, value]) => (value?.trim() ? [[name, value.trim()]] : []));
  const values: Record<string, string> = Object.fromEntries(set);
  const environment = { values, lines: unknownNames(values), reported: new Set<string>() };
  for (const name of SECRETS) takeFromFile(name, environment);
  return environment;
}

function unknownNames(values: Record<string, string>): string[] {
  return Object.keys(values)
    .filter((name) => OUR_PREFIXES.some((prefix) => name.startsWith(prefix)))
    .filter((name) => !KNOWN.has(name) && !ORCHESTRATOR.test(name))
    .map((name) => `${name}: is not a variable of Puente; .env.example lists them all`);
}

function takeFromFile(name: string, { values, lines, reported }: Environment): void {
  const file = values[`${name}_FILE`];
  if (file === undefined) return;
  const secret = contents(file);
  const wrong = wrongWithFile(name, values[name], secret);
  if (wrong === undefined && secret !== undefined) values[name] = secret;
  if (wrong === undefined) return;
  reported.add(name);
  lines.push(`${name}_FILE: ${wrong}; example: /run/secrets/${name.toLowerCase()}`);
}

function wrongWithFile(
  name: string,
  direct: string | undefined,
  secret: string | undefined,
): string | undefined {
  if (direct !== undefined) return `is set beside ${name}; keep one of them`;
  if (secret === undefined) return 'names a file that cannot be read';
  return secret === '' ? 'names an empty file' : undefined;
}

/** The trimmed text of a file, undefined where it cannot be read. */
export function contents(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return undefined;
  }
}
