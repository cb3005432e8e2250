import type { Config } from '../config/config.ts';
import type { Connections } from '../report/doctor/connections.ts';
import type { Context } from '../sync/context.ts';
import type { Queues } from '../sync/jobs/queues.ts';
import type { Log } from '../telemetry/log.ts';

/** What the web server shows and works with; wired in `app.ts`. */
export type WebOptions = {
  readonly context: Context;
  readonly queues: Queues;
  readonly config: Pick<Config, 'http' | 'namespace' | 'timezone' | 'businessName'> & Connections;
  readonly log: Log;
};
