/** The web server of one company: health at once, and its dashboard as soon as somebody asks for any of it. */
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { createDashboard } from './dashboard.ts';
import { answerHealth } from './health.ts';
import { CONNECTIONS } from './limits.ts';
import type { WebOptions } from './options.ts';

export type Web = {
  /** Where it listens, without a slash at its end. */
  readonly url: string;
  /** Finishes the requests in hand and closes. To be called before the app is closed. */
  close(): Promise<void>;
};

/** Starts the web server of one company. Throws when the address is taken. */
export async function startWeb(options: WebOptions): Promise<Web> {
  const { context, queues, config, log } = options;
  const dashboard = createDashboard(options);
  const isHealth = answerHealth(context, queues);
  const servers: Server[] = [];
  let closing = false;
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    // Who keeps a connection for later does not keep a server that closes.
    response.once('close', () => setImmediate(() => closing && servers.forEach(dropIdle)));
    if (!isHealth(request, response)) dashboard.serve(request, response);
  };
  const url = await listen(servers, answer, config.http);
  log.info({ url }, 'the web server listens');
  return {
    url,
    async close() {
      closing = true;
      const closed = servers.map(closeServer);
      await dashboard.close();
      await Promise.all(closed);
    },
  };
}

const dropIdle = (server: Server) => server.closeIdleConnections();

async function closeServer(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  await closed;
}

/** This machine may be called by either of its two addresses. The second is welcome, and no reason to fail. */
async function listen(
  servers: Server[],
  answer: RequestListener,
  { host, port }: WebOptions['config']['http'],
): Promise<string> {
  const names = host === 'localhost' ? (await lookup(host, { all: true })).map((one) => one.address) : [host];
  const [first = host, ...others] = [...new Set(names)];
  const url = await open(servers, answer, first, port);
  for (const other of others) await open(servers, answer, other, Number(new URL(url).port)).catch(() => '');
  return url;
}

async function open(servers: Server[], answer: RequestListener, host: string, port: number): Promise<string> {
  const server = createServer(CONNECTIONS, answer).listen(port, host);
  await once(server, 'listening');
  servers.push(server);
  return urlOf(server);
}

/** One that listens everywhere is reached at home. */
function urlOf(server: Server): string {
  const { address, family, port } = server.address() as AddressInfo;
  if (address === '0.0.0.0' || address === '::') return `http://127.0.0.1:${port}`;
  return family === 'IPv6' ? `http://[${address}]:${port}` : `http://${address}:${port}`;
}
