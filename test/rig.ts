/** The set-up of nearly every test: both simulators, a real Redis and the engine, moved by the test. */
import { type App, type AppOptions, createApp } from '../src/app.ts';
import type { Config } from '../src/config/config.ts';
import { NO_ROUTES } from '../src/config/routes.ts';
import { SIDES, type Side } from '../src/domain/customer.ts';
import { isInStep, readStatus, type Status } from '../src/report/status.ts';
import { type AceptabitsSimulator, startAceptabitsSimulator } from '../src/simulators/aceptabits.ts';
import { type ManagementProSimulator, startManagementProSimulator } from '../src/simulators/managementpro.ts';
import { poll } from '../src/sync/jobs/poll.ts';
import { enqueue, writesIdle } from '../src/sync/jobs/queues.ts';
import { createLog } from '../src/telemetry/log.ts';
import { freshNamespace, testRedis } from './redis.ts';

type ManagementProOptions = NonNullable<Parameters<typeof startManagementProSimulator>[0]>;
type AceptabitsOptions = NonNullable<Parameters<typeof startAceptabitsSimulator>[0]>;

export type RigOptions = {
  readonly managementpro?: ManagementProOptions['settings'];
  readonly aceptabits?: AceptabitsOptions['settings'];
  readonly config?: Partial<Omit<Config, 'managementpro' | 'aceptabits'>>;
  readonly app?: Partial<AppOptions>;
  /** False leaves Aceptabits without an update method (rule 7). */
  readonly canUpdate?: boolean;
  readonly redisUrl?: string;
  readonly namespace?: string;
  readonly now?: () => number;
};

/** Both simulators and the real engine on a real Redis; polls happen when the test says so. */
export type Rig = {
  readonly managementpro: ManagementProSimulator;
  readonly aceptabits: AceptabitsSimulator;
  readonly config: Config;
  app: App;
  /** One poll of a side, and every write that follows. */
  poll(side: Side): Promise<void>;
  /** Polls both sides this many times. */
  cycles(times?: number): Promise<void>;
  /** Waits until no write job is queued, delayed or running. */
  idle(): Promise<void>;
  status(): Promise<Status>;
  inStep(): Promise<boolean>;
  /** Writes that both sides have accepted since the simulators began. */
  writes(): number;
  /** Closes the app and opens it anew on the same state, with changed settings where given. */
  restart(change?: Partial<Config>): Promise<void>;
  close(): Promise<void>;
};

const UPDATE_PATH = 'edit-customer';

/** Seconds of life are milliseconds here. */
export const FAST = {
  createQuietMs: 60,
  createTroubleMs: 3_600,
  sendWithinMs: 5_000,
  lagMs: 150,
  retryMs: 10,
};

export function rigConfig(
  managementpro: ManagementProSimulator,
  aceptabits: AceptabitsSimulator,
  options: RigOptions,
  redisUrl: string,
): Config {
  const [shop] = aceptabits.people.shops();
  return {
    managementpro: {
      url: managementpro.url,
      apikey: managementpro.apikey,
      pollEveryMs: 3_600_000,
      maxRps: 0,
      readPerMinute: 0,
      defaults: {},
    },
    aceptabits: {
      url: aceptabits.url,
      token: aceptabits.token,
      authHeader: 'Authorization',
      authPrefix: 'Bearer ',
      shop: shop?.code ?? '',
      customerUpdatePath: options.canUpdate === false ? undefined : UPDATE_PATH,
      pollEveryMs: 3_600_000,
      maxRps: 0,
      readPerMinute: 0,
    },
    routes: NO_ROUTES,
    policies: {
      name: 'managementpro',
      email: 'managementpro',
      phone: 'managementpro',
      salesperson: 'managementpro',
    },
    initialSync: 'auto',
    reconcileCron: '0 3 * * *',
    timezone: 'America/Mexico_City',
    createQuietMs: FAST.createQuietMs,
    brake: {
      missingPercent: 10,
      changedPercent: 25,
      emptiedPercent: 10,
      minCustomers: 10,
      newPercent: 25,
      newMin: 100,
    },
    redisUrl,
    dataDir: '',
    namespace: options.namespace ?? freshNamespace(),
    roles: ['write'],
    http: { host: '127.0.0.1', port: 0, user: 'puente', password: undefined },
    alertWebhookUrl: undefined,
    log: { level: 'silent', pii: false },
    ...options.config,
  };
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 3));
}

export async function startRig(options: RigOptions = {}): Promise<Rig> {
  const clock = options.now === undefined ? {} : { now: options.now };
  const managementpro = await startManagementProSimulator({
    ...clock,
    ...(options.managementpro && { settings: options.managementpro }),
  });
  const aceptabits = await startAceptabitsSimulator({
    ...clock,
    settings: { updatePath: UPDATE_PATH, ...options.aceptabits },
  });
  const redis = options.redisUrl === undefined ? await testRedis() : undefined;
  let config = rigConfig(managementpro, aceptabits, options, options.redisUrl ?? redis?.url ?? '');
  const open = async () => {
    const log = createLog({ level: process.env.TEST_LOG === undefined ? 'silent' : 'debug', pii: true });
    const app = await createApp(config, {
      log,
      timings: FAST,
      gateLimits: { firstProbeMs: 50, lastProbeMs: 200 },
      ...clock,
      ...options.app,
    });
    await app.engine.start();
    return app;
  };
  const rig: Rig = {
    managementpro,
    aceptabits,
    get config() {
      return config;
    },
    app: await open(),
    async poll(side) {
      await enqueue(rig.app.engine.queues, await poll(rig.app.context, side));
      await rig.idle();
    },
    async cycles(times = 1) {
      for (let cycle = 0; cycle < times; cycle += 1) for (const side of SIDES) await rig.poll(side);
    },
    idle: () => until(() => writesIdle(rig.app.engine.queues)),
    status: () => readStatus(rig.app.context, rig.app.engine.queues),
    inStep: async () => isInStep(await rig.status()),
    writes: () => managementpro.writes + aceptabits.writes,
    async restart(change = {}) {
      await rig.app.close();
      config = { ...config, ...change };
      rig.app = await open();
    },
    async close() {
      await rig.app.close();
      await Promise.all([managementpro.close(), aceptabits.close(), redis?.close()]);
    },
  };
  return rig;
}
