/**
 * Commands that the daemon carries out: a resync and a reconciliation, each followed until what it wrote has landed.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { App } from '../app.ts';
import { SIDES } from '../domain/customer.ts';
import { hasBacklog, type ResyncJob } from '../sync/jobs/queues.ts';
import { type Followed, waitForJob } from '../sync/jobs/wait-for-job.ts';
import type { OnProgress } from '../sync/observe/scan.ts';
import { EXIT, Exit } from './exit.ts';
import { printJson, say } from './print.ts';
import { readingBar } from './progress.ts';
import { requireDaemon, withApp } from './session.ts';
import { said, spokenLanguage } from './words/words.ts';

const RESYNC_WITHIN_MS = 120_000;
/** What a resync of one customer writes goes ahead of everything else. */
const WRITTEN_WITHIN_MS = 20_000;
const WRITTEN_EVERY_MS = 200;
const RECONCILE_WITHIN_MS = 6 * 3_600_000;

/** Follows a job of the daemon's to its end; its failure becomes this command's. */
async function toItsEnd(
  app: App,
  followed: Followed,
  withinMs: number,
  onProgress?: OnProgress,
): Promise<void> {
  const connection = app.redis.duplicate();
  try {
    await waitForJob(followed, connection, withinMs, onProgress);
  } catch (error) {
    throw new Exit(EXIT.failed, error instanceof Error ? error.message : said('the job failed'));
  } finally {
    connection.disconnect();
  }
}

/** Reads one customer (by clave or code) or both sides afresh, ahead of everything else. */
export function resync(
  key: string | undefined,
  options: { readonly all?: boolean; readonly json?: boolean },
): Promise<void> {
  if ((key === undefined) === (options.all !== true))
    throw new Exit(EXIT.usage, said('name one clave or code, or --all: puente resync 0000000004'));
  return withApp(async (app) => {
    await requireDaemon(app);
    const data: ResyncJob = key === undefined ? { all: true } : await keyOf(app, key);
    const queue = app.engine.queues.resync;
    const job = await queue.add('person', data);
    await toItsEnd(app, { queue, job }, RESYNC_WITHIN_MS);
    if (key !== undefined) await untilWritten(app, WRITTEN_WITHIN_MS);
    const { logs } = await queue.getJobLogs(job.id ?? '');
    const { returnvalue } = (await queue.getJob(job.id ?? '')) ?? {};
    if (key !== undefined && (returnvalue as { known?: boolean } | null)?.known === false)
      throw new Exit(EXIT.notThere, said('neither side has a customer of the clave or code {key}', { key }));
    if (options.json) printJson({ ...data, job: job.id, logs });
    else say(toldOf(key, logs));
  });
}

/** The job's own lines are for the log and the queue board: they are English. */
function toldOf(key: string | undefined, logs: readonly string[]): string {
  if (logs.length === 0 || key === undefined) return logs.join('\n') || said('Both sides are being read.');
  return spokenLanguage() === 'en' ? logs.join('\n') : said('{key} has been read on both sides.', { key });
}

async function keyOf({ context: { store } }: App, key: string): Promise<ResyncJob> {
  const isCode = await store.redis.hexists(store.keys.records('aceptabits'), key);
  return isCode === 1 ? { code: key } : { clave: key };
}

/**
 * Reads both sides completely and decides on every link anew, as every night, and waits for what is written then. Who
 * came while one side was read, and whom no search can tell, is seen by a second reading: it ends with everybody in
 * step who can be (rule 3).
 */
export function reconcile(options: { readonly json?: boolean }): Promise<void> {
  return withApp(async (app) => {
    await requireDaemon(app);
    await readBoth(app, 'reconcile');
    if ((await app.context.store.redis.zcard(app.context.store.keys.work)) > 0) await readBoth(app, 'poll');
    if (options.json) printJson({ reconciled: true });
    else say(said('Both sides have been read and every link decided on.'));
  });
}

async function readBoth(app: App, name: 'reconcile' | 'poll'): Promise<void> {
  for (const side of SIDES) {
    const queue = app.engine.queues.scan[side];
    const job = await queue.add(name, {}, { priority: 1 });
    const bar = readingBar(side);
    await toItsEnd(app, { queue, job }, RECONCILE_WITHIN_MS, bar.update).finally(bar.stop);
  }
  await untilWritten(app, RECONCILE_WITHIN_MS);
}

/** Waits until no write runs or waits its turn; what was put off for later is not waited for. */
async function untilWritten({ context, engine }: App, withinMs: number): Promise<void> {
  const until = performance.now() + withinMs;
  while (performance.now() < until && (await hasBacklog(context, engine.queues)))
    await pause(WRITTEN_EVERY_MS);
}
