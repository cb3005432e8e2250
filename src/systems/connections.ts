import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';

/** The connections to one side: kept for the next request, and given up before they can have died unseen. */

/** Addresses as in the settings of the same names; undefined = no proxy. */
export type ProxySettings = {
  readonly https?: string | undefined;
  readonly http?: string | undefined;
  /** Hosts that are reached without one, with commas between them. */
  readonly none?: string | undefined;
};

export type Agents = { readonly http: HttpAgent; readonly https: HttpsAgent };

export type Connections = {
  readonly kept: Agents;
  /** Each request gets a connection of its own. */
  readonly fresh: Agents;
  /** After a reset: whatever broke one connection may have broken all that lie idle. */
  dropIdle(): void;
  close(): void;
};

/** Servers and firewalls drop idle connections after a second at the soonest; ours are gone before that. */
const IDLE_MS_MAX = 500;

/** The two kinds of agents of one side. `proxy` goes by Node's own support, which keeps and tunnels connections. */
export function createConnections(socketsMax: number, proxy: ProxySettings | undefined): Connections {
  const proxyEnv = proxy && { HTTPS_PROXY: proxy.https, HTTP_PROXY: proxy.http, NO_PROXY: proxy.none };
  const shared = { maxSockets: socketsMax, ...(proxyEnv && { proxyEnv }) };
  const keeping = { ...shared, keepAlive: true, timeout: IDLE_MS_MAX };
  const kept = { http: new HttpAgent(keeping), https: new HttpsAgent(keeping) };
  const fresh = { http: new HttpAgent(shared), https: new HttpsAgent(shared) };
  return {
    kept,
    fresh,
    dropIdle() {
      for (const { freeSockets } of [kept.http, kept.https])
        for (const sockets of Object.values(freeSockets))
          for (const socket of sockets ?? []) socket.destroy();
    },
    close() {
      for (const agent of [kept.http, kept.https, fresh.http, fresh.https]) agent.destroy();
    },
  };
}
