import { mkdtemp, readdir, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { between } from '../../src/simulators/random.ts';
import { keysOf } from '../../src/store/keys.ts';
import { privateTestRedis } from '../redis.ts';
import { slow } from './chaos-slow.ts';
import { finish, openStage, type Scene } from './chaos-stage.ts';
import { blockable, startDaemon } from './daemon.ts';

/** Bad treatment of daemons during a first sync; what counts is how both systems stand in the end. */

const KILLS = 30;
/** Drawn before each kill, so that the last one still falls into the first sync of a thousand people. */
const WRITES_BETWEEN_MAX = 25;
/** After these writes, so that a kill finds the daemon at anything. */
const KILL_WITHIN_MS = 300;
/** A scan that was killed holds up the next one for as long as the lock of its job lasts. */
const WRITTEN_WITHIN_MS = 120_000;
const REDIS_KILLS = 6;
/** Before each kill of Redis. */
const REPLICA_KILLS = 2;
/** Longer than BullMQ's lock (30 s), so that its jobs are run again elsewhere while this process sleeps. */
const FREEZE_MS = 45_000;

const killed: Scene = {
  name: `${KILLS} kills, private Redis`,
  async play(people, seed, random) {
    const stage = await openStage(people, seed);
    const dataDir = await mkdtemp(join(tmpdir(), 'puente-chaos-'));
    const env = { ...stage.env, DATA_DIR: dataDir };
    let occasions = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      const daemon = startDaemon(env);
      await stage.untilWritten(stage.writes() + between(random, 1, WRITES_BETWEEN_MAX), WRITTEN_WITHIN_MS);
      await sleep(between(random, 0, KILL_WITHIN_MS));
      await daemon.kill();
      if ((await openIntents(dataDir)) > 0) occasions += 1;
    }
    const done = stage.census();
    const note = `${occasions} of them in the middle of a create; ${done.missing} of ${done.people} people still to do after the last`;
    const played = await finish(stage, [startDaemon(env)], note);
    await rm(dataDir, { recursive: true, force: true });
    return { ...played, occasions };
  },
};

/** The private Redis outlives its daemon, and says which creates had begun and had not been filed. */
async function openIntents(dataDir: string): Promise<number> {
  const redis = new Redis(join(dataDir, 'redis.sock'));
  const { intents } = keysOf('puente');
  const counts = await Promise.all([redis.hlen(intents('managementpro')), redis.hlen(intents('aceptabits'))]);
  redis.disconnect();
  return counts[0] + counts[1];
}

async function appendOnlyFile(url: string): Promise<string> {
  const redis = new Redis(url);
  const [, dir] = (await redis.config('GET', 'dir')) as [string, string];
  redis.disconnect();
  const folder = join(dir, 'appendonlydir');
  const names = await readdir(folder);
  return join(folder, names.find((name) => name.endsWith('.incr.aof')) ?? '');
}

const replicas: Scene = {
  name: `2 replicas, ${REDIS_KILLS} kills of Redis, ${REDIS_KILLS * REPLICA_KILLS} of replicas`,
  async play(people, seed, random) {
    const stage = await openStage(people, seed);
    const redis = await privateTestRedis();
    const env = { ...stage.env, REDIS_URL: redis.url };
    const daemons = [startDaemon(env), startDaemon(env)];
    const killReplica = async () => {
      const which = between(random, 0, 1);
      await daemons[which]?.kill();
      daemons[which] = startDaemon(env);
    };
    let lost = 0;
    for (let round = 0; round < REDIS_KILLS; round += 1) {
      for (let kill = 0; kill < REPLICA_KILLS; kill += 1) {
        await sleep(between(random, 1_000, 6_000));
        await killReplica();
      }
      // The replicas need a moment before they are in the middle of something again.
      await sleep(between(random, 3_000, 5_000));
      lost += await losePower(redis, between(random, 200, 1_000), round % 2 === 1);
    }
    const note = `the append-only file lost its last second ${REDIS_KILLS / 2} times, ${lost} bytes in all`;
    const played = await finish(stage, daemons, note);
    await redis.close();
    return played;
  },
};

/** SIGKILL; with `cut` also what `appendfsync everysec` has not brought to the disk is gone. */
async function losePower(
  redis: Awaited<ReturnType<typeof privateTestRedis>>,
  ms: number,
  cut: boolean,
): Promise<number> {
  const file = await appendOnlyFile(redis.url);
  const { size } = await stat(file);
  await sleep(ms);
  await redis.kill();
  const written = (await stat(file)).size;
  if (cut) await truncate(file, size);
  await redis.restart();
  return cut ? written - size : 0;
}

const frozen: Scene = {
  name: `2 replicas, one stopped for ${FREEZE_MS / 1_000} s, the other one's event loop blocked for as long`,
  async play(people, seed, random) {
    const stage = await openStage(people, seed);
    const redis = await privateTestRedis();
    const env = { ...stage.env, REDIS_URL: redis.url };
    const [stopped, blocked] = [
      startDaemon(env),
      startDaemon({ ...env, NODE_OPTIONS: blockable(FREEZE_MS) }),
    ];
    await sleep(between(random, 2_500, 4_000));
    stopped.freeze();
    await sleep(FREEZE_MS);
    stopped.thaw();
    await sleep(between(random, 2_500, 4_000));
    blocked.block();
    await sleep(FREEZE_MS);
    const played = await finish(stage, [stopped, blocked], 'longer than the lock of its jobs');
    await redis.close();
    return played;
  },
};

export const SCENES: readonly Scene[] = [killed, replicas, frozen, slow('managementpro'), slow('aceptabits')];
