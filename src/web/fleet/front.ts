/** The web server in front of many companies: the board of all, and the way into the pages of each. */
import { createServer as createHttp } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Config } from '../../config/config.ts';
import { type Company, companyRows } from '../../report/companies.ts';
import type { Store } from '../../store/store.ts';
import type { Log } from '../../telemetry/log.ts';
import { createProcessMetrics } from '../../telemetry/process-metrics.ts';
import { refuse } from '../access/refusals.ts';
import { serveAssets } from '../assets.ts';
import { keptFor } from '../kept-for.ts';
import { CONNECTIONS } from '../limits.ts';
import { asOne, companyMetrics } from '../metrics.ts';
import { companiesPage } from '../pages/companies.ts';
import { serveSessions } from '../routes/sessions.ts';
import { sendPage } from '../send.ts';
import type { Web } from '../server.ts';
import { createShell } from '../shell.ts';
import { createDesks, type Desks } from './desks.ts';

export type FrontOptions = {
  readonly fleet: {
    companies(): readonly Company[];
    find(name: string): Company | undefined;
    /** True once every file has been looked at. */
    readonly isOpen: boolean;
  };
  /** Of the fleet itself: who of it is logged in. */
  readonly store: Store;
  readonly config: Pick<Config, 'http' | 'namespace' | 'timezone' | 'businessName'>;
  readonly log: Log;
  readonly linesLost?: (() => number) | undefined;
};

/** However many look, the companies are asked once in this time. */
const KEPT_MS = 3_000;

/** Has a server listen where the settings say. */
async function listening(server: FastifyInstance, { config, log }: FrontOptions): Promise<Web> {
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

/** The web server of many companies: their board, and the dashboard of each under `/c/NAME`. */
export async function startFront(options: FrontOptions): Promise<Web> {
  const { fleet, store, config, log, linesLost } = options;
  let desks: Desks | undefined;
  const { server, guard, logIn, cookies, pageContext } = await createShell({
    config,
    store,
    log,
    now: Date.now,
    ofFleet: true,
    serverFactory: (handler) =>
      createHttp(CONNECTIONS, (request, response) => {
        if (desks?.serve(request, response) !== true) handler(request, response);
      }),
  });
  const { accounts, sessions } = guard;
  desks = createDesks({
    find: (name) => fleet.find(name),
    above: { accounts, sessions, cookies, logIn },
    trustProxy: config.http.trustProxy,
    linesLost,
  });
  server.addHook('preClose', () => desks?.close());
  serveFleetHealth(server, options);
  serveAssets(server);
  serveFleetMetrics(server, options);
  const rows = keptFor(KEPT_MS, () => companyRows(fleet.companies()));
  server.get('/', (_, reply) => reply.redirect('/companies', 303));
  server.get('/companies', async (request, reply) => {
    const { text } = sought.parse(request.query);
    return sendPage(reply, companiesPage(pageContext(request, reply), await rows(), text));
  });
  server.get('/api/companies', () => rows());
  // Those that run have been served already.
  const known = { config: { open: true } };
  server.get<{ Params: { name: string } }>('/c/:name/*', known, resting);
  server.get<{ Params: { name: string } }>('/c/:name', known, resting);
  serveSessions(server, guard, pageContext);
  return listening(server, options);

  function resting({ params }: { params: { name: string } }, reply: Parameters<typeof refuse>[0]) {
    return refuse(reply, fleet.find(params.name) === undefined ? 'notFound' : 'resting');
  }
}

const sought = z.object({ text: z.string().max(100).catch('').default('') });

/** Open to all; no names, no data. A file that is wrong is for a person to mend, and no reason to start anew. */
function serveFleetHealth(server: FastifyInstance, { fleet, store }: FrontOptions): void {
  const open = { config: { open: true } };
  server.get('/healthz', open, async () => ({ status: 'ok' }));
  server.get('/readyz', open, async (_, reply) => {
    const all = fleet.companies();
    const running = all.filter((company) => company.running !== undefined).length;
    const wrong = all.filter((company) => company.wrong.length > 0).length;
    const answers = store.redis.status === 'ready';
    const ready =
      answers && all.every((company) => company.running !== undefined || company.wrong.length > 0);
    const reasons = answers ? (ready ? [] : ['companies are being started']) : ['Redis does not answer'];
    return reply.code(ready ? 200 : 503).send({ ready, reasons, companies: { running, wrong } });
  });
}

/** Of the process once, of each company under its label; one that cannot be told of hides no other. */
function serveFleetMetrics(server: FastifyInstance, { fleet, linesLost, log }: FrontOptions): void {
  const ofProcess = createProcessMetrics(linesLost, () =>
    fleet.companies().map(({ name, running, wrong }) => ({
      name,
      running: running !== undefined,
      wrong: wrong.length,
    })),
  );
  server.get('/metrics', async (_, reply) => {
    const texts = [await ofProcess.metrics()];
    for (const { name, running } of fleet.companies()) {
      if (running === undefined) continue;
      try {
        texts.push(...(await companyMetrics(running.context, running.queues, { company: name })));
      } catch (err) {
        log.warn({ company: name, err }, 'the metrics of a company could not be told');
      }
    }
    return reply.type(ofProcess.contentType).send(asOne(texts));
  });
}
