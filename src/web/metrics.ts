import type { Queue } from 'bullmq';
import type { FastifyInstance } from 'fastify';
import { SIDES } from '../domain/customer.ts';
import { readStatus, type Status } from '../report/status.ts';
import { readUpkeep, type Upkeep } from '../report/upkeep.ts';
import type { Context } from '../sync/context.ts';
import { allQueues, type Queues } from '../sync/jobs/queues.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { createProcessMetrics } from '../telemetry/process-metrics.ts';
import type { WebOptions } from './options.ts';

/** How things stand, in the form that Prometheus reads. */
export function serveMetrics(server: FastifyInstance, { context, queues, linesLost }: WebOptions): void {
  const ofProcess = createProcessMetrics(linesLost);
  server.get('/metrics', async (_, reply) => {
    const texts = [await ofProcess.metrics(), ...(await companyMetrics(context, queues))];
    return reply.type(ofProcess.contentType).send(asOne(texts));
  });
}

/** The texts of one company; `labels` stand at BullMQ's own counts as they do at ours. */
export async function companyMetrics(
  ctx: Context,
  queues: Queues,
  labels?: Record<string, string>,
): Promise<string[]> {
  const { metrics } = ctx;
  showStatus(metrics, await readStatus(ctx, queues));
  showUpkeep(metrics, await readUpkeep(ctx.store), ctx.now());
  await Promise.all(allQueues(queues).map((queue) => showOldest(metrics, queue, ctx.now())));
  const own = await metrics.registry.metrics();
  return [
    own,
    ...(await Promise.all(allQueues(queues).map((queue) => queue.exportPrometheusMetrics(labels)))),
  ];
}

async function showOldest({ queueOldest }: Metrics, queue: Queue, now: number): Promise<void> {
  const jobs = await Promise.all(
    (['waiting', 'prioritized'] as const).map((state) => queue.getJobs(state, 0, 0, true)),
  );
  const since = Math.min(now, ...jobs.flat().map(({ timestamp }) => timestamp));
  queueOldest.set({ queue: queue.name }, (now - since) / 1000);
}

/** How many jobs a queue holds is `puente_queue_jobs`: one metric for one fact. */
const TOLD_ALREADY = 'bullmq_job_count';
/** Of a histogram's lines, which are described under its own name. */
const PART = /_(bucket|sum|count)$/;

/** Texts as one: each metric described once, its lines together, as the format asks. */
export function asOne(texts: readonly string[]): string {
  const described = new Map<string, Set<string>>();
  for (const line of texts.flatMap((text) => text.split('\n'))) {
    const name = /^(?:# (?:HELP|TYPE) )?(\w+)/.exec(line)?.[1];
    if (name === undefined || name === TOLD_ALREADY) continue;
    const whole = name.replace(PART, '');
    const group = described.has(whole) ? whole : name;
    described.set(group, (described.get(group) ?? new Set()).add(line));
  }
  return [...described.values()].map((lines) => `${[...lines].join('\n')}\n`).join('');
}

/**
 * Makes the numbers that live in the store true at the moment of the scrape, whichever process changed them.
 * They are the same in every replica: take their `max`, not their sum.
 */
function showStatus(metrics: Metrics, status: Status): void {
  showSides(metrics, status);
  showLinks(metrics, status);
  const waitsForApproval = !status.approved && status.plan !== undefined;
  metrics.firstPlanWaiting.set(waitsForApproval ? 1 : 0);
  metrics.queueJobs.reset();
  for (const [queue, counts] of Object.entries(status.queues)) {
    metrics.queuePaused.set({ queue }, status.pausedQueues.includes(queue) ? 1 : 0);
    for (const [state, jobs] of Object.entries(counts)) metrics.queueJobs.set({ queue, state }, jobs);
  }
}

function showUpkeep(metrics: Metrics, upkeep: Upkeep, now: number): void {
  const { daemons, redisUsedBytes = 0, redisMaxBytes = 0, oldestDueAt = now } = upkeep;
  metrics.daemons.set(daemons);
  metrics.redisUsed.set(redisUsedBytes);
  metrics.redisMax.set(redisMaxBytes);
  metrics.oldestDue.set(Math.max(now - oldestDueAt, 0) / 1000);
}

function showSides(metrics: Metrics, { sides }: Status): void {
  // The store counts on where an earlier process ended, so the counter is set to what the store says.
  metrics.writes.reset();
  for (const side of SIDES) {
    const { created, updated, known, circuit, brake, openIntents, completeAt, reading } = sides[side];
    metrics.writes.inc({ side, kind: 'create' }, created);
    metrics.writes.inc({ side, kind: 'update' }, updated);
    metrics.customers.set({ side }, known);
    metrics.circuitOpen.set({ side }, circuit.open ? 1 : 0);
    metrics.brake.set({ side }, brake === undefined ? 0 : 1);
    metrics.openIntents.set({ side }, openIntents);
    metrics.editAge.set({ side }, reading.editAgeMs / 1000);
    metrics.nextWholeAt.set({ side }, (reading.nextWholeAt ?? 0) / 1000);
    metrics.readCost.set({ side }, reading.rowsPerDay);
    // A side that was never read is 0, or no rule could see that it is not.
    metrics.completeScanAt.set({ side }, (completeAt ?? 0) / 1000);
  }
}

function showLinks(metrics: Metrics, { at, links, waiting, differing, oldestDifferenceAt }: Status): void {
  metrics.links.set(links);
  for (const [kind, count] of Object.entries(waiting)) metrics.waiting.set({ kind }, count);
  metrics.differingLinks.set(differing);
  const ageMs = oldestDifferenceAt === undefined ? 0 : at - oldestDifferenceAt;
  metrics.oldestUndelivered.set(Math.max(ageMs, 0) / 1000);
}
