/** Puente itself as a process of its own, with the settings of its environment: what it costs is measured from outside. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createApp } from '../../src/app.ts';
import { loadConfig } from '../../src/config/load.ts';
import { SIDES, type Side } from '../../src/domain/customer.ts';
import { customerQuery, searchCustomers } from '../../src/report/search.ts';
import { isInStep, readStatus } from '../../src/report/status.ts';
import { poll, readSide } from '../../src/sync/jobs/poll.ts';
import { enqueue } from '../../src/sync/jobs/queues.ts';
import { readingNow } from '../../src/sync/observe/budget.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { serveChild } from './child.ts';

const config = loadConfig(process.env);
const stderr = { write: (line: string) => void process.stderr.write(line) };
const app = await createApp(config, { log: createLog({ level: 'error', pii: false, destination: stderr }) });
const { context, engine } = app;
const delay = monitorEventLoopDelay({ resolution: 10 });

const inStep = async () => isInStep(await readStatus(context, engine.queues));

/** Seldom, for each look is work of the process that is measured, and commands of its Redis. */
const LOOK_EVERY_MS = 250;

async function untilWritten(): Promise<void> {
  for (;;) {
    const counts = await Promise.all(
      SIDES.map((side) =>
        engine.queues.write[side].getJobCountByTypes('active', 'waiting', 'delayed', 'prioritized'),
      ),
    );
    if (counts.every((count) => count === 0)) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

/** Median of some searches for each text, in ms. */
async function searches(texts: readonly string[], times: number): Promise<Record<string, number>> {
  const medians: Record<string, number> = {};
  for (const text of texts) {
    const spent: number[] = [];
    for (let time = 0; time < times; time += 1) {
      const began = performance.now();
      await searchCustomers(context, customerQuery.parse({ text }));
      spent.push(performance.now() - began);
    }
    medians[text] = spent.sort((one, other) => one - other)[Math.floor(times / 2)] ?? 0;
  }
  return medians;
}

await serveChild(
  {},
  {
    start: () => engine.start(),
    /** Both sides read and judged, so many times; what is to be written is left. */
    async read(times: number) {
      for (let time = 0; time < times; time += 1)
        for (const side of SIDES) await readSide(context, side, { whole: true });
    },
    /** Both sides polled, and all writes that follow. */
    async poll(times: number) {
      for (let time = 0; time < times; time += 1)
        for (const side of SIDES) {
          await enqueue(engine.queues, await poll(context, side, { whole: true }));
          await untilWritten();
        }
    },
    /** Between two whole readings a poll asks for newcomers only: what the budget comes to. */
    reading: async () =>
      Object.fromEntries(
        await Promise.all(SIDES.map(async (side: Side) => [side, await readingNow(context, side)])),
      ),
    /** How many requests of each kind there were, by side and operation. */
    async requests() {
      const { values } = await context.metrics.requests.get();
      const kinds = values.map(({ labels, value }) => [`${labels.side} ${labels.operation}`, value] as const);
      return Object.fromEntries(kinds);
    },
    status: () => readStatus(context, engine.queues),
    inStep,
    /**
     * Claves of the links that wait for nothing, and to which the first sync has written nothing: an edit of what has just
     * been written is read once more before it is believed (rule 6), as hardly any is in life.
     */
    async links() {
      const claves = await context.store.redis.hkeys(context.store.keys.links);
      const calm: string[] = [];
      for await (const { link, waits } of context.store.loadEach(
        claves.map((key) => ({ side: 'managementpro' as const, key })),
      ))
        if (link !== undefined && waits.length === 0 && link.recent === undefined) calm.push(link.clave);
      return calm;
    },
    forgetDelay() {
      delay.enable();
      delay.reset();
    },
    delayP99: () => delay.percentile(99) / 1e6,
    searches,
  },
);
await app.close();
process.exit(0);
