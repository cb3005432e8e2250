import { flushCompileCache } from 'node:module';
import { createApp } from '../app.ts';
import { startHeartbeat } from '../sync/heartbeat.ts';
import { startWeb } from '../web/server.ts';
import { logFor, settings } from './session.ts';

/** The daemon: one foreground process until SIGTERM or SIGINT; then the jobs in hand are finished. */
export async function start(): Promise<void> {
  const config = settings();
  const log = logFor(config, 1);
  const app = await createApp(config, { log });
  const web = config.roles.includes('web')
    ? await startWeb({ context: app.context, queues: app.engine.queues, config, log })
    : undefined;
  const heartbeat = startHeartbeat(app.context.store);
  const stopped = stopSignal();
  await app.engine.start();
  log.info({ roles: config.roles, url: web?.url, node: process.version }, 'Puente is running');
  flushCompileCache();
  const reason = await Promise.race([stopped, app.lost.then(() => 'lost' as const)]);
  log.info({ reason }, 'stopping: the jobs in hand are finished first');
  await heartbeat.stop().catch(() => undefined);
  await web?.close();
  if (reason === 'lost')
    throw new Error('the private Redis has ended: Puente stops, nothing is lost, start it again');
  await app.close();
  log.info('stopped');
}

function stopSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
  });
}
