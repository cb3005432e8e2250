import { setTimeout as sleep } from 'node:timers/promises';
import { startAceptabitsSimulator } from '../../src/simulators/aceptabits.ts';
import { startManagementProSimulator } from '../../src/simulators/managementpro.ts';
import { type Simulators, seedWorld } from '../../src/simulators/world.ts';
import type { Daemon } from './daemon.ts';

/** Two systems with a thousand people on them, for daemons that are treated badly. */
export type Stage = {
  readonly sims: Simulators;
  /** What a daemon's environment needs, but for where its Redis is. */
  readonly env: Readonly<Record<string, string>>;
  /** Whoever is one customer of both sides that may be edited on both. */
  pairs(): readonly Pair[];
  census(): Census;
  writes(): number;
  /** Waits until so many writes have been accepted in all, or the time is up. */
  untilWritten(writes: number, withinMs: number): Promise<void>;
  /** Waits until everybody is on both sides and nothing has been written for a while, or the time is up. */
  untilStill(): Promise<void>;
  close(): Promise<void>;
};

/** The `clave` and the `code` of one person. */
export type Pair = { readonly managementpro: string; readonly aceptabits: string };

export type Census = {
  readonly people: number;
  /** On one side only, those left out that are inactive (BA) in ManagementPro and rightly not created. */
  readonly missing: number;
  readonly inactive: number;
  readonly doubled: number;
};

export type Scene = {
  readonly name: string;
  play(people: number, seed: number, random: () => number): Promise<Played>;
};

export type Played = Census & {
  readonly struck: string;
  readonly writes: number;
  /** The exit code of each daemon after SIGTERM at the end. */
  readonly exits: readonly (number | null)[];
  /** How often what the scene is about has happened, where that is left to chance and counted. */
  readonly occasions?: number;
};

const SHARED_OF = 0.4;
const ONE_SIDED_OF = 0.3;
/** Slow enough that the first sync lasts, and that requests are under way at any moment. */
const LATENCY_MS = 25;
const STILL_WITHIN_MS = 300_000;
const STILL_MS = 8_000;

export async function openStage(people: number, seed: number): Promise<Stage> {
  const managementpro = await startManagementProSimulator({ seed });
  const aceptabits = await startAceptabitsSimulator({ seed });
  const shared = Math.round(people * SHARED_OF);
  const side = shared + Math.round(people * ONE_SIDED_OF);
  const sizes = { managementpro: side, aceptabits: side, shared, ambiguous: 0 };
  const world = seedWorld({ managementpro, aceptabits }, { seed, ...sizes });
  for (const { settings } of [managementpro, aceptabits]) settings.latencyMs = LATENCY_MS;
  const census = (): Census => {
    const rows = world.census();
    const lone = rows.filter((row) => row.managementpro.length === 0 || row.aceptabits.length === 0);
    const inactive = lone.filter(({ managementpro: claves }) =>
      claves.some((clave) => managementpro.people.get(clave)?.estado === 'BA'),
    ).length;
    return {
      people: rows.length,
      missing: lone.length - inactive,
      inactive,
      doubled: rows.filter((row) => row.managementpro.length > 1 || row.aceptabits.length > 1).length,
    };
  };
  const pairs = () =>
    world.census().flatMap((row): Pair[] => {
      const [clave = '', ...moreClaves] = row.managementpro;
      const [code = '', ...moreCodes] = row.aceptabits;
      const inUse = managementpro.people.get(clave)?.estado === 'AC';
      const open = aceptabits.people.get(code)?.isEditable !== 0;
      const alone = moreClaves.length + moreCodes.length === 0;
      return clave && code && inUse && open && alone ? [{ managementpro: clave, aceptabits: code }] : [];
    });
  const writes = () => managementpro.writes + aceptabits.writes;
  return {
    sims: { managementpro, aceptabits },
    pairs,
    env: {
      MANAGEMENTPRO_URL: managementpro.url,
      MANAGEMENTPRO_APIKEY: managementpro.apikey,
      ACEPTABITS_URL: aceptabits.url,
      ACEPTABITS_TOKEN: aceptabits.token,
      ACEPTABITS_SHOP: aceptabits.people.shops()[0]?.code ?? '',
      ACEPTABITS_SHOPS: '*',
      MANAGEMENTPRO_POLL_EVERY: '2s',
      ACEPTABITS_POLL_EVERY: '2s',
      CREATE_QUIET_TIME: '3s',
      INITIAL_SYNC: 'auto',
      HTTP_PORT: '0',
      LOG_LEVEL: 'warn',
    },
    census,
    writes,
    async untilWritten(count, withinMs) {
      const endsAt = Date.now() + withinMs;
      while (writes() < count && Date.now() < endsAt) await sleep(5);
    },
    async untilStill() {
      const endsAt = Date.now() + STILL_WITHIN_MS;
      let [known, since] = [writes(), Date.now()];
      while (Date.now() < endsAt) {
        await sleep(500);
        if (writes() !== known) [known, since] = [writes(), Date.now()];
        const { missing, doubled } = census();
        if (missing + doubled === 0 && Date.now() - since > STILL_MS) return;
      }
    },
    async close() {
      await Promise.all([managementpro.close(), aceptabits.close()]);
    },
  };
}

/** Waits until all is done, stops the daemons, and counts. */
export async function finish(stage: Stage, daemons: readonly Daemon[], struck: string): Promise<Played> {
  await stage.untilStill();
  const exits = await Promise.all(daemons.map((daemon) => daemon.stop()));
  const played = { ...stage.census(), struck, writes: stage.writes(), exits };
  await stage.close();
  return played;
}
