import helmet from '@fastify/helmet';
import Fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import type { Context } from '../sync/context.ts';
import type { Log } from '../telemetry/log.ts';
import { guardAccess } from './access.ts';
import { serveApi } from './api.ts';
import { serveBoard } from './board.ts';
import { HEADERS, keepNothing } from './headers.ts';
import { serveHealth } from './health.ts';
import type { WebOptions } from './options.ts';
import { refuseForeignRequests } from './same-origin.ts';

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

/** The order of the guards is the order in which they ask: headers, origin, log-in, Redis. */
async function createServer(options: WebOptions): Promise<FastifyInstance> {
  const server = Fastify({
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: RECEIVE_WITHIN_MS,
    handlerTimeout: ANSWER_WITHIN_MS,
    routerOptions: { maxParamLength: PARAMETER_CHARS_MAX },
    // Addresses of pages may hold what a person searched for, so requests are not logged.
    logger: false,
  });
  await server.register(helmet, HEADERS);
  server.addHook('onSend', keepNothing);
  server.addHook('onRequest', refuseForeignRequests);
  guardAccess(server, options.config.http, options.log);
  needRedis(server, options.context);
  answerErrors(server, options.log);
  serveHealth(server, options.context);
  serveApi(server, options.context, options.queues);
  await serveBoard(server, options);
  return server;
}

/** Commands wait while Redis is away, a person does not: whatever needs Redis says so at once. */
function needRedis(server: FastifyInstance, { store }: Context): void {
  server.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.config.open === true || store.redis.status === 'ready') return;
    return reply.code(503).send({ error: 'Redis is not answering' });
  });
}

/** What went wrong on our side goes to the log and not to whoever asked. */
function answerErrors(server: FastifyInstance, log: Log): void {
  server.setNotFoundHandler((_, reply) => reply.code(404).send({ error: 'there is nothing here' }));
  server.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status < 500) return reply.code(status).send({ error: error.message });
    log.error({ route: request.routeOptions.url, method: request.method, err: error }, 'a request failed');
    return reply.code(status).send({ error: 'this did not work; the log says why' });
  });
}
