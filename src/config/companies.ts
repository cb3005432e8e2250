/** COMPANIES_DIR: what the process itself is told, and one `.env` for each company (docs/fleet.md). */
import { readdirSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { type Config, httpFrom } from './config.ts';
import { contents, readEnvironment } from './environment.ts';
import { ConfigError, line, linesFrom, loadConfig, openToStrangers, viewerNamedAlike } from './load.ts';
import { redisModeFrom, wrongWithRedis } from './redis.ts';
import { settings } from './settings.ts';

/** What concerns the process stands in its environment alone: Redis, the port, the log. */
const OF_PROCESS = {
  REDIS_URL: true,
  REDIS_MODE: true,
  REDIS_SENTINEL_NAME: true,
  REDIS_SENTINEL_USER: true,
  REDIS_SENTINEL_PASSWORD: true,
  DATA_DIR: true,
  NAMESPACE: true,
  ROLES: true,
  COMPANIES_DIR: true,
  HTTP_HOST: true,
  HTTP_PORT: true,
  TRUST_PROXY: true,
  OTEL_EXPORTER_OTLP_ENDPOINT: true,
  LOG_LEVEL: true,
  LOG_PII: true,
} as const;

/** What a company has as well: the process's own are the fleet's. */
const OF_BOTH = {
  BUSINESS_NAME: true,
  TIMEZONE: true,
  DASHBOARD_USER: true,
  DASHBOARD_PASSWORD: true,
  DASHBOARD_VIEWER: true,
  DASHBOARD_VIEWER_PASSWORD: true,
} as const;

/** What a company takes from the process unless its file says otherwise. */
const HANDED_DOWN = ['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY', 'TIMEZONE'] as const;

const ofProcess = settings.pick({ ...OF_PROCESS, ...OF_BOTH });
const COMPANY = /^[a-z0-9-]{1,40}$/;
const ENDING = '.env';
/** What a company's file is called by who meant one: some editors hide that they have added `.txt`. Copies beside it are none. */
const MEANT = /^[^.].*\.env(?:\.txt)?$/i;

/** The settings of a process that works for several companies. */
export type FleetConfig = Pick<
  Config,
  | 'redisUrl'
  | 'redisMode'
  | 'dataDir'
  | 'namespace'
  | 'roles'
  | 'http'
  | 'businessName'
  | 'timezone'
  | 'tracesEndpoint'
  | 'log'
> & {
  readonly companiesDir: string;
  /** What every company has in common with the process, as text. */
  readonly common: Readonly<Record<string, string>>;
};

/** One file of COMPANIES_DIR. */
export type CompanyFile = {
  /** Of the company: its namespace, and its place in addresses. */
  readonly name: string;
  /** Undefined where the file is wrong. */
  readonly config: Config | undefined;
  /** One line for each variable that is wrong. */
  readonly wrong: readonly string[];
  /** Changes when the file, or one that it names, has changed. */
  readonly mark: string;
  /** The files whose change is the company's. */
  readonly files: readonly string[];
};

/** The settings of the process, or ConfigError; undefined where it works for one company. */
export function loadFleet(env: NodeJS.ProcessEnv): FleetConfig | undefined {
  const environment = readEnvironment(env);
  const { values, lines } = environment;
  const dir = values.COMPANIES_DIR;
  if (dir === undefined) return undefined;
  const parsed = ofProcess.safeParse(values);
  const wrong = [...lines, ...linesFrom(parsed.error?.issues ?? [], environment), ...strayed(values)];
  if (parsed.success) wrong.push(...wrongWithRedis(parsed.data).map(([name, of]) => line(name, of)));
  wrong.push(...openToStrangers(environment), ...viewerNamedAlike(environment));
  if (companyFiles(dir) === undefined)
    wrong.push(line('COMPANIES_DIR', 'names a folder that cannot be read'));
  if (wrong.length > 0 || !parsed.success) throw new ConfigError(wrong);
  const s = parsed.data;
  const isCommon = (name: string) =>
    (name in OF_PROCESS || HANDED_DOWN.some((one) => one === name)) && !NOT_COMMON.has(name);
  return {
    companiesDir: dir,
    redisUrl: s.REDIS_URL,
    redisMode: redisModeFrom(s),
    dataDir: s.DATA_DIR,
    namespace: s.NAMESPACE,
    roles: s.ROLES,
    http: httpFrom(s),
    businessName: s.BUSINESS_NAME,
    timezone: s.TIMEZONE,
    tracesEndpoint: s.OTEL_EXPORTER_OTLP_ENDPOINT,
    log: { level: s.LOG_LEVEL, pii: s.LOG_PII },
    common: Object.fromEntries(Object.entries(values).filter(([name]) => isCommon(name))),
  };
}

/** Where the process listens is none of a company's business, and each has a namespace of its own. */
const NOT_COMMON = new Set(['NAMESPACE', 'COMPANIES_DIR', 'HTTP_HOST', 'HTTP_PORT']);

/** A key of one company in the environment of all would be nobody's, or everybody's. */
function strayed(values: Record<string, string>): string[] {
  const theirs = /^(MANAGEMENTPRO_|ACEPTABITS_)/;
  return Object.keys(values)
    .filter((name) => theirs.test(name))
    .map(
      (name) => `${name}: concerns one company, and COMPANIES_DIR is set; it belongs into the company's file`,
    );
}

/** The paths of the files, in the order of their names; undefined where the folder cannot be read. */
export function companyFiles(dir: string): string[] | undefined {
  try {
    return readdirSync(dir)
      .filter((file) => MEANT.test(file))
      .sort()
      .map((file) => join(dir, file));
  } catch {
    return undefined;
  }
}

/**
 * Reads one company; `instead` takes the place of some of its settings. Never throws for what stands in its file: that
 * stops nobody else.
 */
export function readCompany(file: string, fleet: FleetConfig, instead: NodeJS.ProcessEnv = {}): CompanyFile {
  const name = basename(file, ENDING);
  const text = contents(file);
  if (text === undefined) {
    const told = `${name}${ENDING}: cannot be read; is it a file, and may this process's user read it?`;
    return { name, config: undefined, wrong: [told], mark: markOf([file]), files: [file] };
  }
  const own = { ...named(parseEnv(text), fleet.companiesDir), ...instead };
  // Looked at before they are read: what changes meanwhile is read again.
  const marked = [file, ...filesIn(own)].map((one) => [one, markOf([one])] as const);
  const of = (wanted: (one: string) => boolean) => {
    const files = marked.filter(([one]) => wanted(one));
    return { files: files.map(([one]) => one), mark: files.map(([, mark]) => mark).join(' ') };
  };
  const wrong = [...wrongName(file, fleet), ...wrongPlace(own)];
  const read = loaded({ ...fleet.common, ...own, NAMESPACE: COMPANY.test(name) ? name : 'wrong' }, file);
  if (wrong.length > 0 || !read.ok)
    return { name, config: undefined, wrong: [...wrong, ...(read.ok ? [] : read.wrong)], ...of(() => true) };
  const config = { ...read.value, businessName: read.value.businessName ?? name };
  // A company looks after its ROUTES_FILE by itself, and goes on meanwhile.
  return { name, config, wrong, ...of((one) => one !== own.ROUTES_FILE) };
}

type Loaded =
  | { readonly ok: true; readonly value: Config }
  | { readonly ok: false; readonly wrong: string[] };

function loaded(env: NodeJS.ProcessEnv, file: string): Loaded {
  try {
    return { ok: true, value: loadConfig(env, file) };
  } catch (error) {
    if (error instanceof ConfigError) return { ok: false, wrong: error.lines };
    throw error;
  }
}

function wrongName(file: string, { namespace }: FleetConfig): string[] {
  const name = basename(file, ENDING);
  if (!COMPANY.test(name))
    return [`${basename(file)}: the name of the file must be 1 to 40 of a-z, 0-9 and -, and then ${ENDING}`];
  return name === namespace ? [`${name}${ENDING}: the fleet itself has this name; see NAMESPACE`] : [];
}

function wrongPlace(own: NodeJS.ProcessEnv): string[] {
  return Object.keys(own)
    .filter((name) => name.replace(/_FILE$/, '') in OF_PROCESS)
    .map((name) => `${name}: concerns the whole process, and belongs into its own environment`);
}

/** Paths start from the folder of the companies. */
function named(own: NodeJS.Dict<string>, dir: string): Record<string, string> {
  const entries = Object.entries(own).map(([name, value = '']) => [
    name,
    name.endsWith('_FILE') && value.trim() !== '' ? resolve(dir, value.trim()) : value,
  ]);
  return Object.fromEntries(entries);
}

function filesIn(own: NodeJS.ProcessEnv): string[] {
  return Object.entries(own).flatMap(([name, path]) => (name.endsWith('_FILE') && path ? [path] : []));
}

/** What tells that a file has changed, or has come or gone, without reading it. */
export function markOf(files: readonly string[]): string {
  return files.map(stampOf).join(' ');
}

/** A path that cannot even be looked at, such as one below a folder that is closed to us, is one company's matter: its error is its mark. */
function stampOf(file: string): string {
  try {
    const { ino, size, mtimeMs } = statSync(file);
    return `${ino}.${size}.${mtimeMs}`;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? '-';
  }
}
