import type { Redis } from 'ioredis';

/**
 * One run of a Redis server as a master, by its own clock, ms since 1970: one that was a replica in between has taken
 * over what another server held, and is another run. A hosted Redis may keep it to itself.
 */
export type RedisRun = {
  readonly id: string | undefined;
  readonly now: number | undefined;
  readonly startedAt: number | undefined;
};

/** One value of an INFO: each stands on a line of its own, and headlines come first. */
function told(info: string, name: string): string | undefined {
  const at = info.indexOf(`\n${name}:`);
  if (at < 0) return undefined;
  const from = at + name.length + 2;
  const end = info.indexOf('\n', from);
  return info.slice(from, end < 0 ? undefined : end).trim();
}

/** Which run answers, and since when. */
export async function redisRun(redis: Redis): Promise<RedisRun> {
  const info = await redis.info();
  const micros = told(info, 'server_time_usec');
  const uptime = told(info, 'uptime_in_seconds');
  const now = micros === undefined ? undefined : Math.floor(Number(micros) / 1_000);
  const startedAt = now === undefined || uptime === undefined ? undefined : now - Number(uptime) * 1_000;
  const process = told(info, 'run_id');
  // Whom it followed before it became a master; a replica that comes or goes changes nothing here.
  return { id: process && [process, told(info, 'master_replid2') ?? ''].join(' '), now, startedAt };
}

/** What a server that has never been a replica tells in place of the one it followed. */
const NOBODY = /^0+$/;

/**
 * True where it can be shown that whatever this Redis has said yes to is on its disk, and that no other server, which
 * may be behind, could take its place. A Redis that does not tell is one that may lose its last second.
 */
export async function keepsEveryWrite(redis: Redis): Promise<boolean> {
  try {
    const [fsync, persistence, replication] = await Promise.all([
      redis.config('GET', 'appendfsync') as Promise<string[]>,
      redis.info('persistence'),
      redis.info('replication'),
    ]);
    return (
      fsync[1] === 'always' &&
      told(persistence, 'aof_enabled') === '1' &&
      told(replication, 'role') === 'master' &&
      told(replication, 'connected_slaves') === '0' &&
      NOBODY.test(told(replication, 'master_replid2') ?? '')
    );
  } catch (error) {
    // A hosted Redis refuses CONFIG. One that has gone away meanwhile has shown nothing either.
    if (error instanceof Error) return false;
    throw error;
  }
}
