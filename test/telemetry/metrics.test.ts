/** The names and labels of all metrics, and registries that share nothing. */
import { expect, test } from 'vitest';
import type { Certificate } from '../../src/domain/certificate.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { createProcessMetrics } from '../../src/telemetry/process-metrics.ts';

const certificate: Certificate = {
  side: 'aceptabits',
  complete: true,
  why: 'every page was read',
  method: 'pages',
  requests: 2,
  rows: 150,
  distinct: 150,
  claimed: 150,
  cap: undefined,
  overlaps: 0,
  passes: 1,
  unreadable: 0,
  startedAt: 1000,
  endedAt: 3000,
};

test('every metric is there, with its labels; those of the process stand by themselves', async () => {
  const m = createMetrics();
  m.requests.inc({ side: 'aceptabits', operation: 'get-customers', outcome: 'ok' });
  m.requestSeconds.observe({ side: 'managementpro', operation: 'GetCliente' }, 0.01);
  m.retries.inc({ side: 'aceptabits', operation: 'add-customer', class: 'trouble' });
  m.scanned(certificate);
  m.writes.inc({ side: 'managementpro', kind: 'create' });
  m.links.set(80);
  m.waiting.set({ kind: 'conflict' }, 3);
  m.circuitOpen.set({ side: 'aceptabits' }, 0);
  m.brake.set({ side: 'managementpro' }, 1);
  m.queueJobs.set({ queue: 'write', state: 'waiting' }, 5);
  const text = await m.registry.metrics();
  for (const line of [
    'puente_requests_total{side="aceptabits",operation="get-customers",outcome="ok"} 1',
    'puente_request_seconds_count{side="managementpro",operation="GetCliente"} 1',
    'puente_retries_total{side="aceptabits",operation="add-customer",class="trouble"} 1',
    'puente_scans_total{side="aceptabits",complete="true"} 1',
    'puente_scan_seconds_sum{side="aceptabits"} 2',
    'puente_writes_total{side="managementpro",kind="create"} 1',
    'puente_links 80',
    'puente_waiting{kind="conflict"} 3',
    'puente_oldest_undelivered_seconds 0',
    'puente_differing_links 0',
    'puente_circuit_open{side="aceptabits"} 0',
    'puente_brake{side="managementpro"} 1',
    'puente_queue_jobs{queue="write",state="waiting"} 5',
  ]) {
    expect(text).toContain(`\n${line}\n`);
  }
  const ofProcess = await createProcessMetrics(() => 3).metrics();
  for (const name of ['nodejs_eventloop_lag_seconds', 'process_resident_memory_bytes']) {
    expect(ofProcess).toContain(name);
    expect(text).not.toContain(name);
  }
  expect(ofProcess).toContain('\npuente_log_lines_lost_total 3\n');
});

test('two registries know nothing of each other', async () => {
  const [one, other] = [createMetrics(), createMetrics()];
  one.writes.inc({ side: 'aceptabits', kind: 'update' });
  expect(await other.registry.getSingleMetricAsString('puente_writes_total')).not.toContain('aceptabits');
});
