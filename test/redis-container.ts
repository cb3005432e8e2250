/** A Redis in a container, where a Docker engine answers and has the image or can get it. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestRedis } from './redis-local.ts';

const ENGINE_ANSWERS_WITHIN_MS = 2000;
const CONTAINER_READY_WITHIN_MS = 60_000;

const COMMAND =
  'redis-server --bind 0.0.0.0 --protected-mode no --appendonly yes --maxmemory-policy noeviction';

/** Undefined where there is no engine, no image, or no container within a minute. */
export async function startContainer(): Promise<TestRedis | undefined> {
  if (!(await engineAnswers())) return undefined;
  const image = process.env.REDIS_IMAGE ?? 'redis:7';
  const container = await within(CONTAINER_READY_WITHIN_MS, run(image)).catch(() => undefined);
  if (container === undefined) return undefined;
  const url = `redis://${container.getHost()}:${container.getMappedPort(6379)}`;
  return {
    url,
    near: url,
    describe: `container of ${image}`,
    close: async () => {
      await container.stop();
    },
  };
}

async function engineAnswers(): Promise<boolean> {
  const { getContainerRuntimeClient } = await import('testcontainers');
  return within(ENGINE_ANSWERS_WITHIN_MS, getContainerRuntimeClient()).then(
    () => true,
    () => false,
  );
}

async function run(image: string) {
  const { GenericContainer, Wait } = await import('testcontainers');
  return new GenericContainer(image)
    .withExposedPorts(6379)
    .withCommand(COMMAND.split(' '))
    .withWaitStrategy(Wait.forLogMessage(/ready to accept connections/i))
    .start();
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const late = sleep(ms, undefined, { ref: false }).then(() => {
    throw new Error(`not within ${ms} ms`);
  });
  return Promise.race([work, late]);
}
