/** A server with limits, guards and a log-in before anything is served: what one company and a fleet have in common. */
import type { Server } from 'node:http';
import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import helmet from '@fastify/helmet';
import Fastify, { type FastifyInstance, type FastifyRequest, type FastifyServerFactory } from 'fastify';
import type { Config } from '../config/config.ts';
import type { Store } from '../store/store.ts';
import type { Log } from '../telemetry/log.ts';
import { type Cookies, createCookies } from './access/cookies.ts';
import { guardChanges, type Tokens } from './access/csrf.ts';
import {
  type Above,
  createEntrance,
  createLogIn,
  type Guard,
  guardAccess,
  type LogInAttempt,
  stillIn,
} from './access/guard.ts';
import { serveLogIn } from './access/log-in.ts';
import { createLogInLimits } from './access/log-in-limits.ts';
import { accountsOf } from './access/passwords.ts';
import { refuse } from './access/refusals.ts';
import { refuseForeignRequests } from './access/same-origin.ts';
import { createSessions } from './access/sessions.ts';
import { underBase } from './base.ts';
import { HEADERS, keepNothing, overTls } from './headers.ts';
import { RECEIVE_WITHIN_MS } from './limits.ts';
import type { StillIn } from './live.ts';
import type { WebOptions } from './options.ts';
import type { PageContextOf } from './page-context-of.ts';
import { createLook } from './pages/page-context.ts';
import { answerProblems, showProblems } from './problems.ts';

const BODY_BYTES_MAX = 64 * 1024;
/** For its answer; a Redis that has gone silent must not keep a person waiting for ever. */
const ANSWER_WITHIN_MS = 15_000;
/** Job ids and queue names stand in the path. */
const PARAMETER_CHARS_MAX = 500;

export type ShellOptions = {
  readonly config: Pick<Config, 'http' | 'namespace' | 'timezone' | 'businessName'>;
  readonly store: Store;
  readonly log: Log;
  readonly now: () => number;
  /** Where all of its addresses begin; empty where it has the server to itself. */
  readonly base?: string | undefined;
  /** Those of the fleet, who may go into each of its companies. */
  readonly above?: Above | undefined;
  /** True for the pages about all companies. */
  readonly ofFleet?: boolean;
  readonly serverFactory?: FastifyServerFactory<Server> | undefined;
};

/** A server with its guards and its log-in, and as yet nothing behind them. */
export type Shell = {
  readonly server: FastifyInstance;
  readonly guard: Guard;
  readonly logIn: LogInAttempt;
  readonly cookies: Cookies;
  readonly tokens: Tokens;
  readonly pageContext: PageContextOf;
  readonly isStillIn: StillIn;
};

/** The shell of each of the servers behind the address of one company. */
export function shellOf({ context: { store, now }, config, log, base, above }: WebOptions): Promise<Shell> {
  return createShell({ config, store, log, now, base, above });
}

/** The order of the guards is the order in which they ask: headers, origin, Redis, log-in, token. */
export async function createShell(options: ShellOptions): Promise<Shell> {
  const { config, store, log, base = '', above } = options;
  const server = Fastify({
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: RECEIVE_WITHIN_MS,
    handlerTimeout: ANSWER_WITHIN_MS,
    routerOptions: { maxParamLength: PARAMETER_CHARS_MAX },
    trustProxy: trusted(config.http.trustProxy),
    // Addresses of pages may hold what a person searched for, so requests are not logged.
    logger: false,
    ...(options.serverFactory && { serverFactory: options.serverFactory }),
  });
  await server.register(helmet, HEADERS);
  await server.register(cookie);
  await server.register(formbody);
  const accounts = accountsOf(config.http);
  const cookies = createCookies(store, config.namespace, base);
  const sessions = createSessions(store, accounts);
  const limits = createLogInLimits(
    store,
    accounts.map(({ user }) => user),
  );
  const guard: Guard = { accounts, home: config.http.user, sessions, cookies, limits, log, above };
  const logIn = createLogIn(guard);
  server.addHook('onSend', keepNothing);
  server.addHook('onSend', overTls);
  answerProblems(server, log);
  server.addHook('onRequest', refuseForeignRequests);
  needRedis(server, store);
  const enter = createEntrance(guard, logIn);
  guardAccess(server, guard, enter);
  const tokens = guardChanges(server, store, cookies);
  const pageContext = createLook({
    timezone: config.timezone,
    namespace: config.namespace,
    businessName: config.businessName ?? '',
    csrf: tokens.of,
    now: options.now,
    ofFleet: options.ofFleet ?? false,
  });
  showProblems(server, pageContext);
  // After what makes pages of problems, so that these stand under the base as well.
  underBase(server, base);
  serveLogIn(server, guard, enter, pageContext);
  return {
    server,
    guard,
    logIn,
    cookies,
    tokens,
    pageContext,
    isStillIn: (request: FastifyRequest) => stillIn(guard, request),
  };
}

/** The first so many hops are proxies of ours, or those of these addresses. */
function trusted(
  proxies: Config['http']['trustProxy'] = false,
): false | string[] | ((address: string, hop: number) => boolean) {
  if (typeof proxies === 'number') return (_, hop) => hop < proxies;
  return typeof proxies === 'object' ? [...proxies] : proxies;
}

/** Commands wait while Redis is away, a person does not: whatever needs Redis says so at once. */
function needRedis(server: FastifyInstance, { redis }: Store): void {
  server.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.config.open === true || redis.status === 'ready') return;
    return refuse(reply, 'redis');
  });
}
