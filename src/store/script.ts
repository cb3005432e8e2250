/** Lua scripts, sent once to a server and then called by name, with as many arguments as they need. */
import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';

export type Script = (
  redis: Redis,
  keys: readonly string[],
  args: readonly (string | number)[],
) => Promise<unknown>;

/**
 * A Lua script that is sent once per server and called by its digest after that. Its words go to ioredis as one
 * array: as arguments of a JavaScript call, a hundred thousand of them no longer fit on the stack.
 */
export function script(lua: string): Script {
  const sha = createHash('sha1').update(lua).digest('hex');
  return async (redis, keys, args) => {
    try {
      return await redis.call('EVALSHA', [sha, keys.length, ...keys, ...args]);
    } catch (error) {
      // A restarted server has forgotten the script; EVAL teaches it again.
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
      return redis.call('EVAL', [lua, keys.length, ...keys, ...args]);
    }
  };
}
