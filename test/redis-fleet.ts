/** Redis servers of this machine that stand in for each other: a cluster, and a master with replicas and sentinels. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Redis } from 'ioredis';
import type { RedisMode } from '../src/config/redis.ts';
import { freePort } from './redis-local.ts';

export type Node = {
  readonly port: number;
  readonly client: Redis;
  signal(signal: 'KILL' | 'STOP' | 'CONT'): void;
  /** Starts a killed one again, on what it had written. */
  revive(): void;
};

export type RedisFleet = {
  readonly url: string;
  readonly mode: RedisMode;
  /** Whoever is written to under this key, and who follows it. */
  master(key: string): Promise<Node>;
  replicaOf(master: Node): Promise<Node>;
  /** How many follow each master while nobody is missing. */
  readonly replicas: number;
  /** What the product offers to hand over in peace; refused while it is at one, or has no replica that it finds fit. */
  failOver(key: string): Promise<void>;
  /** Moves the slot of the key to another master, key by key; only a cluster has slots. */
  readonly move: ((key: string) => Promise<void>) | undefined;
  close(): Promise<void>;
};

/** Hands signals on, and ends the server with the tests, however they end. */
const KEEPER = `
dir=$1; shift
"$@" >/dev/null 2>&1 & pid=$!
while read -r signal; do
  if [ "$signal" = START ]; then wait $pid; "$@" >/dev/null 2>&1 & pid=$!; else kill -"$signal" $pid; fi
done
kill -KILL $pid 2>/dev/null; wait $pid; rm -rf "$dir"
`;

const server = async (...options: string[]) => {
  const dir = await mkdtemp(join(tmpdir(), 'puente-fleet-'));
  const port = await freePort();
  const state = `--appendonly yes --maxmemory-policy noeviction --repl-diskless-sync-delay 0`;
  const command = `redis-server --bind 127.0.0.1 --port ${port} --dir ${dir} ${state}`;
  return keep(dir, port, [...command.split(' '), '--save', '', ...options]);
};

