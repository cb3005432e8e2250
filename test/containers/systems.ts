/** Both systems on this machine, where containers reach them as `systems`, and the truth about the people in them. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AceptabitsSimulator, startAceptabitsSimulator } from '../../src/simulators/aceptabits.ts';
import {
  type ManagementProSimulator,
  startManagementProSimulator,
} from '../../src/simulators/managementpro.ts';
import { seedWorld, type World } from '../../src/simulators/world.ts';

export const OVERRIDE = `services:\n  puente:\n    extra_hosts: ['systems:host-gateway']\n`;

export type Systems = {
  readonly managementpro: ManagementProSimulator;
  readonly aceptabits: AceptabitsSimulator;
  readonly world: World;
  /** Writes that both sides have accepted. */
  writes(): number;
  /** People who are not exactly once on each side, and should be. */
  wrong(): string[];
  close(): Promise<void>;
};

export type Size = { readonly managementpro: number; readonly aceptabits: number; readonly shared: number };

const UPDATE_PATH = 'edit-customer';

export async function startSystems(seed: number, size: Size): Promise<Systems> {
  const host = '0.0.0.0';
  const managementpro = await startManagementProSimulator({ host, seed, apikey: `apikey-${seed}-secret` });
  const settings = { updatePath: UPDATE_PATH };
  const aceptabits = await startAceptabitsSimulator({ host, seed, token: `token-${seed}-secret`, settings });
  const world = seedWorld({ managementpro, aceptabits }, { seed, ...size });
  return {
    managementpro,
    aceptabits,
    world,
    writes: () => managementpro.writes + aceptabits.writes,
    wrong: () => wrong(world, managementpro),
    close: async () => {
      await Promise.all([managementpro.close(), aceptabits.close()]);
    },
  };
}

/** Inactive customers (rule 9) rightly stay where they are, and ambiguous ones (rule 3) wait for a person. */
function wrong(world: World, { people }: ManagementProSimulator): string[] {
  return world
    .census()
    .filter(({ person, managementpro, aceptabits }) => {
      const inactive = aceptabits.length === 0 && people.get(managementpro[0] ?? '')?.estado === 'BA';
      const once = managementpro.length === 1 && aceptabits.length === 1;
      return !once && !inactive && !person.ambiguous;
    })
    .map((row) => `${row.person.id}: ${row.managementpro.length} and ${row.aceptabits.length}`);
}

/** Fills in `.env` as a person would. */
export async function fillIn(
  dir: string,
  systems: Systems,
  more: Record<string, string> = {},
): Promise<void> {
  const file = join(dir, '.env');
  const here = (url: string) => url.replace('0.0.0.0', 'systems');
  const values = {
    MANAGEMENTPRO_URL: here(systems.managementpro.url),
    ACEPTABITS_URL: here(systems.aceptabits.url),
    ACEPTABITS_SHOP: systems.aceptabits.people.shops()[0]?.code ?? '',
    ACEPTABITS_SHOPS: '*',
    ACEPTABITS_CUSTOMER_UPDATE_PATH: UPDATE_PATH,
    MANAGEMENTPRO_POLL_EVERY: '2s',
    ACEPTABITS_POLL_EVERY: '2s',
    CREATE_QUIET_TIME: '5s',
    ...more,
  };
  const kept = (await readFile(file, 'utf8'))
    .split('\n')
    .filter((line) => !(line.split('=')[0] ?? '') || !((line.split('=')[0] ?? '') in values));
  const added = Object.entries(values).map(([name, value]) => `${name}=${value}`);
  await writeFile(file, [...kept, ...added, ''].join('\n'));
}
