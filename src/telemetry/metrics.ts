/** The numbers behind /metrics, in the words of the rules. */
import Counter from 'prom-client/lib/counter.js';
import Gauge from 'prom-client/lib/gauge.js';
import Histogram from 'prom-client/lib/histogram.js';
import Registry from 'prom-client/lib/registry.js';
import type { Certificate } from '../domain/certificate.ts';

/** From a loopback answer to the longest time-out, in seconds. */
const REQUEST_BUCKETS = [0.005, 0.02, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
/** From a quiet poll to a first reading of a large side, in seconds. */
const SCAN_BUCKETS = [0.1, 0.5, 1, 5, 15, 60, 300, 900];

export type Metrics = ReturnType<typeof createMetrics>;

/** A registry of its own with every metric of one company; two apps in one process do not disturb each other. */
export function createMetrics(company?: string) {
  const registry = new Registry();
  if (company !== undefined) registry.setDefaultLabels({ company });
  const metrics = {
    registry,
    ...traffic(registry),
    ...outcome(registry),
    ...sides(registry),
    ...queues(registry),
    ...upkeep(registry),
  };
  return { ...metrics, scanned: scanned(metrics) };
}

/** Counts one scan, by its certificate. */
function scanned({ scans, scanSeconds }: ReturnType<typeof traffic>) {
  return ({ side, complete, startedAt, endedAt }: Certificate): void => {
    scans.inc({ side, complete: String(complete) });
    scanSeconds.observe({ side }, (endedAt - startedAt) / 1000);
  };
}

function traffic(registry: Registry) {
  const registers = [registry];
  return {
    requests: new Counter({
      name: 'puente_requests_total',
      help: 'Requests sent to a side, by operation and outcome',
      labelNames: ['side', 'operation', 'outcome'] as const,
      registers,
    }),
    requestSeconds: new Histogram({
      name: 'puente_request_seconds',
      help: 'Time from sending a request to its complete answer',
      labelNames: ['side', 'operation'] as const,
      buckets: REQUEST_BUCKETS,
      registers,
    }),
    retries: new Counter({
      name: 'puente_retries_total',
      help: 'Jobs that run again, by the operation and the class of what made them',
      labelNames: ['side', 'operation', 'class'] as const,
      registers,
    }),
    scans: new Counter({
      name: 'puente_scans_total',
      help: 'Readings of a side, by whether the certificate calls them complete',
      labelNames: ['side', 'complete'] as const,
      registers,
    }),
    scanSeconds: new Histogram({
      name: 'puente_scan_seconds',
      help: 'Time that one reading of a side took',
      labelNames: ['side'] as const,
      buckets: SCAN_BUCKETS,
      registers,
    }),
  };
}

function outcome(registry: Registry) {
  const registers = [registry];
  return {
    writes: new Counter({
      name: 'puente_writes_total',
      help: 'Creates and updates on record, all processes together, since the namespace began',
      labelNames: ['side', 'kind'] as const,
      registers,
    }),
    links: new Gauge({
      name: 'puente_links',
      help: 'Links, whatever they wait for',
      registers,
    }),
    waiting: new Gauge({
      name: 'puente_waiting',
      help: 'Customers that wait, by kind (conflict, ambiguous, parked, held and the others)',
      labelNames: ['kind'] as const,
      registers,
    }),
    differingLinks: new Gauge({
      name: 'puente_differing_links',
      help: 'Customers whose two sides differ now',
      registers,
    }),
    oldestUndelivered: new Gauge({
      name: 'puente_oldest_undelivered_seconds',
      help: 'Age of the oldest change that has not been delivered; 0 when there is none',
      registers,
    }),
  };
}

function sides(registry: Registry) {
  const registers = [registry];
  return {
    customers: new Gauge({
      name: 'puente_customers',
      help: 'Customers known on a side',
      labelNames: ['side'] as const,
      registers,
    }),
    completeScanAt: new Gauge({
      name: 'puente_complete_scan_timestamp_seconds',
      help: 'When the newest complete scan that was believed began, seconds since 1970',
      labelNames: ['side'] as const,
      registers,
    }),
    editAge: new Gauge({
      name: 'puente_edit_age_max_seconds',
      help: 'How old an edit on a side can get before it is seen, by its interval and its budget of reading',
      labelNames: ['side'] as const,
      registers,
    }),
    nextWholeAt: new Gauge({
      name: 'puente_next_whole_reading_timestamp_seconds',
      help: 'When a side may be read whole again, seconds since 1970; 0 where every poll reads it whole',
      labelNames: ['side'] as const,
      registers,
    }),
    readCost: new Gauge({
      name: 'puente_read_rows_per_day',
      help: 'Customers that reading a side costs it in a day at these settings',
      labelNames: ['side'] as const,
      registers,
    }),
    openIntents: new Gauge({
      name: 'puente_open_intents',
      help: 'Creates on a side without a clear answer yet',
      labelNames: ['side'] as const,
      registers,
    }),
    circuitOpen: new Gauge({
      name: 'puente_circuit_open',
      help: '1 while a side refuses our credentials and its jobs wait',
      labelNames: ['side'] as const,
      registers,
    }),
    brake: new Gauge({
      name: 'puente_brake',
      help: '1 while a side is braked',
      labelNames: ['side'] as const,
      registers,
    }),
  };
}

function queues(registry: Registry) {
  const registers = [registry];
  return {
    queuePaused: new Gauge({
      name: 'puente_queue_paused',
      help: '1 while somebody has paused a queue',
      labelNames: ['queue'] as const,
      registers,
    }),
    queueOldest: new Gauge({
      name: 'puente_queue_oldest_seconds',
      help: 'Age of the oldest job of a queue that could run now; 0 when there is none',
      labelNames: ['queue'] as const,
      registers,
    }),
    queueJobs: new Gauge({
      name: 'puente_queue_jobs',
      help: 'Jobs in a queue, by state',
      labelNames: ['queue', 'state'] as const,
      registers,
    }),
  };
}

function upkeep(registry: Registry) {
  const registers = [registry];
  return {
    firstPlanWaiting: new Gauge({
      name: 'puente_first_plan_waiting',
      help: '1 while the first plan waits for its approval',
      registers,
    }),
    oldestDue: new Gauge({
      name: 'puente_oldest_due_seconds',
      help: 'Age of the oldest change that waits for no person and has not been delivered; 0 when there is none',
      registers,
    }),
    daemons: new Gauge({
      name: 'puente_daemons',
      help: 'Processes that work on this namespace',
      registers,
    }),
    redisUsed: new Gauge({
      name: 'puente_redis_used_bytes',
      help: 'Memory that Redis holds',
      registers,
    }),
    redisMax: new Gauge({
      name: 'puente_redis_max_bytes',
      help: 'The limit of that memory; 0 without one',
      registers,
    }),
  };
}
