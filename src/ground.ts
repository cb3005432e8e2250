/** What all companies of a process stand on: its Redis, the connections to it, and where its traces go. */
import type { Telemetry } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Config } from './config/config.ts';
import { addressesIn } from './config/redis.ts';
import { awayFor, connectRedis, firstFacts, type RedisAddress, RedisRefused } from './store/connection.ts';
import { keysOf } from './store/keys.ts';
import type { PrivateRedis } from './store/private-redis.ts';
import { wayOf } from './store/redis-address.ts';
import { redisComplaints } from './store/redis-facts.ts';
import type { Log } from './telemetry/log.ts';
import { createOutage, type Outage } from './telemetry/outage.ts';
import type { Tracing } from './telemetry/tracing.ts';

export type GroundOptions = {
  readonly log: Log;
  readonly now?: (() => number) | undefined;
  /** Ends the waiting for Redis at the start. */
  readonly giveUp?: AbortSignal | undefined;
  /** How long Redis may be away before it is waited for no more; for ever unless told. */
  readonly patienceMs?: number | undefined;
  /** True opens also a Redis that would lose state, and says nothing: for whoever looks into it. */
  readonly despiteComplaints?: boolean | undefined;
};

export type Releaser = () => Promise<unknown> | unknown;

export type Ground = {
  /** The private Redis, where no other was named. */
  readonly own: PrivateRedis | undefined;
  readonly outage: Outage;
  /** Aborted once Redis has been away for longer than `patienceMs`. */
  readonly gone: AbortSignal | undefined;
  /** Undefined unless traces are wanted. */
  readonly spans: { readonly tracing: Tracing; readonly telemetry: Telemetry } | undefined;
  /**
   * The connections of a namespace. Companies share two of them; in a cluster each namespace lives on a node of its own,
   * so there it has its own two, which end with it.
   */
  connections(namespace: string, releasers: Releaser[]): Connections;
  close(): Promise<void>;
};

export type Connections = { readonly state: Redis; readonly queues: Redis };

type GroundConfig = Pick<Config, 'redisUrl' | 'redisMode' | 'dataDir' | 'namespace' | 'tracesEndpoint'>;

/** Opens it once for a process; what was opened is closed in reverse order. */
export async function openGround(config: GroundConfig, options: GroundOptions): Promise<Ground> {
  const releasers: Releaser[] = [];
  const close = async () => {
    for (const release of releasers.splice(0).reverse()) await release();
  };
  try {
    const own = await privateOf(config);
    if (own !== undefined) releasers.push(() => own.close());
    if (own?.repaired !== undefined) options.log.warn(own.repaired);
    const outage = createOutage(
      options.log,
      options.now ?? Date.now,
      wayOf(addressOf(config, own, config.namespace)),
    );
    const connectTo = (namespace: string, of: Releaser[]): Connections => {
      const address = addressOf(config, own, namespace);
      return { state: connect(address, 'state', outage, of), queues: connect(address, 'queues', outage, of) };
    };
    const first = connectTo(config.namespace, releasers);
    const gone = options.patienceMs === undefined ? undefined : awayFor(first.state, options.patienceMs);
    const until = [options.giveUp, gone].filter((signal) => signal !== undefined);
    const giveUp = until.length === 0 ? undefined : AbortSignal.any(until);
    await check(first.state, addressOf(config, own, config.namespace), { ...options, giveUp });
    const spans = await openSpans(config, options, releasers);
    const isSplit = config.redisMode?.kind === 'cluster';
    const connections: Ground['connections'] = (namespace, of) =>
      isSplit && namespace !== config.namespace ? connectTo(namespace, of) : first;
    return { own, outage, gone, spans, connections, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A Redis of our own, where no other was named: elsewhere not even its code is loaded. */
async function privateOf({ redisUrl, dataDir }: GroundConfig): Promise<PrivateRedis | undefined> {
  if (redisUrl !== undefined) return undefined;
  const { startPrivateRedis } = await import('./store/private-redis.ts');
  return startPrivateRedis(dataDir);
}

function addressOf(
  { redisUrl: url = '', redisMode: mode }: GroundConfig,
  own: PrivateRedis | undefined,
  namespace: string,
): RedisAddress {
  if (own !== undefined) return { path: own.path };
  if (mode === undefined) return { url };
  const urls = addressesIn(url);
  return mode.kind === 'sentinel' ? { ...mode, urls } : { ...mode, urls, key: keysOf(namespace).schema };
}

/** Traces, where they are wanted: elsewhere not even their code is loaded. */
async function openSpans(
  { tracesEndpoint: endpoint, namespace }: GroundConfig,
  { log }: GroundOptions,
  releasers: Releaser[],
): Promise<Ground['spans']> {
  if (endpoint === undefined) return undefined;
  const { startTracing } = await import('./telemetry/tracing.ts');
  const tracing = startTracing({ endpoint, namespace, log });
  releasers.push(() => tracing.close());
  const { jobSpans } = await import('./sync/jobs/job-spans.ts');
  return { tracing, telemetry: jobSpans() };
}

function connect(
  address: RedisAddress,
  use: 'state' | 'queues',
  outage: Outage,
  releasers: Releaser[],
): Redis {
  const redis = connectRedis(address, use);
  // Each company listens by itself, and each of its queues and workers.
  redis.setMaxListeners(Number.POSITIVE_INFINITY);
  redis.on('error', (err: Error) => outage.failed(err, use));
  redis.on('ready', outage.answers);
  releasers.push(() => redis.disconnect());
  return redis;
}

/** Waits for Redis, and throws where it would lose what we store. */
async function check(redis: Redis, address: RedisAddress, options: GroundOptions): Promise<void> {
  const { log } = options;
  const complaints = redisComplaints(await firstFacts(redis, address, options.giveUp));
  if (options.despiteComplaints) return;
  for (const { fatal, text } of complaints) log[fatal ? 'error' : 'warn'](text);
  const refused = complaints.filter((complaint) => complaint.fatal).map(({ text }) => text);
  if (refused.length > 0) throw new RedisRefused(refused.join('\n'));
}
