/** Who may pass: sessions for people, a password for programs, and what each of them is allowed to do. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '../../telemetry/log.ts';
import type { Cookies } from './cookies.ts';
import type { Attempt, LogInLimits } from './log-in-limits.ts';
import { type Account, type Credentials, createIdentification, type Role } from './passwords.ts';
import { refuse, wantsPage } from './refusals.ts';
import { READING } from './same-origin.ts';
import type { Sessions } from './sessions.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** True for what anybody may ask, without a password. */
    readonly open?: boolean;
    /** True for what changes nothing that viewers may not change. */
    readonly forViewers?: boolean;
  }
  interface FastifyRequest {
    /** Names the session that asks; undefined without one. */
    session: string | undefined;
    /** The token of a session of the fleet, where that is who asks. */
    aboveToken: string | undefined;
    /** Who asks, for the record. */
    person: string;
    role: Role;
    /** True when a cookie says who asks, which browsers send along whoever makes them ask. */
    bySession: boolean;
  }
}

export type Guard = {
  readonly accounts: readonly Account[];
  /** The user under whose name this machine itself is served when there is no password. */
  readonly home: string;
  readonly sessions: Sessions;
  readonly cookies: Cookies;
  readonly limits: LogInLimits;
  readonly log: Log;
  /** Those of the fleet, who may come in as well; undefined where there is none. */
  readonly above?: Above | undefined;
};

/** The guard of the fleet, as that of a company sees it. */
export type Above = {
  readonly accounts: readonly Account[];
  readonly sessions: Sessions;
  readonly cookies: Cookies;
  readonly logIn: LogInAttempt;
};

/** A log-in that has to wait, failed, or succeeded. */
export type LogIn =
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'failed' }
  | { readonly kind: 'in'; readonly account: Account };

export type LogInAttempt = (
  request: FastifyRequest,
  how: 'form' | 'basic',
  given: Credentials,
) => Promise<LogIn>;

/** Checks passwords, and makes whoever has tried too many wait. */
export function createLogIn({ accounts, cookies, limits, log }: Omit<Guard, 'above'>): LogInAttempt {
  const identify = createIdentification(accounts);
  return async (request, how, given) => {
    const address = request.ip;
    const attempt = attemptOf(cookies, request, how, given);
    const ms = await limits.count(attempt);
    if (ms > 0) return { kind: 'wait', ms };
    const account = await identify(given);
    if (account === undefined) {
      log.warn({ address }, 'a log-in failed');
      return { kind: 'failed' };
    }
    await limits.forgive(attempt);
    return { kind: 'in', account };
  };
}

function attemptOf(
  cookies: Cookies,
  request: FastifyRequest,
  how: 'form' | 'basic',
  { user }: Credentials,
): Attempt {
  return { how, user, address: request.ip, device: cookies.device(request, user) };
}

/** A log-in, and whose it was: the company's own, or one of the fleet's, which the record tells by its prefix. */
export type Entry = {
  readonly answer: LogIn;
  readonly of: Pick<Guard, 'cookies' | 'sessions'>;
  readonly prefix: string;
};

export type Entrance = (request: FastifyRequest, how: 'form' | 'basic', given: Credentials) => Promise<Entry>;

/** The one door for forms and programs. A name that both have is the company's first; each counts the tries at its own. */
export function createEntrance(guard: Guard, logIn: LogInAttempt): Entrance {
  const { accounts, above } = guard;
  return async (request, how, given) => {
    const isNamed = (those: readonly Account[]) => those.some(({ user }) => user === given.user);
    const fleet = above !== undefined && isNamed(above.accounts) ? above : undefined;
    if (fleet === undefined) return { answer: await logIn(request, how, given), of: guard, prefix: '' };
    const own = isNamed(accounts) ? await logIn(request, how, given) : undefined;
    if (own?.kind === 'in') return { answer: own, of: guard, prefix: '' };
    const answer = await fleet.logIn(request, how, given);
    // The right password of the fleet is no failure here: it would keep out the clerk of the same name.
    if (answer.kind === 'in' && own !== undefined)
      await guard.limits.forgive(attemptOf(guard.cookies, request, how, given));
    return { answer, of: fleet, prefix: OF_FLEET };
  };
}

