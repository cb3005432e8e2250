/**
 * The way to a Redis Cluster. All keys of a namespace are in one slot, so at any moment one master of the cluster holds
 * all there is, and each connection is one to that master: what INFO, TIME and CONFIG say is of the server that is
 * written to, and a connection that breaks or is told MOVED is the sign that another server may answer next, one that
 * may have lost the newest writes (`sync/redis-epoch.ts`). A driver that sends each command wherever its slot is at the
 * moment would go over to another server without anybody noticing.
 */
import { createConnection } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import { AbstractConnector, Redis, type RedisOptions } from 'ioredis';

export type Endpoint = { readonly host: string; readonly port: number };
export type Login = Pick<RedisOptions, 'username' | 'password' | 'tls'>;

/** How long one server may take to say where the master is. */
export const ASK_WITHIN_MS = 2_000;
const LOOK_AGAIN_MS = 500;

/** Connects to whichever node serves the slot of `key`; asks the nodes, for as long as it takes, at every connection. */
export function connectorToSlot(
  given: readonly Endpoint[],
  key: string,
  login: Login,
): NonNullable<RedisOptions['Connector']> {
  /** Those of the settings, and those that the cluster last told of: all of the first may have left it by now. */
  const nodes = { known: [...given] };
  return class extends AbstractConnector {
    #given = new AbortController();

    constructor() {
      super(ASK_WITHIN_MS);
    }

    override async connect(emit: (type: string, error: Error) => void) {
      this.connecting = true;
      this.#given = new AbortController();
      const { host, port } = await this.#untilFound(emit);
      this.stream = login.tls ? connectTls({ ...login.tls, host, port }) : createConnection({ host, port });
      this.stream.once('error', (error: Error) => {
        this.firstError = error;
      });
      return this.stream;
    }

    override disconnect() {
      this.#given.abort();
      super.disconnect();
    }

    async #untilFound(emit: (type: string, error: Error) => void): Promise<Endpoint> {
      const { signal } = this.#given;
      for (;;) {
        const found = await masterFor(key, nodes, given, login).catch((error: Error) => error);
        if (signal.aborted) throw new Error('Connection is closed.');
        if (!(found instanceof Error)) return found;
        emit('error', found);
        await pause(LOOK_AGAIN_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  };
}

/** A node may not know yet that a master is gone, so whom it names is asked too. */
async function masterFor(
  key: string,
  nodes: { known: Endpoint[] },
  given: readonly Endpoint[],
  login: Login,
): Promise<Endpoint> {
  let last: unknown;
  for (const node of nodes.known) {
    try {
      const { master, all } = await ask(node, login, (redis) => slotIn(redis, key, node));
      const [role] = (await ask(master, login, (redis) => redis.call('ROLE'))) as [string];
      if (role !== 'master') throw new Error(`${master.host}:${master.port} is no master any more`);
      nodes.known = distinct([...all, ...given]);
      return master;
    } catch (error) {
      last = error;
    }
  }
  throw new Error(
    `no node of the cluster leads to its master: ${last instanceof Error ? last.message : last}`,
  );
}

function distinct(endpoints: readonly Endpoint[]): Endpoint[] {
  return [...new Map(endpoints.map((node) => [`${node.host}:${node.port}`, node])).values()];
}

type SlotRange = readonly [first: number, last: number, ...nodes: (readonly [host: string, port: number])[]];

/** Who serves the slot of `key`, and all nodes there are. */
async function slotIn(
  redis: Redis,
  key: string,
  asked: Endpoint,
): Promise<{ master: Endpoint; all: Endpoint[] }> {
  const slot = (await redis.call('CLUSTER', 'KEYSLOT', key)) as number;
  const ranges = (await redis.call('CLUSTER', 'SLOTS')) as SlotRange[];
  // A node that does not know its own address is where it was asked.
  const at = ([host, port]: readonly [string, number]) => ({ host: host || asked.host, port });
  const all = ranges.flatMap(([, , ...nodes]) => nodes.map(at));
  const [, , master] = ranges.find(([first, last]) => first <= slot && slot <= last) ?? [];
  if (master === undefined) throw new Error(`CLUSTERDOWN slot ${slot} is served by nobody`);
  return { master: at(master), all };
}

/** One question on a connection of its own. */
async function ask<T>(
  { host, port }: Endpoint,
  login: Login,
  question: (redis: Redis) => Promise<T>,
): Promise<T> {
  const redis = new Redis({
    ...login,
    host,
    port,
    connectTimeout: ASK_WITHIN_MS,
    commandTimeout: ASK_WITHIN_MS,
    enableReadyCheck: false,
    retryStrategy: () => null,
  });
  let refused: Error | undefined;
  redis.on('error', (error: Error) => {
    refused = error;
  });
  try {
    return await question(redis);
  } catch (error) {
    throw refused ?? error;
  } finally {
    redis.disconnect();
  }
}
