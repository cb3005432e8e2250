import type { Telemetry } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Config } from './config/config.ts';
import { addressesIn } from './config/redis.ts';
import { openRoutesFile, type RoutesFile } from './config/routes-file.ts';
import { SIDES, type Side } from './domain/customer.ts';
import { lagIn } from './domain/profile.ts';
import { createAlert } from './report/alerts/alerts.ts';
import { createTelling } from './report/alerts/telling.ts';
import {
  connectRedis,
  firstFacts,
  type RedisAddress,
  RedisRefused,
  redisComplaints,
} from './store/connection.ts';
import { GATE_LIMITS, Gate, type GateLimits } from './store/gate.ts';
import { keysOf } from './store/keys.ts';
import { type PrivateRedis, startPrivateRedis } from './store/private-redis.ts';
import { countTraffic } from './store/request-count.ts';
import { Store } from './store/store.ts';
import { noneTelling } from './sync/certify/told-empty.ts';
import { openClients } from './sync/clients.ts';
import type { Context, Timings } from './sync/context.ts';
import { createEngine, type Engine } from './sync/jobs/engine.ts';
import { createGatekeeper } from './sync/jobs/gatekeeper.ts';
import { openQueues, type Queues } from './sync/jobs/queues.ts';
import { measuredOf } from './sync/measured.ts';
import { createEpoch } from './sync/redis-epoch.ts';
import type { TransportLimits } from './systems/http.ts';
import type { Log } from './telemetry/log.ts';
import { createMetrics } from './telemetry/metrics.ts';
import { createOutage, type Outage } from './telemetry/outage.ts';
import type { Tracing } from './telemetry/tracing.ts';

/** What tests compress or pass in; the defaults are for real life. */
export type AppOptions = {
  readonly log: Log;
  /** How many lines of the log could not be written; for the metrics. */
  readonly linesLost?: (() => number) | undefined;
  readonly now?: (() => number) | undefined;
  readonly random?: (() => number) | undefined;
  readonly timings?: Partial<Timings> | undefined;
  readonly gateLimits?: Partial<GateLimits> | undefined;
  readonly transportLimits?: Partial<TransportLimits> | undefined;
  readonly lockMs?: number | undefined;
  /** Until when Redis is waited for; for ever unless told. */
  readonly giveUp?: AbortSignal | undefined;
  /** True opens also a Redis that would lose state, and says nothing: for whoever looks into it. */
  readonly despiteComplaints?: boolean | undefined;
};

export type App = {
  readonly context: Context;
  readonly engine: Engine;
  readonly redis: Redis;
  /** Resolves, with one line that says why, when the state is gone under us: only a new start can go on. */
  readonly lost: Promise<string>;
  close(): Promise<void>;
};

const TIMINGS: Omit<Timings, 'createQuietMs'> = {
  createTroubleMs: 3_600_000,
  sendWithinMs: 10_000,
  lagMs: 120_000,
  retryMs: 1_000,
};

const DEFAULT_WRITERS = 8;

type Releaser = () => Promise<unknown> | unknown;

/** Wires everything once; what was opened is closed in reverse order. Nothing runs before `engine.start()`. */
export async function createApp(config: Config, options: AppOptions): Promise<App> {
  const releasers: Releaser[] = [];
  const close = async () => {
    for (const release of releasers.splice(0).reverse()) await release();
  };
  try {
    const own = config.redisUrl === undefined ? await startPrivateRedis(config.dataDir) : undefined;
    if (own !== undefined) releasers.push(() => own.close());
    if (own?.repaired !== undefined) options.log.warn(own.repaired);
    const address = addressOf(config, own);
    const outage = createOutage(options.log, options.now ?? Date.now);
    const redis = await openRedis(address, options, outage, releasers);
    const queueRedis = connect(address, 'queues', outage, releasers);
    const spans = await openSpans(config, options, releasers);
    const { namespace } = config;
    const queues = openQueues({ connection: queueRedis, namespace, telemetry: spans?.telemetry });
    const context = await createContext(config, options, redis, releasers, {
      tracing: spans?.tracing,
      file: own?.file,
      queues,
    });
    const engine = createEngine(context, {
      queues,
      connection: queueRedis,
      namespace,
      telling: createTelling(context, queues, config),
      roles: config.roles,
      writers: config.writeConcurrency ?? DEFAULT_WRITERS,
      pollEveryMs: {
        managementpro: config.managementpro.pollEveryMs,
        aceptabits: config.aceptabits.pollEveryMs,
      },
      reconcileCron: config.reconcileCron,
      timezone: config.timezone,
      random: options.random ?? Math.random,
      onError: outage.failed,
      telemetry: spans?.telemetry,
      ...(options.lockMs !== undefined && { lockMs: options.lockMs }),
    });
    releasers.push(() => engine.close());
    return { context, engine, redis: queueRedis, lost: lossOf(context.store, own), close };
  } catch (error) {
    await close();
    throw error;
  }
}

function addressOf(config: Config, own: PrivateRedis | undefined): RedisAddress {
  if (own !== undefined) return { path: own.path };
  const { redisUrl: url = '', redisMode: mode } = config;
  if (mode === undefined) return { url };
  const urls = addressesIn(url);
  return mode.kind === 'sentinel'
    ? { ...mode, urls }
    : { ...mode, urls, key: keysOf(config.namespace).schema };
}

