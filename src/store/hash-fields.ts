import type { Redis } from 'ioredis';

/** Fields that one command asks for: its words stand on the stack, and Redis does nothing else meanwhile. */
const FIELDS_MAX = 1_000;

/** Stands for the key that a customer does not have. */
export const NO_KEY = '';

/** The values of any number of fields of a hash, in their order; asked for in commands of a bounded size. */
export async function hashFields(
  redis: Redis,
  key: string,
  fields: readonly string[],
): Promise<(string | null)[]> {
  const asked: Promise<(string | null)[]>[] = [];
  // A customer without a link has no key on the other side: for nobody nothing is asked.
  if (fields.every((field) => field === NO_KEY)) return fields.map(() => null);
  for (let at = 0; at < fields.length; at += FIELDS_MAX)
    asked.push(redis.hmget(key, ...fields.slice(at, at + FIELDS_MAX)));
  return (await Promise.all(asked)).flat();
}

/** The scores of any number of members of a sorted set, in their order; null for who is not in it. */
export async function scoresOf(
  redis: Redis,
  key: string,
  members: readonly string[],
): Promise<(string | null)[]> {
  const asked: Promise<(string | null)[]>[] = [];
  for (let at = 0; at < members.length; at += FIELDS_MAX)
    asked.push(redis.zmscore(key, members.slice(at, at + FIELDS_MAX)));
  return (await Promise.all(asked)).flat();
}
