import got from 'got';
import type { Config } from '../../config/config.ts';
import type { ScanState } from '../../domain/certificate.ts';
import { SIDES, type Side } from '../../domain/customer.ts';
import { troubleOf } from '../../sync/certify/reading-trouble.ts';
import { noneTelling, noneToldName } from '../../sync/certify/told-empty.ts';
import { openClients } from '../../sync/clients.ts';
import type { Context } from '../../sync/context.ts';
import { createConnections } from '../../systems/connections.ts';
import type { NoneTold } from '../../systems/none-told.ts';
import { ASK_WITHIN_MS, type Finding, type Found, finding, found } from './finding.ts';
import { told } from './words.ts';

/** The settings that lead to the two sides. */
export type Connected = Pick<Config, Side | 'proxy' | 'routes'>;

/**
 * What both sides say. They are asked by clients of doctor's own, past the gate: a wrong key in one shell must not open
 * the circuit of a running daemon, and an open circuit must not answer in the side's stead. Both are told.
 */
export async function sideFindings(
  context: Context,
  config: Connected,
  sides: readonly Side[] = SIDES,
): Promise<Finding[]> {
  const clients = openClients(config, (side) => {
    const { isEmptyConfirmed } = noneTelling(context.store, side, context);
    return { now: Date.now, proxy: config.proxy, none: { isEmptyConfirmed } };
  });
  try {
    const findings: Finding[] = [];
    for (const side of sides) findings.push(...(await findingsOf(context, config, side, clients)));
    return findings;
  } finally {
    for (const side of SIDES) clients[side].close();
  }
}

async function findingsOf(
  context: Context,
  config: Connected,
  side: Side,
  clients: Clients,
): Promise<Finding[]> {
  const credentials = async (): Promise<Found> => {
    await clients[side].ping();
    return found('ok', told('it answers and accepts our credentials'));
  };
  const findings = [
    await finding(`${side} credentials`, credentials),
    await finding(`${side} circuit`, () => circuit(context, side)),
    await finding(`${side} reading`, () => reading(context, side)),
    await finding(`${side} empty list`, () => emptyList(context, side)),
    await finding(`${side} address`, () => address(config, side)),
  ];
  if (side === 'managementpro') return findings;
  return [
    ...findings,
    await finding('shop', () => shop(clients.aceptabits, config)),
    await finding('routes', () => routes(clients.aceptabits, config)),
    await finding('update method', () => updates(config)),
  ];
}

type Clients = ReturnType<typeof openClients>;

/** What the daemon believes of the side; it may be older than what the side says just now. */
async function circuit(context: Context, side: Side): Promise<Found> {
  const { open, reason, since = 0 } = await context.gates[side].circuit();
  if (!open) return found('ok', told('closed: jobs are sent'));
  const values = { since: new Date(since).toISOString(), reason: reason ?? '' };
  return found(
    'warn',
    told(
      'open since {since} ({reason}): its jobs wait, and it closes by itself when the side is well',
      values,
    ),
  );
}

/** What keeps the daemon from reading the side whole, in the side's own words. */
async function reading(context: Context, side: Side): Promise<Found> {
  const trouble = await troubleOf(context, side);
  if (trouble === undefined) {
    const { complete, last } = (await context.store.getState<ScanState>(`scan:${side}`)) ?? {};
    if (complete === undefined && last === undefined)
      return found('warn', told('it has not been read yet: nothing is known of how that goes'));
    return found('ok', told('nothing keeps it from being whole'));
  }
  const { errorClass, code, operation, detail, since } = trouble;
  const words = [operation, errorClass, code, detail].filter(Boolean).join(' ');
  return found(
    'fail',
    told('not whole since {since}: {words}', { since: new Date(since).toISOString(), words }),
  );
}

/** How the side says that nobody fits a question, where that is an error (rule 2). */
async function emptyList(context: Context, side: Side): Promise<Found> {
  const learned = await context.store.getState<NoneTold>(noneToldName(side));
  if (learned === undefined) return found('ok', told('told as a list, or not met yet'));
  const { code, message } = learned;
  return found(
    'ok',
    told('told as an error, as control questions show: {code} {message}', { code, message }),
  );
}

