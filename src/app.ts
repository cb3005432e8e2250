import type { Redis } from 'ioredis';
import type { Config } from './config/config.ts';
import { openRoutesFile, type RoutesFile } from './config/routes-file.ts';
import { SIDES, type Side } from './domain/customer.ts';
import { lagIn } from './domain/profile.ts';
import { type Ground, type GroundOptions, openGround, type Releaser } from './ground.ts';
import { createAlert } from './report/alerts/alerts.ts';
import { createTelling } from './report/alerts/telling.ts';
import { orGivenUp } from './store/connection.ts';
import { GATE_LIMITS, Gate, type GateLimits } from './store/gate.ts';
import { countTraffic } from './store/request-count.ts';
import { Store } from './store/store.ts';
import { noneTelling } from './sync/certify/told-empty.ts';
import { openClients } from './sync/clients.ts';
import type { Context, Timings } from './sync/context.ts';
import { createEngine, type Engine } from './sync/jobs/engine.ts';
import { createGatekeeper } from './sync/jobs/gatekeeper.ts';
import { allQueues, openQueues, type Queues } from './sync/jobs/queues.ts';
import { measuredOf } from './sync/measured.ts';
import { createEpoch } from './sync/redis-epoch.ts';
import type { TransportLimits } from './systems/http.ts';
import type { Log } from './telemetry/log.ts';
import { createMetrics } from './telemetry/metrics.ts';
import type { Tracing } from './telemetry/tracing.ts';

/** What tests compress or pass in; the defaults are for real life. */
export type AppOptions = GroundOptions & {
  readonly random?: (() => number) | undefined;
  readonly timings?: Partial<Timings> | undefined;
  readonly gateLimits?: Partial<GateLimits> | undefined;
  readonly transportLimits?: Partial<TransportLimits> | undefined;
  readonly lockMs?: number | undefined;
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

/** The one company of a process, on a ground of its own. */
export type OwnApp = App & { readonly gone: Ground['gone'] };

/** Wires everything once; what was opened is closed in reverse order. Nothing runs before `engine.start()`. */
export async function createApp(config: Config, options: AppOptions): Promise<OwnApp> {
  const ground = await openGround(config, options);
  try {
    const app = await orGivenUp(openCompany(config, ground, options), ground.gone);
    const close = async () => {
      await app.close();
      await ground.close();
    };
    return { ...app, gone: ground.gone, close };
  } catch (error) {
    await ground.close();
    throw error;
  }
}

/** Wires one company on what it shares with others of its process, which is left as it was when the app is closed. */
export async function openCompany(
  config: Config,
  ground: Ground,
  options: AppOptions & { readonly company?: string },
): Promise<App> {
  const releasers: Releaser[] = [];
  const close = async () => {
    for (const release of releasers.splice(0).reverse()) await release();
  };
  try {
    const { namespace } = config;
    const { state, queues: queueRedis } = ground.connections(namespace, releasers);
    const queues = openQueues({ connection: queueRedis, namespace, telemetry: ground.spans?.telemetry });
    releasers.push(() => Promise.all(allQueues(queues).map((queue) => queue.close())));
    const context = await createContext(config, options, state, releasers, {
      tracing: ground.spans?.tracing,
      file: ground.own?.file,
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
      onError: ground.outage.failed,
      telemetry: ground.spans?.telemetry,
      ...(options.lockMs !== undefined && { lockMs: options.lockMs }),
    });
    releasers.push(() => engine.close());
    return { context, engine, redis: queueRedis, lost: lossOf(context.store, ground, releasers), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The private Redis has died, or a Redis was away and came back without what we had stored in it. */
function lossOf(store: Store, { own }: Ground, releasers: Releaser[]): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  void own?.lost.then(resolve);
  const look = () => {
    // A Redis that goes away again during the question asks it anew when it is back.
    const check = store.isThere().catch(() => true);
    void check.then((there) => there || resolve('Redis came back without the state of this namespace'));
  };
  store.redis.on('ready', look);
  releasers.push(() => store.redis.off('ready', look));
  return promise;
}

/** What the context takes from what is opened beside it. */
type Parts = {
  readonly tracing: Tracing | undefined;
  readonly file: string | undefined;
  readonly queues: Queues;
};

async function createContext(
  config: Config,
  options: AppOptions & { readonly company?: string },
  redis: Redis,
  releasers: Releaser[],
  { tracing, file, queues }: Parts,
): Promise<Context> {
  const { log } = options;
  const store = await Store.open(redis, config.namespace);
  const metrics = createMetrics(options.company);
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
