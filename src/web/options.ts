import type { Config } from '../config/config.ts';
import type { Connections } from '../report/doctor/connections.ts';
import type { Context } from '../sync/context.ts';
import type { Queues } from '../sync/jobs/queues.ts';
import type { Log } from '../telemetry/log.ts';
import type { Above } from './access/guard.ts';

/** What the web server shows and works with; wired in `app.ts`. */
export type WebOptions = {
  readonly context: Context;
  readonly queues: Queues;
  readonly config: Pick<Config, 'http' | 'namespace' | 'timezone' | 'businessName'> & Connections;
  readonly log: Log;
  /** How many lines of the log could not be written. */
  readonly linesLost?: (() => number) | undefined;
  /** Where all addresses of this company begin; empty where it has the server to itself. */
  readonly base?: string | undefined;
  /** Those of the fleet, who may come in as well. */
  readonly above?: Above | undefined;
};
