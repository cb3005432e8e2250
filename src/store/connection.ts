import { Redis } from 'ioredis';
import { type DriverOptions, optionsAt, placeOf, type RedisAddress, wayOf } from './redis-address.ts';
import { type RedisFacts, redisFacts } from './redis-facts.ts';

export type { RedisAddress } from './redis-address.ts';

/**
 * What a server says that is no master any more, that has given our slot away or is just doing so, or whose cluster or
 * replicas are not there: nothing was done, and the same way leads to who takes over, soon or in a while.
 */
const TAKEN_OVER = /READONLY|^(MOVED|ASK|TRYAGAIN|CLUSTERDOWN|NOREPLICAS) /u;
/** Longer than BullMQ lets any command block: a server that has said nothing for so long is gone without a word. */
const SILENT_MS = 12_000;

/**
 * Opens a connection as BullMQ wants it: commands wait while Redis is away and are not given up on. Pure
 * reconnecting pauses of at most 2 s, for ever: an unplugged Redis stops the work, never the process. Each new
 * connection looks the name up again, so a fail-over is followed wherever it leads.
 */
export function connectRedis(address: RedisAddress, use: 'state' | 'queues'): Redis {
  const options = {
    // Commands of one tick travel together; not with BullMQ, whose workers block their connections.
    enableAutoPipelining: use === 'state',
    autoPipeliningIgnoredCommands: [],
    maxRetriesPerRequest: null,
    connectTimeout: 5_000,
    socketTimeout: SILENT_MS,
    retryStrategy: (times: number) => Math.min(100 * times, 2_000),
    reconnectOnError(error: Error) {
      if (!TAKEN_OVER.test(error.message)) return false;
      if (redis.listenerCount('error') > 0) redis.emit('error', error);
      // The command that was refused is sent again.
      return 2;
    },
    ...optionsAt(address),
  } satisfies DriverOptions;
  const redis = endingAlways(opened(address, options));
  definingAnyTime(redis);
  return redis;
}

/**
 * The commands of a tick travel in a pipeline that knows only the scripts from before it began: one that a library defines and calls in
 * that tick, as the log-in's limiter does when the first page is opened, went missing in it, and its answers, read for
 * others', ended the process. Such a script travels by itself.
 */
function definingAnyTime(redis: Redis): void {
  const define = redis.defineCommand.bind(redis);
  redis.defineCommand = (name, definition) => {
    const alone = redis.options.autoPipeliningIgnoredCommands ?? [];
    // Companies that share a connection define the same one each, and again when their files change.
    if (!alone.includes(name)) alone.push(name);
    define(name, definition);
  };
}

function opened(address: RedisAddress, options: DriverOptions): Redis {
  if ('kind' in address) return new Redis(options);
  return new Redis('url' in address ? address.url : address.path, options);
}

/** Commands that were on their way when the connection broke, kept by the driver until the next one stands. */
type Stash = { shift(): { readonly command: { reject(error: Error): void } } | undefined };

/**
 * ioredis 6.0 that is told to disconnect between two connections never ends (its issue 1830), and never settles what
 * was on its way when the last one broke (its pull request 2197): a worker that closes in that moment waits for ever,
 * and the daemon with it. This connection, and every duplicate of it, ends at once and refuses what is left. And each of
 * the commands that a server refuses which was taken over would hang up once more: once is enough.
 */
function endingAlways(redis: Redis): Redis {
  const [disconnect, duplicate] = [redis.disconnect.bind(redis), redis.duplicate.bind(redis)];
  redis.disconnect = (reconnect = false) => {
    if (reconnect && redis.stream?.writableEnded) return;
    if (!reconnect) redis.once('end', () => refuseStash(redis));
    // Without a socket nothing would ever tell the driver that it has closed; from `wait` it ends without one.
    if (!reconnect && redis.status === 'reconnecting') redis.status = 'wait';
    disconnect(reconnect);
  };
  redis.duplicate = ((override) => endingAlways(duplicate(override))) as Redis['duplicate'];
  return redis;
}

function refuseStash(redis: Redis): void {
  const { prevCommandQueue: stash } = redis as unknown as { readonly prevCommandQueue?: Stash | null };
  for (let item = stash?.shift(); item !== undefined; item = stash?.shift())
    item.command.reject(new Error('Connection is closed.'));
}

/** A Redis that cannot be used, or would lose state; the message is one clear line a complaint. */
export class RedisRefused extends Error {}

/** Answers that no waiting changes: the server is there, and the address is wrong about it. */
const REFUSAL =
  /\b(WRONGPASS|NOAUTH|NOPERM|ERR DB index|ERR invalid DB|ERR SELECT|ERR This instance has cluster support disabled)/;

/**
 * What INFO tells of the server that `redis` has reached at last, in the database that its address names.
 * Waits for it until `giveUp`; throws `RedisRefused` then, or when the server refuses us.
 */
export async function firstFacts(
  redis: Redis,
  address: RedisAddress,
  giveUp?: AbortSignal,
): Promise<RedisFacts> {
  let last = 'no answer';
  const { promise: refusal, reject } = Promise.withResolvers<never>();
  const remember = (error: Error) => {
    last = error.message;
    // Whoever is only asked for the way to the master is asked again for ever, so its refusal is heard here.
    if (REFUSAL.test(last)) reject(error);
  };
  for (const event of HEARD) redis.on(event, remember);
  try {
    return await orGivenUp(Promise.race([enter(redis), refusal]), giveUp);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (giveUp?.aborted)
      throw new RedisRefused(
        `Redis at ${placeOf(address)} does not answer: ${last}; it was asked ${wayOf(address)}`,
      );
    if (REFUSAL.test(message)) throw new RedisRefused(`Redis at ${placeOf(address)} refuses us: ${message}`);
    throw error;
  } finally {
    for (const event of HEARD) redis.off(event, remember);
  }
}

/** The driver tells of a sentinel that knows no such master by an event of its own, after its summary. */
const HEARD = ['error', 'sentinelError'] as const;

/** The driver goes on in database 0 where the one of the address is refused, so it is asked for by name. */
async function enter(redis: Redis): Promise<RedisFacts> {
  const database = redis.options.db ?? 0;
  if (database !== 0) await redis.select(database);
  return redisFacts(redis);
}

/** What the work comes to, unless it is given up before: then it is left to itself, and the reason is thrown. */
export async function orGivenUp<T>(work: Promise<T>, giveUp: AbortSignal | undefined): Promise<T> {
  if (giveUp === undefined) return work;
  const { promise: given, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(giveUp.reason);
  giveUp.addEventListener('abort', onAbort, { once: true });
  try {
    giveUp.throwIfAborted();
    return await Promise.race([work, given]);
  } finally {
    giveUp.removeEventListener('abort', onAbort);
    work.catch(() => undefined);
  }
}

/** A Redis that was there, and has been away for longer than anybody waits. */
export class RedisAway extends RedisRefused {}

/**
 * Aborted, by a `RedisAway`, once `redis` has been without its server for so long: one that ends again and again lets us
 * in for a moment, and whoever waits for its answer then waits for ever.
 */
export function awayFor(redis: Redis, ms: number): AbortSignal {
  const away = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const leave = () => {
    const why = `Redis has not answered for ${ms / 1000} s: look at its log`;
    timer ??= setTimeout(() => away.abort(new RedisAway(why)), ms).unref();
  };
  if (redis.status !== 'ready') leave();
  redis.on('close', leave);
  redis.on('ready', () => {
    clearTimeout(timer);
    timer = undefined;
  });
  return away.signal;
}
