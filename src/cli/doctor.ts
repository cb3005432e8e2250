/** `puente doctor`: every check from the settings to where alerts go, with the daemon's own word beside them. */
import type { App } from '../app.ts';
import type { Config } from '../config/config.ts';
import { type Finding, type Found, finding } from '../report/doctor/finding.ts';
import { outletFindings } from '../report/doctor/outlets.ts';
import { redisFinding } from '../report/doctor/redis.ts';
import { sideFindings } from '../report/doctor/sides.ts';
import { livingDaemons } from '../store/daemons.ts';
import { EXIT, Exit } from './exit.ts';
import { printJson, say, table } from './print.ts';
import { withApp } from './session.ts';
import { said, term } from './words/words.ts';

async function daemon(app: App): Promise<Found> {
  const living = await livingDaemons(app.context.store);
  return living > 0
    ? { verdict: 'ok', detail: said('{count} running', { count: living }) }
    : { verdict: 'warn', detail: said('none is running on this namespace') };
}

async function examine(app: App, config: Config): Promise<Finding[]> {
  return [
    { what: 'settings', verdict: 'ok', detail: said('every variable is valid') },
    await finding('redis', () => redisFinding(app.redis)),
    ...(await sideFindings(app.context, config)),
    ...(await outletFindings(config)),
    await finding('daemon', () => daemon(app)),
  ];
}

/** Checks every setting, Redis, both sides and where alerts go; ends non-zero when something must be mended. */
export function doctor(options: { readonly json?: boolean }): Promise<void> {
  return withApp(report, { despiteComplaints: true });

  async function report(app: App, config: Config): Promise<void> {
    const findings = await examine(app, config);
    const cells = findings.map(({ what, verdict, detail }) => [term(what), term(verdict), detail]);
    if (options.json) printJson(findings);
    else say(table(['what', 'verdict', 'detail'].map(term), cells));
    if (findings.some(({ verdict }) => verdict === 'fail'))
      throw new Exit(EXIT.failed, said('something must be mended before Puente can work'));
  }
}
