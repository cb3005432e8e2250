/**
 * The Redis that Puente starts for itself when no REDIS_URL is set: one child, reached through a socket file
 * only, with its append-only file in DATA_DIR.
 *
 * Several processes of one machine may share it (the daemon and a command beside it). Each holds one idle
 * connection for as long as it uses the server, and the last one to leave shuts it down. A process that was
 * killed leaves the server running; the next start finds it by its socket and goes on with it.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { mkdir, readFile, stat, statfs } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { cutZeros, markOfFile, mendingCommand } from './aof-file.ts';
import { withStartLock } from './private-redis-lock.ts';
import { socketPath } from './private-redis-socket.ts';

export type PrivateRedis = {
  /** Path of the unix socket, for ioredis' `path` option. */
  readonly path: string;
  /** What was done to the append-only file before the start, in one line; nothing where it was whole. */
  readonly repaired: string | undefined;
  /** Names the append-only file: another one where it was put back from a copy, or repaired. */
  readonly file: string;
  /** Resolves, with what to do about it, when the server is gone although it was not closed here. */
  readonly lost: Promise<string>;
  /** Leaves the server. The last one to leave stops it and waits until it has written everything. */
  close(): Promise<void>;
};

/** Reading a large append-only file takes a while; a server that is silent for longer is not coming up. */
const READY_WITHIN_MS = 60_000;
const POLL_MS = 20;
/** How long the last one to leave waits for connections that are just being closed. */
const OTHERS_LEAVE_WITHIN_MS = 1000;

/**
 * Starts a server on `dataDir` (made with mode 0700 where it is missing), or joins the one that runs there.
 * Throws one line that says what to do when there is no binary, or when the server does not come up.
 */
export async function startPrivateRedis(dataDir: string): Promise<PrivateRedis> {
  const dir = resolve(dataDir);
  // Asked for before anything is made: in a container without one, this is what the reader must hear.
  const server = binary();
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const path = await socketPath(dir);
  return withStartLock(dir, async () => {
    const running = await connect(path);
    if (running !== undefined)
      return handleOf(running, undefined, { dir, path, file: await markOfFile(dir) });
    const repaired = await cutZeros(dir, new Date());
    const logFrom = await sizeOf(join(dir, 'redis.log'));
    const child = launch(server, dir, path);
    const presence = await untilListening(path, child, dir, logFrom);
    return handleOf(presence, child, { dir, path, repaired, file: await markOfFile(dir) });
  });
}

/** The connection that says "somebody is using this server", or undefined where no server listens. */
async function connect(path: string): Promise<Redis | undefined> {
  const presence = new Redis({ path, lazyConnect: true, retryStrategy: () => null, enableReadyCheck: false });
  presence.on('error', () => {
    // Both ways a connection can fail are seen elsewhere: `connect` rejects, or `lost` resolves.
  });
  try {
    await presence.connect();
  } catch {
    presence.disconnect();
    return undefined;
  }
  return (await isLoaded(presence)) ? presence : undefined;
}

/**
 * Waits while the server reads its file (PING answers LOADING). False when it went away instead: another
 * process was just shutting it down, and by the time it hangs up its file is complete.
 */
async function isLoaded(presence: Redis): Promise<boolean> {
  const deadline = performance.now() + READY_WITHIN_MS;
  while (performance.now() < deadline) {
    const failure = await presence.ping().then(() => '', String);
    if (failure === '') return true;
    if (presence.status === 'end') return false;
    await sleep(POLL_MS);
  }
  presence.disconnect();
  throw new Error('the private Redis that runs already does not answer');
}

async function untilListening(
  path: string,
  child: ChildProcess,
  dir: string,
  logFrom: number,
): Promise<Redis> {
  const deadline = performance.now() + READY_WITHIN_MS;
  while (isRunning(child) && performance.now() < deadline) {
    const presence = await connect(path);
    if (presence !== undefined) return presence;
    await sleep(POLL_MS);
  }
  child.kill('SIGKILL');
  throw new Error(await whyNot(dir, logFrom));
}

