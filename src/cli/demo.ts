/** `puente demo`: what happens on the stage, told to whoever watches, until both sides agree or somebody stops it. */
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { App } from '../app.ts';
import { SIDES } from '../domain/customer.ts';
import { isInStep, readStatus, type Status } from '../report/status.ts';
import { startPeople } from '../simulators/people.ts';
import { seededRandom } from '../simulators/random.ts';
import { openStage, SEED, SIZE, type Stage } from './demo-stage.ts';
import { EXIT, Exit } from './exit.ts';
import { bold, printable, printJson, say, table } from './print.ts';
import { doubtsOf, showStatus } from './status.ts';
import { stopSignal } from './stop-signal.ts';
import { said, term } from './words/words.ts';

const EDIT_EVERY_MS = 3_000;
const IN_STEP_WITHIN_MS = 300_000;
const SILENT_POLLS = 10;
const LOOK_EVERY_MS = 100;

type DemoOptions = { readonly once?: boolean; readonly json?: boolean; readonly port?: string };
/** Puente between two simulated companies, until Ctrl-C. It ends cleanly at any moment, by a failure or by a signal. */
export async function demo(options: DemoOptions): Promise<void> {
  const port = portNamed(options.port ?? '3000');
  const stop = stopSignal();
  await using closing = new AsyncDisposableStack();
  try {
    const stage = await openStage(port, !options.once, stop, closing);
    if (!options.json) introduce(stage);
    await stage.app.engine.start();
    await perform(stage, options, stop);
    if (!options.once) await live(stage, stop);
  } catch (error) {
    // Whoever stops a demo has seen enough; what that breaks off is no failure.
    if (!stop.aborted) throw error;
  }
}

const PORT_MAX = 65_535;

function portNamed(text: string): number {
  const port = Number(text);
  if (/^\d+$/u.test(text) && port <= PORT_MAX) return port;
  throw new Exit(
    EXIT.usage,
    said('--port {text} is no port: a whole number up to {most}, such as 3000', { text, most: PORT_MAX }),
  );
}

function introduce({ url, portTaken }: Stage): void {
  const { managementpro, aceptabits, shared } = SIZE;
  say(
    said(
      'Two simulated systems, {managementpro} and {aceptabits} customers, of whom {shared} are the same people written differently.',
      { managementpro, aceptabits, shared },
    ),
  );
  if (portTaken !== undefined)
    say(
      said('Port {port} is taken by another program, so the dashboard is at {url}.', {
        port: portTaken,
        url: bold(url ?? ''),
      }),
    );
}

async function perform(stage: Stage, options: DemoOptions, stop: AbortSignal): Promise<void> {
  const status = await untilInStep(stage, stop);
  const summary = await summaryOf(stage, status);
  const silent = options.once ? await silentPolls(stage, stop) : undefined;
  if (options.json) printJson({ ...summary, status, ...silent });
  else showSummary(summary, status, silent);
  if (summary.wrong.length > 0)
    throw new Exit(
      EXIT.failed,
      said('{count} people are not exactly once on each side', { count: summary.wrong.length }),
    );
  if (silent !== undefined && silent.writes > 0)
    throw new Exit(
      EXIT.failed,
      said('{writes} writes in {polls} polls that should have been silent', {
        writes: silent.writes,
        polls: silent.polls,
      }),
    );
}

async function untilInStep({ app }: Stage, stop: AbortSignal): Promise<Status> {
  const deadline = Date.now() + IN_STEP_WITHIN_MS;
  for (;;) {
    const status = await readStatus(app.context, app.engine.queues);
    if (isInStep(status)) return status;
    if (Date.now() > deadline) throw new Exit(EXIT.failed, said('the two sides did not come into step'));
    await pause(LOOK_EVERY_MS, undefined, { signal: stop });
  }
}

type Summary = {
  readonly linked: number;
  readonly created: { readonly managementpro: number; readonly aceptabits: number };
  readonly merged: { readonly managementpro: number; readonly aceptabits: number };
  readonly conflicts: number;
  readonly doubts: number;
  readonly forAPerson: number;
  readonly once: number;
  readonly inactive: number;
  readonly wrong: readonly string[];
};

async function summaryOf({ managementpro, world, app }: Stage, status: Status): Promise<Summary> {
  const { store } = app.context;
  const doubts = await doubtsOf(app.context);
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
    doubts,
    forAPerson: doubts + status.waiting.conflict + status.waiting.parked + status.waiting.held,
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
      ['', term('customers')],
      [
        [said('linked: the same people on both sides'), summary.linked],
        [
          said('created in ManagementPro / in Aceptabits'),
          `${created.managementpro} / ${created.aceptabits}`,
        ],
        [
          said('merged: updates in ManagementPro / in Aceptabits'),
          `${merged.managementpro} / ${merged.aceptabits}`,
        ],
        [said('conflicts that the policy decided'), summary.conflicts],
        [said('left for a person'), summary.forAPerson],
        [said('people exactly once on each side'), summary.once],
        [said('inactive (BA), left where they are'), summary.inactive],
        [said('people doubled or lost'), summary.wrong.length],
        ...(silent === undefined
          ? []
          : [[said('writes in {polls} further polls', { polls: silent.polls }), silent.writes]]),
      ],
    ),
  );
  showStatus(status, summary.doubts);
}

/** Lets the daemon poll both sides ten more times; when nobody edits, nothing may be written (rule 5). */
async function silentPolls(
  { managementpro, aceptabits, app }: Stage,
  stop: AbortSignal,
): Promise<{ polls: number; writes: number }> {
  const before = managementpro.writes + aceptabits.writes;
  for (const side of SIDES) {
    let last = await scannedAt(app, side);
    for (let polls = 0; polls < SILENT_POLLS; ) {
      await pause(LOOK_EVERY_MS, undefined, { signal: stop });
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
async function live(stage: Stage, stop: AbortSignal): Promise<void> {
  say(
    stage.url === undefined
      ? said('People are editing now. Ctrl-C ends the demo.')
      : said('People are editing now. Look at {url}. Ctrl-C ends the demo.', { url: bold(stage.url) }),
  );
  const people = startPeople({
    sims: stage,
    random: seededRandom(SEED),
    everyMs: EDIT_EVERY_MS,
    onStep: ({ side, key, what }) =>
      say(printable(`${new Date().toLocaleTimeString()} ${side} ${key}: ${what}`)),
  });
  if (!stop.aborted) await once(stop, 'abort');
  people.stop();
}
