import type { App } from '../app.ts';
import type { Config } from '../config/config.ts';
import { SIDES, type Side } from '../domain/customer.ts';
import { SideError } from '../domain/errors.ts';
import { redisComplaints, redisFacts } from '../store/connection.ts';
import { livingDaemons } from '../store/daemons.ts';
import { EXIT, Exit } from './exit.ts';
import { printJson, say, table } from './print.ts';
import { withApp } from './session.ts';

export type Finding = {
  readonly what: string;
  readonly verdict: 'ok' | 'warn' | 'fail';
  readonly detail: string;
};

/** A clock further off than this confuses people who read two histories side by side; nothing depends on it. */
const CLOCK_OFF_MAX_MS = 120_000;
const ASK_WITHIN_MS = 10_000;

async function finding(what: string, check: () => Promise<Omit<Finding, 'what'>>): Promise<Finding> {
  try {
    return { what, ...(await check()) };
  } catch (error) {
    const detail =
      error instanceof SideError
        ? `${error.facts.errorClass}: ${error.facts.code} ${error.facts.detail ?? ''}`.trim()
        : error instanceof Error
          ? error.message
          : 'failed';
    return { what, verdict: 'fail', detail };
  }
}

async function redisFinding(app: App): Promise<Omit<Finding, 'what'>> {
  const facts = await redisFacts(app.redis);
  const complaints = redisComplaints(facts);
  if (complaints.length === 0)
    return { verdict: 'ok', detail: `${facts.version}, append-only file on, noeviction` };
  const verdict = complaints.some(({ fatal }) => fatal) ? 'fail' : 'warn';
  return { verdict, detail: complaints.map(({ text }) => text).join('; ') };
}

async function credentials(app: App, side: Side): Promise<Omit<Finding, 'what'>> {
  await app.context.clients[side].ping();
  return { verdict: 'ok', detail: 'it answers and accepts our credentials' };
}

async function shop(app: App, config: Config): Promise<Omit<Finding, 'what'>> {
  const code = config.aceptabits.shop;
  const agents = await app.context.clients.aceptabits.agents();
  const customers = await app.context.clients.aceptabits.page({ page: 1, limit: 1, shop: code });
  if (agents.some((agent) => agent.shop === code) || customers.received > 0)
    return { verdict: 'ok', detail: `${code} has agents or customers` };
  return { verdict: 'warn', detail: `${code} has neither an agent nor a customer: check the code` };
}

async function routes(app: App, config: Config): Promise<Omit<Finding, 'what'>> {
  const agents = new Set((await app.context.clients.aceptabits.agents()).map(({ key }) => key));
  const unknown = Object.entries(config.routes.salespeople).filter(([, agent]) => !agents.has(agent));
  if (unknown.length > 0)
    return {
      verdict: 'fail',
      detail: `no such agent: ${unknown.map(([clave, agent]) => `${clave} → ${agent}`).join(', ')}`,
    };
  return {
    verdict: 'ok',
    detail: `${Object.keys(config.routes.salespeople).length} vendedores, ${Object.keys(config.routes.shops).length} sucursales`,
  };
}

async function clock(address: string): Promise<Omit<Finding, 'what'>> {
  const answer = await fetch(address, {
    method: 'HEAD',
    redirect: 'manual',
    signal: AbortSignal.timeout(ASK_WITHIN_MS),
  });
  const theirs = Date.parse(answer.headers.get('date') ?? '');
  if (Number.isNaN(theirs)) return { verdict: 'warn', detail: 'it does not say what time it has' };
  const off = Math.abs(theirs - Date.now());
  return {
    verdict: off > CLOCK_OFF_MAX_MS ? 'warn' : 'ok',
    detail: `${Math.round(off / 1000)} s apart from this machine`,
  };
}

async function updates(config: Config): Promise<Omit<Finding, 'what'>> {
  if (config.aceptabits.customerUpdatePath !== undefined)
    return { verdict: 'ok', detail: config.aceptabits.customerUpdatePath };
  return {
    verdict: 'warn',
    detail: 'ACEPTABITS_CUSTOMER_UPDATE_PATH is not set: updates of existing customers are held as hand work',
  };
}

async function daemon(app: App): Promise<Omit<Finding, 'what'>> {
  const living = await livingDaemons(app.context.store);
  return living > 0
    ? { verdict: 'ok', detail: `${living} running` }
    : { verdict: 'warn', detail: 'none is running on this namespace' };
}

async function examine(app: App, config: Config): Promise<Finding[]> {
  const findings: Finding[] = [{ what: 'settings', verdict: 'ok', detail: 'every variable is valid' }];
  findings.push(await finding('redis', () => redisFinding(app)));
  for (const side of SIDES) {
    findings.push(await finding(`${side} credentials`, () => credentials(app, side)));
    findings.push(await finding(`${side} clock`, () => clock(config[side].url)));
  }
  findings.push(await finding('shop', () => shop(app, config)));
  findings.push(await finding('routes', () => routes(app, config)));
  findings.push(await finding('update method', () => updates(config)));
  findings.push(await finding('daemon', () => daemon(app)));
  return findings;
}

/** Checks every setting, Redis, both sides and the clocks; ends non-zero when something must be mended. */
export function doctor(options: { readonly json?: boolean }): Promise<void> {
  return withApp(report, { despiteComplaints: true });

  async function report(app: App, config: Config): Promise<void> {
    const findings = await examine(app, config);
    if (options.json) printJson(findings);
    else
      say(
        table(
          ['what', 'verdict', 'detail'],
          findings.map(({ what, verdict, detail }) => [what, verdict, detail]),
        ),
      );
    if (findings.some(({ verdict }) => verdict === 'fail'))
      throw new Exit(EXIT.failed, 'something must be mended before Puente can work');
  }
}