async function keep(dir: string, port: number, command: readonly string[]) {
  const keeper = spawn('sh', ['-c', KEEPER, 'keeper', dir, ...command], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  keeper.unref();
  const client = new Redis({ port, maxRetriesPerRequest: null, retryStrategy: () => 50 });
  client.on('error', () => undefined);
  await client.ping();
  const tell = (word: string) => void keeper.stdin?.write(`${word}\n`);
  const node: Node = { port, client, signal: tell, revive: () => tell('START') };
  return { ...node, end: () => ended(keeper, client) };
}

type Kept = Awaited<ReturnType<typeof keep>>;

async function ended(keeper: ChildProcess, client: Redis): Promise<void> {
  client.disconnect();
  keeper.ref();
  keeper.stdin?.end();
  if (keeper.exitCode === null) await once(keeper, 'exit');
}

export async function until(what: () => Promise<boolean>, withinMs = 30_000): Promise<void> {
  const endsAt = performance.now() + withinMs;
  while (!(await what())) {
    if (performance.now() > endsAt) throw new Error(`not so within ${withinMs} ms: ${what}`);
    await pause(50);
  }
}

const says = (node: Node, section: string, text: string) => async () =>
  (await node.client.info(section)).includes(text);

const at = (nodes: readonly Kept[], port: number): Kept => {
  const found = nodes.find((node) => node.port === port);
  if (found === undefined) throw new Error(`nobody listens on ${port}`);
  return found;
};

const urlOf = (nodes: readonly Kept[]) => nodes.map(({ port }) => `redis://127.0.0.1:${port}`).join(',');
const closed = (nodes: readonly Kept[]) => Promise.all(nodes.map((node) => node.end()));

/** Who answers of several, when some of them may have been stopped. */
async function anybody<T>(nodes: readonly Kept[], ask: (redis: Redis) => Promise<T>): Promise<T> {
  return Promise.any(nodes.map(({ client }) => ask(client)));
}

/** Three masters with a replica each. */
export async function startCluster(): Promise<RedisFleet> {
  const timeouts = ['--cluster-enabled', 'yes', '--cluster-node-timeout', '2000'];
  const nodes: Kept[] = [];
  for (let count = 0; count < 6; count += 1)
    nodes.push(await server(...timeouts, '--cluster-port', String(await freePort())));
  const places = nodes.map(({ port }) => `127.0.0.1:${port}`);
  await promisify(execFile)('redis-cli', [
    ...['--cluster', 'create', ...places, '--cluster-replicas', '1', '--cluster-yes'],
  ]);
  const masterOf = async (key: string) => {
    const [slot, ranges] = await anybody(nodes, (redis) =>
      Promise.all([redis.cluster('KEYSLOT', key), redis.cluster('SLOTS')]),
    );
    const range = ranges.find(([first, last]) => first <= slot && slot <= last);
    return at(nodes, range?.[2]?.[1] ?? 0);
  };
  const replicaOf = async ({ client }: Node) => {
    const [, , [[, port] = ['', '0']]] = (await client.call('ROLE')) as [string, number, [string, string][]];
    return at(nodes, Number(port));
  };
  for (const { client } of nodes)
    await until(async () => (await client.cluster('INFO')).includes('cluster_state:ok'));
  await until(async () => {
    const roles = await Promise.all(nodes.map(({ client }) => client.info('replication')));
    return roles.filter((told) => told.includes('state=online')).length === 3;
  });
  return {
    url: urlOf(nodes),
    mode: { kind: 'cluster' },
    replicas: 1,
    master: masterOf,
    replicaOf,
    async failOver(key) {
      const replica = await replicaOf(await masterOf(key));
      await replica.client.cluster('FAILOVER');
    },
    async move(key) {
      const from = await masterOf(key);
      const to = at(nodes, nodes.find(({ port }) => port !== from.port && isMasterPort(port))?.port ?? 0);
      await moveSlot(key, from, to);
    },
    close: async () => void (await closed(nodes)),
  };
  function isMasterPort(port: number): boolean {
    return nodes.slice(0, 3).some((node) => node.port === port);
  }
}

/** As redis-cli does it, key by key, so that what is done meanwhile meets half a slot. */
async function moveSlot(key: string, from: Node, to: Node): Promise<void> {
  const slot = await from.client.cluster('KEYSLOT', key);
  const [fromId, toId] = [await from.client.call('CLUSTER', 'MYID'), await to.client.call('CLUSTER', 'MYID')];
  await to.client.call('CLUSTER', 'SETSLOT', slot, 'IMPORTING', String(fromId));
  await from.client.call('CLUSTER', 'SETSLOT', slot, 'MIGRATING', String(toId));
  for (;;) {
    const keys = (await from.client.call('CLUSTER', 'GETKEYSINSLOT', slot, 5)) as string[];
    if (keys.length === 0) break;
    await from.client.call('MIGRATE', '127.0.0.1', to.port, '', 0, 5_000, 'KEYS', ...keys);
    await pause(20);
  }
  for (const node of [to, from]) await node.client.call('CLUSTER', 'SETSLOT', slot, 'NODE', String(toId));
}

const NAME = 'customers';

/** A master with two replicas, watched by three sentinels. */
export async function startSentinels(): Promise<RedisFleet> {
  const first = await server();
  const replicaof = ['--replicaof', '127.0.0.1', String(first.port)];
  const nodes = [first, await server(...replicaof), await server(...replicaof)];
  await until(says(first, 'replication', 'connected_slaves:2'));
  const asked = await sentinel(first.port);
  const sentinels = [asked, await sentinel(first.port), await sentinel(first.port)];
  for (const { client } of sentinels) {
    const known = async (list: string) => ((await client.call('SENTINEL', list, NAME)) as unknown[]).length;
    await until(async () => (await known('REPLICAS')) === 2 && (await known('SENTINELS')) === 2);
  }
  const master = async () => {
    const [, port] = (await asked.client.call('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', NAME)) as string[];
    return at(nodes, Number(port));
  };
  // One that knows of no replica that is fit says yes all the same, and gives up: whoever asks again asks another.
  let turn = 0;
  const failOver = async () => {
    const { client } = sentinels[turn % sentinels.length] ?? asked;
    turn += 1;
    await client.call('SENTINEL', 'FAILOVER', NAME);
  };
  return {
    url: urlOf(sentinels),
    mode: { kind: 'sentinel', name: NAME, user: undefined, password: undefined },
    replicas: 2,
    master,
    async replicaOf({ client }) {
      const [, , [[, port] = ['', '0']]] = (await client.call('ROLE')) as [
        string,
        number,
        [string, string][],
      ];
      return at(nodes, Number(port));
    },
    failOver,
    move: undefined,
    close: async () => void (await closed([...sentinels, ...nodes])),
  };
}

async function sentinel(watched: number): Promise<Kept> {
  const dir = await mkdtemp(join(tmpdir(), 'puente-fleet-'));
  const port = await freePort();
  const file = join(dir, 'sentinel.conf');
  const lines = [
    `port ${port}`,
    'bind 127.0.0.1',
    `dir ${dir}`,
    `sentinel monitor ${NAME} 127.0.0.1 ${watched} 2`,
    `sentinel down-after-milliseconds ${NAME} 2000`,
    `sentinel failover-timeout ${NAME} 6000`,
  ];
  await writeFile(file, lines.join('\n'));
  return keep(dir, port, ['redis-server', file, '--sentinel']);
}
