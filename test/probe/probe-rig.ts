import { Redis } from 'ioredis';
import { type ProbeOptions, type ProbeReport, probe } from '../../src/probe/probe.ts';
import {
  type AceptabitsOptions,
  type AceptabitsSimulator,
  startAceptabitsSimulator,
} from '../../src/simulators/aceptabits.ts';
import {
  type ManagementProOptions,
  type ManagementProSimulator,
  startManagementProSimulator,
} from '../../src/simulators/managementpro.ts';
import { seedWorld } from '../../src/simulators/world.ts';
import { Store } from '../../src/store/store.ts';
import { freshNamespace, testRedis } from '../redis.ts';

/** Both simulators with a few people in them, and a store for what a probe finds out about them. */
export type ProbeRig = {
  readonly managementpro: ManagementProSimulator;
  readonly aceptabits: AceptabitsSimulator;
  readonly store: Store;
  run(options?: Partial<ProbeOptions>): Promise<ProbeReport>;
  [Symbol.asyncDispose](): Promise<void>;
};

export type ProbeRigOptions = {
  readonly managementpro?: ManagementProOptions['settings'];
  readonly aceptabits?: AceptabitsOptions['settings'];
  readonly people?: number;
};

export async function startProbeRig(options: ProbeRigOptions = {}): Promise<ProbeRig> {
  const managementpro = await startManagementProSimulator();
  const aceptabits = await startAceptabitsSimulator(
    options.aceptabits === undefined ? {} : { settings: options.aceptabits },
  );
  const people = options.people ?? 30;
  seedWorld(
    { managementpro, aceptabits },
    { seed: 7, managementpro: people, aceptabits: people, shared: 10 },
  );
  Object.assign(managementpro.settings, options.managementpro);
  const server = await testRedis();
  const redis = new Redis(server.url);
  const store = await Store.open(redis, freshNamespace());
  return {
    managementpro,
    aceptabits,
    store,
    run: (more = {}) =>
      probe({
        store,
        managementpro: { url: managementpro.url, apikey: managementpro.apikey, now: Date.now },
        aceptabits: {
          url: aceptabits.url,
          token: aceptabits.token,
          shop: aceptabits.people.shops()[0]?.code ?? '',
          now: Date.now,
          updatePath: aceptabits.settings.updatePath,
        },
        random: Math.random,
        lagWithinMs: 2_000,
        stop: new AbortController().signal,
        ...more,
      }),
    async [Symbol.asyncDispose]() {
      redis.disconnect();
      await Promise.all([managementpro.close(), aceptabits.close(), server.close()]);
    },
  };
}
