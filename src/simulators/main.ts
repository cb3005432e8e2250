import { startAceptabitsSimulator } from './aceptabits.ts';
import { startManagementProSimulator } from './managementpro.ts';
import { startPeople } from './people.ts';
import { seededRandom } from './random.ts';
import { seedWorld } from './world.ts';

/**
 * Both simulators as one process, with a seeded world in them and, if asked, people who edit it:
 * `node src/simulators/main.ts`. It prints one JSON line when it is ready, and ends with SIGTERM or SIGINT.
 */
async function main(env: NodeJS.ProcessEnv): Promise<void> {
  const host = env.SIMULATOR_HOST || '127.0.0.1';
  const seed = wholeNumber(env, 'SIMULATOR_SEED', 1);
  const everyMs = wholeNumber(env, 'PEOPLE_EVERY', 0);
  const managementpro = await startManagementProSimulator({
    host,
    seed,
    port: wholeNumber(env, 'MANAGEMENTPRO_PORT', 4001),
    apikey: env.MANAGEMENTPRO_APIKEY || 'simulated-apikey',
  });
  const aceptabits = await startAceptabitsSimulator({
    host,
    seed,
    port: wholeNumber(env, 'ACEPTABITS_PORT', 4002),
    token: env.ACEPTABITS_TOKEN || 'simulated-token',
    ...(env.ACEPTABITS_SHOP ? { shop: env.ACEPTABITS_SHOP } : {}),
    settings: { updatePath: updatePathOf(env.ACEPTABITS_CUSTOMER_UPDATE_PATH) },
  });
  const sims = { managementpro, aceptabits };
  seedWorld(sims, { seed, managementpro: 200, aceptabits: 150, shared: 80 });
  const people = everyMs > 0 ? startPeople({ sims, random: seededRandom(seed), everyMs }) : undefined;
  const stop = async () => {
    people?.stop();
    await Promise.all([managementpro.close(), aceptabits.close()]);
    process.exit(0);
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  const shop = aceptabits.people.shops()[0]?.code;
  const ready = { ready: true, seed, managementpro: managementpro.url, aceptabits: aceptabits.url, shop };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
}

/** As the daemon's own setting: `edit-customer` unless told, and none for `none`. */
function updatePathOf(text: string | undefined): string | undefined {
  return text === 'none' ? undefined : text || 'edit-customer';
}

function wholeNumber(env: NodeJS.ProcessEnv, name: string, otherwise: number): number {
  const text = env[name] || String(otherwise);
  if (!/^\d+$/.test(text)) throw new Error(`${name} must be a whole number, such as ${otherwise}.`);
  return Number(text);
}

await main(process.env);
