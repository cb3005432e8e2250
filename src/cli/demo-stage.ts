/** The stage of `puente demo`: two simulators full of customers, a private Redis and a real daemon between them. */
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, createApp } from '../app.ts';
import type { Config } from '../config/config.ts';
import { loadConfig } from '../config/load.ts';
import { type AceptabitsSimulator, startAceptabitsSimulator } from '../simulators/aceptabits.ts';
import { type ManagementProSimulator, startManagementProSimulator } from '../simulators/managementpro.ts';
import { seedWorld, type World } from '../simulators/world.ts';
import { announceDaemon } from '../store/daemons.ts';
import { createLog } from '../telemetry/log.ts';
import { startWeb, type Web } from '../web/server.ts';
import { EXIT } from './exit.ts';
import { said } from './words/words.ts';

export const SEED = 2026;
export const SIZE = { managementpro: 200, aceptabits: 150, shared: 80 };
const POLL = '1s';
const NAMESPACE_CHARS_MAX = 40;

export type Stage = {
  readonly managementpro: ManagementProSimulator;
  readonly aceptabits: AceptabitsSimulator;
  readonly world: World;
  readonly app: App;
  readonly config: Config;
  /** The dashboard's address; none where nobody looks. */
  readonly url: string | undefined;
  /** The port that was asked for and is somebody else's. */
  readonly portTaken: number | undefined;
};

/**
 * The settings of the demo: those of a real daemon, pointed at the simulators. Where it keeps its state and who may
 * look at it is the user's to say, so that it also runs in a container, beside a Redis.
 */
function demoConfig(
  managementpro: ManagementProSimulator,
  aceptabits: AceptabitsSimulator,
  dataDir: string,
  port: string,
): Config {
  return loadConfig({
    MANAGEMENTPRO_URL: managementpro.url,
    MANAGEMENTPRO_APIKEY: managementpro.apikey,
    ACEPTABITS_URL: aceptabits.url,
    ACEPTABITS_TOKEN: aceptabits.token,
    ACEPTABITS_SHOP: aceptabits.people.shops()[0]?.code,
    ACEPTABITS_SHOPS: '*',
    DATA_DIR: dataDir,
    REDIS_URL: process.env.REDIS_URL,
    REDIS_URL_FILE: process.env.REDIS_URL_FILE,
    NAMESPACE: `demo-${randomUUID()}`.slice(0, NAMESPACE_CHARS_MAX),
    HTTP_HOST: process.env.HTTP_HOST,
    DASHBOARD_PASSWORD: process.env.DASHBOARD_PASSWORD,
    DASHBOARD_PASSWORD_FILE: process.env.DASHBOARD_PASSWORD_FILE,
    MANAGEMENTPRO_POLL_EVERY: POLL,
    ACEPTABITS_POLL_EVERY: POLL,
    INITIAL_SYNC: 'auto',
    HTTP_PORT: port,
  });
}

/**
 * Both simulators full of customers, a private Redis, and the daemon between them. What is open already is closed in
 * reverse order however the opening ends, by a failure or by a signal: a demo leaves no Redis behind and no file.
 */
export async function openStage(
  port: number,
  withWeb: boolean,
  stop: AbortSignal,
  closing: AsyncDisposableStack,
): Promise<Stage> {
  const dataDir = await mkdtemp(join(tmpdir(), 'puente-demo-'));
  closing.defer(() => rm(dataDir, { recursive: true, force: true }));
  const managementpro = await startManagementProSimulator({ seed: SEED });
  closing.defer(() => managementpro.close());
  const aceptabits = await startAceptabitsSimulator({ seed: SEED });
  closing.defer(() => aceptabits.close());
  const world = seedWorld({ managementpro, aceptabits }, { seed: SEED, ...SIZE });
  const config = demoConfig(managementpro, aceptabits, dataDir, String(port));
  const app = await createApp(config, { log: createLog({ level: 'silent', pii: false }), giveUp: stop });
  closing.defer(() => app.close());
  void app.lost.then((why) => endAtOnce(why, dataDir));
  closing.defer(() => app.context.store.forget());
  closing.defer(() => app.engine.close());
  const web = withWeb ? await openWeb(app, config) : undefined;
  closing.defer(() => web?.close());
  const announcement = announceDaemon(app.context.store);
  closing.defer(() => announcement.stop());
  const portTaken = web === undefined || isAt(web, port) ? undefined : port;
  return { managementpro, aceptabits, world, app, config, url: web?.url, portTaken };
}

/** Without Redis nothing can be closed in good order, and nothing of a demo is worth waiting for. */
function endAtOnce(why: string, dataDir: string): never {
  process.stderr.write(`${said('{reason}: the demo ends', { reason: why })}\n`);
  rmSync(dataDir, { recursive: true, force: true });
  process.exit(EXIT.failed);
}

/** At the port that was asked for, or where that is taken at any other. */
async function openWeb({ context, engine }: App, config: Config): Promise<Web> {
  const at = (port: number) =>
    startWeb({
      context,
      queues: engine.queues,
      config: { ...config, http: { ...config.http, port } },
      log: context.log,
    });
  try {
    return await at(config.http.port);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    return at(0);
  }
}

function isAt({ url }: Web, port: number): boolean {
  return port === 0 || new URL(url).port === String(port);
}
