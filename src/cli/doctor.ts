/** `puente doctor`: every check from the settings to where alerts go, with the daemon's own word beside them. */
import type { App } from '../app.ts';
import type { Config } from '../config/config.ts';
import type { Language } from '../domain/language.ts';
import { detailsIn, type Finding, type Found, finding, found } from '../report/doctor/finding.ts';
import { outletFindings } from '../report/doctor/outlets.ts';
import { redisFinding } from '../report/doctor/redis.ts';
import { sideFindings } from '../report/doctor/sides.ts';
import { told, whatIn } from '../report/doctor/words.ts';
import { livingDaemons } from '../store/daemons.ts';
import { EXIT, Exit } from './exit.ts';
import { printJson, say, table } from './print.ts';
import { withApp } from './session.ts';
import { said, spokenLanguage, term } from './words/words.ts';

async function daemon(app: App): Promise<Found> {
  const living = await livingDaemons(app.context.store);
  return living > 0
    ? found('ok', told('{count} running', { count: living }))
    : found('warn', told('none is running on this namespace'));
}

async function examine(app: App, config: Config): Promise<Finding[]> {
  return [
    { what: 'settings', ...found('ok', told('every variable is valid')) },
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
    const tell = (language: Language) =>
      findings.map((one) => [whatIn(language, one.what), one.verdict, detailsIn(language, one)] as const);
    if (options.json) printJson(tell('en').map(([what, verdict, detail]) => ({ what, verdict, detail })));
    else {
      const cells = tell(spokenLanguage()).map(([what, verdict, detail]) => [what, term(verdict), detail]);
      say(table(['what', 'verdict', 'detail'].map(term), cells));
    }
    if (findings.some(({ verdict }) => verdict === 'fail'))
      throw new Exit(EXIT.failed, said('something must be mended before Puente can work'));
  }
}
