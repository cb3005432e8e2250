import { once } from 'node:events';
import { flushCompileCache } from 'node:module';
import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { createApp } from '../app.ts';
import type { FleetConfig } from '../config/companies.ts';
import type { Config } from '../config/config.ts';
import { openGround } from '../ground.ts';
import { Store } from '../store/store.ts';
import { type Lines, linesTo } from '../telemetry/lines.ts';
import { createLog, type Log } from '../telemetry/log.ts';
import { watchOver } from '../watch-over.ts';
import { startWeb, type Web } from '../web/server.ts';
import { EXIT } from './exit.ts';
import { fleetSettings, logFor, settings } from './session.ts';
import { stopSignal } from './stop-signal.ts';

/** While we stop, a Redis that is away for so long is not waited for: no job can be finished without it. */
const AWAY_FOR_MS = 3_000;
const LOOK_EVERY_MS = 200;

/** The daemon: one foreground process until SIGTERM or SIGINT; then the jobs in hand are finished. */
export async function start(): Promise<void> {
  // Listened to before anything else: the first process of a container is deaf to a signal without a listener.
  const stop = stopSignal();
  const fleet = fleetSettings();
  const lines = linesTo(1);
  const service = fleet === undefined ? ofOne(lines, stop) : ofMany(fleet, lines, stop);
  const { log } = service;
  endOnUncaught(log);
  const closing = new AsyncDisposableStack();
  const opened = await service.open(closing).catch((error: unknown) => {
    if (stop.aborted) return undefined;
    throw error;
  });
  if (opened === undefined) return log.info('stopped before Redis answered');
  try {
    await serve({ ...service, ...opened, closing, stop });
  } finally {
    await unlessAway(opened.redis, closing.disposeAsync(), log);
  }
  log.info('stopped');
}

/** What has been opened, and is closed again in reverse order. */
type Opened = {
  readonly redis: Redis;
  readonly lost: Promise<string>;
  web(): Promise<Web>;
  run(): Promise<unknown>;
};

type Service = {
  readonly log: Log;
  readonly roles: Config['roles'];
  open(closing: AsyncDisposableStack): Promise<Opened>;
};

/** One company, by the variables of this process. */
function ofOne(lines: Lines, stop: AbortSignal): Service {
  const config = settings();
  const log = logFor(config, lines);
  return {
    log,
    roles: config.roles,
    async open(closing) {
      const app = await createApp(config, { log, giveUp: stop });
      closing.defer(() => app.close());
      const { context, engine, redis, lost } = app;
      return {
        redis,
        lost,
        web: () => startWeb({ context, queues: engine.queues, config, log, linesLost: () => lines.lost }),
        async run() {
          const watching = watchOver(app, config);
          closing.defer(() => watching.stop());
          await engine.start();
        },
      };
    },
  };
}

/** Many, each by a file of COMPANIES_DIR. */
function ofMany(config: FleetConfig, lines: Lines, stop: AbortSignal): Service {
  const log = createLog({ level: config.log.level, pii: config.log.pii, destination: lines });
  const logOf = (company: string, own: Config) => logFor(own, lines, own.log.level, company);
  return {
    log,
    roles: config.roles,
    async open(closing) {
      // What only a fleet needs is loaded only for one.
      const [{ createFleet }, { startFront }] = await Promise.all([
        import('../fleet.ts'),
        import('../web/fleet/front.ts'),
      ]);
      const ground = await openGround(config, { log, giveUp: stop });
      closing.defer(() => ground.close());
      const fleet = createFleet(config, ground, { log, logOf });
      closing.defer(() => fleet.close());
      const { state, queues } = ground.connections(config.namespace, []);
      const store = await Store.open(state, config.namespace);
      return {
        redis: queues,
        lost: fleet.lost,
        web: () => startFront({ fleet, store, config, log, linesLost: () => lines.lost }),
        run: () => fleet.start(),
      };
    },
  };
}

type Running = Service & Opened & { readonly closing: AsyncDisposableStack; readonly stop: AbortSignal };

/** Runs until it is told to stop. Ends the process when the state is lost; a Redis that is only away is waited for. */
async function serve({ log, roles, lost, web: listen, run, closing, stop }: Running): Promise<void> {
  const stopped = stop.aborted ? Promise.resolve() : once(stop, 'abort');
  const web = roles.includes('web') ? await listen() : undefined;
  closing.defer(() => web?.close());
  const running = run().then(async () => {
    log.info({ roles, url: web?.url, node: process.version }, 'Puente is running');
    flushCompileCache();
    log.fatal(`${await lost}: Puente ends, start it again`);
    // At once, as if killed: what the jobs in hand would still write belongs to a state that is no more.
    process.exit(EXIT.failed);
  });
  await Promise.race([stopped, running]);
  log.info({ reason: stop.reason }, 'stopping: the jobs in hand are finished first');
}

/**
 * An error that nobody has caught, a rejected promise among them, leaves a process of which nobody knows how it stands.
 * It is said, and the process ends at once, as if killed: the next one repeats what was in hand.
 */
function endOnUncaught(log: Log): void {
  process.on('uncaughtException', (err, origin) => {
    log.fatal({ err, origin }, 'an error that nobody has caught: Puente ends, start it again');
    process.exit(EXIT.failed);
  });
}

/** Waits for `closing`, but not for ever without Redis: then the process ends with what is still open. */
async function unlessAway(redis: Redis, closing: Promise<void>, log: Log): Promise<void> {
  const end = await Promise.race([closing.then(() => 'closed'), isAway(redis)]);
  if (end === 'closed') return;
  log.warn('Redis is away, so Puente stops without it: nothing is lost, unfinished jobs are run again');
  setImmediate(() => process.exit());
}

/** Its pauses keep no process alive, and closing at last disconnects, which is no absence. */
async function isAway(redis: Redis): Promise<'away'> {
  for (let awayMs = 0; awayMs < AWAY_FOR_MS; ) {
    await pause(LOOK_EVERY_MS, undefined, { ref: false });
    awayMs = redis.status === 'ready' ? 0 : awayMs + LOOK_EVERY_MS;
  }
  return 'away';
}
