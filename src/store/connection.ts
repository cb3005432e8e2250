import { Redis, type RedisOptions } from 'ioredis';

/** The oldest Redis whose commands Puente and BullMQ use. */
export const REDIS_MIN_MAJOR = 6;
const REDIS_MIN_MINOR = 2;

export type RedisAddress = { readonly url: string } | { readonly path: string };

/**
 * Opens a connection as BullMQ wants it: commands wait while Redis is away and are not given up on. Pure
 * reconnecting pauses of at most 2 s, for ever: an unplugged Redis stops the work, never the process.
 */
export function connectRedis(address: RedisAddress, use: 'state' | 'queues'): Redis {
  const options = {
    // Commands of one tick travel together; not with BullMQ, whose workers block their connections.
    enableAutoPipelining: use === 'state',
    maxRetriesPerRequest: null,
    connectTimeout: 5_000,
    retryStrategy: (times: number) => Math.min(100 * times, 2_000),
  } satisfies RedisOptions;
  return new Redis('url' in address ? address.url : address.path, options);
}

export type RedisFacts = {
  readonly version: string;
  readonly evictionPolicy: string | undefined;
  readonly appendOnly: boolean | undefined;
};

function infoValue(info: string, name: string): string | undefined {
  return info
    .split('\n')
    .find((line) => line.startsWith(`${name}:`))
    ?.slice(name.length + 1)
    .trim();
}

/** What INFO tells of the server; undefined where a hosted Redis keeps it to itself. */
export async function redisFacts(redis: Redis): Promise<RedisFacts> {
  const info = await redis.info();
  const appendOnly = infoValue(info, 'aof_enabled');
  return {
    version: infoValue(info, 'redis_version') ?? '0',
    evictionPolicy: infoValue(info, 'maxmemory_policy'),
    appendOnly: appendOnly === undefined ? undefined : appendOnly === '1',
  };
}

/** One sentence per thing about this Redis that would lose state; `fatal` ones stop the start. */
export function redisComplaints(facts: RedisFacts): { readonly fatal: boolean; readonly text: string }[] {
  const [major = 0, minor = 0] = facts.version.split('.').map(Number);
  const old = major < REDIS_MIN_MAJOR || (major === REDIS_MIN_MAJOR && minor < REDIS_MIN_MINOR);
  const complaints: { fatal: boolean; text: string }[] = [];
  if (old)
    complaints.push({ fatal: true, text: `Redis ${facts.version} is too old: 6.2 or newer is needed` });
  if (facts.evictionPolicy !== undefined && facts.evictionPolicy !== 'noeviction')
    complaints.push({
      fatal: true,
      text: `maxmemory-policy is ${facts.evictionPolicy}: it must be noeviction, or Redis throws links away when it is full`,
    });
  if (facts.appendOnly === false)
    complaints.push({
      fatal: false,
      text: 'the append-only file is off (appendonly no): links and intents are lost with the server',
    });
  return complaints;
}