/** Traces, where they are wanted: elsewhere not even their code is loaded. */
async function openSpans(
  { tracesEndpoint: endpoint, namespace }: Config,
  { log }: AppOptions,
  releasers: Releaser[],
): Promise<{ tracing: Tracing; telemetry: Telemetry } | undefined> {
  if (endpoint === undefined) return undefined;
  const { startTracing } = await import('./telemetry/tracing.ts');
  const tracing = startTracing({ endpoint, namespace, log });
  releasers.push(() => tracing.close());
  const { jobSpans } = await import('./sync/jobs/job-spans.ts');
  return { tracing, telemetry: jobSpans() };
}

/** The private Redis has died, or a Redis was away and came back without what we had stored in it. */
function lossOf(store: Store, own: PrivateRedis | undefined): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  void own?.lost.then(resolve);
  store.redis.on('ready', () => {
    // A Redis that goes away again during the question asks it anew when it is back.
    const check = store.isThere().catch(() => true);
    void check.then((there) => there || resolve('Redis came back without the state of this namespace'));
  });
  return promise;
}

function connect(
  address: RedisAddress,
  use: 'state' | 'queues',
  outage: Outage,
  releasers: Releaser[],
): Redis {
  const redis = connectRedis(address, use);
  redis.on('error', (err: Error) => outage.failed(err, use));
  redis.on('ready', outage.answers);
  releasers.push(() => redis.disconnect());
  return redis;
}

async function openRedis(
  address: RedisAddress,
  options: AppOptions,
  outage: Outage,
  releasers: Releaser[],
): Promise<Redis> {
  const { log } = options;
  const redis = connect(address, 'state', outage, releasers);
  const complaints = redisComplaints(await firstFacts(redis, address, options.giveUp));
  if (options.despiteComplaints) return redis;
  for (const { fatal, text } of complaints) log[fatal ? 'error' : 'warn'](text);
  const refused = complaints.filter((complaint) => complaint.fatal).map(({ text }) => text);
  if (refused.length > 0) throw new RedisRefused(refused.join('\n'));
  return redis;
}

/** What the context takes from what is opened beside it. */
type Parts = {
  readonly tracing: Tracing | undefined;
  readonly file: string | undefined;
  readonly queues: Queues;
};

async function createContext(
  config: Config,
  options: AppOptions,
  redis: Redis,
  releasers: Releaser[],
  { tracing, file, queues }: Parts,
): Promise<Context> {
  const { log } = options;
  const store = await Store.open(redis, config.namespace);
  const metrics = createMetrics(options.linesLost);
  const alert = createAlert(store, queues, config, log);
  const gateOf = (side: Side) => {
    const rps = config[side].maxRps;
    return new Gate(store, side, {
      ...GATE_LIMITS,
      ...options.gateLimits,
      spacingMs: rps === 0 ? 0 : 1_000 / rps,
    });
  };
  const gates = { managementpro: gateOf('managementpro'), aceptabits: gateOf('aceptabits') };
  const now = options.now ?? Date.now;
  const transport = (side: Side) => {
    const traffic = countTraffic(store, side);
    releasers.push(traffic.stop);
    const { gate, observe } = createGatekeeper(side, gates[side], { log, metrics, alert });
    const counted: typeof observe = (event) => {
      traffic.counted();
      tracing?.requested(event);
      observe?.(event);
    };
    const { timeoutMs } = config[side];
    const waits = timeoutMs === undefined ? {} : { answerMs: timeoutMs, listMs: timeoutMs };
    const limits = { ...waits, ...options.transportLimits };
    const none = noneTelling(store, side, { log });
    return { now, limits, proxy: config.proxy, gate, observe: counted, none };
  };
  const clients = openClients(config, transport);
  releasers.push(() => {
    clients.managementpro.close();
    clients.aceptabits.close();
  });
  const timings = await timingsOf(config, options, store);
  const epoch = createEpoch(store, log, { file, failsOver: config.redisMode?.kind !== undefined });
  const routesFile = watchRoutes(config, log);
  releasers.push(routesFile.stop);
  const live = { ...config, get routes() { return routesFile.current; } }; // biome-ignore format: one setting that lives
  return { config: live, routesFile, store, clients, gates, timings, now, log, metrics, alert, epoch };
}

/** The routes change while we run; what that means for the customers is for the next poll to review (rule 10). */
function watchRoutes(
  { routesFile: path, routes, aceptabits: { shop, shops } }: Config,
  log: Log,
): RoutesFile {
  return openRoutesFile({
    path,
    routes,
    shop,
    shops,
    changed: () => log.info({ path }, 'ROUTES_FILE has changed, and is in force'),
    refused: (wrong) => log.error({ path }, `ROUTES_FILE ${wrong}: the routes before it stay in force`),
  });
}

/** A side whose writes were measured to stay unseen for longer is waited for; never less long than without a measure. */
async function timingsOf(config: Config, { timings }: AppOptions, store: Store): Promise<Timings> {
  const asSet = { ...TIMINGS, createQuietMs: config.createQuietMs, ...timings };
  const profiles = await Promise.all(SIDES.map((side) => measuredOf({ config, store }, side)));
  const longest = (atLeastMs: number) => Math.max(...profiles.map((profile) => lagIn(profile, atLeastMs)));
  return { ...asSet, lagMs: longest(asSet.lagMs), createQuietMs: longest(asSet.createQuietMs) };
}
