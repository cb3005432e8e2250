/** The servers behind the address of one company, each loaded and made when somebody first asks for it. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { WebOptions } from './options.ts';

/** The queue board brings a hundred files of its own, and hardly anybody opens it. */
const PARTS = {
  programs: async (options: WebOptions) => (await import('./programs-server.ts')).createPrograms(options),
  pages: async (options: WebOptions) => (await import('./pages-server.ts')).createPages(options),
  board: async (options: WebOptions) => (await import('./board.ts')).createBoard(options),
};
type Part = keyof typeof PARTS;

const OF_BOARD = /^\/queues(?=[/?]|$)/;
const OF_PROGRAMS = /^\/(?:api|metrics)(?=[/?]|$)/;

function partOf(url: string): Part {
  if (OF_BOARD.test(url)) return 'board';
  return OF_PROGRAMS.test(url) ? 'programs' : 'pages';
}

export type Dashboard = {
  /** Answers whatever is asked of this company. */
  serve(request: IncomingMessage, response: ServerResponse): void;
  /** Ends what is still being sent, and closes. */
  close(): Promise<void>;
};

/** A daemon that nobody looks at carries neither pages nor board. */
export function createDashboard(options: WebOptions): Dashboard {
  const made = new Map<Part, Promise<FastifyInstance>>();

  function serverOf(part: Part): Promise<FastifyInstance> {
    const before = made.get(part);
    if (before !== undefined) return before;
    const server = PARTS[part](options).then(async (one) => one.ready().then(() => one));
    made.set(part, server);
    // The next one who asks tries again.
    server.catch(() => made.delete(part));
    return server;
  }

  return {
    serve(request, response) {
      serverOf(partOf(request.url ?? ''))
        .then((server) => server.routing(request, response))
        .catch((err: unknown) => {
          options.log.error({ err }, 'the dashboard could not be made');
          response.writeHead(503, { 'cache-control': 'no-store' }).end();
        });
    },
    async close() {
      const all = [...made.values()];
      made.clear();
      await Promise.all(all.map((server) => server.then((one) => one.close()).catch(() => undefined)));
    },
  };
}
