import { startChild } from '/work/wt/fleet/bench/stage/child.ts';
import { alike, startFleet } from '/work/wt/fleet/bench/stage/fleet.ts';
const nobody = await startChild('stage/companies.ts', [0]);
const fleet = await startFleet(alike(Number(process.argv[2]), { ...nobody.ready, MANAGEMENTPRO_POLL_EVERY: '1h', ACEPTABITS_POLL_EVERY: '1h' }));
console.log('start', fleet.startSeconds, 'cpu', fleet.cpuSeconds(), 'redis', fleet.redis.cpuSeconds());
await new Promise((r) => setTimeout(r, 30000));
const a = fleet.cpuSeconds(); await new Promise((r) => setTimeout(r, 20000));
console.log('idle cpu % of a core', (fleet.cpuSeconds() - a) * 5, 'rss', fleet.rssMiB());
await fleet.stop(); await nobody.close(); process.exit(0);
