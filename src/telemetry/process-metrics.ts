/** The numbers of the process itself, whoever it works for: loaded by whoever shows them. */
import { Counter, collectDefaultMetrics, Registry } from 'prom-client';

/** A timer of its own measures the lag of the event loop: at the default of 10 ms it took half of an idle process' CPU. */
const LAG_STEP_MS = 100;

/** What concerns the process, whoever it works for. `linesLost` counts the lines of the log that could not be written. */
export function createProcessMetrics(linesLost: () => number = () => 0): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: LAG_STEP_MS });
  countLostLines(registry, linesLost);
  return registry;
}

/** A log that cannot be written cannot say so itself. */
function countLostLines(registry: Registry, linesLost: () => number): void {
  new Counter({
    name: 'puente_log_lines_lost_total',
    help: 'Lines of the log that could not be written, by this process',
    registers: [registry],
    collect() {
      this.reset();
      this.inc(linesLost());
    },
  });
}
