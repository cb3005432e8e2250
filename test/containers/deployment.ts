/** One folder with a docker-compose.yml in it, driven like a person would, and what it looks like from outside. */
import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Status } from '../../src/report/status.ts';
import { freePort } from '../redis-local.ts';
import { output, type Ran, shell } from './shell.ts';

export type Deployment = {
  readonly dir: string;
  readonly url: string;
  readonly port: number;
  /** Runs commands in the folder; throws unless they end well. */
  run(script: string, input?: string): Promise<string>;
  /** Runs commands in the folder, however they end. */
  attempt(script: string, input?: string): Promise<Ran>;
  /** The container of a service, running or not. */
  container(service: string): Promise<string>;
  /** A field of `docker inspect`, such as `.State.ExitCode`. */
  inspect(service: string, field: string): Promise<string>;
  get(path: string, password?: string): Promise<{ code: number; body: string }>;
  status(): Promise<Status>;
  /** Waits until the status is as wanted. */
  until(wanted: (status: Status) => boolean, withinMs?: number): Promise<Status>;
  /** Everything the service has said so far. */
  log(service: string): Promise<string>;
  /** Removes containers, volumes, networks and the folder. */
  remove(): Promise<void>;
};

export type DeploymentOptions = {
  /** The clone whose sources are used, and the image that was built from it. */
  readonly clone: string;
  readonly image: string;
  readonly profile: 'live' | 'demo' | 'fleet';
  readonly password: (dir: string) => Promise<string>;
  /** A docker-compose.override.yml, which compose reads by itself. */
  readonly override?: string;
  readonly env?: Readonly<Record<string, string>>;
};

const LOOK_EVERY_MS = 200;
const UNTIL_MS = 120_000;

/** A fresh folder, as after `git clone`: no settings and no secrets yet. */
export async function deploy(options: DeploymentOptions): Promise<Deployment> {
  const dir = await freshFolder(options);
  const port = await freePort();
  const env = {
    COMPOSE_PROJECT_NAME: `puente-test-${randomBytes(4).toString('hex')}`,
    COMPOSE_PROFILES: options.profile,
    PUENTE_IMAGE: options.image,
    BUILD_NETWORK: 'host',
    HTTP_PORT: String(port),
    DEMO_PORT: String(port),
    ...options.env,
  };
  const run = (script: string, input = '') => output(script, { cwd: dir, env, input });
  const attempt = (script: string, input = '') => shell(script, { cwd: dir, env, input });
  const container = async (service: string) => run(`docker compose ps -q -a ${service} 2>/dev/null`);
  const url = `http://127.0.0.1:${port}`;
  const get = (path: string, password?: string) => ask(url + path, password);
  const status = async () => {
    const { code, body } = await get('/api/status', await options.password(dir));
    if (code !== 200) throw new Error(`/api/status answers ${code}: ${body}`);
    return JSON.parse(body) as Status;
  };
  return {
    dir,
    url,
    port,
    run,
    attempt,
    container,
    inspect: async (service, field) =>
      run(`docker inspect --format '{{json ${field}}}' ${await container(service)}`),
    get,
    status,
    until: (wanted, withinMs = UNTIL_MS) => until(status, wanted, withinMs),
    log: async (service) => run(`docker logs ${await container(service)} 2>&1`),
    remove: async () => {
      await attempt(
        'docker compose --profile demo --profile live --profile fleet down -v --remove-orphans -t 5',
      );
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function freshFolder({ clone, override }: DeploymentOptions): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'puente-deployed-'));
  await cp(clone, dir, { recursive: true });
  for (const left of ['secrets', '.env', '.npmrc', 'dump.rdb'])
    await rm(join(dir, left), { recursive: true, force: true });
  if (override !== undefined) await writeFile(join(dir, 'docker-compose.override.yml'), override);
  return dir;
}

async function ask(url: string, password?: string): Promise<{ code: number; body: string }> {
  const basic = `Basic ${Buffer.from(`puente:${password}`).toString('base64')}`;
  const headers: Record<string, string> = password === undefined ? {} : { authorization: basic };
  const answer = await fetch(url, { headers, redirect: 'manual', signal: AbortSignal.timeout(10_000) });
  return { code: answer.status, body: await answer.text() };
}

async function until(
  status: () => Promise<Status>,
  wanted: (status: Status) => boolean,
  withinMs: number,
): Promise<Status> {
  const deadline = Date.now() + withinMs;
  let last: unknown;
  while (Date.now() < deadline) {
    try {
      const now = await status();
      if (wanted(now)) return now;
      last = now;
    } catch (error) {
      last = error;
    }
    await pause(LOOK_EVERY_MS);
  }
  throw new Error(
    `not within ${withinMs} ms; last seen: ${last instanceof Error ? last : JSON.stringify(last)}`,
  );
}

/** The password that `prepare.sh` made for this folder. */
export async function ownPassword(dir: string): Promise<string> {
  return readFile(join(dir, 'secrets', 'dashboard_password'), 'utf8');
}