/** What this start has added to the server's log says whether its file is damaged. */
async function whyNot(dir: string, logFrom: number): Promise<string> {
  const path = join(dir, 'redis.log');
  const log = (await readFile(path, 'latin1').catch(() => '')).slice(logFrom);
  if (await isFull(dir)) return `the private Redis did not start: ${fullDisk(dir)}`;
  const command = await mendingCommand(dir, log);
  return command === undefined
    ? `the private Redis did not start: its reason is at the end of ${path}`
    : `the private Redis did not start, because its file is damaged: copy ${dir} to a safe place, then run ${command}`;
}

/** Less room than any entry of its file could need. */
const ROOM_MIN = 64 * 1_024;

/** A server that syncs every write ends when it cannot, and on a full disk it cannot even log why. */
async function isFull(dir: string): Promise<boolean> {
  return statfs(dir).then(
    ({ bavail, bsize }) => bavail * bsize < ROOM_MIN,
    () => false,
  );
}

function fullDisk(dir: string): string {
  return `the disk of DATA_DIR is full (make room in ${dir})`;
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}

/**
 * A group of its own keeps Ctrl-C in a terminal from stopping the server before the jobs in hand are finished.
 * `save ''`: the append-only file is the only copy. `always`: what was said yes to is on the disk, so that a power cut
 * takes nothing back; at the rates of a sync it costs nothing that matters (docs/reliability.md).
 */
function launch(server: string, dir: string, path: string): ChildProcess {
  const options = {
    port: '0',
    unixsocket: path,
    unixsocketperm: '700',
    dir,
    pidfile: join(dir, 'redis.pid'),
    logfile: join(dir, 'redis.log'),
    loglevel: 'warning',
    appendonly: 'yes',
    appendfsync: 'always',
    save: '',
    'maxmemory-policy': 'noeviction',
  };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  const child = spawn(server, args, { stdio: 'ignore', detached: true });
  child.on('error', () => {
    // The binary was found a moment ago; if it cannot be run, `untilListening` gives up on it.
  });
  return child;
}

function binary(): string {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const candidates = ['redis-server', 'valkey-server'].flatMap((name) => folders.map((f) => join(f, name)));
  const found = candidates.find(isExecutable);
  if (found === undefined) {
    throw new Error('no redis-server or valkey-server on the PATH: install one, or set REDIS_URL');
  }
  return found;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function handleOf(
  presence: Redis,
  child: ChildProcess | undefined,
  {
    dir,
    path,
    repaired,
    file,
  }: Pick<PrivateRedis, 'path' | 'file'> & { readonly dir: string; readonly repaired?: string | undefined },
): PrivateRedis {
  const { promise: lost, resolve: told } = Promise.withResolvers<string>();
  const lose = async () => {
    const why = (await isFull(dir)) ? `, because ${fullDisk(dir)}` : '';
    told(`the private Redis has ended (nothing is lost)${why}`);
  };
  const killChild = () => child?.kill('SIGTERM');
  // A process that ends without closing takes the server that it started along.
  process.once('exit', killChild);
  presence.once('end', lose);
  let closing: Promise<void> | undefined;
  const close = async () => {
    presence.off('end', lose);
    process.off('exit', killChild);
    await leave(presence, child);
  };
  return {
    path,
    repaired,
    file,
    lost,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

async function leave(presence: Redis, child: ChildProcess | undefined): Promise<void> {
  if (presence.status === 'ready' && (await isLast(presence))) await shutDown(presence, child);
  presence.disconnect();
  // Somebody else goes on using the server: it must not keep this process from ending.
  child?.unref();
}

async function isLast(presence: Redis): Promise<boolean> {
  const deadline = performance.now() + OTHERS_LEAVE_WITHIN_MS;
  while ((await connections(presence)) > 1) {
    if (performance.now() > deadline) return false;
    await sleep(POLL_MS);
  }
  return true;
}

async function connections(presence: Redis): Promise<number> {
  const info = await presence.info('clients').catch(() => '');
  return Number(/connected_clients:(\d+)/.exec(info)?.[1] ?? 1);
}

/** The server hangs up when everything is written, so the end of the connection is its answer. */
async function shutDown(presence: Redis, child: ChildProcess | undefined): Promise<void> {
  presence.call('SHUTDOWN', 'NOSAVE').catch(() => {
    // It never answers in words.
  });
  while (presence.status !== 'end') await sleep(POLL_MS);
  while (child !== undefined && isRunning(child)) await sleep(POLL_MS);
}

function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}
