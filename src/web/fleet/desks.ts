import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { Company, RunningCompany } from '../../report/companies.ts';
import type { Above } from '../access/guard.ts';
import { createServer } from '../server.ts';

/** Pages that nobody has asked for so long are put away: a company that nobody looks at costs none. */
const IDLE_MS = 10 * 60_000;
const LOOK_EVERY_MS = 60_000;

const OF_COMPANY = /^\/c\/([a-z0-9-]{1,40})(?=[/?]|$)/;

/** The dashboard of each company, made when somebody asks for it. */
type Desk = {
  readonly of: RunningCompany;
  readonly server: Promise<FastifyInstance>;
  open: number;
  usedAt: number;
};

export type DesksOptions = {
  readonly find: (name: string) => Company | undefined;
  readonly above: Above;
  readonly trustProxy: RunningCompany['config']['http']['trustProxy'];
  readonly linesLost?: (() => number) | undefined;
};

export type Desks = {
  /** Answers what is asked under the address of a company that runs; false for everything else. */
  serve(request: IncomingMessage, response: ServerResponse): boolean;
  close(): Promise<void>;
};

/**
 * Each company is a server of its own, with its own guards, log-ins and state: none of them can be asked for another's
 * customers, because none of them has another's store. All that they share is the port.
 */
export function createDesks({ find, above, trustProxy = false, linesLost }: DesksOptions): Desks {
  const desks = new Map<string, Desk>();

  function deskOf(name: string, of: RunningCompany): Desk {
    const before = desks.get(name);
    if (before?.of === of) return before;
    if (before !== undefined) putAway(name, before);
    const server = opened(name, of);
    const desk: Desk = { of, server, open: 0, usedAt: Date.now() };
    desks.set(name, desk);
    // The next one who asks tries again.
    server.catch(() => desks.get(name) === desk && desks.delete(name));
    return desk;
  }

  async function opened(name: string, { context, queues, config }: RunningCompany): Promise<FastifyInstance> {
    const http = { ...config.http, trustProxy };
    const own = { ...config, http };
    const server = await createServer({
      context,
      queues,
      config: own,
      log: context.log,
      base: `/c/${name}`,
      above,
      linesLost,
    });
    await server.ready();
    return server;
  }

  function putAway(name: string, desk: Desk): void {
    if (desks.get(name) === desk) desks.delete(name);
    void desk.server.then((server) => server.close()).catch(() => undefined);
  }

  const looking = setInterval(() => {
    for (const [name, desk] of desks)
      if (find(name)?.running !== desk.of || (desk.open === 0 && Date.now() - desk.usedAt > IDLE_MS))
        putAway(name, desk);
  }, LOOK_EVERY_MS).unref();

  return {
    serve(request, response) {
      const { url = '' } = request;
      const [whole = '', name = ''] = OF_COMPANY.exec(url) ?? [];
      const running = name === '' ? undefined : find(name)?.running;
      if (running === undefined) return false;
      const desk = deskOf(name, running);
      [desk.open, desk.usedAt] = [desk.open + 1, Date.now()];
      response.once('close', () => {
        [desk.open, desk.usedAt] = [desk.open - 1, Date.now()];
      });
      const rest = url.slice(whole.length);
      request.url = rest.startsWith('/') ? rest : `/${rest}`;
      desk.server
        .then((server) => server.routing(request, response))
        .catch(() => response.writeHead(503, { 'cache-control': 'no-store' }).end());
      return true;
    },
    async close() {
      clearInterval(looking);
      const all = [...desks.values()];
      desks.clear();
      await Promise.all(all.map(({ server }) => server.then((one) => one.close()).catch(() => undefined)));
    },
  };
}
