import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import helmet from '@fastify/helmet';
import Fastify, { type FastifyInstance } from 'fastify';
import type { Context } from '../sync/context.ts';
import { createCookies } from './access/cookies.ts';
import { guardChanges } from './access/csrf.ts';
import { createLogIn, guardAccess } from './access/guard.ts';
import { serveLogIn } from './access/log-in.ts';
import { createLogInLimits } from './access/log-in-limits.ts';
import { accountsOf } from './access/passwords.ts';
import { refuse } from './access/refusals.ts';
import { refuseForeignRequests } from './access/same-origin.ts';
import { createSessions } from './access/sessions.ts';
import { serveApi } from './api/serve.ts';
import { serveAssets } from './assets.ts';
import { serveBoard } from './board.ts';
import { HEADERS, keepNothing, overTls } from './headers.ts';
import { serveHealth } from './health.ts';
import { serveMetrics } from './metrics.ts';
import { countForNavigation } from './nav-counts.ts';
import type { WebOptions } from './options.ts';
import { createLook } from './pages/page-context.ts';
import { answerProblems, showProblems } from './problems.ts';
import { servePages } from './routes/routes.ts';
import { serveSessions } from './routes/sessions.ts';

export type Web = {
  /** Where it listens, without a slash at its end. */
  readonly url: string;
  /** Finishes the requests in hand and closes. To be called before the app is closed. */
  close(): Promise<void>;
};

const BODY_BYTES_MAX = 64 * 1024;
/** For a request to arrive in full. */
const RECEIVE_WITHIN_MS = 10_000;
/** For its answer; a Redis that has gone silent must not keep a person waiting for ever. */
const ANSWER_WITHIN_MS = 15_000;
/** Job ids and queue names stand in the path. */
const PARAMETER_CHARS_MAX = 500;

/** Starts the web server. Throws when the address is taken. */
export async function startWeb(options: WebOptions): Promise<Web> {
  const server = await createServer(options);
  try {
    const { host, port } = options.config.http;
    const url = await server.listen({ host, port });
    options.log.info({ url }, 'the web server listens');
    return { url, close: () => server.close() };
  } catch (error) {
    await server.close();
    throw error;
  }
}

/** The order of the guards is the order in which they ask: headers, origin, Redis, log-in, token. */
async function createServer(options: WebOptions): Promise<FastifyInstance> {
  const { context, config, log } = options;
  const server = Fastify({
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: RECEIVE_WITHIN_MS,
    handlerTimeout: ANSWER_WITHIN_MS,
    routerOptions: { maxParamLength: PARAMETER_CHARS_MAX },
    trustProxy: trusted(config.http.trustProxy),
    // Addresses of pages may hold what a person searched for, so requests are not logged.
    logger: false,
  });
  await server.register(helmet, HEADERS);
  await server.register(cookie);
  await server.register(formbody);
  const accounts = accountsOf(config.http);
  const cookies = createCookies(context.store, config.namespace);
  const sessions = createSessions(context.store, accounts);
  const limits = createLogInLimits(
    context.store,
    accounts.map(({ user }) => user),
  );
  const guard = { accounts, home: config.http.user, sessions, cookies, limits, log };
  const logIn = createLogIn(guard);
  server.addHook('onSend', keepNothing);
  server.addHook('onSend', overTls);
  answerProblems(server, log);
  server.addHook('onRequest', refuseForeignRequests);
  needRedis(server, context);
  guardAccess(server, guard, logIn);
  const tokens = guardChanges(server, context.store, cookies);
  const pageContext = createLook({
    timezone: config.timezone,
    namespace: config.namespace,
    businessName: config.businessName ?? '',
    csrf: tokens.of,
    now: context.now,
  });
  countForNavigation(server, options);
  showProblems(server, pageContext);
  serveHealth(server, context, options.queues);
  serveAssets(server);
  serveLogIn(server, guard, logIn, pageContext);
  serveMetrics(server, context, options.queues);
  await serveApi(server, options);
  servePages(server, options, pageContext, async (request) => {
    const token = cookies.session(request);
    return !request.bySession || (token !== undefined && (await sessions.find(token, false)) !== undefined);
  });
  serveSessions(server, guard, pageContext);
  await serveBoard(server, options, pageContext, (request, reply) =>
    cookies.giveBoardToken(request, reply, tokens.of(request)),
  );
  return server;
}

/** The first so many hops are proxies of ours, or those of these addresses. */
function trusted(
  proxies: WebOptions['config']['http']['trustProxy'] = false,
): false | string[] | ((address: string, hop: number) => boolean) {
  if (typeof proxies === 'number') return (_, hop) => hop < proxies;
  return typeof proxies === 'object' ? [...proxies] : proxies;
}

/** Commands wait while Redis is away, a person does not: whatever needs Redis says so at once. */
function needRedis(server: FastifyInstance, { store }: Context): void {
  server.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.config.open === true || store.redis.status === 'ready') return;
    return refuse(reply, 'redis');
  });
}
