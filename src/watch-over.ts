import type { App } from './app.ts';
import type { Config } from './config/config.ts';
import { startWatch } from './report/alerts/watch.ts';
import { announceDaemon } from './store/daemons.ts';

/** What a company at work says by itself: that it lives, and how things stand. */
export function watchOver({ context, engine }: App, config: Config): { stop(): Promise<void> } {
  const announcement = announceDaemon(context.store);
  const watch = startWatch(context, engine.queues, {
    heartbeatUrl: config.alertHeartbeatUrl,
    digestCron: config.alertDigestCron,
    timezone: config.timezone,
  });
  return {
    async stop() {
      watch.stop();
      await announcement.stop();
    },
  };
}
