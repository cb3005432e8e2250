import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, createApp } from '../app.ts';
import type { Config } from '../config/config.ts';
import { loadConfig } from '../config/load.ts';
import { SIDES } from '../domain/customer.ts';
import { isInStep, readStatus, type Status } from '../report/status.ts';
import { type AceptabitsSimulator, startAceptabitsSimulator } from '../simulators/aceptabits.ts';
import { type ManagementProSimulator, startManagementProSimulator } from '../simulators/managementpro.ts';
import { startPeople } from '../simulators/people.ts';
import { seededRandom } from '../simulators/random.ts';
import { seedWorld, type World } from '../simulators/world.ts';
import { startHeartbeat } from '../store/daemons.ts';
import { createLog } from '../telemetry/log.ts';
import { startWeb } from '../web/server.ts';
import { EXIT, Exit } from './exit.ts';
import { bold, printable, printJson, say, table } from './print.ts';
import { showStatus } from './status.ts';

const SEED = 2026;
const SIZE = { managementpro: 200, aceptabits: 150, shared: 80 };
const POLL = '1s';
const EDIT_EVERY_MS = 3_000;
const IN_STEP_WITHIN_MS = 300_000;
const SILENT_POLLS = 10;
const LOOK_EVERY_MS = 100;
const NAMESPACE_CHARS_MAX = 40;

type DemoOptions = { readonly once?: boolean; readonly json?: boolean; readonly port?: string };
type Stage = {
  readonly managementpro: ManagementProSimulator;
  readonly aceptabits: AceptabitsSimulator;
  readonly world: World;
  readonly app: App;
};

/**
 * The settings of the demo: those of a real daemon, pointed at the simulators. Where it keeps its state and who may
 * look at it is the user's to say, so that it also runs in a container, beside a Redis.
 */
function demoConfig(
  managementpro: ManagementProSimulator,
  aceptabits: AceptabitsSimulator,
  dataDir: string,
  port: string,
): Config {
  return loadConfig({
    MANAGEMENTPRO_URL: managementpro.url,
    MANAGEMENTPRO_APIKEY: managementpro.apikey,
    ACEPTABITS_URL: aceptabits.url,
    ACEPTABITS_TOKEN: aceptabits.token,
    ACEPTABITS_SHOP: aceptabits.people.shops()[0]?.code,
    ACEPTABITS_CUSTOMER_UPDATE_PATH: 'update-customer',
    DATA_DIR: dataDir,
    REDIS_URL: process.env.REDIS_URL,
    REDIS_URL_FILE: process.env.REDIS_URL_FILE,
    NAMESPACE: `demo-${randomUUID()}`.slice(0, NAMESPACE_CHARS_MAX),
    HTTP_HOST: process.env.HTTP_HOST,
    DASHBOARD_PASSWORD: process.env.DASHBOARD_PASSWORD,
    DASHBOARD_PASSWORD_FILE: process.env.DASHBOARD_PASSWORD_FILE,
    MANAGEMENTPRO_POLL_EVERY: POLL,
    ACEPTABITS_POLL_EVERY: POLL,
    INITIAL_SYNC: 'auto',
    HTTP_PORT: port,
  });
}

