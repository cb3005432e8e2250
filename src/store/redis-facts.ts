import type { Redis } from 'ioredis';
import { filled } from '../domain/language.ts';

/** What a Redis tells of itself, and whether it keeps what it is given. */

/** The oldest Redis whose commands Puente and BullMQ use. */
const REDIS_MIN_MAJOR = 6;
const REDIS_MIN_MINOR = 2;

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

/** What may be wrong with a Redis: sentences, whose values stand in braces. */
const COMPLAINTS = {
  untoldVersion: 'this Redis does not tell its version: {needed} or newer is needed',
  oldVersion: 'Redis {version} is too old: {needed} or newer is needed',
  replica:
    'this Redis is a replica, which takes no writes: nothing is stored until the address leads to the master',
  untoldEviction:
    'this Redis does not tell its maxmemory-policy: it must be noeviction, or Redis throws links away when it is full',
  evicts: 'maxmemory-policy is {policy}: it must be noeviction, or Redis throws links away when it is full',
  untoldAppending:
    'this Redis does not tell whether it appends to a file: without, links and intents are lost with the server',
  forgets: 'the append-only file is off (appendonly no): links and intents are lost with the server',
  cannotAppend: 'Redis cannot write its append-only file (is its disk full?): nothing is stored until it can',
  full: 'Redis has reached its maxmemory: nothing is stored until it has more',
} as const;
export type RedisSaying = (typeof COMPLAINTS)[keyof typeof COMPLAINTS];

export type RedisComplaint = {
  readonly fatal: boolean;
  readonly saying: RedisSaying;
  readonly values: Readonly<Record<string, string>>;
  /** The sentence with its values, for logs. */
  readonly text: string;
};

const complaint = (
  fatal: boolean,
  what: keyof typeof COMPLAINTS,
  values: RedisComplaint['values'] = {},
): RedisComplaint => ({
  fatal,
  saying: COMPLAINTS[what],
  values,
  text: filled(COMPLAINTS[what], values),
});

/** One sentence per thing about this Redis that would lose state; `fatal` ones stop the start. */
export function redisComplaints(facts: RedisFacts): RedisComplaint[] {
  return [ofVersion(facts), ofRole(facts), ofEviction(facts), ofAppending(facts), ofMemory(facts)].flatMap(
    (one) => one ?? [],
  );
}

function ofVersion({ version }: RedisFacts): RedisComplaint | undefined {
  const needed = `${REDIS_MIN_MAJOR}.${REDIS_MIN_MINOR}`;
  if (version === undefined) return complaint(false, 'untoldVersion', { needed });
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const old = major < REDIS_MIN_MAJOR || (major === REDIS_MIN_MAJOR && minor < REDIS_MIN_MINOR);
  return old ? complaint(true, 'oldVersion', { version, needed }) : undefined;
}

function ofRole({ replica }: RedisFacts): RedisComplaint | undefined {
  return replica ? complaint(true, 'replica') : undefined;
}

function ofEviction({ evictionPolicy: policy }: RedisFacts): RedisComplaint | undefined {
  if (policy === 'noeviction') return undefined;
  return policy === undefined ? complaint(false, 'untoldEviction') : complaint(true, 'evicts', { policy });
}

function ofAppending({ appendOnly, appends }: RedisFacts): RedisComplaint | undefined {
  if (appendOnly === undefined) return complaint(false, 'untoldAppending');
  if (!appendOnly) return complaint(false, 'forgets');
  return appends === false ? complaint(true, 'cannotAppend') : undefined;
}

function ofMemory({ full }: RedisFacts): RedisComplaint | undefined {
  return full ? complaint(true, 'full') : undefined;
}
