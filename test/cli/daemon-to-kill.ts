import { createApp } from '../../src/app.ts';
import type { Config } from '../../src/config/config.ts';
import { announceDaemon } from '../../src/store/daemons.ts';
import { createLog } from '../../src/telemetry/log.ts';

/**
 * A daemon as a process of its own that a test can kill at any moment, in whose life seconds are milliseconds. Its
 * configuration comes by the environment.
 */
const config: Config = JSON.parse(process.env.DAEMON_CONFIG ?? '');
const app = await createApp(config, {
  log: createLog({ level: 'silent', pii: false }),
  timings: { createQuietMs: 400, createTroubleMs: 3_600, sendWithinMs: 5_000, lagMs: 150, retryMs: 10 },
  gateLimits: { troublesToOpen: 1_000, firstProbeMs: 50, lastProbeMs: 200 },
  lockMs: 500,
});
await app.engine.start();
announceDaemon(app.context.store);