/** One plain request, by the proxy of the settings, that follows no redirect. */
async function ask(
  config: Connected,
  url: string,
  more: {
    readonly method: 'HEAD' | 'POST';
    readonly headers?: Record<string, string>;
    readonly body?: string;
  },
) {
  const connections = createConnections(1, config.proxy);
  try {
    return await got(url, {
      agent: connections.fresh,
      retry: { limit: 0 },
      throwHttpErrors: false,
      followRedirect: false,
      timeout: { request: ASK_WITHIN_MS },
      ...more,
    });
  } finally {
    connections.close();
  }
}

/** A clock further off than this confuses people who read two histories side by side; nothing depends on it. */
const CLOCK_OFF_MAX_MS = 120_000;

/** Where the address leads, and what time it is there. */
async function address(config: Connected, side: Side): Promise<Found> {
  const { url } = config[side];
  const answer = await ask(config, url, { method: 'HEAD' });
  const moved = redirectOf(answer.statusCode, answer.headers.location, url);
  if (moved !== undefined)
    return found(
      'fail',
      told('it redirects to {to}: Puente follows no redirect, so set {setting} to where it leads', {
        to: moved,
        setting: `${side.toUpperCase()}_URL`,
      }),
    );
  const theirs = Date.parse(answer.headers.date ?? '');
  if (Number.isNaN(theirs)) return found('warn', told('it does not say what time it has'));
  const off = Math.abs(theirs - Date.now());
  return found(
    off > CLOCK_OFF_MAX_MS ? 'warn' : 'ok',
    told("its clock is {seconds} s apart from this machine's", { seconds: Math.round(off / 1000) }),
  );
}

function redirectOf(status: number, to: string | undefined, from: string): string | undefined {
  if (status < 300 || status >= 400 || to === undefined) return undefined;
  return URL.canParse(to, from) ? new URL(to, from).href : to;
}

async function shop({ agents, page }: Clients['aceptabits'], config: Connected): Promise<Found> {
  const code = config.aceptabits.shop;
  const known = await agents();
  const customers = await page({ page: 1, limit: 1, shop: code });
  if (known.some((agent) => agent.shop === code) || customers.received > 0)
    return found('ok', told('{code} has agents or customers', { code }));
  return found('warn', told('{code} has neither an agent nor a customer: check the code', { code }));
}

async function routes({ agents }: Clients['aceptabits'], { routes: set }: Connected): Promise<Found> {
  const known = new Set((await agents()).map(({ key }) => key));
  const unknown = Object.entries(set.salespeople).filter(([, agent]) => !known.has(agent));
  if (unknown.length > 0) {
    const named = unknown.map(([clave, agent]) => `${clave} → ${agent}`).join(', ');
    return found('fail', told('no such agent: {named}', { named }));
  }
  const vendedores = Object.keys(set.salespeople).length;
  const sucursales = Object.keys(set.shops).length;
  return found('ok', told('{vendedores} vendedores, {sucursales} sucursales', { vendedores, sucursales }));
}

/**
 * Asks the update method to change nobody: the request names no customer and no field. An answer in JSON, a refusal
 * above all, shows that the method is there; whether it changes anything, only a landed write shows (rule 7).
 */
async function updates(config: Connected): Promise<Found> {
  const {
    url,
    token,
    authHeader = 'Authorization',
    authPrefix = 'Bearer ',
    customerUpdatePath: path,
  } = config.aceptabits;
  if (path === undefined)
    return found(
      'warn',
      told('ACEPTABITS_CUSTOMER_UPDATE_PATH is none: updates of existing customers are held as hand work'),
    );
  const base = url.endsWith('/') ? url : `${url}/`;
  const headers = { 'content-type': 'application/json', [authHeader]: `${authPrefix}${token}` };
  const to = new URL(path.replace(/^\/+/, ''), base).href;
  const { statusCode: status, body } = await ask(config, to, { method: 'POST', headers, body: '{}' });
  if (isJsonText(body) && ![404, 405].includes(status))
    return found('ok', told('{path} is there (it answers an empty request with {status})', { path, status }));
  const values = { path, status };
  return found(
    'warn',
    told('{path} is not there (HTTP {status}): updates of existing customers are held as hand work', values),
  );
}

function isJsonText(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}
