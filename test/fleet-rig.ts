import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { type FleetConfig, loadFleet } from '../src/config/companies.ts';
import { createFleet, type Fleet } from '../src/fleet.ts';
import { type Ground, openGround } from '../src/ground.ts';
import { type AceptabitsSimulator, startAceptabitsSimulator } from '../src/simulators/aceptabits.ts';
import { type ManagementProSimulator, startManagementProSimulator } from '../src/simulators/managementpro.ts';
import { Store } from '../src/store/store.ts';
import { createLog } from '../src/telemetry/log.ts';
import { startFront } from '../src/web/fleet/front.ts';
import type { Web } from '../src/web/server.ts';
import { freshNamespace, testRedis } from './redis.ts';
import { inAceptabits, inManagementPro, type Pair, person } from './sync/situations.ts';

/** The two systems of one company. */
export type Sides = {
  readonly managementpro: ManagementProSimulator;
  readonly aceptabits: AceptabitsSimulator;
};

/** A process that works for several companies: their files, engines and pages, over real HTTP. */
export type FleetRig = {
  readonly fleet: Fleet;
  readonly web: Web;
  readonly ground: Ground;
  readonly config: FleetConfig;
  /** Every line of the log. */
  readonly lines: Record<string, unknown>[];
  /** Writes the file of a company, or anything that one names, whole or not at all. */
  write(file: string, text: string): void;
  remove(file: string): void;
  /** Starts the two systems of a company that has no file. */
  systems(): Promise<Sides>;
  /** Starts the systems of a company, with linked people in them, and writes its file. It runs when this answers. */
  join(own?: Record<string, string>, people?: number): Promise<Joined>;
  close(): Promise<void>;
};

export type Joined = { readonly name: string; readonly sides: Sides; readonly pairs: readonly Pair[] };

/** For what a poll or a look at the files brings about. */
export const WITHIN = { timeout: 20_000, interval: 20 };

export const INTEGRATOR = { user: 'integrator', password: 'looks after all of them' };

/** A name that no other test uses. */
export const freshCompany = (word: string) => `${word}-${freshNamespace()}`;

export async function startFleetRig(env: Record<string, string> = {}): Promise<FleetRig> {
  const dir = mkdtempSync(join(tmpdir(), 'puente-fleet-'));
  const redis = await testRedis();
  const lines: Record<string, unknown>[] = [];
  const destination = { write: (line: string) => void lines.push(JSON.parse(line)) };
  const log = createLog({ level: 'debug', pii: true, destination });
  const config = loadFleet({
    COMPANIES_DIR: dir,
    REDIS_URL: redis.url,
    NAMESPACE: freshNamespace(),
    HTTP_PORT: '0',
    DASHBOARD_USER: INTEGRATOR.user,
    DASHBOARD_PASSWORD: INTEGRATOR.password,
    ...env,
  });
  if (config === undefined) throw new Error('COMPANIES_DIR is set');
  const ground = await openGround(config, { log });
  const logOf = (company: string) => createLog({ level: 'debug', company, pii: true, destination });
  const fleet = createFleet(config, ground, { log, logOf, lookEveryMs: 50, emptyForMs: 1_000 });
  const store = await Store.open(ground.connections(config.namespace, []).state, config.namespace);
  const web = await startFront({ fleet, store, config, log });
  await fleet.start();
  const opened: Sides[] = [];
  const systems = async () => {
    const sides = {
      managementpro: await startManagementProSimulator(),
      aceptabits: await startAceptabitsSimulator({ settings: { updatePath: 'edit-customer' } }),
    };
    opened.push(sides);
    return sides;
  };
  const write = (file: string, text: string) => {
    writeFileSync(join(dir, `.${file}.new`), text);
    renameSync(join(dir, `.${file}.new`), join(dir, file));
  };
  return {
    fleet,
    web,
    ground,
    config,
    lines,
    write,
    systems,
    remove: (file) => rmSync(join(dir, file)),
    async join(own = {}, count = 0) {
      const name = freshCompany('co');
      const sides = await systems();
      const pairs = Array.from({ length: count }, (_, index) => ({
        clave: inManagementPro(sides, person(index + 1)),
        code: inAceptabits(sides, person(index + 1)),
      }));
      write(`${name}.env`, fileOf(sides, own));
      await vi.waitUntil(() => fleet.find(name)?.running, WITHIN);
      return { name, sides, pairs };
    },
    async close() {
      await web.close();
      await fleet.close();
      await ground.close();
      for (const { managementpro, aceptabits } of opened)
        await Promise.all([managementpro.close(), aceptabits.close()]);
      await redis.close();
      rmSync(dir, { recursive: true });
    },
  };
}

/** The file of a company. */
export function fileOf({ managementpro, aceptabits }: Sides, own: Record<string, string> = {}): string {
  const [shop] = aceptabits.people.shops();
  const settings = {
    MANAGEMENTPRO_URL: managementpro.url,
    MANAGEMENTPRO_APIKEY: managementpro.apikey,
    MANAGEMENTPRO_POLL_EVERY: '500ms',
    ACEPTABITS_URL: aceptabits.url,
    ACEPTABITS_TOKEN: aceptabits.token,
    ACEPTABITS_SHOP: shop?.code ?? '',
    ACEPTABITS_SHOPS: '*',
    ACEPTABITS_POLL_EVERY: '500ms',
    INITIAL_SYNC: 'auto',
    ...own,
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name}='${value}'\n`)
    .join('');
}
