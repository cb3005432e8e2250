import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Company, RunningCompany } from '../../report/companies.ts';
import type { Above } from '../access/guard.ts';
import { createDashboard, type Dashboard } from '../dashboard.ts';

/** Pages that nobody has asked for so long are put away: a company that nobody looks at costs none. */
const IDLE_MS = 10 * 60_000;
/** Whoever watches a company by settings that it has no more, such as a password, is shown nothing for longer. */
const LOOK_EVERY_MS = 2_000;

const OF_COMPANY = /^\/c\/([a-z0-9-]{1,40})(?=[/?]|$)/;

/** The dashboard of each company, made when somebody asks for it. */
type Desk = {
  readonly of: RunningCompany;
  readonly dashboard: Dashboard;
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
    const desk: Desk = { of, dashboard: opened(name, of), open: 0, usedAt: Date.now() };
    desks.set(name, desk);
    return desk;
  }

  function opened(name: string, { context, queues, config }: RunningCompany): Dashboard {
    const http = { ...config.http, trustProxy };
    return createDashboard({
      context,
      queues,
      config: { ...config, http },
      log: context.log,
      base: `/c/${name}`,
      above,
      linesLost,
    });
  }

  function putAway(name: string, desk: Desk): void {
    if (desks.get(name) === desk) desks.delete(name);
    void desk.dashboard.close();
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
      desk.dashboard.serve(request, response);
      return true;
    },
    async close() {
      clearInterval(looking);
      const all = [...desks.values()];
      desks.clear();
      await Promise.all(all.map(({ dashboard }) => dashboard.close()));
    },
  };
}