/** Both simulators full of customers, a private Redis, and the daemon between them. */
export async function demo(options: DemoOptions): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'puente-demo-'));
  const managementpro = await startManagementProSimulator({ seed: SEED });
  const aceptabits = await startAceptabitsSimulator({
    seed: SEED,
    settings: { updatePath: 'update-customer' },
  });
  const world = seedWorld({ managementpro, aceptabits }, { seed: SEED, ...SIZE });
  const config = demoConfig(managementpro, aceptabits, dataDir, options.port ?? '3000');
  const log = createLog({ level: 'silent', pii: false });
  const app = await createApp(config, { log });
  const web = options.once
    ? undefined
    : await startWeb({ context: app.context, queues: app.engine.queues, config, log });
  const heartbeat = startHeartbeat(app.context.store);
  try {
    const stage = { managementpro, aceptabits, world, app };
    if (!options.json)
      say(
        `Two simulated systems, ${SIZE.managementpro} and ${SIZE.aceptabits} customers, of whom ${SIZE.shared} are the same people written differently.`,
      );
    await app.engine.start();
    await perform(stage, options);
    if (!options.once) await live(stage, web?.url);
  } finally {
    await heartbeat.stop();
    await web?.close();
    await app.engine.close();
    await app.context.store.forget();
    await app.close();
    await Promise.all([managementpro.close(), aceptabits.close()]);
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function perform(stage: Stage, options: DemoOptions): Promise<void> {
  const status = await untilInStep(stage);
  const summary = await summaryOf(stage, status);
  const silent = options.once ? await silentPolls(stage) : undefined;
  if (options.json) printJson({ ...summary, status, ...silent });
  else showSummary(summary, status, silent);
  if (summary.wrong.length > 0)
    throw new Exit(EXIT.failed, `${summary.wrong.length} people are not exactly once on each side`);
  if (silent !== undefined && silent.writes > 0)
    throw new Exit(
      EXIT.failed,
      `${silent.writes} writes in ${silent.polls} polls that should have been silent`,
    );
}

async function untilInStep({ app }: Stage): Promise<Status> {
  const deadline = Date.now() + IN_STEP_WITHIN_MS;
  for (;;) {
    const status = await readStatus(app.context, app.engine.queues);
    if (isInStep(status)) return status;
    if (Date.now() > deadline) throw new Exit(EXIT.failed, 'the two sides did not come into step');
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

type Summary = {
  readonly linked: number;
  readonly created: { readonly managementpro: number; readonly aceptabits: number };
  readonly merged: { readonly managementpro: number; readonly aceptabits: number };
  readonly conflicts: number;
  readonly forAPerson: number;
  readonly once: number;
  readonly inactive: number;
  readonly wrong: readonly string[];
};

async function summaryOf({ managementpro, world, app }: Stage, status: Status): Promise<Summary> {
  const { store } = app.context;
  const counts = await store.redis.hgetall(store.keys.counts);
  const inactive = (clave: string | undefined) =>
    clave !== undefined && managementpro.people.get(clave)?.estado === 'BA';
  const census = world.census();
  const right = census.filter((row) => row.managementpro.length === 1 && row.aceptabits.length === 1);
  // A BA customer is not created in Aceptabits (rule 9), so it is rightly on one side only.
  const paused = census.filter(
    (row) => row.aceptabits.length === 0 && row.managementpro.length === 1 && inactive(row.managementpro[0]),
  );
  const wrong = census.filter((row) => !right.includes(row) && !paused.includes(row));
  return {
    linked: Number(counts.linked ?? 0),
    created: {
      managementpro: status.sides.managementpro.created,
      aceptabits: status.sides.aceptabits.created,
    },
    merged: {
      managementpro: status.sides.managementpro.updated,
      aceptabits: status.sides.aceptabits.updated,
    },
    conflicts: Number(counts.conflicts ?? 0),
    forAPerson:
      status.waiting.ambiguous + status.waiting.conflict + status.waiting.parked + status.waiting.held,
    once: right.length,
    inactive: paused.length,
    wrong: wrong.map((row) => `${row.person.id}: ${row.managementpro.length} and ${row.aceptabits.length}`),
  };
}

function showSummary(
  summary: Summary,
  status: Status,
  silent: { polls: number; writes: number } | undefined,
): void {
  const { created, merged } = summary;
  say(
    table(
      ['', 'customers'],
      [
        ['linked: the same people on both sides', summary.linked],
        ['created in ManagementPro / in Aceptabits', `${created.managementpro} / ${created.aceptabits}`],
        [
          'merged: updates in ManagementPro / in Aceptabits',
          `${merged.managementpro} / ${merged.aceptabits}`,
        ],
        ['conflicts that the policy decided', summary.conflicts],
        ['left for a person', summary.forAPerson],
        ['people exactly once on each side', summary.once],
        ['inactive (BA), left where they are', summary.inactive],
        ['people doubled or lost', summary.wrong.length],
        ...(silent === undefined ? [] : [[`writes in ${silent.polls} further polls`, silent.writes]]),
      ],
    ),
  );
  showStatus(status);
}

/** Lets the daemon poll both sides ten more times; when nobody edits, nothing may be written (rule 5). */
async function silentPolls({
  managementpro,
  aceptabits,
  app,
}: Stage): Promise<{ polls: number; writes: number }> {
  const before = managementpro.writes + aceptabits.writes;
  for (const side of SIDES) {
    let last = await scannedAt(app, side);
    for (let polls = 0; polls < SILENT_POLLS; ) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      const now = await scannedAt(app, side);
      if (now !== last) polls += 1;
      last = now;
    }
  }
  return { polls: SILENT_POLLS, writes: managementpro.writes + aceptabits.writes - before };
}

async function scannedAt(app: App, side: (typeof SIDES)[number]): Promise<number | undefined> {
  const status = await readStatus(app.context, app.engine.queues);
  return status.sides[side].lastScan?.startedAt;
}

/** People edit on both sides until Ctrl-C; each edit is told, and so is its arrival on the other side. */
async function live(stage: Stage, url: string | undefined): Promise<void> {
  say(`People are editing now. ${url === undefined ? '' : `Look at ${bold(url)}. `}Ctrl-C ends the demo.`);
  const people = startPeople({
    sims: stage,
    random: seededRandom(SEED),
    everyMs: EDIT_EVERY_MS,
    onStep: ({ side, key, what }) =>
      say(printable(`${new Date().toLocaleTimeString()} ${side} ${key}: ${what}`)),
  });
  await new Promise<void>((resolve) => {
    process.on('SIGINT', () => resolve());
    process.on('SIGTERM', () => resolve());
  });
  people.stop();
}
