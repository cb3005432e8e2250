/** Connections that are told to end while Redis is away or just coming back. */
import type { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createApp } from '../../src/app.ts';
import { awayFor, connectRedis } from '../../src/store/connection.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { privateTestRedis } from '../redis.ts';
import type { PrivateTestRedis } from '../redis-local.ts';
import { FAST, startRig } from '../rig.ts';

let server: PrivateTestRedis;
beforeEach(async () => {
  server = await privateTestRedis();
});
afterEach(() => server.close());

/** `events.once` is rejected by the errors that a server which is away makes. */
const happens = (redis: Redis, event: string) => new Promise((resolve) => redis.once(event, resolve));

/** What becomes of a command that waits in Redis. */
async function blocked(redis: Redis): Promise<{ outcome: Promise<string> }> {
  const outcome = redis.bzpopmin('nobody-adds-to-this', 0).then(
    () => 'answered',
    () => 'refused',
  );
  // Answered on another connection, so that the command has left this one before.
  const other = connectRedis({ url: server.url }, 'state');
  while (!String(await other.client('LIST')).includes('cmd=bzpopmin'));
  other.disconnect();
  return { outcome };
}

describe('a connection that is told to end while Redis is away', () => {
  test.each(['reconnecting', 'connecting'] as const)(
    '%s: it ends, and refuses what was on its way',
    async (status) => {
      const first = connectRedis({ path: server.near }, 'queues');
      first.on('error', () => undefined);
      for (const redis of [first, first.duplicate()]) {
        redis.on('error', () => undefined);
        const { outcome } = await blocked(redis);
        await server.kill();
        await happens(redis, status);
        expect(redis.status).toBe(status);
        const ended = happens(redis, 'end');
        redis.disconnect();
        expect(await outcome).toBe('refused');
        await ended;
        await server.restart();
      }
    },
  );
});

test('a daemon that is told to stop just when Redis comes back stops', async () => {
  const rig = await startRig({ redisUrl: server.near });
  for (let number = 0; number < 20; number += 1) {
    const app = await createApp(rig.config, {
      log: createLog({ level: 'silent', pii: false }),
      timings: FAST,
    });
    await app.engine.start();
    await server.kill();
    const stopped = number % 2 === 0 ? app.close() : undefined;
    await server.restart();
    await (stopped ?? app.close());
  }
  await rig.close();
});

describe('a Redis that has been away for long enough', () => {
  test('it is told, and not before a server that is back in time has been away anew', async () => {
    const redis = connectRedis({ url: server.url }, 'state');
    redis.on('error', () => undefined);
    try {
      await redis.ping();
      const patient = awayFor(redis, 60_000);
      const hasty = awayFor(redis, 50);
      redis.disconnect(true);
      await happens(redis, 'ready');
      const told = new Promise((resolve) => hasty.addEventListener('abort', resolve));
      if (!hasty.aborted) {
        await server.close();
        await told;
      }
      expect([patient.aborted, hasty.aborted]).toEqual([false, true]);
    } finally {
      redis.disconnect();
    }
  });
});

test('a script that is defined and called while other commands of the tick wait is answered, and so are they', async () => {
  const redis = connectRedis({ url: server.url }, 'state') as Redis & {
    twice(key: string, number: number): Promise<number>;
  };
  await redis.set('name', 'Ana');
  // Opens what the commands of this tick travel in, which knows no script that comes after it.
  const before = redis.get('name');
  redis.defineCommand('twice', { numberOfKeys: 1, lua: 'return 2 * ARGV[1]' });
  const called = redis.twice('name', 21);
  const after = redis.get('name');
  expect(await Promise.all([before, called, after])).toEqual(['Ana', 42, 'Ana']);
  redis.disconnect();
});
