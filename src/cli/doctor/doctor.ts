import type { App } from '../../app.ts';
import type { Config } from '../../config/config.ts';
import { redisComplaints, redisFacts } from '../../store/connection.ts';
import { livingDaemons } from '../../store/daemons.ts';
import { EXIT, Exit } from '../exit.ts';
import { printJson, say, table } from '../print.ts';
import { withApp } from '../session.ts';
import { type Finding, type Found, finding } from './finding.ts';
import { outletFindings } from './outlets.ts';
import { sideFindings } from './sides.ts';

async function redisFinding(app: App): Promise<Found> {
  const facts = await redisFacts(app.redis);
  const complaints = redisComplaints(facts);
  if (complaints.length === 0)
    return { verdict: 'ok', detail: `${facts.version}, append-only file on, noeviction` };
  const verdict = complaints.some(({ fatal }) => fatal) ? 'fail' : 'warn';
  return { verdict, detail: complaints.map(({ text }) => text).join('; ') };
}

async function daemon(app: App): Promise<Found> {
  const living = await livingDaemons(app.context.store);
  return living > 0
    ? { verdict: 'ok', detail: `${living} running` }
    : { verdict: 'warn', detail: 'none is running on this namespace' };
}

async function examine(app: App, config: Config): Promise<Finding[]> {
  return [
    { what: 'settings', verdict: 'ok', detail: 'every variable is valid' },
    await finding('redis', () => redisFinding(app)),
    ...(await sideFindings(app, config)),
    ...(await outletFindings(config)),
    await finding('daemon', () => daemon(app)),
  ];
}

/** Checks every setting, Redis, both sides and where alerts go; ends non-zero when something must be mended. */
export function doctor(options: { readonly json?: boolean }): Promise<void> {
  return withApp(report, { despiteComplaints: true });

  async function report(app: App, config: Config): Promise<void> {
    const findings = await examine(app, config);
    const cells = findings.map(({ what, verdict, detail }) => [what, verdict, detail]);
    if (options.json) printJson(findings);
    else say(table(['what', 'verdict', 'detail'], cells));
    if (findings.some(({ verdict }) => verdict === 'fail'))
      throw new Exit(EXIT.failed, 'something must be mended before Puente can work');
  }
}
