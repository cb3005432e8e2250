/**
 * `npm run bench:flame` (`-- --sources FOLDER` for another checkout, which is the state "before"): where the time of a reading
 * and of an update goes. Draws a flame graph of each, and makes docs/profile.md.
 */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { documentOf, type Flames, JOBS, type Job } from './flame/document.ts';
import { flameOf } from './flame/draw.ts';
import { framesOf, sharesOf } from './flame/profile.ts';
import { type Child, startChild } from './stage/child.ts';
import { startRedis } from './stage/redis.ts';

const { values } = parseArgs({ options: { sources: { type: 'string' } } });
const ROOT = join(import.meta.dirname, '..');
const sources = resolve(values.sources ?? ROOT);
const state = sources === ROOT ? 'now' : 'before';
const STAGE = join(relative(import.meta.dirname, sources), 'bench', 'stage', 'puente.ts');

const SAMPLE_EVERY_US = 500;
const CUSTOMERS: { readonly [J in Job]: number } = { scan: 4_000, write: 500 };
const READINGS = 30;
const ROUNDS = 6;
const EDITS = 50;
/** What has been compiled by then is compiled. */
const WARMING = 4;

/** µs of the clock that profiles go by. */
const clock = () => Number(process.hrtime.bigint() / 1_000n);

const WORK: { readonly [J in Job]: (puente: Child, systems: Child, rounds: number) => Promise<number> } = {
  async scan(puente, _, rounds) {
    const times = Math.ceil((READINGS * rounds) / ROUNDS);
    await puente.ask('read', times);
    return times;
  },
  async write(puente, systems, rounds) {
    for (let round = 0; round < rounds; round += 1)
      for (const side of ['managementpro', 'aceptabits']) {
        await systems.ask('edit', side, EDITS);
        await puente.ask('poll', 2);
      }
    return rounds * 2 * EDITS;
  },
};

async function take(job: Job): Promise<Flames[Job]['now']> {
  const count = CUSTOMERS[job];
  const counts = { managementpro: count, aceptabits: count, shared: count };
  const stands =
    job === 'scan' ? startChild('stage/lists.ts', [count]) : startChild('stage/simulators.ts', [counts]);
  const [systems, redis, folder] = await Promise.all([
    stands,
    startRedis(),
    mkdtemp(join(tmpdir(), 'puente-flame-')),
  ]);
  const profiled = `--cpu-prof --cpu-prof-dir=${folder} --cpu-prof-interval=${SAMPLE_EVERY_US}`;
  const polls = { MANAGEMENTPRO_POLL_EVERY: '1h', ACEPTABITS_POLL_EVERY: '1h' };
  const puente = await startChild(STAGE, [], {
    ...systems.ready,
    ...polls,
    REDIS_URL: redis.url,
    INITIAL_SYNC: 'auto',
    NODE_OPTIONS: profiled,
  });
  if (job === 'write') await puente.ask('start');
  await puente.ask('poll', 4);
  if (job === 'write') await systems.ask('among', await puente.ask('links'));
  await WORK[job](puente, systems, WARMING);
  const from = clock();
  const done = await WORK[job](puente, systems, ROUNDS);
  const to = clock();
  for (const child of [puente, systems]) await child.close();
  await redis.close();
  const [file = ''] = await readdir(folder);
  const root = await framesOf(join(folder, file), from, to);
  await rm(folder, { recursive: true });
  const ms = root.us / 1_000 / done;
  const image = join(ROOT, 'docs', 'images', `flame-${job}-${state}.svg`);
  await writeFile(image, flameOf(root, `${job}, ${state}: ${ms.toFixed(2)} ms`));
  return { ms, shares: sharesOf(root) };
}

const FILE = join(import.meta.dirname, 'flame', 'results.json');
let flames = JSON.parse(await readFile(FILE, 'utf8').catch(() => '{"scan":{},"write":{}}')) as Flames;
for (const job of Object.keys(JOBS) as Job[]) {
  const taken = await take(job);
  flames = { ...flames, [job]: { ...flames[job], [state]: taken } };
  console.log(JSON.stringify({ job, state, ...taken }));
}
await writeFile(FILE, `${JSON.stringify(flames, null, 1)}\n`);
await writeFile(join(ROOT, 'docs', 'profile.md'), documentOf(flames));
