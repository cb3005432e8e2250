import { openCompany } from '../app.ts';
import { companyFiles, type FleetConfig, readCompany } from '../config/companies.ts';
import { SIDES } from '../domain/customer.ts';
import { refusedOf } from '../fleet-accounts.ts';
import { type Ground, openGround, type Releaser } from '../ground.ts';
import { type Company, type CompanyRow, companyRows, sinceOf } from '../report/companies.ts';
import { orGivenUp } from '../store/connection.ts';
import { linesTo } from '../telemetry/lines.ts';
import { createLog } from '../telemetry/log.ts';
import { textsIn } from '../web/texts/texts.ts';
import { age, printJson, say, table } from './print.ts';
import { fleetSettings, logFor, noCompanies, REDIS_WITHIN_MS, unlessGone } from './session.ts';
import { spokenLanguage } from './words/words.ts';

/** How every company stands, whoever needs somebody first. It starts no engine, and needs no daemon. */
export async function companies(options: { readonly json?: boolean }): Promise<void> {
  const fleet = fleetSettings();
  if (fleet === undefined) throw noCompanies();
  const log = createLog({ level: 'error', pii: false, destination: linesTo(2) });
  await unlessGone(async () => {
    const ground = await openGround(fleet, { log, patienceMs: REDIS_WITHIN_MS });
    const releasers: Releaser[] = [];
    try {
      const files = companyFiles(fleet.companiesDir) ?? [];
      const all = Promise.all(files.map((file) => opened(file, fleet, ground, releasers)));
      const rows = await orGivenUp(all.then(companyRows), ground.gone);
      if (options.json) printJson(rows);
      else show(rows);
    } finally {
      for (const release of releasers) await orGivenUp(Promise.resolve(release()), ground.gone);
      await ground.close();
    }
  });
}

async function opened(
  path: string,
  fleet: FleetConfig,
  ground: Ground,
  releasers: Releaser[],
): Promise<Company> {
  const { name, config, wrong } = readCompany(path, fleet);
  if (config === undefined) return { name, running: undefined, wrong };
  try {
    const refused = await refusedOf(name, { config: fleet, ground });
    if (refused !== undefined) return { name, running: undefined, wrong: [refused] };
    const app = await openCompany(config, ground, {
      log: logFor(config, linesTo(2), 'error', name),
      company: name,
    });
    releasers.push(() => app.close());
    return { name, running: { context: app.context, queues: app.engine.queues, config }, wrong };
  } catch (error) {
    return { name, running: undefined, wrong: [error instanceof Error ? error.message : String(error)] };
  }
}

function show(rows: readonly CompanyRow[]): void {
  const { companies: c, needs, sides } = textsIn(spokenLanguage());
  const head = [
    c.company,
    c.differing,
    c.waits,
    c.since,
    c.whole,
    ...SIDES.map((side) => c.requests(sides[side])),
  ];
  const at = Date.now();
  const ago = (time: number | undefined, none: string) =>
    time === undefined ? none : age(Math.max(0, at - time));
  const cells = rows.map((row) => {
    const { name, now, wrong } = row;
    if (now === undefined) return [name, '', `${c.resting}: ${wrong.join('; ')}`, '', '', '', ''];
    const waits = now.needs.map(({ code, count, side }) =>
      [needs[code].title, side && sides[side], count > 1 && `(${count})`].filter(Boolean).join(' '),
    );
    const since = sinceOf(row);
    return [
      name,
      now.differing,
      [...wrong, ...waits].join('; ') || c.nobody,
      ago(waits.length === 0 || since === Number.MAX_SAFE_INTEGER ? undefined : since, '—'),
      ago(now.wholeAt, c.never),
      ...SIDES.map((side) => now.requestsPerDay[side]),
    ];
  });
  say(rows.length === 0 ? c.none : table(head, cells));
}
