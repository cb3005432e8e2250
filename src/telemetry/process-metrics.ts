/** The numbers of the process itself, whoever it works for: loaded by whoever shows them. */
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';

/** A timer of its own measures the lag of the event loop: at the default of 10 ms it took half of an idle process' CPU. */
const LAG_STEP_MS = 100;

/** A company of a process that works for several: at work here or not, and how much of its file is wrong. */
export type CompanyAtWork = { readonly name: string; readonly running: boolean; readonly wrong: number };

/**
 * What concerns the process, whoever it works for. `linesLost` counts the lines of the log that could not be written;
 * `companies` are those of a fleet.
 */
export function createProcessMetrics(
  linesLost: () => number = () => 0,
  companies?: () => readonly CompanyAtWork[],
): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: LAG_STEP_MS });
  countLostLines(registry, linesLost);
  if (companies !== undefined) tellCompanies(registry, companies);
  return registry;
}

/** Who does not run has no numbers of its own, and would be missed by nobody. */
function tellCompanies(registry: Registry, companies: () => readonly CompanyAtWork[]): void {
  const tell = (name: string, help: string, countOf: (company: CompanyAtWork) => number) =>
    new Gauge({
      name,
      help,
      labelNames: ['company'],
      registers: [registry],
      collect() {
        this.reset();
        for (const company of companies()) this.set({ company: company.name }, countOf(company));
      },
    });
  tell('puente_company_running', '1 while the company of a file is at work in this process', ({ running }) =>
    Number(running),
  );
  tell(
    'puente_company_complaints',
    'What is wrong with the file of a company, in lines',
    ({ wrong }) => wrong,
  );
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
