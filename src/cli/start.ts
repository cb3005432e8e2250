import { once } from 'node:events';
import { flushCompileCache } from 'node:module';
import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { type App, createApp } from '../app.ts';
import type { Config } from '../config/config.ts';
import { startWatch } from '../report/alerts/watch.ts';
import { announceDaemon } from '../store/daemons.ts';
import { linesTo } from '../telemetry/lines.ts';
import type { Log } from '../telemetry/log.ts';
import { startWeb } from '../web/server.ts';
import { EXIT } from './exit.ts';
import { logFor, settings } from './session.ts';
import { stopSignal } from './stop-signal.ts';

/** While we stop, a Redis that is away for so long is not waited for: no job can be finished without it. */
const AWAY_FOR_MS = 3_000;
const LOOK_EVERY_MS = 200;

/** The daemon: one foreground process until SIGTERM or SIGINT; then the jobs in hand are finished. */
export async function start(): Promise<void> {
  // Listened to before anything else: the first process of a container is deaf to a signal without a listener.
  const stop = stopSignal();
  const config = settings();
  const lines = linesTo(1);
  const log = logFor(config, lines);
  endOnUncaught(log);
  const app = await createApp(config, { log, linesLost: () => lines.lost, giveUp: stop }).catch(
    (error: unknown) => {
      if (stop.aborted) return undefined;
      throw error;
    },
  );
  if (app === undefined) return log.info('stopped before Redis answered');
  const closing = new AsyncDisposableStack();
  closing.defer(() => app.close());
  try {
    await serve({ app, config, log, closing, stop });
  } finally {
    await unlessAway(app.redis, closing.disposeAsync(), log);
  }
  log.info('stopped');
}

type Service = {
  readonly app: App;
  readonly config: Config;
  readonly log: Log;
  readonly closing: AsyncDisposableStack;
  readonly stop: AbortSignal;
};

/** Runs until it is told to stop. Ends the process when the state is lost; a Redis that is only away is waited for. */
async function serve({ app, config, log, closing, stop }: Service): Promise<void> {
  const stopped = stop.aborted ? Promise.resolve() : once(stop, 'abort');
  const web = config.roles.includes('web')
    ? await startWeb({ context: app.context, queues: app.engine.queues, config, log })
    : undefined;
  closing.defer(() => web?.close());
  const announcement = announceDaemon(app.context.store);
  const watch = startWatch(app.context, app.engine.queues, {
    heartbeatUrl: config.alertHeartbeatUrl,
    digestCron: config.alertDigestCron,
    timezone: config.timezone,
  });
  closing.defer(() => watch.stop());
  closing.defer(() => announcement.stop());
  const running = app.engine.start().then(async () => {
    log.info({ roles: config.roles, url: web?.url, node: process.version }, 'Puente is running');
    flushCompileCache();
    log.fatal(`${await app.lost}: Puente ends, start it again`);
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
