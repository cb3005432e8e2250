import { Redis } from 'ioredis';
import { type DriverOptions, optionsAt, placeOf, type RedisAddress } from './redis-address.ts';

/** The oldest Redis whose commands Puente and BullMQ use. */
const REDIS_MIN_MAJOR = 6;
const REDIS_MIN_MINOR = 2;

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
  return redis;
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
    if (giveUp?.aborted) throw new RedisRefused(`Redis at ${placeOf(address)} does not answer: ${last}`);
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

/** What INFO tells of the server; undefined where a hosted Redis keeps it to itself. */
export type RedisFacts = {
  readonly version: string | undefined;
  readonly evictionPolicy: string | undefined;
  readonly appendOnly: boolean | undefined;
  /** False once a write to the append-only file has failed, until one succeeds again. */
  readonly appends: boolean | undefined;
  /** True for a replica, which takes no writes. */
  readonly replica: boolean;
  /** Whether its memory limit is reached, where there is one. */
  readonly full: boolean;
};

function infoValue(info: string, name: string): string | undefined {
  return info
    .split('\n')
    .find((line) => line.startsWith(`${name}:`))
    ?.slice(name.length + 1)
    .trim();
}

export async function redisFacts(redis: Redis): Promise<RedisFacts> {
  const info = await redis.info();
  const appendOnly = infoValue(info, 'aof_enabled');
  const appends = infoValue(info, 'aof_last_write_status');
  const limit = Number(infoValue(info, 'maxmemory') ?? 0);
  return {
    version: infoValue(info, 'redis_version'),
    evictionPolicy: infoValue(info, 'maxmemory_policy'),
    appendOnly: appendOnly === undefined ? undefined : appendOnly === '1',
    appends: appends === undefined ? undefined : appends === 'ok',
    replica: infoValue(info, 'role') === 'slave',
    full: limit > 0 && Number(infoValue(info, 'used_memory') ?? 0) >= limit,
  };
}

/** How much memory Redis holds, and its limit where it has one; undefined where a hosted Redis keeps it to itself. */
export async function redisMemory(
  redis: Redis,
): Promise<{ usedBytes: number | undefined; maxBytes: number | undefined }> {
  const info = await redis.info('memory');
  const bytes = (name: string) => Number(infoValue(info, name)) || undefined;
  return { usedBytes: bytes('used_memory'), maxBytes: bytes('maxmemory') };
}

export type RedisComplaint = { readonly fatal: boolean; readonly text: string };

/** One sentence per thing about this Redis that would lose state; `fatal` ones stop the start. */
export function redisComplaints(facts: RedisFacts): RedisComplaint[] {
  return [ofVersion(facts), ofRole(facts), ofEviction(facts), ofAppending(facts), ofMemory(facts)].flatMap(
    (complaint) => complaint ?? [],
  );
}

function ofVersion({ version }: RedisFacts): RedisComplaint | undefined {
  const needed = `${REDIS_MIN_MAJOR}.${REDIS_MIN_MINOR} or newer is needed`;
  if (version === undefined) return { fatal: false, text: `this Redis does not tell its version: ${needed}` };
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const old = major < REDIS_MIN_MAJOR || (major === REDIS_MIN_MAJOR && minor < REDIS_MIN_MINOR);
  return old ? { fatal: true, text: `Redis ${version} is too old: ${needed}` } : undefined;
}

function ofRole({ replica }: RedisFacts): RedisComplaint | undefined {
  const text =
    'this Redis is a replica, which takes no writes: nothing is stored until the address leads to the master';
  return replica ? { fatal: true, text } : undefined;
}

function ofEviction({ evictionPolicy: policy }: RedisFacts): RedisComplaint | undefined {
  if (policy === 'noeviction') return undefined;
  const why = 'it must be noeviction, or Redis throws links away when it is full';
  return policy === undefined
    ? { fatal: false, text: `this Redis does not tell its maxmemory-policy: ${why}` }
    : { fatal: true, text: `maxmemory-policy is ${policy}: ${why}` };
}

function ofAppending({ appendOnly, appends }: RedisFacts): RedisComplaint | undefined {
  const lost = 'links and intents are lost with the server';
  if (appendOnly === undefined)
    return { fatal: false, text: `this Redis does not tell whether it appends to a file: without, ${lost}` };
  if (!appendOnly) return { fatal: false, text: `the append-only file is off (appendonly no): ${lost}` };
  if (appends !== false) return undefined;
  const text = 'Redis cannot write its append-only file (is its disk full?): nothing is stored until it can';
  return { fatal: true, text };
}

function ofMemory({ full }: RedisFacts): RedisComplaint | undefined {
  const text = 'Redis has reached its maxmemory: nothing is stored until it has more';
  return full ? { fatal: true, text } : undefined;
}
