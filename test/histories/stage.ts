import { Writable } from 'node:stream';
import { Redis } from 'ioredis';
import { type App, createApp } from '../../src/app.ts';
import type { Config } from '../../src/config/config.ts';
import type { ScanState } from '../../src/domain/certificate.ts';
import { startAceptabitsSimulator } from '../../src/simulators/aceptabits.ts';
import { startManagementProSimulator } from '../../src/simulators/managementpro.ts';
import { seededRandom } from '../../src/simulators/random.ts';
import { type Simulators, seedWorld } from '../../src/simulators/world.ts';
import { createLog, type Log } from '../../src/telemetry/log.ts';
import { freshNamespace, privateTestRedis, testRedis } from '../redis.ts';
import type { PrivateTestRedis } from '../redis-local.ts';
import { FAST, rigConfig } from '../rig.ts';
import { perform } from './act.ts';
import { type Growth, letGrow } from './growth.ts';
import { type Journal, keepJournal } from './journal.ts';
import type { Person } from './ledger.ts';
import { type Mortal, mortal } from './mortal.ts';
import type { Act, History, Setup, Side } from './script.ts';
import { otherwiseWritten } from './spellings.ts';
import { Town } from './town.ts';

/** One daemon between its start and its end. */
export type Life = { readonly app: App; readonly mortal: Mortal };

const SIDES: readonly Side[] = ['managementpro', 'aceptabits'];

/** Real life's minutes are fractions of a second here, all by about the same factor. */
export const TIMINGS = { ...FAST, createQuietMs: 300, sendWithinMs: 100, lagMs: 300 };
const TRANSPORT = { answerMs: 250, listMs: 250, retryAfterMsMin: 20 };
const LOCK_MS = 150;

/** Everything that takes part in one history. */
export type Stage = {
  readonly setup: Setup;
  readonly sims: Simulators;
  readonly town: Town;
  readonly journal: Journal;
  readonly redis: { readonly url: string; readonly own: PrivateTestRedis | undefined };
  readonly lives: Life[];
  /** Burials that have begun; the history's end waits for them. */
  readonly funerals: Promise<void>[];
  /** Whom a side's lists have hidden until they were first believed: nothing can show that but a search. */
  readonly hiddenAtFirst: Set<Person>;
  /** Sides whose whole list has once lost a field of everybody. */
  readonly blanked: Set<Side>;
  /** What a daemon has said that none should ever say. */
  readonly complaints: string[];
  /** How wrong the daemons' clock is; a jump lets time pass. */
  readonly clock: { skewMs: number /** How far Redis' clock is ahead. */; redisAheadMs: number };
  readonly growth: { readonly [S in Side]: Growth };
  readonly figures: Figures;
  /** What happened, line by line, for people. */
  readonly chronicle: readonly string[];
  tell(line: string): void;
  /** Answers the key at which it was done. */
  act(act: Act): string;
  /** A further daemon; it may be made to die before it has started. */
  live(): Promise<Life>;
  close(): Promise<void>;
};

export type Figures = {
  steps: number;
  acts: number;
  kills: number;
  freezes: number;
  faults: number;
  redisRestarts: number;
  replicas: number;
  restarts: number;
  writes: number;
};

export const NO_FIGURES: Figures = {
  steps: 0,
  acts: 0,
  kills: 0,
  freezes: 0,
  faults: 0,
  redisRestarts: 0,
  replicas: 0,
  restarts: 0,
  writes: 0,
};

export async function openStage({ setup, steps }: History): Promise<Stage> {
  const sims = await openSimulators(setup);
  const own = steps.some((step) => step.do === 'redis') ? await ownRedis() : undefined;
  const shared = own === undefined ? await testRedis() : undefined;
  const redis = { url: own?.near ?? shared?.near ?? '', own };
  const town = populate(sims, setup);
  const chronicle: string[] = [];
  const startedAt = Date.now();
  const tell = (line: string) => void chronicle.push(`${Date.now() - startedAt} ms  ${line}`);
  const journal = keepJournal(sims, town, tell);
  const config = configOf(sims, setup, redis.url);
  const complaints: string[] = [];
  const lives: Life[] = [];
  const figures = { ...NO_FIGURES };
  const stage: Stage = {
    setup,
    sims,
    town,
    journal,
    redis,
    lives,
    funerals: [],
    hiddenAtFirst: new Set(),
    blanked: new Set(),
    complaints,
    clock: { skewMs: setup.daemonSkewMs, redisAheadMs: 0 },
    growth: { managementpro: { pages: 0, salt: 1 }, aceptabits: { pages: 0, salt: 1 } },
    figures,
    chronicle,
    tell,
    act(act) {
      figures.acts += 1;
      const key = perform(sims, town, act);
      tell(`a person: ${act.what} in ${act.side} ${key} ${JSON.stringify(town.valuesOf(act.side, key))}`);
      journal.refresh();
      return key;
    },
    async live() {
      const life = await startLife(config, stage, listening(complaints));
      lives.push(life);
      return life;
    },
    async close() {
      await Promise.all([...stage.funerals, ...lives.splice(0).map((life) => end(life))]);
      await Promise.all([sims.managementpro.close(), sims.aceptabits.close()]);
      await own?.close();
    },
  };
  for (const side of SIDES) letGrow(stage, side);
  return stage;
}

async function openSimulators(setup: Setup): Promise<Simulators> {
  const isAbsentAtFirst = setup.method === 'absent' || setup.method === 'late';
  const [managementpro, aceptabits] = await Promise.all([
    startManagementProSimulator({ seed: setup.seed, settings: mutable(setup.managementpro) }),
    startAceptabitsSimulator({
      seed: setup.seed,
      settings: {
        ...mutable(setup.aceptabits),
        updatePath: isAbsentAtFirst ? undefined : UPDATE_PATH,
        absentAs: setup.methodAbsentAs,
      },
    }),
  ]);
  return { managementpro, aceptabits };
}