/** Everything behind the password, but for what is marked `open`. With no password set, only loopback is served. */
export function guardAccess(server: FastifyInstance, guard: Guard, enter: Entrance): void {
  server.decorateRequest('person', '');
  server.decorateRequest('role', 'viewer');
  server.decorateRequest('bySession', false);
  server.decorateRequest('session', undefined);
  server.decorateRequest('aboveToken', undefined);
  server.addHook('onRequest', async (request, reply) => {
    const isOpen = guard.accounts.length === 0 && (guard.above?.accounts.length ?? 0) === 0;
    const refused = isOpen ? atHome(guard, request, reply) : await known(request, reply);
    if (refused !== undefined) return refused;
    const { open, forViewers } = request.routeOptions.config;
    if (request.role === 'operator' || READING.has(request.method) || open || forViewers) return;
    return refuse(reply, 'forbidden');
  });

  async function known(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> {
    const open = request.routeOptions.config.open === true;
    const given = credentialsOf(request.headers.authorization);
    if (given === undefined || open)
      return (await bySession(request)) || open ? undefined : askWho(request, reply);
    const { answer, prefix } = await enter(request, 'basic', given);
    if (answer.kind === 'wait') return askToWait(reply, answer.ms);
    if (answer.kind === 'failed') return askWho(request, reply);
    [request.person, request.role] = [prefix + answer.account.user, answer.account.role];
    return undefined;
  }

  async function bySession(request: FastifyRequest): Promise<boolean> {
    if (!needsStore(request)) return false;
    const { above } = guard;
    return (
      (await bySessionOf(guard, request, '')) ||
      (above !== undefined && bySessionOf(above, request, OF_FLEET))
    );
  }
}

/** Before the name of whoever comes from the fleet, for the record. */
const OF_FLEET = 'fleet:';

async function bySessionOf(
  { cookies, sessions }: Pick<Guard, 'cookies' | 'sessions'>,
  request: FastifyRequest,
  prefix: string,
): Promise<boolean> {
  const token = cookies.session(request);
  if (token === undefined) return false;
  const session = await sessions.find(token, !isListening(request));
  if (session === undefined) return false;
  request.session = session.id;
  if (prefix !== '') request.aboveToken = token;
  [request.person, request.role, request.bySession] = [prefix + session.user, session.role, true];
  return true;
}

/** Whether whoever asked may still look: a session may have ended meanwhile. */
export async function stillIn(
  { cookies, sessions, above }: Guard,
  request: FastifyRequest,
): Promise<boolean> {
  if (!request.bySession) return true;
  const isAbove = request.aboveToken !== undefined;
  const token = request.aboveToken ?? cookies.session(request);
  const of = isAbove ? above?.sessions : sessions;
  return token !== undefined && (await of?.find(token, false)) !== undefined;
}

/** A page that is left open asks by itself, which is no sign that somebody sits there. */
function isListening({ routeOptions, headers }: FastifyRequest): boolean {
  return routeOptions.url === '/live' || headers['x-puente-live'] !== undefined;
}

/** Probes and files are served while Redis is away, and to whoever asks. */
function needsStore({ routeOptions }: FastifyRequest): boolean {
  return routeOptions.config.open !== true || routeOptions.config.forViewers === true;
}

function atHome(guard: Guard, request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined {
  [request.person, request.role] = [guard.home, 'operator'];
  return request.routeOptions.config.open === true || isAtHome(request)
    ? undefined
    : refuse(reply, 'stranger');
}

/** A person's browser is shown the log-in form; programs are told how to say who they are. */
function askWho(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (request.method === 'GET' && wantsPage(request))
    return reply.redirect(`/login?${new URLSearchParams({ next: request.url })}`, 303);
  reply.header('www-authenticate', 'Basic realm="Puente", charset="UTF-8"');
  return refuse(reply, 'logIn');
}

function askToWait(reply: FastifyReply, ms: number): FastifyReply {
  reply.header('retry-after', Math.ceil(ms / 1000));
  return refuse(reply, 'wait');
}

function credentialsOf(header: string | undefined): Credentials | undefined {
  const encoded = /^basic ([a-z0-9+/]+=*)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : { user: text.slice(0, colon), password: text.slice(colon + 1) };
}

/**
 * The caller is this machine, and it called us by a name of this machine: a web page elsewhere that points its
 * own name at 127.0.0.1 is still a stranger. A proxy here that tells of somebody else is not at home either.
 */
function isAtHome({ socket, hostname, ip }: FastifyRequest): boolean {
  const home = /^(localhost|(::ffff:)?127\.\d+\.\d+\.\d+|\[?::1\]?)$/i;
  return home.test(socket.remoteAddress ?? '') && home.test(ip) && home.test(hostname);
}
