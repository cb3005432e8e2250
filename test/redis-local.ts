/** A redis-server of this machine on a free port, with its append-only file in a folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';

export type TestRedis = {
  /** `redis://host:port` */
  readonly url: string;
  /** The shortest way to it: the path of its socket where it is a local server, else its `url`. */
  readonly near: string;
  /** Which server it is, for people. */
  readonly describe: string;
  close(): Promise<void>;
};

export type PrivateTestRedis = TestRedis & {
  /** SIGTERM: the server writes what it has and goes. */
  stop(): Promise<void>;
  /** SIGKILL: what was not written is lost. */
  kill(): Promise<void>;
  /** Starts again on the same port and the same file. */
  restart(): Promise<void>;
};

/**
 * The shell waits for a line that names the signal, or for the end of its input, which comes in any case when
 * the tests are gone, however they went. Only then is the folder removed too.
 */
const KEEPER = `
dir=$1; shift
"$(command -v redis-server || command -v valkey-server)" "$@" >/dev/null 2>&1 & pid=$!
if read -r signal; then kill -"$signal" $pid; wait $pid; else kill -KILL $pid 2>/dev/null; wait $pid; rm -rf "$dir"; fi
`;

/** A running server; `more` are options of its own. Throws when it does not answer within ten seconds. */
export async function startLocal(more: readonly string[] = []): Promise<PrivateTestRedis> {
  const dir = await mkdtemp(join(tmpdir(), 'puente-redis-'));
  const port = await freePort();
  const start = () => startKeeper(dir, port, more);
  let keeper = await start();
  const end = async (signal: 'TERM' | 'KILL') => {
    keeper.stdin?.write(`${signal}\n`);
    await hasExited(keeper);
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    near: socketOf(dir) ?? `redis://127.0.0.1:${port}`,
    describe: `private redis-server on port ${port}`,
    stop: () => end('TERM'),
    kill: () => end('KILL'),
    restart: async () => {
      keeper = await start();
    },
    close: async () => {
      // A keeper that was told to stop has kept the folder; a new one removes it.
      if (keeper.exitCode !== null) keeper = await start();
      keeper.stdin?.end();
      await hasExited(keeper);
    },
  };
}

/** Longer paths of sockets are refused or cut off by some systems. */
const SOCKET_PATH_MAX_BYTES = 100;

function socketOf(dir: string): string | undefined {
  const path = join(dir, 'redis.sock');
  return Buffer.byteLength(path) <= SOCKET_PATH_MAX_BYTES ? path : undefined;
}

/** A group of its own: Ctrl-C ends the tests, and their end ends the server, in this order. */
async function startKeeper(dir: string, port: number, more: readonly string[]): Promise<ChildProcess> {
  const socket = socketOf(dir);
  const near = socket === undefined ? '' : `--unixsocket ${socket} `;
  const options = `--bind 127.0.0.1 --port ${port} --dir ${dir} ${near}--appendonly yes --maxmemory-policy noeviction`;
  const args = ['-c', KEEPER, 'keeper', dir, ...options.split(' '), ...more, '--save', ''];
  const keeper = spawn('sh', args, { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  keeper.unref();
  await untilReady(socket ?? `redis://127.0.0.1:${port}`);
  return keeper;
}

async function untilReady(near: string): Promise<void> {
  const redis = new Redis(near, {
    retryStrategy: (times) => (times < 500 ? 20 : null),
    maxRetriesPerRequest: null,
  });
  redis.on('error', () => {
    // Refused until the server listens; the retries are counted above.
  });
  await redis.ping().finally(() => redis.disconnect());
}

async function hasExited(keeper: ChildProcess): Promise<void> {
  keeper.ref();
  if (keeper.exitCode === null && keeper.signalCode === null) await once(keeper, 'exit');
}

/** Below the ports that systems give to servers that name none: while this one is down, nobody else is given its port. */
const PORTS = { first: 12_000, last: 30_000 };
const PORT_TRIES = 100;

/** A port that nobody listens on, and that only who asks for it by number can get. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < PORT_TRIES; tries += 1) {
    const port = randomInt(PORTS.first, PORTS.last);
    if (await isFree(port)) return port;
  }
  throw new Error('no free port');
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  const free = await once(server, 'listening').then(
    () => true,
    () => false,
  );
  server.close();
  return free;
}