export const UPDATE_PATH = 'edit-customer';

function mutable<T extends { readonly normalise: readonly unknown[] }>(settings: T) {
  return structuredClone(settings) as T & { normalise: [] };
}

/** Every write is in the file before it is answered, so that a kill of the server loses nothing acknowledged. */
async function ownRedis(): Promise<PrivateTestRedis> {
  const server = await privateTestRedis();
  await syncAlways(server.near);
  return server;
}

export async function syncAlways(url: string): Promise<void> {
  const redis = new Redis(url, {
    retryStrategy: (times) => (times < 500 ? 20 : null),
    maxRetriesPerRequest: null,
  });
  redis.on('error', () => undefined);
  await redis.config('SET', 'appendfsync', 'always').finally(() => redis.disconnect());
}

function populate(sims: Simulators, setup: Setup): Town {
  const town = new Town(sims);
  const { persons } = seedWorld(sims, { seed: setup.seed, ...setup.world });
  const random = seededRandom(setup.seed);
  for (const { managementpro, aceptabits, ambiguous } of persons) {
    const onBothAtFirst = managementpro !== undefined && aceptabits !== undefined;
    const person = town.newPerson(ambiguous, onBothAtFirst);
    const respelled = onBothAtFirst && random() * 100 < setup.world.respelled;
    if (respelled) respell(sims, managementpro, random);
    if (managementpro !== undefined) town.born('managementpro', managementpro, person);
    if (aceptabits !== undefined) town.born('aceptabits', aceptabits, person);
    if (respelled) town.judge(person);
  }
  return town;
}

function respell({ managementpro }: Simulators, clave: string, random: () => number): void {
  const { descripcion } = managementpro.people.get(clave) ?? { descripcion: '' };
  managementpro.people.edit(clave, { descripcion: otherwiseWritten(random, descripcion) });
}

function configOf(sims: Simulators, setup: Setup, redisUrl: string): Config {
  const { policy } = setup;
  const config = rigConfig(
    sims.managementpro,
    sims.aceptabits,
    {
      canUpdate: setup.method !== 'none',
      config: {
        namespace: freshNamespace(),
        roles: ['scan', 'write'],
        policies: { name: policy, email: policy, phone: policy, salesperson: policy },
        createQuietMs: TIMINGS.createQuietMs,
        initialSync: setup.initialSync,
        brake: {
          missingPercent: 20,
          changedPercent: 50,
          emptiedPercent: 30,
          minCustomers: 4,
          newPercent: 25,
          newMin: setup.newMin,
        },
      },
    },
    redisUrl,
  );
  return { ...config, aceptabits: { ...config.aceptabits, shops: 'all' } };
}

async function startLife(config: Config, stage: Stage, log: Log): Promise<Life> {
  const { clock, town } = stage;
  const app = await createApp(config, {
    log,
    now: () => Date.now() + clock.skewMs,
    timings: TIMINGS,
    gateLimits: { firstProbeMs: 50, lastProbeMs: 200 },
    transportLimits: TRANSPORT,
    lockMs: LOCK_MS,
  });
  const life = { app, mortal: mortal(app, town, clock) };
  noteHidden(stage, app);
  return life;
}

/** When a list is believed for the first time, whoever it has not shown by then is hidden by it. */
function noteHidden({ town, hiddenAtFirst }: Stage, { context: { store } }: App): void {
  const setState = store.setState.bind(store);
  store.setState = async (name, value) => {
    const side = SIDES.find((one) => name === `scan:${one}`);
    const isBelieved = (state: unknown) => (state as ScanState | undefined)?.complete !== undefined;
    if (side !== undefined && isBelieved(value) && !isBelieved(await store.getState(name))) {
      const shown = new Set(await store.redis.hkeys(store.keys.seen(side)));
      const hidden = town.all(side).filter(({ key }) => !shown.has(key));
      for (const { key } of hidden) {
        const person = town.ownerOf(side, key);
        if (person !== undefined) hiddenAtFirst.add(person);
      }
    }
    await setState(name, value);
  };
}

/** A daemon ends in good order, or, where it is dead, is buried. */
export async function end(life: Life): Promise<void> {
  if (life.mortal.isDead) return life.mortal.bury();
  const closed = life.app.close();
  await Promise.race([closed, life.mortal.died.then(() => life.mortal.bury())]);
}

/** Errors that no fault of a side or of Redis explains. */
function listening(complaints: string[]): Log {
  const destination = new Writable({
    write(chunk, _encoding, done) {
      if (process.env.TEST_LOG !== undefined) process.stdout.write(chunk);
      const line = JSON.parse(String(chunk)) as { msg: string; err?: { type?: string; message?: string } };
      const reason = complaintIn(line);
      if (reason !== undefined) complaints.push(reason);
      done();
    },
  });
  const level = process.env.TEST_LOG === undefined ? 'warn' : 'debug';
  return createLog({ level, pii: true, destination });
}

const EXPECTED =
  /Connection is closed|buried|NotLanded|ECONNRE|connect ENOENT|EPIPE|\block\b|Missing key for job|SideError|LOADING/i;

function complaintIn(line: { msg: string; err?: { type?: string; message?: string } }): string | undefined {
  if (line.err === undefined || EXPECTED.test(`${line.err.type}: ${line.err.message}`)) return undefined;
  return `${line.msg}: ${JSON.stringify(line.err).slice(0, 600)}`;
}
