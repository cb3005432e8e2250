/** The environment before any value is looked at: secrets from files, and names that nobody knows. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { aboutSetting, SETTING_NAMES } from './settings.ts';

/** The values that are set, one line for each variable that is wrong, and the names these lines are about. */
export type Environment = { values: Record<string, string>; lines: string[]; reported: Set<string> };

/** Variables that begin so are ours: one that is not in the list is a slip of the pen, not somebody else's. */
const OUR_PREFIXES = [
  'MANAGEMENTPRO_',
  'ACEPTABITS_',
  'BRAKE_',
  'CONFLICT_POLICY_',
  'DASHBOARD_',
  'REDIS_SENTINEL_',
];

/** Kubernetes and Docker links put such names there for a service that is called, say, `dashboard`. */
const ORCHESTRATOR = /_(SERVICE_HOST|SERVICE_PORT(_\w+)?|PORT(_\d+_(TCP|UDP)(_\w+)?)?)$/;

const SECRETS: string[] = SETTING_NAMES.filter((name) => aboutSetting(name).secret);
const KNOWN = new Set<string>([...SETTING_NAMES, ...SECRETS.map((name) => `${name}_FILE`)]);

/**
 * Trims every value, drops the empty ones, puts the contents of `NAME_FILE` in the place of `NAME`. `file` is the one
 * that the values were written in.
 */
export function readEnvironment(env: NodeJS.ProcessEnv, file = '.env'): Environment {
  const set = Object.entries(env).flatMap(([name, value]) => {
    const bare = unquoted(value?.trim() ?? '');
    // An editor's byte order mark at the head of `.env` becomes part of the first name.
    return bare === '' ? [] : [[name.replace(/^\uFEFF/, ''), bare]];
  });
  const values: Record<string, string> = Object.fromEntries(set);
  const environment = { values, lines: unknownNames(values), reported: new Set<string>() };
  for (const name of cutAtSign(values, file)) {
    environment.reported.add(name);
    environment.lines.push(
      `${name}: ${basename(file)} cuts it off at its #; put the value between single quotes`,
    );
  }
  for (const name of SECRETS) takeFromFile(name, environment);
  return environment;
}

/** `docker run --env-file` hands the quotes on that every other reader of `.env` takes off. */
function unquoted(value: string): string {
  const [, , inner] = /^(["'])(.*)\1$/s.exec(value) ?? [];
  return inner === undefined ? value : inner.trim();
}

/** Settings whose value in the file holds a # outside of quotes: what follows it was taken for a comment. */
function cutAtSign(values: Record<string, string>, file: string): string[] {
  const lines = contents(file)?.split(/\r?\n/) ?? [];
  return lines.flatMap((line) => {
    const [, name = '', kept = ''] = /^\s*(?:export\s+)?(\w+)\s*=\s*([^\s"'`#][^#]*)#/.exec(line) ?? [];
    const cut = KNOWN.has(name) && kept === kept.trimEnd() && values[name] === kept;
    return cut ? [name] : [];
  });
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
  if (/[\r\n]/.test(secret)) return 'names a file of more than one line';
  return secret === '' ? 'names an empty file' : undefined;
}

/** The trimmed text of a file, undefined where it cannot be read. UTF-16 tells itself by its first bytes. */
export function contents(file: string): string | undefined {
  try {
    const bytes = readFileSync(file);
    const [first, second] = bytes;
    const wide = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
    const charset = wide ? (first === 0xff ? 'utf-16le' : 'utf-16be') : 'utf-8';
    return new TextDecoder(charset).decode(bytes).trim();
  } catch {
    return undefined;
  }
}
