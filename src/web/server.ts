/** The dashboard of one company: its pages, its API and its board behind one guard. */
import type { FastifyInstance } from 'fastify';
import { serveApi } from './api/serve.ts';
import { serveAssets } from './assets.ts';
import { serveBoard } from './board.ts';
import { serveHealth } from './health.ts';
import { serveMetrics } from './metrics.ts';
import { countForNavigation } from './nav-counts.ts';
import type { WebOptions } from './options.ts';
import { servePages } from './routes/routes.ts';
import { serveSessions } from './routes/sessions.ts';
import { createShell } from './shell.ts';

export type Web = {
  /** Where it listens, without a slash at its end. */
  readonly url: string;
  /** Finishes the requests in hand and closes. To be called before the app is closed. */
  close(): Promise<void>;
};

/** Starts the web server of one company. Throws when the address is taken. */
export async function startWeb(options: WebOptions): Promise<Web> {
  return listening(await createServer(options), options);
}

/** Has a server listen where the settings say. */
export async function listening(
  server: FastifyInstance,
  { config, log }: Pick<WebOptions, 'log'> & { readonly config: Pick<WebOptions['config'], 'http'> },
): Promise<Web> {
  try {
    const { host, port } = config.http;
    const url = await server.listen({ host, port });
    log.info({ url }, 'the web server listens');
    return { url, close: () => server.close() };
  } catch (error) {
    await server.close();
    throw error;
  }
}

/** The dashboard of one company. */
export async function createServer(options: WebOptions): Promise<FastifyInstance> {
  const { context, config, log, queues, base, above } = options;
  const { store, now } = context;
  const { server, guard, cookies, tokens, pageContext, isStillIn } = await createShell({
    config,
    store,
    log,
    now,
    base,
    above,
  });
  countForNavigation(server, options);
  serveHealth(server, context, queues);
  serveAssets(server);
  serveMetrics(server, options);
  await serveApi(server, options);
  servePages(server, options, pageContext, isStillIn);
  serveSessions(server, guard, pageContext);
  await serveBoard(server, options, pageContext, (request, reply) =>
    cookies.giveBoardToken(request, reply, tokens.of(request)),
  );
  return server;
}
